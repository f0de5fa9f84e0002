import { foldWidth, stripSpace } from '../text/fold.ts';

const HAN_DIGITS = '〇一二三四五六七八九';

/**
 * The fiscal year that a title or link text names (`2021年`, `２０２１年度`, `二〇二一年`, `(2021)`), or null. Dates of
 * publication (`2022年1月25日`, `2022-01-25`) are not taken for it.
 */
export function yearInText(text: string): number | null {
  const plain = hanYears(stripSpace(foldWidth(text)));
  const years = [...plain.matchAll(/(?<!\d)((?:19|20)\d\d)(?!\d|[-/.]\d|年\d{1,2}月)/gu)].map((match) =>
    Number(match[1]),
  );
  return years[0] ?? null;
}

/** The date that stands in a row as `YYYY-MM-DD`, or null. Forms seen: `2021-01-29`, `[2021/2/4]`, `2021年2月4日`. */
export function dateInText(text: string): string | null {
  const match = /(?<!\d)(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)/u.exec(foldWidth(text));
  if (match === null) return null;
  const [year, month, day] = [match[1], Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function hanYears(text: string): string {
  return text.replace(/[二一][〇零○O0九][〇零○一二三四五六七八九]{2}(?=年)/gu, (run) =>
    run.replace(/[零○O]/gu, '0').replace(/[〇一二三四五六七八九]/gu, (char) => String(HAN_DIGITS.indexOf(char))),
  );
}
