import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Browser as Chromium, BrowserContext, Route } from 'playwright';
import { ConfigError, DeclinedError, FetchError, GoneError, UnreadableError } from '../errors.ts';
import type { Page } from '../model/fetched.ts';
import { canonicalAddress, ownDomain } from '../text/address.ts';
import { decodeText } from '../text/decode.ts';
import { postAddress } from '../text/request.ts';
import type { AskPage } from './crawl.ts';

/** Longest wait for one page to be drawn, ms: every request of it takes its turn at the host. */
const PATIENCE_MS = 180_000;

/** Requests that drawing one page may cost. */
const MOST_REQUESTS = 60;

/** What is loaded to draw a page; pictures, fonts, films and styles are not. */
const LOADED = new Set(['document', 'script', 'xhr', 'fetch']);

/** A page as a browser draws it. `html`: the whole document afterwards; `calls`: what its scripts asked for, with the answers. */
export interface DrawnPage {
  html: string;
  calls: { address: string; page: Page }[];
}

/** Draws pages that are empty without their scripts. */
export interface PageDrawer {
  /**
   * Draws a page. Every byte comes through `ask`, so that robots.txt, turns and refusals hold for the browser as for us;
   * requests beyond the portal's own domain are not made. Throws FetchError where drawing takes too long.
   */
  draw(url: string, ask: AskPage): Promise<DrawnPage>;
  close(): Promise<void>;
}

/** Where a browser may be. `named`: the one that the settings name, null for none; `searchPath`: folders as in `PATH`. */
export interface BrowserPlaces {
  named: string | null;
  searchPath: string;
}

/**
 * The browser that is named; else the Chromium of this machine, or the one that Playwright brings; null where there is none.
 * Throws ConfigError where the one that is named is no program.
 */
export async function findChromium({ named, searchPath }: BrowserPlaces): Promise<string | null> {
  if (named !== null) {
    if (await isProgram(named)) return named;
    throw new ConfigError(
      `Cannot draw pages with "${named}" (OGI_BROWSER, --browser): no program is there; name a Chromium, or leave it out`,
    );
  }
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '');
  const programs = ['chromium', 'chromium-browser', 'google-chrome'];
  for (const path of programs.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    if (await isProgram(path)) return path;
  }
  const { chromium } = await import('playwright'); // 50 MB: only where the machine has none of its own
  return (await isProgram(chromium.executablePath())) ? chromium.executablePath() : null;
}

function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * A drawer on this Chromium, started when the first page is drawn. It says honestly who it is (`userAgent`), hides nothing,
 * keeps no session, and has no network of its own: names do not resolve in it, its requests are answered by `ask`.
 */
export function openDrawer(options: { executablePath: string; userAgent: string }): PageDrawer {
  let started: Promise<Chromium> | null = null;
  const start = async (): Promise<Chromium> => {
    const { chromium } = await import('playwright'); // a third of a second: only when a page has to be drawn
    return chromium.launch({
      executablePath: options.executablePath,
      args: ['--host-resolver-rules=MAP * ~NOTFOUND', '--disable-background-networking', '--no-first-run'],
    });
  };
  return {
    async draw(url, ask) {
      started ??= start();
      const browser = await started;
      const context = await browser.newContext({
        userAgent: options.userAgent,
        serviceWorkers: 'block',
        locale: 'zh-CN',
      });
      try {
        return await drawIn(context, url, ask);
      } finally {
        await context.close();
      }
    },
    async close() {
      if (started !== null) await (await started).close();
      started = null;
    },
  };
}

async function drawIn(context: BrowserContext, url: string, ask: AskPage): Promise<DrawnPage> {
  const calls: DrawnPage['calls'] = [];
  const own = ownDomain(url);
  const budget = { left: MOST_REQUESTS };
  const faults: unknown[] = [];
  await context.routeWebSocket(/./u, (socket) => void socket.close());
  await context.route('**/*', async (route) => {
    const request = route.request();
    const address = addressOf(route);
    const wanted = LOADED.has(request.resourceType()) && address !== null && ownDomain(request.url()) === own;
    if (!wanted || budget.left <= 0) return route.abort();
    budget.left -= 1;
    return answer(route, address, { url, ask, calls, faults });
  });
  const page = await context.newPage();
  try {
    await page.goto(url, { waitUntil: 'networkidle', timeout: PATIENCE_MS });
    if (faults.length === 0) return { html: await page.content(), calls };
  } catch (error) {
    if (faults.length > 0) throw faults[0];
    throw new FetchError(
      `Cannot draw "${url}" in the browser: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
  throw faults[0];
}

function addressOf(route: Route): string | null {
  const request = route.request();
  if (request.method() === 'GET') return canonicalAddress(request.url());
  if (request.method() !== 'POST') return null;
  const body = request.postData() ?? '';
  const isJson = (request.headers()['content-type'] ?? '').includes('json');
  return postAddress(request.url(), { type: isJson ? 'json' : 'form', body });
}

/** Documents come decoded by us: browsers believe a header that lies about GBK. */
function contentOf(page: Page, isDocument: boolean): { headers: Record<string, string>; body: string | Buffer } {
  const { contentType } = page.fetched;
  const header = contentType === '' ? undefined : contentType;
  if (!isDocument)
    return { headers: header === undefined ? {} : { 'content-type': header }, body: Buffer.from(page.bytes) };
  return { headers: { 'content-type': 'text/html; charset=utf-8' }, body: decodeText(page.bytes, { header }).text };
}

/** Answers a request of the browser with what `ask` brings; what we may not have, it does not get. */
async function answer(
  route: Route,
  address: string,
  { url, ask, calls, faults }: { url: string; ask: AskPage; calls: DrawnPage['calls']; faults: unknown[] },
): Promise<void> {
  try {
    const isFirst = route.request().isNavigationRequest();
    const page = await ask(address, isFirst ? null : url);
    if (/^(?:xhr|fetch)$/u.test(route.request().resourceType())) calls.push({ address, page });
    await route.fulfill({ status: 200, ...contentOf(page, route.request().resourceType() === 'document') });
  } catch (error) {
    if (error instanceof GoneError) return route.fulfill({ status: 404, body: '' });
    const passing = error instanceof FetchError || error instanceof UnreadableError;
    const ofOneAddress = error instanceof DeclinedError && error.reason === 'robots_path';
    if (!passing && !ofOneAddress) faults.push(error); // a refusal of the host, the end of the run, a bug: the page is given up
    await route.abort();
  }
}
