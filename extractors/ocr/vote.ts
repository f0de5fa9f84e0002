import { UNREAD } from '../../text/unread.ts';

/** What the readings say stands at one character of the first: `''` where a reading has nothing there. */
interface Place {
  first: string;
  others: string[];
}

/** One reading laid beside the first: what it has at each of its characters, and what it has in front of each (and behind). */
interface Alignment {
  at: string[];
  before: string[];
}

const LETTER = /[\p{L}\p{N}]/u;

/** Whether two readings of a line have the same letters and digits; marks and spaces are not compared. */
export function readsAlike(one: string, other: string): boolean {
  return lettersOf(one) === lettersOf(other);
}

function lettersOf(text: string): string {
  return Array.from(text)
    .filter((char) => LETTER.test(char))
    .join('');
}

/**
 * The characters of the first reading of a line as most of its three readings have them, each as what stands in its
 * place: `''` where most have nothing, two characters where most have one more, `UNREAD` where each reads another letter.
 */
export function voteOn(first: string, second: string, third: string): string[] {
  const chars = Array.from(first);
  const alignments = [second, third].map((other) => align(chars, Array.from(other)));
  const voted = chars.map((char, index) =>
    settle({ first: char, others: alignments.map(({ at }) => at[index] ?? '') }),
  );
  return voted.map((char, index) => {
    const added = commonOf(alignments.map(({ before }) => before[index] ?? ''));
    const behind = index === chars.length - 1 ? commonOf(alignments.map(({ before }) => before[index + 1] ?? '')) : '';
    return added + char + behind;
  });
}

function commonOf([one = '', other = '']: readonly string[]): string {
  return one === other ? one : '';
}

function settle({ first, others }: Place): string {
  const [second = '', third = ''] = others;
  if (first === second || first === third) return first;
  if (second === third) return second;
  return [first, second, third].filter((char) => LETTER.test(char)).length > 1 ? UNREAD : first;
}

/** Lays `other` beside `chars` with the fewest changes; a letter rather takes the place of a letter than of a mark. */
function align(chars: readonly string[], other: readonly string[]): Alignment {
  const costs = costTable(chars, other);
  const at: string[] = chars.map(() => '');
  const before: string[] = Array.from({ length: chars.length + 1 }, () => '');
  let [row, col] = [chars.length, other.length];
  while (row > 0 || col > 0) {
    const cost = costs[row]?.[col] ?? 0;
    const [mine = '', theirs = ''] = [chars[row - 1], other[col - 1]];
    if (row > 0 && col > 0 && cost === (costs[row - 1]?.[col - 1] ?? 0) + changeCost(mine, theirs)) {
      at[row - 1] = theirs;
      row -= 1;
      col -= 1;
    } else if (row > 0 && cost === (costs[row - 1]?.[col] ?? 0) + GAP) row -= 1;
    else {
      before[row] = theirs + (before[row] ?? '');
      col -= 1;
    }
  }
  return { at, before };
}

const GAP = 2;

function changeCost(one: string, other: string): number {
  if (one === other) return 0;
  return LETTER.test(one) === LETTER.test(other) ? 2 : 3;
}

/** Costs of laying the first `row` characters beside the first `col` others. */
function costTable(chars: readonly string[], other: readonly string[]): number[][] {
  const costs: number[][] = [Array.from({ length: other.length + 1 }, (_, col) => col * GAP)];
  for (const [row, mine] of chars.entries()) {
    const above = costs[row] ?? [];
    const current = [(row + 1) * GAP];
    for (const [col, theirs] of other.entries()) {
      const changed = (above[col] ?? 0) + changeCost(mine, theirs);
      current.push(Math.min(changed, (above[col + 1] ?? 0) + GAP, (current[col] ?? 0) + GAP));
    }
    costs.push(current);
  }
  return costs;
}
