import type { Notice } from '../model/notice.ts';
import { matchForm } from '../text/fold.ts';
import { asWayOnly, splitReports } from './joined.ts';
import type { ReportInput, SourceDocument } from './input.ts';
import { type Normalized, normalizeReport } from './normalize.ts';
import { joinPages } from './pages.ts';
import { joinPictures } from './pictures.ts';
import { sameFigures } from './renditions.ts';
import { isOtherBody, namesAnother, nameInTitles, type ReportName } from './report-name.ts';
import { isReportTitle, titlesOf } from './title.ts';

/** A part of a document that gave no blocks. */
interface UnreadPart {
  kind: 'unreadable';
  code: string;
  why: string;
}

/** One report of a nomination, or why a part of it is none. `url`, `part`: the document it stands in, as in its provenance. */
export type PartResult = { url: string; part?: string } & (Normalized | UnreadPart);

/** A report in the making. `hasText`: its landing page carries the report itself and not merely the way to its files. */
interface Draft {
  landing: SourceDocument;
  attachments: SourceDocument[];
  name: ReportName;
  hasText: boolean;
}

/** What a document holds: its reports, each with the name that it gives itself. */
interface Holding {
  reports: Unit[];
  unread: PartResult[];
}

interface Unit {
  source: SourceDocument;
  name: ReportName;
  isReport: boolean;
}

/**
 * All reports of a nomination, in order: usually the one of its landing page with its files as renditions. Several where a
 * document holds several (one after the other, or as files of a bundle), or where the files of a page are those of different
 * bodies or years. A file joins the report that it may be a form of; one that names another body is a report of its own,
 * unless all its figures are the same. Pure.
 */
export function normalizeReports(input: ReportInput): PartResult[] {
  const whole = joinPages(input.landing, input.attachments);
  const { landing, files } = joinPictures(whole.landing, whole.files);
  if (files.length === 0 && landing.document.parts === undefined && splitReports(landing.document).length === 1) {
    return [resultOf({ ...input, landing, attachments: [] })];
  }
  const own = holdingOf(landing);
  const offered = files.map((file) => holdingOf(file));
  const drafts =
    own.reports.length > 1 || landing.document.parts !== undefined
      ? draftsOf(own.reports)
      : [draftOf(own.reports[0] ?? unitOf(landing))];
  const units = offered.flatMap(({ reports }) => reports).map((unit) => withLinkText(unit, input.landing));
  const [first] = drafts;
  if (first !== undefined && drafts.length === 1 && !first.hasText) spread(drafts, first, units);
  else for (const unit of units) join(drafts, unit);
  const hints = drafts.length > 1 ? sharedHints(input, drafts) : input.hints;
  const results = drafts.map((draft) => resultOf({ ...input, ...draft, hints }));
  return [...results, ...own.unread, ...offered.flatMap(({ unread }) => unread)];
}

/** The results that are reports. */
export function reportsAmong(results: readonly PartResult[]): (PartResult & { kind: 'report' })[] {
  return results.filter((result) => result.kind === 'report');
}

function resultOf(input: ReportInput): PartResult {
  const result = normalizeReport(input);
  const file = input.attachments[0];
  const place =
    result.kind === 'report'
      ? result.record.provenance
      : input.landing.document.blocks.length > 0
        ? input.landing
        : (file ?? input.landing);
  const { url, part } = place;
  return { ...result, url, ...(part === undefined ? {} : { part }) };
}

function holdingOf(source: SourceDocument): Holding {
  const { parts } = source.document;
  if (parts === undefined) return { reports: unitsOf(source), unread: [] };
  const holding: Holding = { reports: [], unread: [] };
  for (const part of parts) {
    if (part.kind === 'read') {
      const { document, notices, name } = part;
      holding.reports.push(...unitsOf({ ...source, document, notices, part: name }));
    } else
      holding.unread.push({ url: source.url, part: part.name, kind: 'unreadable', code: part.reason, why: part.why });
  }
  return holding;
}

function unitsOf(source: SourceDocument): Unit[] {
  const documents = splitReports(source.document);
  if (documents.length === 1) return [unitOf(source)];
  const name = source.part === undefined ? '' : `${source.part}#`;
  return documents.map((document, index) => unitOf({ ...source, document, part: `${name}${index + 1}` }));
}

/** What a document says of itself: in its titles, the first row of its first table, and only then by signature and preface. */
function unitOf(source: SourceDocument): Unit {
  const { document } = source;
  const titles = titlesOf(document)
    .map(({ text }) => text)
    .filter(isReportTitle);
  const alone = normalizeReport({
    landing: source,
    attachments: [],
    portalId: null,
    trail: [],
    hints: {},
    software: '',
  });
  const { body, year } = nameInTitles([...titles, ...captionOf(source)]);
  const read = alone.kind === 'report' ? alone.record : null;
  // A page without a name may have got that of its portal, which is no word of the report.
  const nameRead =
    document.format === 'html' ? read?.body.nameSigned : (read?.body.nameSigned ?? read?.body.nameNormalised);
  return {
    source,
    name: { body: body ?? nameRead ?? null, year: year ?? read?.fiscalYear ?? null },
    isReport: read !== null,
  };
}

