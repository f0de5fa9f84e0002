import type { Site } from './site.ts';
import type { Truth } from './truth.ts';

/** How big a replica is made: `third` for the tests, `full` (PORTALS.md 4) for the evaluation. */
export type Scale = 'third' | 'full';

/** A replica that was built: its pages and what is true of them. */
export interface Built {
  site: Site;
  truth: Truth;
  /** The same portal a month later, once `begin` was called. */
  later?: {
    begin: () => void;
    truth: Truth;
    /** Titles of the reports that a night must name as such. */
    expected: Record<'new' | 'corrected' | 'withdrawn' | 'moved', string[]>;
  };
}

/** A replica portal: one file each. `family`: the list families of crawlers/families that it is made for. */
export interface Replica {
  id: string;
  name: string;
  family: string[];
  /** Replicas whose hosts it links to: served beside it. */
  beside?: string[];
  /** Its homes share no host, so that they may be asked side by side. */
  isApart?: boolean;
  build(scale: Scale): Built;
}

/** A third of the items, at least `least` of them, or all. */
export function share<T>(items: readonly T[], scale: Scale, least = 2): T[] {
  return scale === 'full' ? [...items] : items.slice(0, Math.max(least, Math.ceil(items.length / 3)));
}
