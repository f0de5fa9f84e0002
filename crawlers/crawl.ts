import type * as Crawlee from 'crawlee';
import type { BaseHttpClient, Configuration, HttpResponse, ResponseTypes } from 'crawlee';
import type { Page } from '../model/fetched.ts';

/**
 * Asks for a page, politely and through the store; throws the errors of `errors.ts`. `url` may be one that `postAddress`
 * made; `from`: the page on which it stands, null for the first.
 */
export type AskPage = (url: string, from: string | null) => Promise<Page>;

/** What a crawl asks for and who is told. `next` is called after each answer was handled; null ends the crawl. */
export interface CrawlPlan {
  ask(url: string): Promise<Page>;
  next(): string | null;
  /** Handles an answer, or the error that came instead of it; what it throws ends the crawl and is thrown on. */
  handle(url: string, answer: { page: Page } | { error: unknown }): void;
  signal?: AbortSignal | undefined;
}

/** Seconds after which crawlee would take a page for stuck. Waiting for a host's turn belongs to the asking, so: hours. */
const PATIENCE_S = 6 * 3600;

/**
 * Runs a crawl on Crawlee, one page at a time: Crawlee keeps the queue and its unique addresses, we say what is best next.
 * Its queue lives in memory only (DEPENDENCIES.md 1.4), nothing is retried, and every byte comes through `ask`.
 * Rejects with the reason of `signal` when it is aborted, and with whatever `handle` throws.
 */
export async function crawl(plan: CrawlPlan): Promise<void> {
  const first = plan.next();
  if (first === null) return;
  const crawlee = await import('crawlee'); // half a second: only when there is something to crawl
  const { BasicCrawler, Log, LogLevel } = crawlee;
  const door = openDoor();
  let asked = 0;
  // Numbered, since Crawlee asks no key twice and a page may be asked for again: after a fault, or to be drawn.
  const requestFor = (url: string): { url: string; uniqueKey: string } => ({
    url,
    uniqueKey: `${(asked += 1)} ${url}`,
  });
  let failure: { error: unknown } | null = null;
  let finished = false;
  const crawler = new BasicCrawler(
    {
      httpClient: door.client,
      log: new Log({ level: LogLevel.OFF }),
      minConcurrency: 1,
      maxConcurrency: 1,
      maxRequestRetries: 0,
      retryOnBlocked: false,
      useSessionPool: false,
      autoscaledPoolOptions: { maybeRunIntervalSecs: 0.05, loggingIntervalSecs: null },
      requestHandlerTimeoutSecs: PATIENCE_S,
      statusMessageLoggingInterval: PATIENCE_S,
      requestHandler: async ({ request, sendRequest }) => {
        try {
          plan.signal?.throwIfAborted();
          const url = request.uniqueKey.slice(request.uniqueKey.indexOf(' ') + 1); // Crawlee drops the fragment of an address, in which a POST says what it sends
          const send = async (): Promise<unknown> => sendRequest({ responseType: 'buffer' });
          plan.handle(url, await door.pass(send, async () => plan.ask(url)));
          plan.signal?.throwIfAborted();
          const next = plan.next();
          if (next === null) finished = true;
          else await crawler.addRequests([requestFor(next)]);
        } catch (error) {
          failure = { error };
        }
      },
    },
    quietConfiguration(crawlee),
  );
  forgetSeen(await crawler.getRequestQueue());
  await crawler.run([requestFor(first)]);
  throwIfUnfinished(failure, finished, plan.signal);
}

/**
 * In memory only, and without Crawlee's own watch over processor and memory, which starts `ps` every second and matters for
 * parallel crawls alone.
 */
function quietConfiguration({ Configuration, EventManager, MemoryStorage }: typeof Crawlee): Configuration {
  const storageClient = new MemoryStorage({ persistStorage: false });
  const config = new Configuration({ persistStorage: false, storageClient, memoryMbytes: 1024 });
  config.useEventManager(new (class extends EventManager {})(config));
  return config;
}

/** Slots that Crawlee's memory of asked keys is cut down to: no key of ours ever comes twice. */
const SEEN_SLOTS = 64;

/**
 * Crawlee reserves a million slots (16 MB) in every queue for keys that it has seen, and a queue outlives its crawl: a run over
 * 45 portals held 700 MB of them. Throws where this version of Crawlee keeps that memory elsewhere.
 */
function forgetSeen(queue: object): void {
  const seen: unknown = Reflect.get(queue, 'requestSeenCache');
  const isKnown = typeof seen === 'object' && seen !== null && typeof Reflect.get(seen, 'size') === 'number';
  const clear: unknown = isKnown ? Reflect.get(seen, 'clear') : null;
  if (!isKnown || typeof clear !== 'function') {
    throw new Error('Cannot cut down the memory of Crawlee\'s queue: expected "requestSeenCache" with a size in it');
  }
  Reflect.set(seen, 'size', SEEN_SLOTS);
  Reflect.apply(clear, seen, []);
}

function throwIfUnfinished(
  failure: { error: unknown } | null,
  finished: boolean,
  signal: AbortSignal | undefined,
): void {
  if (failure !== null) throw failure.error;
  if (finished) return;
  signal?.throwIfAborted();
  throw new DOMException('The crawl was stopped before its end', 'AbortError'); // Crawlee heard Ctrl-C before we did
}

interface Door {
  client: BaseHttpClient;
  pass(send: () => Promise<unknown>, ask: () => Promise<Page>): Promise<{ page: Page } | { error: unknown }>;
}

/** Crawlee's only way out: it asks `ask`, and the whole answer is handed over untouched beside Crawlee's own form of it. */
function openDoor(): Door {
  let asking: (() => Promise<Page>) | null = null;
  let answer: { page: Page } | { error: unknown } | null = null;
  const client: BaseHttpClient = {
    async sendRequest<T extends keyof ResponseTypes>(request: { url: string | URL }): Promise<HttpResponse<T>> {
      try {
        if (asking === null) throw new Error(`Crawlee asked for "${String(request.url)}" on its own`);
        answer = { page: await asking() };
      } catch (error) {
        answer = { error };
      }
      const page = 'page' in answer ? answer.page : null;
      // eslint-disable-next-line typescript/no-unsafe-type-assertion -- Crawlee's form is read by nobody: `pass` hands over ours
      return {
        request,
        url: page?.fetched.finalUrl ?? String(request.url),
        statusCode: page?.fetched.status ?? 0,
        headers: page?.fetched.headers ?? {},
        body: Buffer.from(page?.bytes ?? []),
        redirectUrls: [],
        trailers: {},
        complete: true,
      } as unknown as HttpResponse<T>;
    },
    async stream() {
      throw new Error('Crawlee asked for a stream, but pages are read whole through "ask"');
    },
  };
  const pass: Door['pass'] = async (send, ask) => {
    answer = null;
    asking = ask;
    await send();
    if (answer === null) throw new Error('Crawlee sent a request that did not come through "ask"');
    return answer;
  };
  return { client, pass };
}
