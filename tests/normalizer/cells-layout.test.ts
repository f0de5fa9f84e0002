import { describe, expect, test } from '@jest/globals';
import type { Table, TableCell } from '../../model/document.ts';
import { flatten, tableFour, tableThree, tableTwoE4 } from './form-tables.ts';
import { paragraph, read, tableOf } from './gold-cells.ts';

const SEVEN = ['natural_person', 'business', 'research', 'public_interest_org', 'legal_service', 'other_org', 'total'];
const NUMBERS = {
  new_received: '4|1|0|0|0|2|7',
  'result.denied.law_prohibited': '1|2|3|4|5|6|21',
  'result.total': '4|1|0|0|0|2|7',
};

function swap(row: TableCell[], from: number): TableCell[] {
  return [...row.slice(0, from), ...row.slice(from, from + 2).reverse(), ...row.slice(from + 2)];
}

function fees(header: string, value: string): Table {
  return tableOf([`信息内容|本年收费金额${header}`, `行政事业性收费|${value}`]);
}

/** The table with one printed row changed. */
function withRow(table: Table, label: string, change: (row: TableCell[]) => TableCell[]): Table {
  const rows = table.rows.map((row) => (row.some((cell) => cell.text.includes(label)) ? change(row) : row));
  expect(rows).not.toEqual(table.rows);
  return { ...table, rows };
}

describe('tables of the form', () => {
  test('may stand in several blocks: table 2 in one a block, table 3 cut in two', () => {
    const three = tableThree('E3', { ...NUMBERS, carried_out: '4|0|0|0|0|0|4' });
    const group: TableCell = { text: '三、本年度办理结果', rowSpan: 12, colSpan: 1, at: { block: 3 } };
    const { value, tables, template } = read(
      tableOf(['第二十条第（五）项>4', '信息内容|上一年项目数量|本年增/减|处理决定数量', '行政许可|1|2|9']),
      tableOf(['信息内容|采购项目数量|采购总金额', '政府集中采购|3|12万元']),
      { ...three, rows: three.rows.slice(0, 13) },
      { ...three, rows: three.rows.slice(13).map((row, index) => (index === 0 ? [group, ...row] : row)) },
    );
    expect(template.detected).toBe('E3');
    expect(tables.map((one) => one.table)).toEqual(['t2', 't2', 't3', 't3']);
    expect(value('t2.art20_9.procurement.projects')).toBe(3);
    expect(value('t3.new_received.total')).toBe(7);
    expect(value('t3.carried_out.total')).toBe(4);
  });

  test('may all be joined into one block', () => {
    const joined = [
      tableTwoE4('1|2|3', '4|5|6', ['7', '8', '9', '10.5']),
      tableThree('E4', NUMBERS),
      tableFour('1|0|0|0|1|0|0|0|0|0|0|0|0|0|0'),
    ];
    const { value, cells, template, notices } = read({ ...tableOf(['']), rows: joined.flatMap((table) => table.rows) });
    expect(template).toEqual({ detected: 'E4', variant: null });
    expect(value('t2.art20_1.normative_docs.in_force')).toBe(6);
    expect(value('t3.new_received.total')).toBe(7);
    expect(value('t4.review.upheld')).toBe(1);
    expect(Object.values(cells).filter((cell) => cell.status !== 'value')).toEqual([]);
    expect(notices).toEqual([]);
  });

  test('are not taken from page facts, layout or other tables', () => {
    const { template, cells, tables } = read(
      tableOf(['索引号|001/2021-01|发布机构|办公室', '信息分类|规章|文号|1', '信息内容|年报|规章|3']),
      tableOf(['行政许可|12', '行政处罚|3']),
    );
    expect(template).toEqual({ detected: 'none', variant: null });
    expect(cells).toEqual({});
    expect(tables.map((one) => one.table)).toEqual([null, null]);
  });

  test('that are missing have their cells table_missing, missing rows row_missing', () => {
    const three = tableThree('E4', NUMBERS);
    const { cell, codes, check } = read({
      ...three,
      rows: three.rows.filter((row) => !row.some((one) => one.text.startsWith('2.重复申请'))),
    });
    expect(cell('t4.review.total')).toEqual({ status: 'table_missing', value: null, raw: null, unit: null, at: null });
    expect(cell('t2.art20_8.fees.amount')).toEqual({
      status: 'table_missing',
      value: null,
      raw: null,
      unit: null,
      yuan: null,
      at: null,
    });
    expect(cell('t3.result.not_processed.duplicate.total')).toEqual({
      status: 'row_missing',
      value: null,
      raw: null,
      unit: null,
      at: null,
    });
    expect(codes.filter((code) => code === 'table_missing')).toHaveLength(2);
    expect(check('R1', 'result.not_processed.duplicate')).toMatchObject({
      status: 'indeterminate',
      reason: 'all_blank',
    });
  });

  test('that repeat their header after a page break read on', () => {
    const three = tableThree('E3', NUMBERS);
    const { cells } = read({
      ...three,
      rows: [...three.rows.slice(0, 24), ...three.rows.slice(0, 3), ...three.rows.slice(24)],
    });
    expect(Object.entries(cells).filter(([path, cell]) => path.startsWith('t3.') && cell.status !== 'value')).toEqual(
      [],
    );
  });
});

