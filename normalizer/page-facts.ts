import type { ExtractedDocument } from '../model/document.ts';
import { findDate, isoDate, parseDate } from '../text/chinese-date.ts';
import { foldWidth } from '../text/fold.ts';
import { linesOf, textLines } from './lines.ts';

/** A publication date (ISO 8601) and what said so; both null if nothing did. */
export interface PublicationDate {
  date: string | null;
  source: 'meta' | 'field' | 'page' | 'url' | 'list' | 'signature' | null;
}

/** Labels of the body that a page says published it. */
export const PUBLISHER_LABELS = ['发布机构', '发布机关', '发文机关', '发文机构', '公开主体', '发布单位'] as const;

/** The value of the first of these page fields that is filled (labels without spaces); null if none is. */
export function fieldOf(documents: readonly ExtractedDocument[], labels: readonly string[]): string | null {
  for (const document of documents) {
    for (const label of labels) {
      const value = document.meta[`field:${label}`]?.trim();
      if (value !== undefined && value !== '') return value;
    }
  }
  return null;
}

/** The value of a meta tag of the first document that has it; null if empty or missing. */
export function metaOf(documents: readonly ExtractedDocument[], key: string): string | null {
  const filled = documents.map((document) => document.meta[key]?.trim() ?? '').find((value) => value !== '');
  return filled ?? null;
}

/** The page's 发布机构, else the tag ContentSource: often the office that uploads, not the body; null if neither is filled. */
export function publisherOf(documents: readonly ExtractedDocument[]): string | null {
  return fieldOf(documents, PUBLISHER_LABELS) ?? metaOf(documents, 'contentsource');
}

/**
 * When the report was published (DOMAIN.md 4.1): the tag PubDate, the page's 发布日期, a line 发布时间 of the text, the address
 * (whole dates only), the list, the signature. 成文日期, 生成日期 and 发文日期 are other dates and never taken.
 */
export function publicationDate(
  documents: readonly ExtractedDocument[],
  other: { urls: readonly string[]; list: string | null; signed: string | null },
): PublicationDate {
  const field = fieldOf(documents, ['发布日期', '发布时间', '公布日期', '公开日期', '公开时间', '日期', '时间']);
  const [landing] = documents;
  const found: [string | null, PublicationDate['source']][] = [
    [dateIn(metaOf(documents, 'pubdate')), 'meta'],
    [dateIn(field), 'field'],
    [landing === undefined ? null : dateInFirstLines(landing), 'page'],
    [other.urls.map(dateInAddress).find((date) => date !== null) ?? null, 'url'],
    [dateIn(other.list), 'list'],
    [other.signed, 'signature'],
  ];
  const [date, source] = found.find(([value]) => value !== null) ?? [null, null];
  return { date, source };
}

/** Number of a document (`厦湖府〔2019〕1号`) from the page's field 文号 or one of the first lines; null if there is none. */
export function documentNumber(documents: readonly ExtractedDocument[]): string | null {
  const field = fieldOf(documents, ['文号', '发文字号', '文件编号']);
  if (field !== null && !/^(?:无|-+|—+|\/)$/u.test(field)) return field;
  const lines = documents.flatMap((document) => textLines(linesOf(document.blocks)).slice(0, 4));
  const line = lines
    .map(({ text }) => text.trim())
    .find((text) => /^\p{Script=Han}{2,12}[〔﹝[［（(]20\d{2}[〕﹞\]］）)]\s*\d+\s*号$/u.test(text));
  return line ?? null;
}

/** The whole date in an address (`/2024/1/22/`, `t20230113_`, `/202602/09/`); a bare year and month give null. */
function dateInAddress(address: string): string | null {
  const path = URL.canParse(address) ? new URL(address).pathname : address;
  const forms = [
    /\/(20\d{2})\/(\d{1,2})\/(\d{1,2})\//u,
    /\/t(20\d{2})(\d{2})(\d{2})_/u,
    /\/(20\d{2})(\d{2})\/(\d{2})\//u,
  ];
  for (const form of forms) {
    const match = form.exec(path);
    if (match === null) continue;
    const date = isoDate(Number(match[1]), Number(match[2]), Number(match[3]));
    if (date !== null) return date;
  }
  return null;
}

function dateIn(text: string | null): string | null {
  return text === null ? null : (parseDate(text) ?? findDate(text)?.iso ?? null);
}

function dateInFirstLines(document: ExtractedDocument): string | null {
  for (const { text } of textLines(linesOf(document.blocks)).slice(0, 8)) {
    const value = /(?:发布(?:时间|日期)|公开(?:时间|日期)|^\s*(?:时间|日期))\s*:\s*(.{8,20})/u.exec(
      foldWidth(text),
    )?.[1];
    if (value !== undefined) return dateIn(value);
  }
  return null;
}
