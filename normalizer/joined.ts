import type { Block, ExtractedDocument } from '../model/document.ts';
import { findParts } from './parts.ts';
import { linesOf, textLines } from './lines.ts';
import { namesAnother, nameInTitles, type ReportName } from './report-name.ts';
import { readSections } from './sections.ts';
import { isReportTitle, titleEndingAt, titlesOf } from './title.ts';

/** A report title printed in a document, and the block (0-based) it begins in. */
interface PrintedTitle {
  name: ReportName;
  block: number;
}

/** What of the form stands in a stretch of blocks: sections with a heading, tables. */
interface Structure {
  keys: ReadonlySet<string>;
  isReport: boolean;
}

/** A stretch of blocks, `to` excluded; `block` of its title null where it begins without one. */
interface Stretch {
  from: number;
  to: number;
  titled: boolean;
}

/** Page facts that hold for every report of a page: its dates, and whose page it is. */
const SHARED_FACTS =
  /^(?:pubdate|sitename|siteidcode|sitedomain|breadcrumb|columnname|created|field:(?:发布日期|发布时间|公布日期|公开日期|公开时间|日期|时间))$/u;

/**
 * The reports of a document in which several stand one after the other, each with its own title (DOMAIN.md 3.4); one and the
 * same document where there is one. A title begins a new report only where it names another body or another year than the
 * one before, and where sections or tables of the form come again below it: a cover, a table of contents, running heads and
 * annexes begin none. Blocks keep their places in the document, so locators lead into the same file; the blocks of the other
 * reports are left blank.
 */
export function splitReports(document: ExtractedDocument): ExtractedDocument[] {
  const stretches = stretchesOf(document);
  return stretches.length < 2 ? [document] : stretches.map((stretch) => cutOut(document, stretch));
}

function stretchesOf(document: ExtractedDocument): Stretch[] {
  const titles = printedTitles(document);
  if (titles.length === 0) return [];
  const pageName = nameInTitles(
    titlesOf(document)
      .filter(({ text, from }) => from === 'page' && isReportTitle(text))
      .map(({ text }) => text),
  );
  const begun = changesOf(titles, pageName);
  if (begun.length === 0) return [];
  const [first] = begun;
  const head: Stretch[] = first !== undefined && first.block > 0 ? [{ from: 0, to: first.block, titled: false }] : [];
  const all = begun.map(({ block }, index): Stretch => {
    return { from: block, to: begun[index + 1]?.block ?? document.blocks.length, titled: true };
  });
  return realReports(document, [...head, ...all]);
}

/** Titles that name another report than the title before, or say more of it than the page does. */
function changesOf(titles: readonly PrintedTitle[], pageName: ReportName): PrintedTitle[] {
  const begun: PrintedTitle[] = [];
  let current = pageName;
  for (const title of titles) {
    const saysMore = current.body === null && title.name.body !== null;
    if (begun.length > 0 && !saysMore && !namesAnother(title.name, current)) continue;
    begun.push(title);
    current = title.name;
  }
  return begun;
}

/** Stretches that are reports, one of them with sections or tables that the one before had already; the others belong to it. */
function realReports(document: ExtractedDocument, stretches: readonly Stretch[]): Stretch[] {
  const reports: Stretch[] = [];
  let before: Structure | null = null;
  let count = 0;
  for (const stretch of stretches) {
    const structure = structureOf(cutOut(document, stretch));
    const last = reports.at(-1);
    if (last === undefined || before === null) {
      if (structure.isReport) reports.push(stretch);
      else continue;
    } else if (structure.isReport && !repeats(before, structure)) {
      last.to = stretch.to;
      before = { keys: new Set([...before.keys, ...structure.keys]), isReport: true };
      continue;
    } else reports.push(stretch);
    if (structure.isReport) {
      before = structure;
      count += 1;
    }
  }
  return count < 2 ? [] : reports;
}

function repeats(before: Structure, structure: Structure): boolean {
  return [...structure.keys].some((key) => before.keys.has(key));
}

/** At least three headings of the form, or a table of it. */
function structureOf(document: ExtractedDocument): Structure {
  const parts = findParts(document);
  const tables = document.blocks.flatMap((block, index) =>
    block.kind === 'table' ? [{ block: index, table: parts.find((part) => part.block === index)?.table ?? null }] : [],
  );
  const { sections } = readSections(linesOf(document.blocks), tables);
  const headings = sections.filter(({ section }) => section.heading !== null).map(({ section }) => section.key);
  const keys = new Set<string>([...headings, ...parts.map((part) => part.table)]);
  return { keys, isReport: headings.length >= 3 || parts.length > 0 };
}

function printedTitles(document: ExtractedDocument): PrintedTitle[] {
  const lines = textLines(linesOf(document.blocks));
  const titles: PrintedTitle[] = [];
  let from = 0;
  for (let end = 0; end < lines.length; end += 1) {
    const title = titleEndingAt(lines, { end, from });
    if (title === null) continue;
    from = end + 1;
    titles.push({ name: nameInTitles([title.text]), block: lines[title.start]?.at.block ?? 0 });
  }
  return titles;
}

function cutOut(document: ExtractedDocument, { from, to, titled }: Stretch): ExtractedDocument {
  const blocks = document.blocks.map((block, index) => (index >= from && index < to ? block : blank(block)));
  return titled ? withoutOwnName({ ...document, blocks }) : { ...document, blocks };
}

function blank(block: Block): Block {
  const at = block.kind === 'table' ? (block.rows[0]?.[0]?.at ?? { block: 0 }) : block.at;
  return { kind: 'paragraph', text: '', at };
}

/** The document without what its page says of itself alone: title, publisher, numbers; dates and site stay. */
function withoutOwnName({ title: _title, ...document }: ExtractedDocument): ExtractedDocument {
  const meta = Object.fromEntries(Object.entries(document.meta).filter(([key]) => SHARED_FACTS.test(key)));
  const named = titlesOf({ ...document, meta }).some(({ text }) => nameInTitles([text]).body !== null);
  if (!named) delete meta['sitename'];
  return { ...document, meta };
}

/** A page as the mere way to the reports of its files: without blocks, title and what it says of itself. */
export function asWayOnly(document: ExtractedDocument): ExtractedDocument {
  return { ...withoutOwnName({ ...document, blocks: [] }), attachments: [] };
}
