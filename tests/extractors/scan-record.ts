import { readFileSync } from 'node:fs';
import { readDocument } from '../../extractors/read.ts';
import type { ExtractedDocument } from '../../model/document.ts';
import type { Cell, ReportRecord } from '../../model/record.ts';
import { normalizeReport } from '../../normalizer/normalize.ts';
import { gold, inputOf, recordOf } from '../normalizer/record-documents.ts';
import { shared } from '../shared.ts';

/** Milliseconds that a scan may take in a test: with a machine full of other work, many times what it takes alone. */
export const SCAN_TEST_MS = 400_000;

/** The bytes of a document of the rebuilt seeds. */
export function seedFile(seed: string, file: string): Uint8Array {
  return new Uint8Array(readFileSync(shared('documents', seed, file)));
}

/** The document that a reader makes of bytes; `name` is for messages. */
export async function documentIn(bytes: Uint8Array, name = 'scan.pdf'): Promise<ExtractedDocument> {
  return (await readDocument(bytes, { url: `file:${name}`, name })).value;
}

/** The record of a scan. */
export function recordIn(document: ExtractedDocument): ReportRecord {
  return recordOf(normalizeReport(inputOf(document)));
}

/**
 * How the cells of tables (`t2`, `t3`, `t4`) of a record compare with the gold of a seed: how many there are, how many are
 * right, and the paths of those that are wrong without being marked (`unreadable`, or the flag `ocr_suspect`).
 */
export function compareWithGold(
  record: ReportRecord,
  seed: string,
  tables: readonly string[] = ['t2', 't3', 't4'],
): { cells: number; right: number; silent: string[]; wrong: string[] } {
  const expected = Object.entries(gold(`seed${seed}`).cells ?? {}).filter(([path]) =>
    tables.includes(path.slice(0, path.indexOf('.'))),
  );
  const wrong = expected.filter(([path, cell]) => {
    const read = record.cells[path];
    return read?.status !== cell.status || read.value !== cell.value;
  });
  const silent = wrong.filter(([path]) => !isMarked(record.cells[path])).map(([path]) => path);
  return {
    cells: expected.length,
    right: expected.length - wrong.length,
    silent,
    wrong: wrong.map(([path, cell]) => `${path}: ${record.cells[path]?.raw ?? 'nothing'} for ${cell.value}`),
  };
}

function isMarked(cell: Cell | undefined): boolean {
  return cell === undefined || cell.status === 'unreadable' || (cell.flags ?? []).includes('ocr_suspect');
}
