import type { ExtractedDocument } from '../model/document.ts';
import { foldWidth, matchForm, stripSpace } from '../text/fold.ts';
import { readNumeral } from '../text/numerals.ts';
import { looksLikeBody } from './body-kind.ts';
import { headingOf } from './headings.ts';
import { linesOf, type TextLine, textLines } from './lines.ts';

/** DOMAIN.md 4.5, pattern A, on text without white space; the brackets behind hold a year, 图片版 and the like. */
const REPORT_TITLE =
  /(?:信息公开|政务公开)(?:工作)?的?(?:情况)?(?:20\d{2})?年?(?:年?度)?(?:工作)?的?(?:年?度)?(?:工作)?(?:情况)?的?(?:报告|年报)/u;
const STRICT_TITLE = /信息公开(?:工作)?的?(?:20\d{2})?年?度?(?:工作)?的?(?:年?度)?(?:报告|年报)/u;

/** Where a title was found, the page's own before the document's. */
export interface FoundTitle {
  text: string;
  from: 'page' | 'document';
}

/** Whether a text names a yearly report on information disclosure (DOMAIN.md 4.5, rule A). */
export function isReportTitle(text: string): boolean {
  return STRICT_TITLE.test(comparable(text));
}

/** Titles of a document in order of trust: on the page, the tag ArticleTitle, the field 名称, its first lines, the file's name. */
export function titlesOf(document: ExtractedDocument): FoundTitle[] {
  const { meta } = document;
  const page = [document.title, meta['articletitle'], meta['field:名称'], meta['field:标题'], meta['field:信息名称']];
  const printed = printedTitle(document);
  return [
    ...page.flatMap((text) => (text === undefined || text.trim() === '' ? [] : [found(text, 'page')])),
    ...(printed === null ? [] : [found(printed, 'document')]),
    ...(meta['title'] === undefined || !isReportTitle(meta['title']) ? [] : [found(meta['title'], 'document')]),
  ];
}

/** The body that a title names: what stands before the year, or before 信息公开 where the year stands later; null if nothing. */
export function bodyInTitle(title: string): string | null {
  const text = comparable(title).replace(/^(?:附件[:：\d]*|关于|【[^】]*】|标题[:：])+/u, '');
  const match =
    /^(.*?)(?:关于)?20\d{2}年?.{0,12}?(?:政府|政务)?(?:信息|政务)公开/u.exec(text) ??
    /^(.*?)(?:关于)?(?:政府|政务)?(?:信息公开|政务公开)/u.exec(text);
  const name = (match?.[1] ?? '').replace(/(?:发布|公布|关于|的)+$/u, '').replace(/^[《〈]/u, '');
  return name.length >= 2 && /^[\p{Script=Han}（）()·]+$/u.test(name) ? name : null;
}

/** The reporting year in a title (`2020年度…2020年度`, `二〇二〇年`, `２０２０年`); several different: the one nearest to 年度. */
export function yearsInTitle(title: string): number[] {
  const years = [...comparable(title).matchAll(/(20\d{2})(?!\d)/gu)].map((match) => Number(match[1]));
  return [...new Set(years)];
}

/** The title as the reader sees it: inner spaces and line breaks taken out, the site's name behind it cut off. */
function found(text: string, from: FoundTitle['from']): FoundTitle {
  const folded = stripSpace(text).slice(0, 300);
  const end =
    /^(.*?(?:信息公开|政务公开).*?(?:年报|报告)(?:[（(][^（）()]{1,20}[）)])?)(?:[_|\-—–].*|\.(?:docx?|pdf|wps|ofd|xlsx?)|[（(](?:PDF|Word)[）)])?$/iu.exec(
      folded,
    );
  return { text: end?.[1] ?? folded, from };
}

/** The title among the first lines, where it may stand on up to three lines, the body's name on the first. */
function printedTitle(document: ExtractedDocument): string | null {
  const lines = textLines(linesOf(document.blocks)).slice(0, 14);
  const head = lines.slice(
    0,
    Math.max(
      0,
      lines.findIndex((line) => headingOf(line) !== null),
    ) || 14,
  );
  for (let start = 0; start < head.length; start += 1) {
    for (let count = 3; count >= 1; count -= 1) {
      const parts = head.slice(start, start + count).map((line) => stripSpace(foldWidth(line.text)));
      if (parts.length === count && isTitleOf(parts)) return parts.join('');
    }
  }
  return null;
}

/**
 * The report title whose last line is at `end`, anywhere in a document, and the line it begins on; lines before `from` are
 * not looked at. The shortest that is a whole title, with a bare name of a body above it. Null where there is none.
 */
export function titleEndingAt(
  lines: readonly TextLine[],
  { end, from }: { end: number; from: number },
): { text: string; start: number } | null {
  const last = lines[end];
  if (last === undefined || !/[告报)）]\s*$/u.test(last.text) || headingOf(last) !== null) return null;
  for (let start = end; start >= Math.max(from, end - 2); start -= 1) {
    const parts = lines.slice(start, end + 1).map((line) => stripSpace(foldWidth(line.text)));
    if (!isTitleOf(parts)) continue;
    const text = parts.join('');
    const above = start > from ? stripSpace(foldWidth(lines[start - 1]?.text ?? '')) : '';
    return bodyInTitle(text) === null && looksLikeBody(above)
      ? { text: above + text, start: start - 1 }
      : { text, start };
  }
  return null;
}

function isTitleOf(parts: readonly string[]): boolean {
  const text = parts.join('');
  if (text.length > 70 || /[。；;，]|[:：]/u.test(text) || !REPORT_TITLE.test(comparable(text))) return false;
  const whole = /(?:报告|年报)(?:[（(][^（）()]{1,20}[）)])?$/u.test(text);
  const [first = ''] = parts;
  const split = parts.length === 1 || looksLikeBody(first) || !REPORT_TITLE.test(comparable(first));
  const last = parts.slice(1).join('');
  const startsEarly =
    parts.length === 1 || looksLikeBody(first) || /20\d{2}|信息公开|^关于/u.test(comparable(first)) || last === '';
  return whole && split && startsEarly;
}

/** Folded, without spaces, years in words written in digits. */
function comparable(text: string): string {
  return matchForm(text).replace(/二[〇○零O0][〇○零一二三四五六七八九O0]{2}(?=年)/gu, (year) =>
    String(readNumeral(year.replace(/[○O0]/gu, '〇')) ?? year),
  );
}