/** The words above the columns of a spreadsheet. */
function captionOf({ document }: SourceDocument): string[] {
  const table = document.blocks.find((block) => block.kind === 'table');
  const row = table?.rows[0]?.map(({ text }) => text.trim()).filter((text) => text !== '') ?? [];
  return row.length === 1 ? row : [];
}

/** A file that says nothing of itself is what the page calls it. */
function withLinkText(unit: Unit, { document }: SourceDocument): Unit {
  if (unit.name.body !== null || unit.source.part !== undefined) return unit;
  const text = document.attachments.find(({ url }) => url === unit.source.url)?.text ?? '';
  const { body, year } = nameInTitles([matchForm(text).replace(/^附件\d*[:：.]?/u, '')]);
  return { ...unit, name: { body, year: unit.name.year ?? year } };
}

function draftOf({ source, name, isReport }: Unit): Draft {
  return { landing: source, attachments: [], name, hasText: isReport };
}

/** Parts of one document: those that are forms of the same report (a Word file and its PDF) are one. */
function draftsOf(units: readonly Unit[]): Draft[] {
  const drafts: Draft[] = [];
  for (const unit of units.toSorted((a, b) => Number(b.name.body !== null) - Number(a.name.body !== null))) {
    const same = drafts.filter((draft) => mayBeForm(unit, draft));
    const [only] = same;
    if (only !== undefined && same.length === 1 && unit.isReport) only.attachments.push(unit.source);
    else drafts.push(draftOf(unit));
  }
  const order = units.map(({ source }) => source);
  return drafts.toSorted((a, b) => order.indexOf(a.landing) - order.indexOf(b.landing));
}

/** Two documents that both do not name their body are one report only where their figures are the same. */
function mayBeForm(unit: Unit, draft: Draft): boolean {
  if (namesAnother(unit.name, draft.name) || !draft.hasText) return false;
  return draft.name.body !== null || sameFigures(draft.landing, unit.source);
}

/** Puts a file to the report that it is a form of; else it is a report of its own, or is told as left out. */
function join(drafts: Draft[], unit: Unit): void {
  const [first] = drafts;
  const same = drafts.filter((draft) => !isOtherBody(unit.name.body, draft.name.body));
  const exact = same.filter((draft) => !namesAnother(unit.name, draft.name));
  const [only] = exact.length > 0 ? exact : same;
  if (only !== undefined && (drafts.length === 1 || exact.length === 1)) only.attachments.push(unit.source);
  else if (drafts.length === 1 && first !== undefined && (!unit.isReport || sameFigures(first.landing, unit.source))) {
    first.attachments.push(unit.source);
  } else if (unit.isReport) drafts.push({ ...draftOf(unit), ...ofFile(first, unit) });
  else if (first !== undefined) leaveOut(first, unit.source);
}

function leaveOut(draft: Draft, { url }: SourceDocument): void {
  const message = `File "${url}" is no form of this report: the page holds several reports, and it names none of them`;
  const notice: Notice = { code: 'attachment_ignored', message };
  draft.landing = { ...draft.landing, notices: [...draft.landing.notices, notice] };
}

/** The files of a page without a report of its own: one report, or one for each body and year that they name. */
function spread(drafts: Draft[], page: Draft, units: readonly Unit[]): void {
  const groups: Draft[] = [];
  for (const unit of units) {
    const group = groups.find((one) => !namesAnother(one.name, unit.name));
    if (group === undefined && unit.isReport) groups.push({ ...page, attachments: [unit.source], name: unit.name });
    else (group ?? page).attachments.push(unit.source);
  }
  const ofPage = groups.filter((group) => page.name.body !== null && !isOtherBody(group.name.body, page.name.body));
  const others = groups.filter((group) => !ofPage.includes(group));
  if (groups.length === 1 || others.length === 0) {
    page.attachments.push(...groups.flatMap((group) => group.attachments));
    return;
  }
  const own = ofPage.flatMap((group) => group.attachments);
  const apart = others.map((group) => ({ ...group, landing: wayOnly(page.landing) }));
  const whole = own.length > 0 ? [{ ...page, attachments: [...page.attachments, ...own] }] : [];
  drafts.splice(0, drafts.length, ...whole, ...apart);
  const [first] = drafts;
  if (whole.length === 0 && first !== undefined) for (const file of page.attachments) leaveOut(first, file);
}

function ofFile(page: Draft | undefined, { source }: Unit): Partial<Draft> {
  return page === undefined ? {} : { landing: wayOnly(page.landing), attachments: [source], hasText: false };
}

function wayOnly({ part: _part, pages: _pages, ...source }: SourceDocument): SourceDocument {
  return { ...source, notices: [], document: asWayOnly(source.document) };
}

/** What a list says of a collection is true of each report only as far as they all share it. */
function sharedHints({ hints }: ReportInput, drafts: readonly Draft[]): ReportInput['hints'] {
  const years = new Set(drafts.flatMap(({ name }) => name.year ?? []));
  const { date, year } = hints;
  return { ...(date === undefined ? {} : { date }), ...(year === undefined || years.size > 1 ? {} : { year }) };
}
