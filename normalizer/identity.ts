import type { ExtractedDocument } from '../model/document.ts';
import type { Notice } from '../model/notice.ts';
import type { ReportRecord } from '../model/record.ts';
import { parseDate } from '../text/chinese-date.ts';
import { readBody } from './body.ts';
import { readClosing } from './closing.ts';
import { daysLate, statutoryDeadline } from './deadline.ts';
import { readFiscalYear, readPeriod } from './fiscal-year.ts';
import { checkIndexNumber } from './index-number.ts';
import type { ReportInput } from './input.ts';
import { textLines, wholeText } from './lines.ts';
import { documentNumber, fieldOf, metaOf, publicationDate, publisherOf } from './page-facts.ts';
import { identityNotices } from './ocr-identity.ts';
import type { RenditionReading } from './renditions.ts';
import { readScope } from './scope.ts';
import { isReportTitle, titlesOf } from './title.ts';

/** Who reports, on which year, when: the fields of a record that are not sections, cells or checks. */
export type Identity = Pick<
  ReportRecord,
  | 'body'
  | 'fiscalYear'
  | 'fiscalYearSource'
  | 'periodStart'
  | 'periodEnd'
  | 'scope'
  | 'title'
  | 'docNo'
  | 'indexNo'
  | 'publisherOnPage'
  | 'datePublished'
  | 'datePublishedSource'
  | 'dateSigned'
  | 'deadlineStatutory'
  | 'deadlineLocal'
  | 'daysLate'
>;

/** Reads the identity of a report (DOMAIN.md 4.1): the landing page is asked first, then the primary rendition, then the rest. */
export function readIdentity(
  input: ReportInput,
  chosen: { primary: RenditionReading; others: readonly RenditionReading[] },
): { identity: Identity; notices: Notice[] } {
  const { primary } = chosen;
  const documents = documentsOf(input, chosen);
  const titles = reportTitles(documents);
  const text = documents.map(wholeText).join('\n');
  const closing = readClosing(textLines(beforeAnnex(primary)));
  const dateSigned = closing.date;
  const urls = [input.landing.finalUrl, primary.source.finalUrl];
  const published = publicationDate(documents, { urls, list: input.hints.date ?? null, signed: dateSigned });
  const period = readPeriod(text);
  const hint = input.hints.year ?? null;
  const year = readFiscalYear({ titles, period, hint, urls, published: published.date });
  const indexNo = fieldOf(documents, ['索引号', '索引编号', '信息索引号']);
  const preface = prefaceOf(primary);
  const overview = primary.sections.sections.find(({ section }) => section.key === 'overview')?.section.text ?? '';
  const scope = readScope(preface, overview);
  const { body, notices: bodyNotices } = readBody(input, {
    documents,
    titles,
    signed: closing.name,
    preface,
    text,
    year: year.year,
    indexNo,
    scope,
  });
  const deadline = statutoryDeadline(body.kind, year.year);
  const identity: Identity = {
    body,
    fiscalYear: year.year,
    fiscalYearSource: year.source,
    periodStart: period.start,
    periodEnd: period.end,
    scope,
    title: titles[0] ?? null,
    docNo: documentNumber(documents),
    indexNo,
    publisherOnPage: publisherOf(documents),
    datePublished: published.date,
    datePublishedSource: published.source,
    dateSigned,
    deadlineStatutory: deadline,
    deadlineLocal: null,
    daysLate: daysLate(published.date, deadline),
  };
  return {
    identity,
    notices: [
      ...year.notices,
      ...bodyNotices,
      ...checkIndexNumber(indexNo),
      ...dateConflicts(documents),
      ...identityNotices({ documents, body, year: year.year, period, hints: input.hints }),
    ],
  };
}

/** The landing page, the primary rendition and the other renditions, each document once. */
function documentsOf(
  input: ReportInput,
  { primary, others }: { primary: RenditionReading; others: readonly RenditionReading[] },
): ExtractedDocument[] {
  return [
    ...new Set([input.landing, primary.source, ...others.map(({ source }) => source)].map((one) => one.document)),
  ];
}

/** Titles that name a report, landing page first, each once. */
function reportTitles(documents: readonly ExtractedDocument[]): string[] {
  const all = documents.flatMap(titlesOf).map(({ text }) => text);
  return [...new Set(all)].filter(isReportTitle);
}

/** Lines up to the first annex, which stands behind the signature. */
function beforeAnnex(primary: RenditionReading): RenditionReading['lines'] {
  const annex = primary.sections.sections.find(({ section }) => section.key === 'legacy_annex' && section.order > 0);
  const at = annex?.section.at?.block;
  return at === undefined ? primary.lines : primary.lines.filter((line) => line.at.block < at);
}

function prefaceOf(primary: RenditionReading): string {
  return primary.sections.preface.map((line) => line.text).join('\n');
}

/** The tag PubDate and the printed 发布日期 disagree: the tag was taken. */
function dateConflicts(documents: readonly ExtractedDocument[]): Notice[] {
  const tag = parseDate(metaOf(documents, 'pubdate') ?? '');
  const field = parseDate(fieldOf(documents, ['发布日期']) ?? '');
  if (tag === null || field === null || tag === field) return [];
  return [
    { code: 'date_conflict', message: `The tag PubDate says ${tag}, the page prints ${field}; the tag was taken` },
  ];
}
