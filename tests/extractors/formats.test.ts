import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { READERS } from '../../extractors/list.ts';
import { readDocument } from '../../extractors/read.ts';
import type { Format } from '../../model/document.ts';
import { readCells } from '../../normalizer/cells.ts';
import { expectGold } from '../normalizer/gold-cells.ts';
import { describeWithShared, shared } from '../shared.ts';
import { rar5Of } from './archive-paper.ts';
import { rtfOfTruth } from './rtf-paper.ts';
import { truthPieces } from './truth.ts';
import { xls } from './xls-paper.ts';

/** A whole report in one format, and the gold file that its figures must give. */
interface GoldenReport {
  gold: string;
  bytes: () => Uint8Array;
}

const file = (seed: string, name: string) => () => readFileSync(shared('documents', seed, name));

/**
 * One report in each format. A format that is missing here does not compile, and a reader that is missing fails below. The
 * traps of a format stand in the test of its reader; what scans give, where tesseract is there, in `scan.test.ts`.
 */
const GOLDEN: Record<Exclude<Format, 'image'>, GoldenReport> = {
  html: { gold: 'seed003', bytes: file('003', 'wordpaste.html') },
  docx: { gold: 'seed003', bytes: file('003', 'report.docx') },
  doc: { gold: 'seed004', bytes: file('004', 'report.doc') },
  wps: { gold: 'seed004', bytes: () => markedByWps(file('004', 'report.doc')()) },
  rtf: { gold: 'seed002', bytes: () => rtfOfTruth('002', 'edges') },
  pdf: { gold: 'seed001', bytes: file('001', 'noborder.pdf') },
  ofd: { gold: 'seed000', bytes: file('000', 'report.ofd') },
  xlsx: { gold: 'seed002', bytes: file('002', 'table.xlsx') },
  xls: { gold: 'seed003', bytes: () => workbookOf('003') },
  zip: { gold: 'seed004', bytes: file('004', 'bundle.zip') },
  rar: { gold: 'seed001', bytes: () => rar5Of([{ name: '报告.docx', bytes: file('001', 'report.docx')() }]) },
  text: { gold: 'seed004', bytes: () => readFileSync(shared('seeds', '004_7d8c6d222cab2d21.txt')) },
};

/** The same Word file with a directory entry by which WPS marks its own; the entry of the object's class gives its place. */
function markedByWps(word: Uint8Array): Uint8Array {
  const marked = Buffer.from(word);
  const at = marked.indexOf(Buffer.from('\u0001CompObj', 'utf16le'));
  if (at < 0) throw new Error('The Word file has no entry to take the mark');
  marked.write('WpsDocument\0', at, 'utf16le');
  marked.writeUInt16LE(2 * 'WpsDocument\0'.length, at + 64);
  return marked;
}

/** The tables of a seed, one a sheet, with their merged cells. */
function workbookOf(seed: string): Uint8Array {
  const tables = truthPieces(seed).flatMap(({ cells }) => (cells === null ? [] : [cells]));
  return xls(
    tables.map((cells, index) => ({
      name: `表${index + 2}`,
      cells: cells.map(([row, col, , , , value]) => ({ row, col, value })),
      merges: cells
        .filter(([, , down, across]) => down * across > 1)
        .map(([row, col, down, across]) => [row, row + down - 1, col, col + across - 1]),
    })),
  );
}

test('every reader has a report with its golden', () => {
  const known = new Set<string>([...Object.keys(GOLDEN), 'image']);
  expect(READERS.map(({ format }) => format).filter((format) => !known.has(format))).toEqual([]);
});

describeWithShared('a whole report in each format', () => {
  test.each(Object.entries(GOLDEN))('%s gives every gold cell and check', async (format, { gold, bytes }) => {
    const reading = await readDocument(bytes(), { url: `file:report.${format}` });
    expect(reading.value.format).toBe(format);
    expectGold(readCells(reading.value), gold);
  });
});
