import type { Candidate, RejectedLink } from '../model/portal.ts';
import type { TrailStep } from '../model/record.ts';
import { matchForm } from '../text/fold.ts';
import { STRONG } from './words.ts';
import { yearInText } from './years.ts';

/** A candidate as one page shows it. `on`: the page, null where the home page itself is the report. */
export interface Nomination extends Omit<Candidate, 'trail'> {
  on: string | null;
}

/** Keeps what was nominated and what was left, each address once, whatever the order in which pages came. */
export class Nominees {
  readonly #nominations = new Map<string, Nomination[]>();
  readonly #rejected = new Map<string, RejectedLink>();
  readonly #excluded = new Set<string>();

  /** Keeps a nomination; true if the address is new. */
  add(nomination: Nomination): boolean {
    const known = this.#nominations.get(nomination.url);
    this.#nominations.set(nomination.url, [...(known ?? []), nomination]);
    return known === undefined;
  }

  /** Keeps a link that was left; the best-scored sight of an address counts. */
  reject(link: RejectedLink): void {
    const known = this.#rejected.get(link.url);
    if (known === undefined || link.score > known.score) this.#rejected.set(link.url, link);
  }

  /** Takes an address out for good: its own title names a year that was not asked for, though another link to it did not. */
  exclude(url: string): void {
    this.#excluded.add(url);
  }

  /** Number of different addresses nominated. */
  get count(): number {
    return this.#nominations.size;
  }

  /** Every sight of what was nominated. */
  sights(): Nomination[] {
    return [...this.#nominations].filter(([url]) => !this.#excluded.has(url)).flatMap(([, sights]) => sights);
  }

  /** The candidates in the order in which they were found, each with the shortest of its ways. */
  candidates(trails: ReadonlyMap<string, TrailStep[]>): Candidate[] {
    const kept = [...this.#nominations].filter(([url]) => !this.#excluded.has(url));
    const candidates = kept.map(([, sights]) => {
      const ways = sights.flatMap((sight) => (sight.on === null ? [] : [trails.get(sight.on) ?? []]));
      const [trail = []] = ways.sort(compareWays);
      const [best, ...rest] = [...sights].sort(compareSights);
      if (best === undefined) throw new Error('A nomination was kept without a sight');
      const hints = rest.reduce((known, sight) => ({ ...sight.hints, ...known }), best.hints);
      const { url, text, score, reasons } = best;
      return { url, text, score, reasons, trail, hints };
    });
    const mains = mainsOf(candidates);
    return candidates.filter((candidate) => {
      const main = mains.get(twinKey(candidate));
      if (main === undefined || main === candidate) return true;
      this.#leaveTwin(candidate, main);
      return false;
    });
  }

  #leaveTwin({ url, text, score, reasons }: Candidate, main: Candidate): void {
    this.#rejected.set(url, { url, text, score, reasons: [...reasons, `twin_of ${main.url}`] });
    this.#excluded.add(url);
  }

  /** The links that were left and are neither candidates nor among the pages visited. */
  rejected(visited: ReadonlySet<string>): RejectedLink[] {
    return [...this.#rejected.values()].filter(
      ({ url }) => !visited.has(url) && (!this.#nominations.has(url) || this.#excluded.has(url)),
    );
  }
}

/**
 * Addresses of one page: `x_wap.html` beside `x.html`, `x.pdf` beside `x.html`, the host without `www.` beside the one with
 * it, http beside https (PORTALS.md 6.4, T21); and the article of one number on the hosts of a city and of its district, where
 * the title names both body and year. The title has to be the same, too.
 */
function twinKey({ url, text }: Candidate): string {
  const title = matchForm(text).replace(/[（(](?:pdf|word|docx?|wps|ofd|html|图片|扫描|网页|文字)版?[)）]$/iu, '');
  const address = url.replace(/^https?:\/\/(?:www\.)?/u, '').replace(/(?:_wap)?\.(?:s?html?|pdf|docx?|wps|ofd)$/iu, '');
  const number = /\/(\d{6,})(?:\.\w+)?$/u.exec(address)?.[1];
  const isWhole =
    yearInText(text) !== null && (title.split(STRONG)[0] ?? '').replace(/20\d\d年?度?|政府/gu, '').length >= 4;
  return number !== undefined && isWhole ? `${number} ${title}` : `${address} ${title}`;
}

/** Of the candidates with the same key the one with the page's main address. */
function mainsOf(candidates: readonly Candidate[]): Map<string, Candidate> {
  const mains = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const known = mains.get(twinKey(candidate));
    if (known === undefined || addressRank(candidate.url) < addressRank(known.url))
      mains.set(twinKey(candidate), candidate);
  }
  return mains;
}

function addressRank(url: string): number {
  const mobile = /_wap\.s?html?$/iu.test(url);
  const bare = !/^https?:\/\/www\./u.test(url);
  const file = /\.(?:pdf|docx?|wps|ofd)$/iu.test(url);
  return (file ? 8 : 0) + (mobile ? 4 : 0) + (bare ? 2 : 0) + (url.startsWith('https:') ? 0 : 1);
}

function compareWays(a: readonly TrailStep[], b: readonly TrailStep[]): number {
  return a.length - b.length || compareTexts(a.map((step) => step.url).join(' '), b.map((step) => step.url).join(' '));
}

function compareSights(a: Nomination, b: Nomination): number {
  return b.score - a.score || b.text.length - a.text.length || compareTexts(a.on ?? '', b.on ?? '');
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
