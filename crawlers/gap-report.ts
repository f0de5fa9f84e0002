import type { Gap } from '../model/gap.ts';
import type { Waiting } from './frontier.ts';
import { bodyKey, bodyNamed, holesIn, yearNamed } from './gaps.ts';
import type { Hole, Named } from './gaps.ts';
import type { Walk } from './walk.ts';

/** The holes in what a walk has found so far. */
export function holesOf(walk: Walk): Hole[] {
  return holesIn(walk.nominees.sights(), walk.place);
}

/** Whether a link may be one of the missing reports: what a second look shows besides is known already. */
export function mayFill(walk: Walk, entry: Waiting, named: Named): boolean {
  const [body, year] = [bodyNamed(named) ?? entry.context.body ?? null, yearNamed(named)];
  if (body === null || year === null) return !entry.reasons.includes('gap:search');
  const key = bodyKey(body, walk.place);
  return walk.holes.some((hole) => hole.key === key && hole.year === year);
}

/** The gaps of a walk that is done, with what their looks came to. `looked`: looks of earlier days that still hold. */
export function gapsOf(walk: Walk): Gap[] {
  const open = new Set(holesOf(walk).map(({ key, year }) => `${key} ${year}`));
  return walk.holes.flatMap((hole): Gap[] => {
    const { key, body, year } = hole;
    const isOpen = open.has(`${key} ${year}`);
    const earlier = earlierLook(walk, hole);
    if (earlier !== null) return isOpen ? [earlier] : [];
    const look = walk.looks.find(({ holes }) => holes.includes(hole));
    if (look === undefined) return isOpen ? [{ body, year, look: null, result: 'not_looked' }] : [];
    const failed = walk.trouble.find(({ url }) => url === look.url);
    const at = walk.steps.get(look.url)?.fetchedAt ?? null;
    const result = isOpen ? (failed === undefined ? 'not_there' : 'failed') : 'found';
    return [{ body, year, look: { how: look.how, url: look.url, at }, result }];
  });
}

/** The look of an earlier day for this hole, where it still holds. */
export function earlierLook(walk: Walk, { key, year }: Hole): Gap | null {
  return walk.looked.find((gap) => gap.year === year && bodyKey(gap.body, walk.place) === key) ?? null;
}
