import { describe, expect, test } from '@jest/globals';
import type { Table } from '../../model/document.ts';
import { matchRow } from '../../normalizer/form-rows.ts';
import { readCell } from '../../normalizer/cell.ts';
import { flatten, tableFour, tableThree } from './form-tables.ts';
import { read, tableOf } from './gold-cells.ts';

const NUMBERS = { new_received: '4|1|0|0|0|2|7', carried_in: ' |1|0|0|0|2| ', 'result.total': '4|1|0|0|0|2|7' };

function withTexts(table: Table, texts: Record<string, string>): Table {
  const rows = table.rows.map((row) => row.map((cell) => ({ ...cell, text: texts[cell.text] ?? cell.text })));
  expect(rows).not.toEqual(table.rows);
  return { ...table, rows };
}

describe('a cell is no number', () => {
  test.each(['2¹', '2₁', '1\u0336', '\ufffc', '3\ufffc', '㉑', '⑫'])('"%s"', (text) => {
    expect(readCell({ text, colSpan: 1, rowSpan: 1, at: { block: 0 } }, 'count', null)).toMatchObject({ value: null });
  });

  test.each(['1. 2', '1, 234', '1 234'])('without a word where space stands in it: "%s"', (text) => {
    const cell = readCell({ text, colSpan: 1, rowSpan: 1, at: { block: 0 } }, 'count', null);
    expect(cell.flags).toEqual(['space_in_number']);
  });
});

describe('a row is refused', () => {
  test('where one cell holds two numbers and its neighbour none', () => {
    const { cell, notices } = read(tableThree('E3', { ...NUMBERS, carried_out: '3 4||0|0|0|0|7' }));
    expect(cell('t3.carried_out.business')).toMatchObject({ status: 'unreadable' });
    expect(notices).toContainEqual(expect.objectContaining({ code: 'row_refused' }));
    const two = read(
      tableOf(['第二十条第（一）项>4', '信息内容|本年制发件数|本年废止件数|现行有效件数', '规章|1、2||3']),
    );
    expect(two.cell('t2.art20_1.rules.repealed')).toMatchObject({ status: 'unreadable' });
    expect(
      read(tableThree('E3', NUMBERS), tableFour('1\n2||0|0|1|0|0|0|0|0|0|0|0|0|0')).cell('t4.review.corrected'),
    ).toMatchObject({
      status: 'unreadable',
    });
  });

  test('where an empty cell more may stand before its figures or behind them', () => {
    const table = tableThree('E3', NUMBERS);
    const rows = table.rows.map((row) =>
      row.some((cell) => cell.text.startsWith('二、上年结转'))
        ? row.toSpliced(1, 0, { text: '', colSpan: 1, rowSpan: 1, at: { block: 0 } })
        : row,
    );
    const { cell } = read({ ...table, rows });
    expect(cell('t3.carried_in.business')).toMatchObject({ status: 'unreadable', value: null });
    expect(cell('t3.new_received.business')?.value).toBe(1);
  });

  test('whose label names two rows of the form', () => {
    expect(matchRow('t3', '（一）予以公开\n（二）部分公开', null)).toBe(null);
    expect(matchRow('t3', '2.重复申请 3.要求提供公开出版物', null)).toBe(null);
    expect(matchRow('t2', '行政处罚行政强制', null)).toBe(null);
  });

  test('that sums up a group the form does not sum up: it is not the total', () => {
    const table = withTexts(tableThree('E3', NUMBERS), { '8.属于行政查询事项': '合计' });
    const { cell } = read(table);
    expect(cell('t3.result.total.natural_person')?.value).toBe(4);
  });
});

describe('columns out of the order of the form', () => {
  test('are followed where the merged head is sound, refused where it is lost', () => {
    const swapped = withTexts(tableThree('E3', NUMBERS), { 商业企业: '其他', 其他: '商业企业' });
    expect(read(swapped).cell('t3.new_received.business')?.value).toBe(2);
    expect(read(flatten(swapped)).cell('t3.new_received.business')).toMatchObject({ status: 'unreadable' });
  });

  test('are refused beside a header that names none', () => {
    const swapped = withTexts(tableThree('E3', NUMBERS), { 科研机构: '法律服务机构', 法律服务机构: '科研机够' });
    expect(read(swapped).cell('t3.new_received.research')).toMatchObject({ status: 'unreadable' });
    expect(read(flatten(swapped)).cell('t3.new_received.research')).toMatchObject({ status: 'unreadable' });
  });

  test('are refused where 总计 stands in another place because a span of the head was lost', () => {
    const table = tableThree('E3', NUMBERS);
    const rows = table.rows.map((row) =>
      row.map((cell) => (cell.text === '法人或其他组织' ? { ...cell, colSpan: 1 } : cell)),
    );
    expect(read({ ...table, rows }).value('t3.new_received.total')).toBe(7);
  });

  test('of table 4 are refused where the head lost its merged cells', () => {
    const line = '1|0|0|0|1|2|0|0|0|2|3|0|0|0|3';
    const swapped = withTexts(tableFour(line), { 未经复议直接起诉: '复议后起诉', 复议后起诉: '未经复议直接起诉' });
    expect(read(tableThree('E3', NUMBERS), swapped).value('t4.litigation_direct.total')).toBe(3);
    expect(read(tableThree('E3', NUMBERS), flatten(swapped)).cell('t4.litigation_direct.total')).toMatchObject({
      status: 'unreadable',
    });
    expect(read(tableThree('E3', NUMBERS), flatten(tableFour(line))).value('t4.litigation_direct.total')).toBe(2);
  });
});
