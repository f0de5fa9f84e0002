import { sha256 } from '../text/hash.ts';

/** Pages of one list at most; empty or missing pages in a row that end it (PORTALS.md 6.3). */
const MOST_PAGES = 200;
const DRY_PAGES = 2;

interface ListState {
  known: Set<string>;
  pages: Set<string>;
  dry: number;
  claimed: number | null;
  spare: { ifGone: string; ask: string } | null;
}

/** Remembers of each list what its pages held, to tell when it is at its end. */
export class Lists {
  readonly #lists = new Map<string, ListState>();

  /** Takes down the links of a list's page; false if the list is at its end: seen before, or the second without news. */
  goesOn(id: string, urls: readonly string[]): boolean {
    const list = this.#of(id);
    const page = sha256([...new Set(urls)].sort().join('\n'));
    if (list.pages.has(page)) return false;
    list.pages.add(page);
    const isNew = urls.some((url) => !list.known.has(url));
    for (const url of urls) list.known.add(url);
    list.dry = isNew ? 0 : list.dry + 1;
    return list.dry < DRY_PAGES && list.pages.size < MOST_PAGES;
  }

  /** Takes down how many entries the list says it has; null where the page says nothing. */
  claim(id: string, total: number | null): void {
    const list = this.#of(id);
    if (total !== null) list.claimed = Math.max(list.claimed ?? 0, total);
  }

  /** Whether as many entries were seen as the list says it has; false where it says nothing. */
  isComplete(id: string): boolean {
    const { claimed, known } = this.#of(id);
    return claimed !== null && known.size >= claimed;
  }

  /** Lists that showed fewer entries than they claim, with both figures. */
  short(): { id: string; claimed: number; seen: number }[] {
    return [...this.#lists].flatMap(([id, { claimed, known }]) =>
      claimed !== null && known.size < claimed ? [{ id, claimed, seen: known.size }] : [],
    );
  }

  /** A page of the list is gone; false if the list is at its end. */
  wasGone(id: string): boolean {
    const list = this.#of(id);
    list.dry += 1;
    return list.dry < DRY_PAGES;
  }

  /** Remembers which page to ask for should the numbering be the other one. */
  keepSpare(id: string, spare: { ifGone: string; ask: string } | null): void {
    this.#of(id).spare ??= spare;
  }

  /** The page to ask for since `url` is gone, or null. */
  takeSpare(id: string, url: string): string | null {
    const list = this.#of(id);
    if (list.spare?.ifGone !== url) return null;
    const { ask } = list.spare;
    list.spare = null;
    return ask;
  }

  #of(id: string): ListState {
    const known = this.#lists.get(id);
    if (known !== undefined) return known;
    const list: ListState = { known: new Set(), pages: new Set(), dry: 0, claimed: null, spare: null };
    this.#lists.set(id, list);
    return list;
  }
}
