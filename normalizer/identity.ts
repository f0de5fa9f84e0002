import type { ExtractedDocument } from '../model/document.ts';
import type { Notice } from '../model/notice.ts';
import type { ReportRecord } from '../model/record.ts';
import { parseDate } from '../text/chinese-date.ts';
import { matchForm } from '../text/fold.ts';
import { classifyBody } from './body-kind.ts';
import { chooseName, sameBody } from './body-name.ts';
import { readClosing } from './closing.ts';
import { daysLate, statutoryDeadline } from './deadline.ts';
import { readFiscalYear, readPeriod } from './fiscal-year.ts';
import { checkIndexNumber } from './index-number.ts';
import type { ReportInput } from './input.ts';
import { textLines, wholeText } from './lines.ts';
import { documentNumber, fieldOf, metaOf, publicationDate } from './page-facts.ts';
import { identityNotices } from './ocr-identity.ts';
import type { RenditionReading } from './renditions.ts';
import { readScope } from './scope.ts';
import { bodyInTitle, isReportTitle, titlesOf } from './title.ts';

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
  const documents = distinct([
    input.landing.document,
    primary.source.document,
    ...chosen.others.map((one) => one.source.document),
  ]);
  const titles = reportTitles(documents);
  const text = documents.map(wholeText).join('\n');
  const closing = readClosing(textLines(beforeAnnex(primary)));
  const dateSigned = closing.date;
  const urls = [input.landing.finalUrl, primary.source.finalUrl];
  const published = publicationDate(documents, { urls, list: input.hints.date ?? null, signed: dateSigned });
  const period = readPeriod(text);
  const hint = input.hints.year ?? null;
  const year = readFiscalYear({ titles, period, hint, urls, published: published.date });
  const names = readNames(input, { documents, titles, signed: closing.name, preface: prefaceOf(primary), text });
  const bodyClass = classifyBody(names.body.nameNormalised);
  const deadline = statutoryDeadline(bodyClass.kind, year.year);
  const indexNo = fieldOf(documents, ['索引号', '索引编号', '信息索引号']);
  const overview = primary.sections.sections.find(({ section }) => section.key === 'overview')?.section.text ?? '';
  const identity: Identity = {
    body: { ...names.body, ...bodyClass },
    fiscalYear: year.year,
    fiscalYearSource: year.source,
    periodStart: period.start,
    periodEnd: period.end,
    scope: readScope(prefaceOf(primary), overview),
    title: titles[0] ?? null,
    docNo: documentNumber(documents),
    indexNo,
    publisherOnPage:
      fieldOf(documents, ['发布机构', '发布机关', '发文机关', '发文机构', '公开主体', '发布单位']) ??
      metaOf(documents, 'contentsource'),
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
      ...names.notices,
      ...checkIndexNumber(indexNo),
      ...dateConflicts(documents),
      ...identityNotices({ documents, body: names.body, year: year.year, period, hints: input.hints }),
    ],
  };
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

function readNames(
  input: ReportInput,
  known: {
    documents: readonly ExtractedDocument[];
    titles: readonly string[];
    signed: string | null;
    preface: string;
    text: string;
  },
): { body: Omit<ReportRecord['body'], 'kind' | 'level'>; notices: Notice[] } {
  const inTitle = known.titles.map(bodyInTitle).find((name) => name !== null) ?? null;
  const page = [
    input.hints.body ?? '',
    metaOf(known.documents, 'contentsource') ?? '',
    fieldOf(known.documents, ['发布机构', '发布机关', '发文机关', '发文机构', '公开主体', '发布单位', '来源']) ?? '',
  ].filter((name) => name !== '');
  const siteName = metaOf(known.documents, 'sitename');
  const chosen = chooseName({
    inTitle,
    signed: known.signed,
    preface: known.preface,
    text: known.text,
    page,
    siteName,
  });
  const notices: Notice[] = [];
  if (chosen.name === null)
    notices.push({ code: 'body_unknown', message: 'No title, signature, preface or page names the issuing body' });
  if (inTitle !== null && known.signed !== null && !sameBody(matchForm(inTitle), known.signed)) {
    const message = `The title names "${inTitle}", the signature "${known.signed}"; the title was taken`;
    notices.push({ code: 'body_conflict', message });
  }
  if (chosen.from === 'page' || chosen.from === 'site') {
    const message = `Only the page around the report names a body ("${chosen.name}"); it may be the office that uploads`;
    notices.push({ code: 'body_from_page', message });
  }
  const body = {
    nameInTitle: inTitle,
    nameSigned: known.signed,
    nameNormalised: chosen.name,
    divisionCode: null,
    townCode: null,
    codeMethod: 'none',
    parentBodyId: null,
  };
  return { body, notices };
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

function distinct(documents: readonly ExtractedDocument[]): ExtractedDocument[] {
  return [...new Set(documents)];
}
