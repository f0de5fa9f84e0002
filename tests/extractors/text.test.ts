import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { ExtractedDocument } from '../../model/document.ts';
import type { Reading } from '../../model/notice.ts';
import { readText } from '../../extractors/text/read-text.ts';
import { describeWithShared, shared } from '../shared.ts';
import { orderOf, tablesOf, textsOf, truthOf } from './truth.ts';

function read(text: string): Reading<ExtractedDocument> {
  return readText(new TextEncoder().encode(text), { url: 'file:report.txt' });
}

function seedFile(seed: string): Uint8Array {
  const name = readdirSync(shared('seeds')).find((file) => file.startsWith(`${seed}_`));
  return readFileSync(shared('seeds', name ?? ''));
}

describeWithShared('readText on the five seeds', () => {
  test.each(['000', '001', '002', '003', '004'])('seed %s gives the cells and paragraphs of its truth', (seed) => {
    const { value } = readText(seedFile(seed), { url: 'file:seed.txt' });
    const truth = truthOf(seed);
    const tables = tablesOf(value.blocks);
    expect(tables.map((table) => table.fidelity)).toEqual(['flattened', 'flattened', 'flattened']);
    // Flattening writes an empty cell for each row that a merged cell covers: the cells that hold text must be all there.
    const filled = tables.map((table) =>
      table.rows.map((row) => row.map((cell) => cell.text).filter((text) => text !== '')),
    );
    const expected = truth.tables.map((cells) =>
      Array.from({ length: Math.max(...cells.map((cell) => cell.row)) + 1 }, (_, row) =>
        cells.filter((cell) => cell.row === row && cell.text !== '').map((cell) => cell.text.replace(/\n+$/u, '')),
      ),
    );
    expect(filled).toEqual(expected);
    expect(textsOf(value.blocks)).toEqual(truth.paragraphs);
    expect(orderOf(value.blocks)).toEqual(truth.order);
  });

  test('the debris of seed 001 is left out and told', () => {
    const { notices } = readText(seedFile('001'), { url: 'file:seed.txt' });
    expect(notices.map(({ code }) => code)).toEqual(['bookmark_debris', 'page_number']);
  });

  test.each([
    ['pingtan2011x', 18, 4],
    ['pingtan2014', 17, 4],
    ['pingtan2017', 16, 4],
  ])('%s gives its indicator table written with bars', (name, rows, columns) => {
    const { value } = readText(readFileSync(shared('documents', 'real', `${name}.txt`)), { url: 'file:x.txt' });
    const [table, ...others] = tablesOf(value.blocks);
    expect(others).toEqual([]);
    expect(table?.fidelity).toBe('cells');
    expect(table?.rows.map((row) => row.length)).toEqual(Array.from({ length: rows }, () => columns));
    expect(value.title).toContain('政府信息公开工作年度报告');
    expect(value.meta['field:发布日期']).toMatch(/^201[258]-0[14]-/u);
  });
});

describe('plain text', () => {
  test('a line without TAB goes on in its cell until a blank line; NBSP and U+3000 stay', () => {
    const { value } = read('\t本年新\n制作数量\n\t\u00a00\n\n\n\t\u3000\u3000\n\t\n\n后文\n');
    expect(tablesOf(value.blocks)[0]?.rows.map((row) => row.map((cell) => cell.text))).toEqual([
      ['本年新\n制作数量', '\u00a00'],
      ['\u3000\u3000', ''],
    ]);
    expect(textsOf(value.blocks)).toEqual(['后文']);
    expect(tablesOf(value.blocks)[0]?.rows[1]?.[1]?.at).toEqual({ block: 0, row: 1, col: 1 });
  });

  test('a paragraph between rows ends the table', () => {
    expect(orderOf(read('\t甲\n\t1\n\n三、申请情况\n\t乙\n\t2\n\n').value.blocks)).toEqual(['table', 'text', 'table']);
  });

  test('a heading right after a row is not swallowed by its last cell', () => {
    const { value, notices } = read('\t总计\n\t0\n五、存在的主要问题\n');
    expect(tablesOf(value.blocks)[0]?.rows[0]?.map((cell) => cell.text)).toEqual(['总计', '0']);
    expect(textsOf(value.blocks)).toEqual(['五、存在的主要问题']);
    expect(notices.map(({ code }) => code)).toEqual(['row_without_end']);
  });

  test('rows with bars and rows with TABs between cells are tables, a closing bar is no cell', () => {
    const { value } = read(
      '| 信息内容 | 制发 | 废止 |\n|---|:-:|---|\n规章 | 0 |  |\n规范性文件 | 1 | 2 |\n\n正文\n行政许可\t12\t\n',
    );
    expect(tablesOf(value.blocks).map((table) => table.rows.map((row) => row.map((cell) => cell.text)))).toEqual([
      [
        ['信息内容', '制发', '废止'],
        ['规章', '0', ''],
        ['规范性文件', '1', '2'],
      ],
      [['行政许可', '12', '']],
    ]);
    expect(tablesOf(value.blocks)[0]?.fidelity).toBe('cells');
  });

  test('without a closing bar on every row, a last bar opens an empty cell', () => {
    const [table] = tablesOf(read('主动公开文件数 | 条 | 12\n行政诉讼数 | 件 |\n').value.blocks);
    expect(table?.rows.map((row) => row.map((cell) => cell.text))).toEqual([
      ['主动公开文件数', '条', '12'],
      ['行政诉讼数', '件', ''],
    ]);
  });

  test('glued numbers, a lone bar and a number below numbers stay paragraphs', () => {
    const lines = ['首页 | 目录', '行政复议行政诉讼', '119 25 91 24 259 7 0 15 6 28 21 1 7 9 38', '38'];
    expect(textsOf(read(lines.join('\n')).value.blocks)).toEqual(lines);
  });
});
