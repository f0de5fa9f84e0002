/**
 * What is known of a place below the home page from the links that led there. `year`: a year page was passed; `body`: a
 * unit's link was passed. Evidence for hints, never proof.
 */
export interface Context {
  year?: number;
  body?: string;
}

/** Hints for a candidate; see `Candidate`. */
export interface Hints extends Context {
  date?: string;
}

/**
 * A page that waits to be asked for. `role`: `way` before a column, `column` a link that should be one, `list` below a
 * column. `depth`: clicks from the home page; `below`: levels below the column, 0 for the column itself. `list`: the list
 * whose further page it is, with its place in it (page 2 = 2). `branch`: key under which its kind is remembered for its
 * siblings. `hints`: what the link says, should the page be a report. `hops`: pointers and frames followed in a row.
 * `foreign`: on another government's host, to be left unless it names the portal's place.
 */
export interface Waiting {
  url: string;
  text: string;
  score: number;
  reasons: string[];
  role: 'home' | 'way' | 'column' | 'list';
  depth: number;
  below: number;
  from: string | null;
  context: Context;
  hints: Hints;
  list: { id: string; page: number } | null;
  branch: string | null;
  hops: number;
  foreign: boolean;
}

const RANK: Record<Waiting['role'], number> = { home: 3, list: 2, column: 1, way: 0 };

/**
 * The pages to ask for, best first: lists before columns before the way there, then by score, depth, place in the list
 * and address, so that the order depends on the pages alone and never on how fast they came.
 */
export class Frontier {
  readonly #waiting = new Map<string, Waiting>();
  readonly #taken = new Set<string>();

  /** Adds a page, or betters one that waits already; an address that was taken once is never added again. */
  add(entry: Waiting): void {
    if (this.#taken.has(entry.url)) return;
    const known = this.#waiting.get(entry.url);
    if (known === undefined || compare(entry, known) < 0) this.#waiting.set(entry.url, entry);
  }

  /** Marks an address as seen, for instance the end of a redirect. */
  close(url: string): void {
    this.#taken.add(url);
    this.#waiting.delete(url);
  }

  /** Whether the address was taken already. */
  has(url: string): boolean {
    return this.#taken.has(url);
  }

  /** Takes the best page among those that `allowed` lets through, or null. */
  take(allowed: (entry: Waiting) => boolean): Waiting | null {
    let best: Waiting | null = null;
    for (const entry of this.#waiting.values()) {
      if ((best === null || compare(entry, best) < 0) && allowed(entry)) best = entry;
    }
    if (best !== null) this.close(best.url);
    return best;
  }

  /** Drops waiting pages for which `doomed` holds and returns them. */
  drop(doomed: (entry: Waiting) => boolean): Waiting[] {
    const dropped = [...this.#waiting.values()].filter(doomed);
    for (const entry of dropped) this.#waiting.delete(entry.url);
    return dropped;
  }

  /** The best waiting pages, best first, for a message. */
  best(count: number): Waiting[] {
    return [...this.#waiting.values()].sort(compare).slice(0, count);
  }
}

function compare(a: Waiting, b: Waiting): number {
  return (
    RANK[b.role] - RANK[a.role] ||
    b.score - a.score ||
    a.depth - b.depth ||
    (a.list?.page ?? 0) - (b.list?.page ?? 0) ||
    (a.url < b.url ? -1 : a.url > b.url ? 1 : 0)
  );
}
