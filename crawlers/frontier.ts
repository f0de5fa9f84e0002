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
  /** Times it was asked for in vain. */
  failures: number;
  /** Asked for as the content of a list, by a page's script and not by a link; `rendered`: to be drawn by a browser. */
  way: 'link' | 'source' | 'rendered';
  /** Reached by a second look for missing reports: what is known already is not taken again from here. */
  onlyGaps: boolean;
}

const RANK: Record<Waiting['role'], number> = { home: 3, list: 2, column: 1, way: 0 };
const ROLES = ['home', 'list', 'column', 'way'] as const;

/**
 * The pages to ask for, best first: lists before columns before the way there, then by failures so far, score, depth, place in the list
 * and address, so that the order depends on the pages alone and never on how fast they came. Kept in heaps, since a portal
 * may show 100,000 links.
 */
export class Frontier {
  readonly #waiting = new Map<string, Waiting>();
  readonly #taken = new Set<string>();
  readonly #heaps: Record<Waiting['role'], Heap> = {
    home: new Heap(),
    list: new Heap(),
    column: new Heap(),
    way: new Heap(),
  };

  /** Adds a page, or betters one that waits already; an address that was taken once is never added again. */
  add(entry: Waiting): void {
    if (this.#taken.has(entry.url)) return;
    const known = this.#waiting.get(entry.url);
    if (known === undefined || compare(entry, known) < 0) this.#put(entry);
  }

  /** Lets a page be asked for again although it was taken, for instance after a fault that may pass. */
  again(entry: Waiting): void {
    this.#taken.delete(entry.url);
    this.#put(entry);
  }

  #put(entry: Waiting): void {
    this.#waiting.set(entry.url, entry);
    this.#heaps[entry.role].push(entry);
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

  /** Whether the address was taken or waits to be. */
  knows(url: string): boolean {
    return this.#taken.has(url) || this.#waiting.has(url);
  }

  /** Takes the best page among those that `allowed` lets through, or null. */
  take(allowed: (entry: Waiting) => boolean): Waiting | null {
    for (const role of ROLES) {
      const best = this.#takeOf(role, allowed);
      if (best !== null) return best;
    }
    return null;
  }

  #takeOf(role: Waiting['role'], allowed: (entry: Waiting) => boolean): Waiting | null {
    const heap = this.#heaps[role];
    const passed: Waiting[] = [];
    let best: Waiting | null = null;
    for (let entry = heap.pop(); entry !== null; entry = heap.pop()) {
      if (this.#waiting.get(entry.url) !== entry) continue; // taken, dropped or bettered since
      if (allowed(entry)) {
        best = entry;
        break;
      }
      passed.push(entry);
    }
    for (const entry of passed) heap.push(entry);
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

/** A binary heap, the best entry on top. */
class Heap {
  readonly #entries: Waiting[] = [];

  push(entry: Waiting): void {
    const entries = this.#entries;
    let at = entries.length;
    entries.push(entry);
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = entries[up];
      if (parent === undefined || compare(parent, entry) <= 0) break;
      entries[at] = parent;
      at = up;
    }
    entries[at] = entry;
  }

  pop(): Waiting | null {
    const entries = this.#entries;
    const top = entries[0];
    const last = entries.pop();
    if (top === undefined || last === undefined) return null;
    if (entries.length > 0) this.#sink(last);
    return top;
  }

  #sink(entry: Waiting): void {
    const entries = this.#entries;
    let at = 0;
    for (;;) {
      const left = entries[2 * at + 1];
      const right = entries[2 * at + 2];
      if (left === undefined) break;
      const down = right !== undefined && compare(right, left) < 0 ? 2 * at + 2 : 2 * at + 1;
      const child = entries[down];
      if (child === undefined || compare(entry, child) <= 0) break;
      entries[at] = child;
      at = down;
    }
    entries[at] = entry;
  }
}

function compare(a: Waiting, b: Waiting): number {
  return (
    RANK[b.role] - RANK[a.role] ||
    a.failures - b.failures ||
    b.score - a.score ||
    a.depth - b.depth ||
    (a.list?.page ?? 0) - (b.list?.page ?? 0) ||
    (a.url < b.url ? -1 : a.url > b.url ? 1 : 0)
  );
}
