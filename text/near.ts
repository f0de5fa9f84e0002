/** Least number of letters to insert, delete, replace or swap with their neighbour to make `b` of `a`. */
function distance(a: string, b: string): number {
  const [from, to] = [Array.from(a), Array.from(b)];
  let older: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        least = Math.min(least, (older[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    [older, last] = [last, row];
  }
  return last.at(-1) ?? 0;
}

/** A list of the candidates that are most like a word, best first, fed one by one so that a long list need not be held. */
export interface NearMatches {
  add(candidate: string): void;
  best(): string[];
}

/**
 * Keeps at most `limit` candidates that hold the word, begin alike or differ in few letters (a third of the word at most).
 */
export function nearMatches(word: string, limit: number): NearMatches {
  const kept: { candidate: string; score: number }[] = [];
  return {
    add: (candidate) => {
      const isPart = word !== '' && (candidate.includes(word) || word.startsWith(candidate));
      const score = isPart ? 0 : distance(word, candidate);
      if (score > word.length / 3) return;
      kept.push({ candidate, score });
      kept.sort((a, b) => a.score - b.score || (a.candidate < b.candidate ? -1 : 1));
      kept.length = Math.min(kept.length, limit);
    },
    best: () => kept.map(({ candidate }) => candidate),
  };
}
