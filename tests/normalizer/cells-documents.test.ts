import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { readDocument } from '../../extractors/read.ts';
import { readCells } from '../../normalizer/cells.ts';
import { describeWithShared, shared } from '../shared.ts';
import { expectGold } from './gold-cells.ts';

const SEEDS = ['000', '001', '002', '003', '004'];
const FILES = ['clean.html', 'wordpaste.html', 'report.docx', 'report.doc', 'report.pdf'];

async function cellsOf(path: string) {
  const name = path.split('/').at(-1) ?? path;
  const { value } = await readDocument(readFileSync(path), { url: `file:${name}`, name });
  return readCells(value);
}

describeWithShared('the five seed reports, every cell and check as in the gold', () => {
  test.each(SEEDS)('seed %s from its flattened text', async (seed) => {
    const file = readdirSync(shared('seeds')).find((name) => name.startsWith(seed)) ?? 'absent';
    expectGold(await cellsOf(shared('seeds', file)), `seed${seed}`);
  });

  test.each(SEEDS.flatMap((seed) => FILES.map((file) => [seed, file] as const)))(
    'seed %s from %s',
    async (seed, file) => {
      expectGold(await cellsOf(shared('documents', seed, file)), `seed${seed}`);
    },
  );

  test('seed 000 from its OFD', async () => {
    expectGold(await cellsOf(shared('documents', '000', 'report.ofd')), 'seed000');
  });

  test('seed 004 from its bundle', async () => {
    expectGold(await cellsOf(shared('documents', '004', 'bundle.zip')), 'seed004');
  });

  test('seed 002 from a bare spreadsheet', async () => {
    expectGold(await cellsOf(shared('documents', '002', 'table.xlsx')), 'seed002');
  });

  test('seed 002 from the document whose numbering is Word’s own', async () => {
    expectGold(await cellsOf(shared('documents', '002', 'report-autonum.docx')), 'seed002');
  });
});

describeWithShared('real reports of other bodies, every cell and check as in the gold', () => {
  test.each(['pingtan2019.html', 'pingtan2022.html', 'hongze2024.pdf'])('%s', async (file) => {
    expectGold(await cellsOf(shared('documents', 'real', file)), file.replace(/\..*$/u, ''));
  });

  test('hongze2024.pdf: the garbled label is named by its place, （六） is one row', async () => {
    const { cells, template } = await cellsOf(shared('documents', 'real', 'hongze2024.pdf'));
    expect(template).toEqual({ detected: 'E4', variant: 'one_other_row' });
    expect(cells['t3.result.denied.law_prohibited.total']?.flags).toEqual(['label_by_order']);
    expect(cells['t3.result.other_processing.no_correction.total']?.status).toBe('row_missing');
  });

  test.each(['pingtan2014.txt', 'pingtan2017.txt', 'pingtan2011x.txt'])(
    '%s follows the form of Fujian',
    async (file) => {
      const { template, cells } = await cellsOf(shared('documents', 'real', file));
      expect(template).toEqual({ detected: 'L', variant: 'L3_fujian' });
      expect(cells).toEqual({});
    },
  );

  test.each([
    ['pingtan2019', 137],
    ['pingtan2022', 120],
  ])('%s.flat.txt: what can be cut in one way only is read, the rest is refused', async (id, certain) => {
    const { cells } = await cellsOf(shared('documents', 'real', `${id}.flat.txt`));
    const gold = z
      .object({ cells: z.record(z.string(), z.object({ value: z.number() })) })
      .parse(JSON.parse(readFileSync(shared('gold', `${id}.json`), 'utf8')));
    const read = Object.entries(cells).filter(([, cell]) => cell.status === 'value');
    expect(read.map(([path, cell]) => [path, cell.value])).toEqual(
      read.map(([path]) => [path, gold.cells[path]?.value]),
    );
    expect(read).toHaveLength(certain);
    expect(new Set(Object.values(cells).map((cell) => cell.status))).toEqual(new Set(['value', 'unreadable']));
  });
});
