import { foldWidth, stripSpace } from '../text/fold.ts';

interface Level {
  /** 0 = no number, 1 = 一、, 2 = （一）, 3 = 1., 4 = （1）, 5 = ①. */
  rank: number;
  ofWhich: boolean;
  indent: number;
}

const OF_WHICH = /^其\s*中\s*[:：]?\s*/u;
const RANKS: readonly (readonly [RegExp, number])[] = [
  [/^[一二三四五六七八九十]{1,3}[、.,]/u, 1],
  [/^\([一二三四五六七八九十]{1,3}\)/u, 2],
  [/^\d{1,2}[、.,](?!\d)/u, 3],
  [/^\(?\d{1,2}\)/u, 4],
];

/** The label of a line without `其中：` and white space: one segment of an indicator's path. */
export function segmentOf(printed: string): string {
  return stripSpace(printed.trim().replace(OF_WHICH, ''));
}

/**
 * For each label of a statistical table, in printed order, the index of the label that it is a part of, null at the top:
 * by 其中, by numbering (一、 （一） 1. （1）), where neither is printed by indentation.
 */
export function nestLabels(labels: readonly string[]): (number | null)[] {
  const levels = labels.map(levelOf);
  const numberedTops = (levels[0]?.rank ?? 0) > 0;
  const parents: (number | null)[] = [];
  for (const [index, level] of levels.entries()) {
    parents.push(index === 0 ? null : parentOf(index, level, { levels, parents, numberedTops }));
  }
  return parents;
}

function levelOf(printed: string): Level {
  const indent = /^[\s\u00a0\u3000]*/u.exec(printed)?.[0].length ?? 0;
  const text = printed.trim();
  const ofWhich = OF_WHICH.test(text);
  const rest = text.replace(OF_WHICH, '');
  if (/^[\u2460-\u2473]/u.test(rest)) return { rank: 5, ofWhich, indent };
  const form = stripSpace(foldWidth(rest));
  return { rank: RANKS.find(([pattern]) => pattern.test(form))?.[1] ?? 0, ofWhich, indent };
}

interface Before {
  levels: readonly Level[];
  parents: readonly (number | null)[];
  numberedTops: boolean;
}

function parentOf(index: number, level: Level, before: Before): number | null {
  const last = index - 1;
  const previous = before.levels[last];
  if (!previous) return null;
  const parentOfLast = before.parents[last] ?? null;
  if (level.ofWhich) return previous.ofWhich && previous.rank === level.rank ? parentOfLast : last;
  if (level.rank === 0 && before.numberedTops) return previous.rank === 0 ? parentOfLast : last;
  const isAbove = (one: Level): boolean => {
    if (level.rank === 0) return one.indent < level.indent;
    return one.rank === 0 ? !one.ofWhich && !before.numberedTops : one.rank < level.rank;
  };
  let cursor: number | null = last;
  while (cursor !== null) {
    const one = before.levels[cursor];
    if (one && isAbove(one)) return cursor;
    cursor = before.parents[cursor] ?? null;
  }
  return null;
}