describe('a row of table 3', () => {
  test.each(['spans', 'flattened'])('with six data cells is refused, never shifted (%s)', (fidelity) => {
    const table = withRow(tableThree('E3', NUMBERS), '二、上年结转', (row) => row.slice(0, -1));
    const { cell, notices, check } = read(
      fidelity === 'spans'
        ? table
        : {
            ...flatten(table),
            rows: withRow(flatten(tableThree('E3', NUMBERS)), '二、上年结转', (row) => row.slice(0, -1)).rows,
          },
    );
    for (const key of SEVEN)
      expect(cell(`t3.carried_in.${key}`)).toMatchObject({ status: 'unreadable', value: null, at: { row: 4 } });
    expect(notices.filter((notice) => notice.code === 'row_refused')).toHaveLength(1);
    expect(check('R3', 'total')).toMatchObject({ status: 'indeterminate', reason: 'not_numeric' });
    expect(cell('t3.new_received.other_org')?.value).toBe(2);
  });

  test('with a merged data cell is refused', () => {
    const table = withRow(tableThree('E3', NUMBERS), '四、结转', (row) =>
      row.slice(0, 2).map((cell, index) => (index === 1 ? { ...cell, text: '无', colSpan: 7 } : cell)),
    );
    expect(read(table).cell('t3.carried_out.business')).toMatchObject({ status: 'unreadable', raw: '无' });
  });

  test('with an eighth cell that is empty keeps its columns', () => {
    const empty: TableCell = { text: ' ', colSpan: 1, rowSpan: 1, at: { block: 0 } };
    const { value } = read(withRow(tableThree('E3', NUMBERS), '2.其他法律', (row) => [...row, empty]));
    expect(SEVEN.map((key) => value(`t3.result.denied.law_prohibited.${key}`))).toEqual([1, 2, 3, 4, 5, 6, 21]);
  });

  test('with eight numbers is refused', () => {
    const more: TableCell = { text: '9', colSpan: 1, rowSpan: 1, at: { block: 0 } };
    const { cell } = read(withRow(tableThree('E3', NUMBERS), '2.其他法律', (row) => [...row, more]));
    expect(cell('t3.result.denied.law_prohibited.total')).toMatchObject({ status: 'unreadable' });
  });

  test('keeps its place where a page states too long a row span', () => {
    const table = withRow(tableThree('E3', NUMBERS), '三、本年度办理结果', (row) =>
      row.map((cell, index) => (index === 0 ? { ...cell, rowSpan: 60 } : cell)),
    );
    const { value } = read(table);
    expect(value('t3.carried_out.total')).toBe(0);
    expect(value('t3.result.total.total')).toBe(7);
  });

  test('follows the header where an office has moved a column', () => {
    const table = tableThree('E3', NUMBERS);
    const moved = withRow(
      withRow(table, '商业企业', (row) => swap(row, 0)),
      '2.其他法律',
      (row) => swap(row, 2),
    );
    const { value } = read(moved);
    expect([
      value('t3.result.denied.law_prohibited.business'),
      value('t3.result.denied.law_prohibited.research'),
    ]).toEqual([2, 3]);
  });

  test('in a flattened table whose header words are out of order is refused', () => {
    const table = flatten(tableThree('E3', NUMBERS));
    const { cell } = read(withRow(table, '商业企业', (row) => [...row].reverse()));
    expect(cell('t3.new_received.business')).toMatchObject({ status: 'unreadable' });
  });

  test('with a garbled label between two known neighbours takes its place', () => {
    const garbled = withRow(tableThree('E4', NUMBERS), '2.其他法律', (row) =>
      row.map((cell) => ({ ...cell, text: cell.text.replace('2.其他法律行政法规禁止公开', '2.其他法律行政止公开') })),
    );
    const { cell, extraRows } = read(garbled);
    expect(cell('t3.result.denied.law_prohibited.total')).toMatchObject({
      status: 'value',
      value: 21,
      flags: ['label_by_order'],
    });
    expect(extraRows).toEqual([]);
  });

  test('with a garbled label beside another one is an extra row', () => {
    let table = tableThree('E4', NUMBERS);
    for (const label of ['2.其他法律行政法规禁止公开', '3.危及“三安全一稳定”']) {
      table = withRow(table, label, (row) =>
        row.map((cell) => ({ ...cell, text: cell.text.replace(label, '乱码字') })),
      );
    }
    const { cell, extraRows, codes } = read(table);
    expect(cell('t3.result.denied.law_prohibited.total')).toMatchObject({ status: 'row_missing' });
    expect(extraRows.map((row) => row.cells.map((one) => one.value))).toEqual([
      [1, 2, 3, 4, 5, 6, 21],
      [0, 0, 0, 0, 0, 0, 0],
    ]);
    expect(codes.filter((code) => code === 'extra_row')).toHaveLength(2);
  });

  test('that is a subtotal of a group is an extra row', () => {
    const table = tableThree('E3', NUMBERS);
    const subtotal = tableOf(['（三）不予公开小计>2|1|2|3|4|5|6|21']).rows;
    const at = table.rows.findIndex((row) => row.some((cell) => cell.text === '（四）无法提供'));
    const grown = withRow(
      { ...table, rows: [...table.rows.slice(0, at), ...subtotal, ...table.rows.slice(at)] },
      '三、本年度办理结果',
      (row) => row.map((cell, index) => (index === 0 ? { ...cell, rowSpan: 21 } : cell)),
    );
    const { extraRows, value } = read(grown);
    expect(extraRows.map((row) => [row.label, row.cells.at(-1)?.value])).toEqual([['（三）不予公开小计', 21]]);
    expect(value('t3.result.unable.not_held.total')).toBe(0);
  });

  test('（六）其他处理 as one row in the form of 2021 is the variant one_other_row', () => {
    const { cell, template, checks } = read(
      tableTwoE4('0|0|0', '0|0|0', ['0', '0', '0', '0']),
      tableThree('E3', { ...NUMBERS, 'result.other_processing': '3|0|0|0|0|0|3' }),
    );
    expect(template).toEqual({ detected: 'E4', variant: 'one_other_row' });
    expect(cell('t3.result.other_processing.total')?.value).toBe(3);
    expect(cell('t3.result.other_processing.fee_unpaid.total')?.status).toBe('row_missing');
    expect(checks).toHaveLength(40);
  });
});

