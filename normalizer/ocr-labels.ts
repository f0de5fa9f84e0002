import type { ExtractedDocument, TableCell } from '../model/document.ts';
import { TEMPLATES } from '../model/templates/list.ts';
import { matchForm } from '../text/fold.ts';
import { labelCore } from './labels.ts';

/** Words of the form's heads that are neither row, group nor column. */
const HEAD_WORDS = [
  '信息内容',
  '申请人情况',
  '法人或其他组织',
  '行政诉讼',
  '（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）',
];

/** A label of a form: as it is printed there, and without marks and spaces. Those of one `meaning` are one label's variants. */
interface KnownLabel {
  text: string;
  form: string;
  meaning: string;
}

const LABELS: readonly KnownLabel[] = knownLabels();

/** Of shorter labels no character may be misread: one more or less is another label. */
const SHORTEST = 3;
/** Up to this length two misread characters are allowed, beyond it a third of them. */
const SHORT = 5;
/** A label is taken only where every other one is so many characters farther off; one, where a single one is misread. */
const MARGIN = 2;

/**
 * The document with the misread labels in its recognised tables set right: a cell of words that is nearly one label of a
 * known form, and far from all others, reads as that label, unless its second recognition is another's. Numbers, and words that are near to two labels, stay as they
 * are; so does everything in tables that were not recognised.
 */
export function settleLabels(document: ExtractedDocument): ExtractedDocument {
  const blocks = document.blocks.map((block) =>
    block.kind === 'table' && block.fidelity === 'ocr'
      ? { ...block, rows: settleShortLabels(block.rows.map((row) => row.map(settleLabel))) }
      : block,
  );
  return { ...document, blocks };
}

function settleLabel(cell: TableCell): TableCell {
  const labels = [cell.text, cell.second ?? ''].filter(isWords).map(nearestLabel);
  const known = new Set(labels.filter((label) => label !== null).map((label) => label.meaning));
  const label = known.size === 1 ? labels.find((one) => one !== null) : null;
  return label === null || label === undefined ? cell : { ...cell, text: label.text };
}

/** 规章 is too short to be told by itself: it stands alone between the head of its block and the next row. */
function settleShortLabels(rows: readonly TableCell[][]): TableCell[][] {
  return rows.map((row, index) => {
    const [label, ...rest] = row;
    const isFirst = rows[index - 1]?.[0]?.text === '信息内容';
    const isBefore = (rows[index + 1]?.[0]?.text ?? '').endsWith('规范性文件');
    const isNearly = /^(?:规.|.章)$/u.test(plain(label?.text ?? ''));
    return label !== undefined && isFirst && isBefore && isNearly ? [{ ...label, text: '规章' }, ...rest] : row;
  });
}

function isWords(text: string): boolean {
  return /\p{Script=Han}{2}/u.test(matchForm(text));
}

/** The label of a form that recognised text stands for; null where none or more than one is near. */
function nearestLabel(text: string): KnownLabel | null {
  const form = plain(text);
  const exact = LABELS.find((label) => label.form === form);
  if (exact !== undefined) return exact;
  if (form.length < SHORTEST) return null;
  const near = LABELS.map((label) => ({ label, distance: editDistance(form, label.form) })).toSorted(
    (a, b) => a.distance - b.distance,
  );
  const best = near[0];
  const next = near.find(({ label }) => label.meaning !== best?.label.meaning);
  if (best === undefined) return null;
  const length = Math.min(form.length, best.label.form.length);
  const most = length < SHORTEST ? 0 : length === SHORTEST ? 1 : length <= SHORT ? 2 : Math.floor(length / 3);
  const margin = best.distance === 1 && length > SHORTEST ? 1 : MARGIN;
  const isFar = next === undefined || next.distance >= best.distance + margin;
  return best.distance <= most && isFar ? best.label : null;
}

function knownLabels(): KnownLabel[] {
  const labels = TEMPLATES.flatMap((template) => [
    ...template.variants.map((variant) => variant.row),
    ...template.tables.flatMap((table) => table.blocks.flatMap((block) => [...block.columns, ...block.rows])),
  ]);
  const groups = TEMPLATES.flatMap((template) =>
    template.tables.flatMap((table) =>
      table.blocks.flatMap((block) => [
        ...(block.label === null ? [] : [block.label]),
        ...block.rows.flatMap((row) => row.groups),
      ]),
    ),
  );
  const known = [...labels, ...[...groups, ...HEAD_WORDS].map((label) => ({ label, aliases: [] }))].flatMap(
    ({ label, aliases = [] }) =>
      [label, ...aliases].map((text) => ({ text, form: plain(text), meaning: labelCore(label) })),
  );
  return [...new Map(known.map((label) => [label.text, label])).values()];
}

/** Characters alone: brackets, stops and quotation marks are what a recogniser confuses most. */
function plain(text: string): string {
  return matchForm(text).replace(/[\p{P}\p{S}]/gu, '');
}

/** How many characters have to be changed, put in or left out to make one text of the other. */
function editDistance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, char] of Array.from(one).entries()) {
    const current = [row + 1];
    for (let col = 1; col <= other.length; col += 1) {
      const changed = (above[col - 1] ?? 0) + (other[col - 1] === char ? 0 : 1);
      current.push(Math.min(changed, (above[col] ?? 0) + 1, (current[col - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[other.length] ?? 0;
}
