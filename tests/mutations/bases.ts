import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readHtml } from '../../extractors/html/read-html.ts';
import type { ExtractedDocument } from '../../model/document.ts';
import { readCells } from '../../normalizer/cells.ts';
import { readTruth } from '../../sample/truth-file.ts';
import { truthDocument } from '../normalizer/record-documents.ts';
import { projectRoot } from '../shared.ts';
import { below, type Random } from './random.ts';
import { copyOf, type Draft, sheetsOf } from './sheets.ts';

/** A sound report whose every figure carries the path that gold or truth file give it. */
export interface Base {
  name: string;
  draft: Draft;
}

/** Reports of the sample portal that the bases take: both forms, plain and with blanks. */
const SAMPLES = ['gov-2020', 'gov-2022', 'gov-2024', 'office-2022'];

/** The bases from the sample portal. */
export function sampleBases(): Base[] {
  return readTruth()
    .reports.filter(({ key }) => SAMPLES.includes(key))
    .map(({ key, url, cells }) => {
      const file = join(projectRoot, 'sample', 'portal', 'site', new URL(url).pathname);
      const { value } = readHtml(readFileSync(file), { url });
      return { name: key, draft: draftOf(value, new Map(Object.entries(cells).map(([path, { raw }]) => [path, raw]))) };
    });
}

/** The bases from the five seeds. */
export function seedBases(): Base[] {
  return ['000', '001', '002', '003', '004'].map((seed) => ({
    name: seed,
    draft: draftOf(truthDocument(seed), null),
  }));
}

/**
 * Tags the cells of a sound document. The places come from the reader; `printed` (path → text) is the independent truth
 * that they are compared with, null where another test compares this document with its gold.
 */
function draftOf(document: ExtractedDocument, printed: ReadonlyMap<string, string | null> | null): Draft {
  const { cells, tables } = readCells(document);
  const paths = new Map(
    Object.entries(cells).flatMap(([path, { at }]) => (at === null ? [] : [[`${at.block} ${at.row} ${at.col}`, path]])),
  );
  const draft = document.blocks.map((block, index) => {
    if (block.kind !== 'table') return block.text;
    const table = tables.find((one) => one.block === index)?.table ?? null;
    if (table === null) return '';
    const rows = block.rows.map((row, at) =>
      row.map(({ text, rowSpan, colSpan }, col) => {
        const path = paths.get(`${index} ${at} ${col}`) ?? null;
        return { text, down: rowSpan, across: colSpan, path };
      }),
    );
    return { table, rows };
  });
  for (const [path, text] of printed ?? []) {
    const piece = sheetsOf(draft)
      .flatMap((sheet) => sheet.rows.flat())
      .find((one) => one.path === path);
    if (piece?.text.trim() !== text?.trim()) throw new Error(`Base is unsound: "${path}" should print "${text}"`);
  }
  return draft;
}

/** The same report with a different number in every cell and some blanks, so that no shift can stay unseen. */
export function withDistinctNumbers(base: Base, random: Random): Base {
  const draft = copyOf(base.draft);
  const used = new Set<string>();
  for (const piece of sheetsOf(draft).flatMap((sheet) => sheet.rows.flat())) {
    if (piece.path === null) continue;
    let text = '';
    do text = String(2 + below(random, 4000));
    while (used.has(text));
    used.add(text);
    piece.text = random() < 0.2 ? '' : text;
  }
  return { name: `${base.name}*`, draft };
}
