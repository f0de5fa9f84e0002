import { load } from 'cheerio';
import type { CheerioAPI } from 'cheerio';
import type { Page } from '../model/fetched.ts';
import { canonicalAddress } from '../text/address.ts';
import { decodeText } from '../text/decode.ts';
import { matchForm } from '../text/fold.ts';

/**
 * A page of a portal as discovery sees it. `url` canonical, as asked; `base` the address that relative links start from;
 * `meta` by lower-case name; `heading` the first h1; `text` the visible text, folded and without spaces; `scripts` the
 * inline scripts one after the other; `html` the whole decoded source.
 */
export interface HtmlPage {
  kind: 'html';
  url: string;
  finalUrl: string;
  base: string;
  sha256: string;
  fetchedAt: string;
  $: CheerioAPI;
  html: string;
  scripts: string;
  text: string;
  title: string;
  heading: string;
  meta: Record<string, string>;
}

/** An answer that is no page: a document (`file`), or something else that discovery cannot use (`other`). */
interface BarePage {
  kind: 'file' | 'other';
  url: string;
  finalUrl: string;
  sha256: string;
  fetchedAt: string;
}

/** What a link led to. */
export type PortalPage = HtmlPage | BarePage;

/** First bytes of documents: PDF, ZIP (DOCX, XLSX, OFD), OLE (DOC, WPS, XLS), RTF, RAR. */
const FILE_MAGIC = ['25504446', '504b0304', 'd0cf11e0', '7b5c7274', '52617221'];

/** Reads a fetched page: decides by content whether it is HTML or a document, decodes and parses it. */
export function readPage(page: Page): PortalPage {
  const { fetched, bytes } = page;
  const finalUrl = canonicalAddress(fetched.finalUrl) ?? fetched.finalUrl;
  const url = canonicalAddress(fetched.url) ?? fetched.url;
  const bare = { url, finalUrl, sha256: fetched.sha256, fetchedAt: fetched.fetchedAt };
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (FILE_MAGIC.includes(magic)) return { kind: 'file', ...bare };
  const header = fetched.contentType === '' ? undefined : fetched.contentType;
  const html = decodeText(bytes, { header }).text;
  if (!/<[a-z!]/iu.test(html)) return { kind: 'other', ...bare };
  return { kind: 'html', ...bare, ...parseHtml(html, finalUrl) };
}

function parseHtml(html: string, finalUrl: string): Omit<HtmlPage, 'kind' | keyof BarePage> {
  const $ = load(html);
  const scripts = $('script')
    .map((_, element) => $(element).text())
    .get()
    .join('\n');
  $('script, style, noscript, template').remove();
  const href = $('base[href]').attr('href');
  return {
    $,
    html,
    scripts,
    base: href !== undefined && URL.canParse(href, finalUrl) ? new URL(href, finalUrl).href : finalUrl,
    text: matchForm($('body').text()),
    title: tidy($('title').first().text()),
    heading: tidy($('h1').first().text()),
    meta: readMeta($),
  };
}

function readMeta($: CheerioAPI): Record<string, string> {
  const meta: Record<string, string> = {};
  $('meta[name]').each((_, element) => {
    const name = ($(element).attr('name') ?? '').toLowerCase();
    const content = tidy($(element).attr('content') ?? '');
    if (content !== '') meta[name] ??= content;
  });
  return meta;
}

/** Text as shown on one line: every run of white space one space, none at the ends. */
export function tidy(text: string): string {
  return text.replace(/[\s\u00a0\u3000]+/gu, ' ').trim();
}

/** The name of the page itself: ArticleTitle of 国办发〔2017〕47号, else the h1, else the window title. */
export function nameOf(page: HtmlPage): string {
  return page.meta['articletitle'] ?? (page.heading === '' ? page.title : page.heading);
}
