import { matchForm } from '../text/fold.ts';

const NUMBERING = /^(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+[、.,]|\(\d{1,2}\)|\d{1,2}[、.,)])+/u;

// Traditional characters of the form's labels, for copies behind a 繁體 toggle.
const TRADITIONAL =
  '規规範范項项處处罰罚許许強强費费數数減减對对廢废現现採采購购總总額额條条據据關关係系為为與与請请結结轉转屬属國国權权務务類类過过執执詢询無无製制補补後后內内確确認认訪访舉举報报訴诉複复復复當当繳缴納纳機机構构會会組组織织業业單单糾纠審审維维經经議议訟讼於于個个開开祕秘護护營营發发級级區区這这種种計计雜杂況况獲获們们責责際际門门員员問问題题檔档';
const SIMPLIFIED: ReadonlyMap<string, string> = new Map(
  (TRADITIONAL.match(/../gu) ?? []).map((pair) => [pair.charAt(0), pair.charAt(1)]),
);

/** No label of a form is longer, explanations included; the rest of a cell is prose. */
const MAX_LABEL = 400;

function foldLabel(printed: string): string {
  return matchForm(printed)
    .replace(/./gsu, (char) => SIMPLIFIED.get(char) ?? char)
    .replace(NUMBERING, '');
}

function stripMarks(text: string): string {
  return text.replace(/[\p{P}\p{S}]/gu, '');
}

/** The same few hundred labels stand in every report of a form: each is folded once. Longer texts are prose, seen once. */
const MAX_REMEMBERED = { labels: 4000, length: 80 };

function remembered(fold: (printed: string) => string): (printed: string) => string {
  const known = new Map<string, string>();
  return (printed) => {
    if (printed.length > MAX_REMEMBERED.length) return fold(printed);
    const before = known.get(printed);
    if (before !== undefined) return before;
    if (known.size >= MAX_REMEMBERED.labels) known.clear();
    const folded = fold(printed);
    known.set(printed, folded);
    return folded;
  };
}

/** Whether the cell holds two numbered labels, as where an editor merged two rows: `2.…3.其他`. */
export function namesSeveral(printed: string): boolean {
  return /(?<!\d)(?:\d{1,2}[.、]|\([一二三四五六七八九十]+\))\p{Script=Han}/u.test(foldLabel(printed));
}

/** A label without numbering, spaces and punctuation, what stands in brackets kept: equal forms are the same wording. */
export const labelForm = remembered((printed) => stripMarks(foldLabel(printed)));

/**
 * The core of a label: as `labelForm`, and without what stands in brackets (explanations, years, units), also where a
 * bracket is never closed. `本年(2023)制发件数` and `本年增/减(…如-8)` become `本年制发件数` and `本年增减`.
 */
export const labelCore = remembered((printed) => {
  let text = foldLabel(printed.slice(0, MAX_LABEL));
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(/\([^()]*\)/gu, '');
  }
  const core = stripMarks(text.replace(/\(.*$/u, '').replaceAll('规范性档案', '规范性文件'));
  return core === '' ? labelForm(printed) : core;
});
