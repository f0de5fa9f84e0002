import { expect } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ExtractedDocument, Table } from '../../model/document.ts';
import type { Cell, CheckResult } from '../../model/record.ts';
import type { CellsReading } from '../../normalizer/cells.ts';
import { readCells } from '../../normalizer/cells.ts';
import { runChecks } from '../../normalizer/checks.ts';
import { shared } from '../shared.ts';

const GoldCell = z.object({ status: z.string(), value: z.number().nullable(), yuan: z.string().optional() });
const Gold = z.object({ template: z.string(), cells: z.record(z.string(), GoldCell) });
const GoldCheck = z.object({
  rule: z.string(),
  scope: z.string(),
  status: z.string(),
  blankPolicy: z.string().optional(),
  reason: z.string().optional(),
  left: z.number().optional(),
  right: z.number().optional(),
});
const TruthCell = z.tuple([z.number(), z.number(), z.number(), z.number(), z.string(), z.string()]);
const Truth = z.object({
  blocks: z.array(z.object({ rows: z.number().optional(), cells: z.array(TruthCell).optional() })),
});

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Every cell (status, value, yuan) and every instance of R1–R4 as `../shared/gold/<id>*.json` has them. */
export function expectGold(reading: CellsReading, id: string): void {
  const gold = Gold.parse(readJson(shared('gold', `${id}.json`)));
  expect(reading.template.detected).toBe(gold.template);
  const paths = Object.keys(gold.cells);
  expect(paths.map((path) => cellRow(path, reading.cells[path]))).toEqual(
    paths.map((path) => cellRow(path, gold.cells[path])),
  );
  const checks = z.array(GoldCheck).parse(readJson(shared('gold', `${id}.checks.json`)));
  const found = runChecks(reading).filter((check) => check.id !== 'R7');
  expect(found.map((check) => checkRow(check.id, check))).toEqual(checks.map((check) => checkRow(check.rule, check)));
}

function cellRow(path: string, cell: z.infer<typeof GoldCell> | Cell | undefined) {
  // The gold gives yuan for amounts other than zero only.
  const yuan = path.endsWith('.amount') && cell?.value ? cell.yuan : undefined;
  return [path, cell?.status, cell?.value, yuan];
}

function checkRow(id: string, check: Omit<z.infer<typeof GoldCheck>, 'rule'> | CheckResult) {
  const { scope, status, blankPolicy, left, right } = check;
  // The gold gives reasons for sums that cannot be told only; a failed one says whose fault it may be.
  const reason = status === 'indeterminate' ? (check.reason ?? null) : null;
  return [id, scope, status, blankPolicy ?? null, reason, left ?? null, right ?? null];
}

/** A document made from `documents/<seed>/truth.json`: the tables with their spans, paragraphs left out. */
export function truthDocument(seed: string): ExtractedDocument {
  const { blocks } = Truth.parse(readJson(shared('documents', seed, 'truth.json')));
  const tables = blocks.filter((block) => block.cells !== undefined);
  return documentOf(
    tables.map((block, index) => {
      const rows: Table['rows'] = Array.from({ length: block.rows ?? 0 }, () => []);
      for (const [at, , rowSpan, colSpan, , text] of block.cells ?? []) {
        rows[at]?.push({ text, rowSpan, colSpan, at: { block: index, row: at, col: rows[at]?.length ?? 0 } });
      }
      return { kind: 'table', rows, fidelity: 'spans' };
    }),
  );
}

/** A document of these blocks, everything else empty. */
function documentOf(blocks: ExtractedDocument['blocks']): ExtractedDocument {
  return { sha256: '0'.repeat(64), format: 'html', extractor: 'test/1', meta: {}, blocks, attachments: [] };
}

/**
 * A table written as lines of cells between bars. `a^2>3` is cell `a` over two rows and three columns; a cell that holds
 * only spaces is an empty one.
 */
export function tableOf(lines: string[], options: { block?: number; fidelity?: Table['fidelity'] } = {}): Table {
  const rows = lines.map((line, rowIndex) =>
    line.split('|').map((printed, col) => {
      const match = /^(.*?)(?:\^(\d+))?(?:>(\d+))?$/su.exec(printed.replace(/^ | $/gu, ''));
      const [, text = '', down = '1', across = '1'] = match ?? [];
      const at = { block: options.block ?? 0, row: rowIndex, col };
      return { text, rowSpan: Number(down), colSpan: Number(across), at };
    }),
  );
  return { kind: 'table', rows, fidelity: options.fidelity ?? 'spans' };
}

/** Cells and checks of a document of these blocks, with short ways to look at them. */
export function read(...blocks: ExtractedDocument['blocks']) {
  const reading = readCells(documentOf(blocks));
  const checks = runChecks(reading);
  return {
    ...reading,
    checks,
    cell: (path: string) => reading.cells[path],
    value: (path: string) => reading.cells[path]?.value,
    check: (id: string, scope: string) => checks.find((check) => check.id === id && check.scope === scope),
    codes: reading.notices.map((notice) => notice.code),
  };
}

/** A paragraph of this text. */
export function paragraph(text: string, block = 0): ExtractedDocument['blocks'][number] {
  return { kind: 'paragraph', text, at: { block } };
}
