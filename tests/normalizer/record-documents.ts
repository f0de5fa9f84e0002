import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Block, ExtractedDocument } from '../../model/document.ts';
import type { ReportRecord } from '../../model/record.ts';
import type { ReportInput, SourceDocument } from '../../normalizer/input.ts';
import { normalizeReport, type Normalized } from '../../normalizer/normalize.ts';
import { sha256 } from '../../text/hash.ts';
import { shared } from '../shared.ts';

/** A paragraph as a string, a table as rows of cell texts. */
export type Piece = string | readonly (readonly string[])[];

const TruthCell = z.tuple([z.number(), z.number(), z.number(), z.number(), z.string(), z.string()]);
const Truth = z.object({
  blocks: z.array(
    z.object({
      type: z.string(),
      text: z.string().optional(),
      rows: z.number().optional(),
      cells: z.array(TruthCell).optional(),
    }),
  ),
});
const Gold = z.object({
  body: z.string(),
  bodyAliases: z.array(z.string()),
  fiscalYear: z.number(),
  cells: z.record(z.string(), z.object({ status: z.string(), value: z.number().nullable() })).optional(),
  sections: z.record(z.string(), z.string()).optional(),
  datePublishedInHtml: z.string().nullable().optional(),
  dateSigned: z.string().nullable().optional(),
});

/** A document from its pieces; `more` overrides title, meta, format and the like. */
export function documentOf(pieces: readonly Piece[], more: Partial<ExtractedDocument> = {}): ExtractedDocument {
  const blocks = pieces.map((piece, block): Block => {
    if (typeof piece === 'string') return { kind: 'paragraph', text: piece, at: { block } };
    const rows = piece.map((row, at) =>
      row.map((text, col) => ({ text, colSpan: 1, rowSpan: 1, at: { block, row: at, col } })),
    );
    return { kind: 'table', rows, fidelity: 'spans' };
  });
  return {
    sha256: sha256(JSON.stringify([pieces, more])),
    format: 'html',
    extractor: 'html/1',
    meta: {},
    blocks,
    attachments: [],
    ...more,
  };
}

/** The five seeds as every rendition prints them (`truth.json`), merged cells as spans. */
export function truthDocument(seed: string): ExtractedDocument {
  const truth = Truth.parse(JSON.parse(readFileSync(shared('documents', seed, 'truth.json'), 'utf8')));
  const printed = truth.blocks.filter(({ type, text }) => type !== 'blank' && text?.trim() !== '');
  const blocks = printed.map((piece, block): Block => {
    if (piece.cells === undefined) return { kind: 'paragraph', text: piece.text ?? '', at: { block } };
    const rows = Array.from({ length: piece.rows ?? 0 }, (_, row) =>
      (piece.cells ?? [])
        .filter((cell) => cell[0] === row)
        .map(([, , rowSpan, colSpan, , text], col) => ({ text, colSpan, rowSpan, at: { block, row, col } })),
    );
    return { kind: 'table', rows, fidelity: 'spans' };
  });
  return { ...documentOf([], { format: 'docx', extractor: 'docx/1' }), blocks };
}

/** A document as if fetched from `url`. */
export function source(document: ExtractedDocument, url = 'file:report.html'): SourceDocument {
  return { document, notices: [], url, finalUrl: url, fetchedAt: null, httpStatus: null, contentType: 'text/html' };
}

/** The input of a single document without a list before it. */
export function inputOf(document: ExtractedDocument, more: Partial<ReportInput> = {}): ReportInput {
  return {
    landing: source(document),
    attachments: [],
    portalId: null,
    trail: [],
    hints: {},
    software: 'test/1',
    ...more,
  };
}

/** The record, or an error that says why it was rejected. */
export function recordOf(result: Normalized): ReportRecord {
  if (result.kind === 'rejected') throw new Error(`Rejected as ${result.code}: ${result.why}`);
  return result.record;
}

/** The record of a document alone. */
export function normalize(document: ExtractedDocument, more: Partial<ReportInput> = {}): ReportRecord {
  return recordOf(normalizeReport(inputOf(document, more)));
}

/** Section key → state. */
export function states(record: ReportRecord): Record<string, string> {
  return Object.fromEntries(record.sections.map((section) => [section.key, section.state]));
}

/** The gold file of a report. */
export function gold(id: string): z.infer<typeof Gold> {
  return Gold.parse(JSON.parse(readFileSync(shared('gold', `${id}.json`), 'utf8')));
}
