import type { ExtractedDocument } from '../model/document.ts';
import type { ReportRecord } from '../model/record.ts';
import type { SourceDocument } from '../normalizer/normalize.ts';
import type { Reading } from '../model/notice.ts';
import { reports } from '../sample/facts/reports.ts';
import { composeReport, type Part } from '../sample/narrative.ts';
import { renderClean } from '../sample/render/clean.ts';
import { readTruth, type TrueReport } from '../sample/truth-file.ts';

const truth = readTruth();

/** The parts of a report of the sample, by its key (`fin-2023`), of fictional bodies; `overrides` print single cells otherwise. */
export function partsOf(key: string, overrides: Record<string, string> = {}): Part[] {
  const report = reports.find((one) => one.key === key);
  if (report === undefined) throw new Error(`the sample has no report "${key}"`);
  return composeReport(report, overrides);
}

/** What must be read of it. */
export function trueReport(key: string): TrueReport {
  const report = truth.reports.find((one) => one.key === key);
  if (report === undefined) throw new Error(`the truth of the sample has no report "${key}"`);
  return report;
}

/** Body, year and values of the cells, as the truth lists them. */
export function trueFigures(key: string): unknown {
  const { body, fiscalYear, cells } = trueReport(key);
  return {
    body,
    fiscalYear,
    cells: Object.fromEntries(Object.entries(cells).map(([path, { value }]) => [path, value])),
  };
}

/** The same of a record. */
export function figuresOf({ body, fiscalYear, cells }: ReportRecord): unknown {
  const values = Object.entries(cells).map(([path, { value }]) => [path, value]);
  return { body: body.nameNormalised, fiscalYear, cells: Object.fromEntries(values) };
}

/** A portal's page around something; `title` as its h1 and in its tags. */
export function pageWith(title: string, body: string, head = ''): string {
  return (
    `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title><meta name="ArticleTitle" content="${title}">` +
    `<meta name="PubDate" content="2024-01-15">${head}</head><body><h1>${title}</h1>` +
    `<div class="TRS_Editor">${body}</div></body></html>`
  );
}

/** A report as an editor typed it, its title included. */
export function typed(key: string): string {
  const [title] = partsOf(key);
  const name = title?.kind === 'title' ? title.text : '';
  return `<p align="center"><b>${name}</b></p>${renderClean(partsOf(key))}`;
}

/** A document that was read, under an address. */
export function sourceAt(url: string, { value, notices }: Reading<ExtractedDocument>): SourceDocument {
  return { document: value, notices, url, finalUrl: url, fetchedAt: null, httpStatus: 200, contentType: '' };
}

/** The text at the place of every cell of a record, by path; the place must lie in this document. */
export function textsAt(document: ExtractedDocument, record: ReportRecord): Record<string, string | undefined> {
  const texts = Object.entries(record.cells).map(([path, { at }]) => {
    const block = at === null ? undefined : document.blocks[at.block];
    const cell = block?.kind === 'table' ? block.rows[at?.row ?? -1]?.[at?.col ?? -1] : undefined;
    return [path, cell?.text];
  });
  return Object.fromEntries(texts);
}