describe('a row of table 2', () => {
  test.each([
    ['（单位：万元）', '59237.2449', '592372449', '万元', undefined],
    ['（单位：万元）', '380元', '380', '元', ['unit_conflict']],
    ['', '380', null, null, ['alias_label', 'unit_missing']],
    ['（单位：元）', '380', '380', '元', ['alias_label']],
  ])('with the unit of its header %s and %s printed is %s yuan', (header, printed, yuan, unit, flags) => {
    const cell = read(fees(header, printed)).cell('t2.art20_8.fees.amount');
    expect([cell?.yuan, cell?.unit, cell?.flags]).toEqual([yuan, unit, flags]);
  });

  test('on an uneven grid is read under its headers', () => {
    const { value } = read(
      tableOf(['第二十条第（一）项>5', '信息内容|本年制发件数>2|本年废止件数|现行有效件数', '规章|1|\u00a0|2|3']),
    );
    expect(['made', 'repealed', 'in_force'].map((key) => value(`t2.art20_1.rules.${key}`))).toEqual([1, 2, 3]);
  });

  test('with too few cells is refused', () => {
    const { cell } = read(tableOf(['信息内容|本年制发件数|本年废止件数|现行有效件数', '规章|1|2']));
    expect(cell('t2.art20_1.rules.made')).toMatchObject({ status: 'unreadable', raw: '1\t2' });
  });

  test('without a header of its own block is refused', () => {
    const { cell, codes } = read(
      tableOf(['信息内容|上一年项目数量|本年增/减', '行政事业性收费|1|0', '政府集中采购|3|12万元']),
    );
    expect(cell('t2.art20_9.procurement.amount')).toMatchObject({ status: 'unreadable', yuan: null });
    expect(codes).toContain('row_refused');
  });

  test('may have its block title beside it', () => {
    const { value } = read(
      tableOf([
        '第二十条第（一）项^3|信息内容|本年制发件数|本年废止件数|现行有效件数',
        '规章|1|2|3',
        '行政规范性文件|4|5|6',
      ]),
    );
    expect(value('t2.art20_1.rules.made')).toBe(1);
    expect(value('t2.art20_1.normative_docs.in_force')).toBe(6);
  });
});

