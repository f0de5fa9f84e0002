import type { ReportRecord } from '../model/record.ts';
import { matchForm } from '../text/fold.ts';

/** Letters in one piece of text that is compared. */
const GRAM = 5;

/**
 * How alike two texts are: the share of common pieces of five letters among all pieces of both (Jaccard), 0 to 1, width
 * folded and white space left out. Null where either is shorter than one piece.
 */
export function textSimilarity(a: string, b: string): number | null {
  const [one, other] = [grams(a), grams(b)];
  if (one.size === 0 || other.size === 0) return null;
  let common = 0;
  for (const gram of one) if (other.has(gram)) common += 1;
  return common / (one.size + other.size - common);
}

function grams(text: string): Set<string> {
  const letters = Array.from(matchForm(text));
  const found = new Set<string>();
  for (let at = 0; at + GRAM <= letters.length; at += 1) found.add(letters.slice(at, at + GRAM).join(''));
  return found;
}

/** All section texts of a report, in the order of its sections; headings and tables left out. */
export function narrativeOf({ sections }: Pick<ReportRecord, 'sections'>): string {
  return sections.map(({ text }) => text ?? '').join('\n');
}
