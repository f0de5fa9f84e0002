import { TEMPLATES } from '../../model/templates/list.ts';
import { matchForm } from '../../text/fold.ts';

/** Shorter words may come of a misreading; of these none does by chance. */
const SHORTEST = 3;

let words: ReadonlySet<string> | null = null;

/** Whether a text is, but for marks and spaces, a label that a form prints: then nothing in it was misread. */
export function isFormWord(text: string): boolean {
  words ??= formWords();
  return words.has(plain(text));
}

function formWords(): ReadonlySet<string> {
  const blocks = TEMPLATES.flatMap((template) => template.tables.flatMap((table) => table.blocks));
  const labels = [
    ...TEMPLATES.flatMap((template) => template.variants.map((variant) => variant.row.label)),
    ...blocks.flatMap((block) => [
      block.label ?? '',
      ...[...block.columns, ...block.rows].map(({ label }) => label),
      ...block.rows.flatMap((row) => row.groups),
    ]),
  ];
  return new Set(labels.map(plain).filter((label) => label.length >= SHORTEST));
}

function plain(text: string): string {
  return matchForm(text).replace(/[\p{P}\p{S}]/gu, '');
}