describe('table 4', () => {
  const fifteen = '1|2|3|4|10|5|6|7|8|26|0|0|0|0|0';

  test('is read from fifteen numbers below its heading', () => {
    const { value } = read(
      tableThree('E3', NUMBERS),
      paragraph('四、政府信息公开行政复议、行政诉讼情况'),
      tableOf([fifteen]),
    );
    expect([value('t4.review.pending'), value('t4.litigation_direct.total')]).toEqual([4, 26]);
  });

  test('with sixteen cells in its line is refused', () => {
    const { cell } = read(tableThree('E3', NUMBERS), tableFour(`${fifteen}|9`));
    expect(cell('t4.review.upheld')).toMatchObject({ status: 'unreadable', value: null });
  });

  test('flattened, with its merged head lost, is read in the form’s order', () => {
    const { value } = read(tableThree('E3', NUMBERS), {
      ...tableOf([
        '行政复议|行政诉讼',
        '结果维持|结果纠正|其他结果|尚未审结|总计|未经复议直接起诉|复议后起诉',
        '|||||结果维持|结果纠正|其他结果|尚未审结|总计|结果维持|结果纠正|其他结果|尚未审结|总计',
        fifteen,
      ]),
      fidelity: 'flattened',
    });
    expect([value('t4.review.total'), value('t4.litigation_direct.upheld')]).toEqual([10, 5]);
  });
});

describe('a document that prints its tables twice', () => {
  test('is read once where both are the same', () => {
    const { value, codes, extraRows } = read(
      tableThree('E3', NUMBERS),
      tableFour('0|0|0|0|0|0|0|0|0|0|0|0|0|0|0'),
      tableThree('E3', NUMBERS),
    );
    expect(value('t3.new_received.total')).toBe(7);
    expect(codes.filter((code) => code === 'table_repeated')).toHaveLength(1);
    expect(extraRows).toEqual([]);
  });

  test('is read from the first, and says which rows differ', () => {
    const { cell, codes } = read(
      tableThree('E3', NUMBERS),
      tableThree('E3', { ...NUMBERS, new_received: '5|1|0|0|0|2|8' }),
    );
    expect(cell('t3.new_received.total')).toMatchObject({ value: 7, flags: ['copy_differs'] });
    expect(cell('t3.carried_in.total')?.flags).toBeUndefined();
    expect(codes).toContain('tables_differ');
  });

  test('in both forms keeps both sets of cells', () => {
    const { template, value, codes } = read(
      tableOf(['信息内容|本年新制作数量|本年新公开数量|对外公开总数量', '规章|1|2|3']),
      tableOf(['信息内容|上一年项目数量|本年增/减|处理决定数量', '行政许可|7|0|8', '行政处罚|5|1|9']),
      tableTwoE4('4|5|6', '0|0|0', ['10', '11', '12', '13']),
    );
    expect(template).toEqual({ detected: 'mixed', variant: null });
    expect([value('t2.art20_1.rules.new_disclosed'), value('t2.art20_1.rules.repealed')]).toEqual([2, 5]);
    expect([value('t2.art20_5.licensing.prev_items'), value('t2.art20_8.fees.amount')]).toEqual([7, 13]);
    expect(value('t2.art20_6.coercion.decisions')).toBe(12);
    expect(codes).not.toContain('row_repeated');
  });
});

describe('tables pressed into running text', () => {
  test('are read one number a line where nothing is missing', () => {
    const lines =
      '第二十条第（一）项 信息内容 本年制发件数 本年废止件数 现行有效件数 规章 0 0 0 行政规范性文件 12 1 30 第二十条第（五）项 信息内容 本年处理决定数量 行政许可 45 第二十条第（六）项 信息内容 本年处理决定数量 行政处罚 6 行政强制 0 第二十条第（八）项 信息内容 本年收费金额（单位：万元） 行政事业性收费 9116.36 三、收到和处理政府信息公开申请情况';
    const { template, value, cell } = read(...lines.split(' ').map((line, index) => paragraph(line, index)));
    expect(template.detected).toBe('E4');
    expect(['made', 'repealed', 'in_force'].map((key) => value(`t2.art20_1.normative_docs.${key}`))).toEqual([
      12, 1, 30,
    ]);
    expect(cell('t2.art20_6.penalty.decisions')).toMatchObject({ value: 6, flags: ['glued'] });
    expect(cell('t2.art20_8.fees.amount')).toMatchObject({ yuan: '91163600', unit: '万元' });
  });

  test('are refused where a cell is missing', () => {
    const { cell } = read(
      paragraph(
        '第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章0 0 0行政规范性文件12 30第二十条第（五）项信息内容本年处理决定数量行政许可45第二十条第（六）项行政处罚6行政强制0',
      ),
    );
    expect(cell('t2.art20_1.normative_docs.made')).toMatchObject({ status: 'unreadable', raw: '12 30' });
    expect(cell('t2.art20_5.licensing.decisions')?.value).toBe(45);
  });
});
