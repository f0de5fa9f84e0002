import type { ExtractedDocument } from '../model/document.ts';
import type { Locator } from '../model/notice.ts';

/** The text outside tables as one string, blocks apart by line breaks; `at` gives the block that an offset lies in. */
export interface TextStream {
  text: string;
  at: (offset: number) => Locator;
}

/** The text of headings and paragraphs in reading order. */
export function textStream(document: ExtractedDocument): TextStream {
  const starts: { offset: number; at: Locator }[] = [];
  let text = '';
  for (const block of document.blocks) {
    if (block.kind === 'table') continue;
    starts.push({ offset: text.length, at: block.at });
    text += `${block.text}\n`;
  }
  return { text, at: (offset) => starts.findLast((start) => start.offset <= offset)?.at ?? { block: 0 } };
}

const SIGNS: Readonly<Record<string, string>> = {
  '（': '[（(]',
  '）': '[）)]',
  '、': '[、，,]',
  '，': '[、，,]',
  '.': '[.．、]',
  '：': '[：:]',
  '“': '["“＂]',
  '”': '["”＂]',
};

/** A pattern for these words in running text: any white space between characters, usual variants of signs. */
export function wordsPattern(words: readonly string[]): string {
  const longestFirst = [...words].sort((a, b) => b.length - a.length);
  return longestFirst.map((word) => Array.from(word, signPattern).join('\\s*')).join('|');
}

function signPattern(char: string): string {
  return SIGNS[char] ?? char.replace(/[\\^$.*+?()[\]{}|/]/u, '\\$&');
}

/**
 * Cuts a run of digits and white space into `count` numbers, only where no other cut is possible: no number starts with
 * a superfluous zero, white space always parts, and an empty cell leaves no trace, so any cut with fewer numbers would be
 * as good. `23 0 00 0 023` is 23, 0, 0, 0, 0, 0, 23; `7000007` is refused (null).
 */
export function cutNumbers(run: string, count: number): string[] | null {
  const longest = run.match(/0|[1-9]\d*/gu) ?? [];
  return longest.length === count && /^[\d\s]*$/u.test(run) ? longest : null;
}
