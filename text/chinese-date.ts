import { foldWidth, stripSpace } from './fold.ts';
import { readNumeral } from './numerals.ts';

/** A date found in a text; `raw` is the matched piece of the folded, space-free text. */
export interface FoundDate {
  iso: string;
  raw: string;
}

const WORDS_DATE =
  /^([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]?/u;
const FORMS: readonly RegExp[] = [
  /^((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})[日号]?/u,
  /^((?:19|20)\d{2})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/u,
  /^((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)/u,
];

/**
 * The date a text starts with, ISO 8601: `2021年1月28日`, `二〇二一年一月二十八日`, `2021-01-27 10:12`, `20210127`, and
 * `2021926` where 年 and 月 were lost (DOMAIN.md 3.2), if it can be cut in one way only. Null where there is none.
 */
export function parseDate(text: string): string | null {
  return dateAtStart(foldDigits(text))?.iso ?? null;
}

/** The first date anywhere in a text (same forms); null where there is none. */
export function findDate(text: string): FoundDate | null {
  const folded = foldDigits(text);
  for (let start = 0; start < folded.length; start += 1) {
    if (/\d/u.test(folded[start - 1] ?? '') || !/[\d一二]/u.test(folded[start] ?? '')) continue;
    const found = dateAtStart(folded.slice(start, start + 20));
    if (found !== null) return found;
  }
  return null;
}

/** Whether year, month and day make a day of the calendar; then its ISO form, else null. */
export function isoDate(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? date.toISOString().slice(0, 10) : null;
}

function dateAtStart(text: string): FoundDate | null {
  const words = WORDS_DATE.exec(text);
  if (words !== null) {
    const [year, month, day] = words.slice(1, 4).map(readNumeral);
    const iso = isoDate(year ?? 0, month ?? 0, day ?? 0);
    if (iso !== null) return { iso, raw: words[0] };
  }
  for (const form of FORMS) {
    const match = form.exec(text);
    if (match === null) continue;
    const [year, month, day] = match
      .slice(1)
      .filter((part) => /^\d+$/u.test(part))
      .map(Number);
    const iso = isoDate(year ?? 0, month ?? 0, day ?? 0);
    if (iso !== null) return { iso, raw: match[0] };
  }
  return dateWithoutMarks(text);
}

/** `2021926`: only the digits are left; kept if month and day can be told apart in one way only. */
function dateWithoutMarks(text: string): FoundDate | null {
  const match = /^((?:19|20)\d{2})(\d{2,3})(?!\d)/u.exec(text);
  if (match === null) return null;
  const digits = match[2] ?? '';
  const cuts = [1, 2]
    .filter((cut) => cut < digits.length && digits[0] !== '0' && digits[cut] !== '0')
    .map((cut) => isoDate(Number(match[1]), Number(digits.slice(0, cut)), Number(digits.slice(cut))))
    .filter((iso) => iso !== null);
  const [only] = cuts;
  return cuts.length === 1 && only !== undefined ? { iso: only, raw: match[0] } : null;
}

/** Folded and without spaces (a time of day stays apart); letters and circles that stand for 〇 in years are made 〇. */
function foldDigits(text: string): string {
  const apart = foldWidth(text).replace(/(?<=[\d日])\s+(?=\d{1,2}:\d{2})/gu, 'T');
  return stripSpace(apart).replace(
    /(?<=[二一〇○零])[○O](?=[〇○零一二三四五六七八九O]*年|[一二三四五六七八九○O])/gu,
    '〇',
  );
}
