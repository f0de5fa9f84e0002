import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { readDocument } from '../../extractors/read.ts';
import { isHeaderRow } from '../../model/indicator-form.ts';
import { E2_2014 } from '../../model/templates/e2-2014.ts';
import { L1_SHANGHAI, L2_DINGXI } from '../../model/templates/local-tables.ts';
import type { CellsReading } from '../../normalizer/cells.ts';
import { nestLabels } from '../../normalizer/indicator-nesting.ts';
import { normalizeReport } from '../../normalizer/normalize.ts';
import { describeWithShared, shared } from '../shared.ts';
import { read, tableOf } from './gold-cells.ts';
import { inputOf, recordOf, states } from './record-documents.ts';
import { tableFour, tableThree, tableTwoE4 } from './form-tables.ts';
import {
  E2_FIGURES,
  nationalDocx,
  nationalHtml,
  nationalLines,
  nationalPdf,
  nationalTable,
  nationalText,
} from './statistics-paper.ts';

function figure(reading: Pick<CellsReading, 'indicators'>, path: string, column = 'year') {
  return reading.indicators.find((one) => one.path === path && one.column === column);
}

describeWithShared('the national statistics of 2014', () => {
  test('has the 65 lines of DOMAIN.md 1.3 with their units, keys and evidence', () => {
    const text = readFileSync(shared('DOMAIN.md'), 'utf8');
    const rows = [...text.matchAll(/^\| (\d+) \| (.+?) \| (——|\S+) \| (\(header\)|[a-z_.]+) \| (.*?) ?\|$/gmu)];
    expect(rows).toHaveLength(65);
    const described = E2_2014.rows.map((row) => [
      row.label,
      row.unit ?? '——',
      isHeaderRow(row) ? '(header)' : row.key,
      row.mark,
    ]);
    expect(described).toEqual(
      rows.map(([, , label = '', unit, key, mark = '']) => [
        label.replace('其中：', ''),
        unit,
        key,
        mark === '' ? 'recalled' : mark.split(' ')[0],
      ]),
    );
  });
});

describe('a fictional report with the national table (labels recalled)', () => {
  test.each<[string, () => Promise<Uint8Array> | Uint8Array | string]>([
    ['report.html', nationalHtml],
    ['report.docx', nationalDocx],
    ['report.txt', nationalText],
    ['report.pdf', nationalPdf],
  ])('is read whole from %s', async (name, make) => {
    const made = await make();
    const bytes = typeof made === 'string' ? new TextEncoder().encode(made) : made;
    const { value } = await readDocument(bytes, { url: `file:${name}`, name });
    const record = recordOf(normalizeReport(inputOf(value)));
    expect(record.template).toMatchObject({ detected: 'E2', expected: 'E2', mismatch: false });
    expect(record.fiscalYear).toBe(2016);
    const rows = E2_2014.rows.filter((row) => !isHeaderRow(row));
    expect(
      record.indicators.map(({ path, unit, column, cell }) => [path, unit, column, cell.status, cell.raw?.trim()]),
    ).toEqual(
      rows.map((row) => {
        const raw = E2_FIGURES[row.key] ?? '0';
        return [`e2.${row.key}`, row.unit, 'year', raw === '' ? 'blank' : 'value', raw];
      }),
    );
    expect(record.cells).toEqual({});
    const sums = record.checks.filter(({ id }) => ['R5', 'R6', 'R7', 'U5'].includes(id));
    expect(sums.map(({ id, scope, status, blankPolicy }) => [id, scope, status, blankPolicy])).toEqual([
      ['R6', 'requests.received', 'pass', 'none'],
      ['R6', 'replies.total', 'pass', 'none'],
      ['R6', 'replies.refused', 'pass', 'none'],
      ['R6', 'requests.closed', 'pass', 'none'],
      ['R6', 'review.total', 'pass', 'none'],
      ['R6', 'litigation.total', 'pass', 'none'],
      ['R6', 'org.staff', 'pass', 'none'],
      ['U5', 'replies', 'pass', 'none'],
    ]);
    expect(states(record)).toMatchObject({ overview: 'present', proactive: 'present', requests: 'present' });
    expect(JSON.stringify(record.indicators)).not.toContain('填报人');
  });
});

describe('lines of the national table', () => {
  test('of a province keep their printed label, and say that the form has none such', () => {
    const lines = nationalLines(E2_FIGURES, {
      'proactive.normative_made': [
        ['主动公开机构领导、机构设置及人事信息', '条', '12'],
        ['财政预决算、财政专项经费和“三公”经费信息', '条', '7'],
      ],
    });
    const reading = read(nationalTable(lines));
    expect(figure(reading, 'e2.ext.主动公开机构领导、机构设置及人事信息')?.cell.value).toBe(12);
    expect(reading.indicators).toHaveLength(60);
    expect(reading.codes.filter((code) => code === 'extra_row')).toHaveLength(2);
    expect(figure(reading, 'e2.channel.website')?.cell.value).toBe(100);
  });

  test('give one figure for each column of figures, called as its header prints it', () => {
    const lines = nationalLines().map((line) => [...line, line[2] === '——' ? '——' : '1', line[2] === '——' ? '——' : '']);
    const table = tableOf([
      '统计指标|单位|区政府统计数|区直单位统计数|乡镇街道统计数',
      ...lines.map((line) => line.join('|')),
    ]);
    const reading = read(table);
    expect(reading.template.detected).toBe('E2');
    expect(figure(reading, 'e2.requests.received', '区政府统计数')?.cell.value).toBe(9);
    expect(figure(reading, 'e2.requests.received', '区直单位统计数')?.cell.value).toBe(1);
    expect(figure(reading, 'e2.requests.received', '乡镇街道统计数')?.cell.status).toBe('blank');
  });

  test('stand below a head of two rows', () => {
    const lines = nationalLines().map((line) => `${line.join('|')}|3`);
    const reading = read(tableOf(['统计指标^2|单位^2|统计数>2', '区政府|区直单位', ...lines]));
    expect(new Set(reading.indicators.map((one) => one.column))).toEqual(new Set(['区政府', '区直单位']));
    expect(figure(reading, 'e2.replies.total', '区政府')?.cell.value).toBe(9);
    expect(figure(reading, 'e2.replies.total', '区直单位')?.cell.value).toBe(3);
  });

  test('are read on below a page break that repeats the head, and in a block that goes on without it', () => {
    const lines = nationalLines();
    const repeated = [...lines.slice(0, 20), ['统计指标', '单位', '统计数'], ...lines.slice(20)];
    expect(read(nationalTable(repeated)).indicators).toHaveLength(58);
    const rest = tableOf(
      lines.slice(46).map((line) => line.join('|')),
      { block: 1 },
    );
    const split = read(nationalTable(lines.slice(0, 46)), rest);
    expect(split.indicators).toHaveLength(58);
    expect(figure(split, 'e2.litigation.corrected')?.cell).toMatchObject({ value: 2, at: { block: 1 } });
  });

  test('with the same label count only below their own heading', () => {
    const lines = nationalLines({ ...E2_FIGURES, 'review.corrected': '4', 'litigation.corrected': '5' });
    const reading = read(nationalTable(lines));
    expect(figure(reading, 'e2.review.corrected')?.cell.value).toBe(4);
    expect(figure(reading, 'e2.litigation.corrected')?.cell.value).toBe(5);
    const garbled = lines.map(([label = '', ...rest]) => [
      label.includes('行政诉讼') ? '五、诉讼件次' : label,
      ...rest,
    ]);
    const unsure = read(nationalTable(garbled));
    expect(figure(unsure, 'e2.review.corrected')?.cell.value).toBe(4);
    expect(figure(unsure, 'e2.litigation.corrected')).toBeUndefined();
    expect(figure(unsure, 'e2.ext.（二）被依法纠错数')?.cell.value).toBe(5);
  });

  test('print their amount in the unit beside it, and another unit than the form’s is flagged', () => {
    const reading = read(nationalTable());
    expect(figure(reading, 'e2.fees_wan')).toMatchObject({
      unit: '万元',
      cell: { value: 0.05, unit: '万元', yuan: '500' },
    });
    const other = nationalLines().map(([label = '', unit = '', value = '']) => [
      label,
      label.startsWith('七、') ? '元' : unit,
      value,
    ]);
    expect(figure(read(nationalTable(other)), 'e2.fees_wan')?.cell).toMatchObject({
      yuan: '0.05',
      flags: ['unit_conflict'],
    });
  });

  test.each([
    ['', 'blank', null],
    ['——', 'placeholder', null],
    ['无', 'placeholder', null],
    ['〃', 'text', null],
    ['12O', 'text', null],
    ['1,204', 'value', 1204],
  ])('keep "%s" as %s', (printed, status, value) => {
    const reading = read(nationalTable(nationalLines({ ...E2_FIGURES, 'proactive.total': printed })));
    expect(figure(reading, 'e2.proactive.total')?.cell).toMatchObject({ raw: printed, status, value });
  });

  test('that print dashes for unit and figure keep them; only headings and unknown lines are then no figures', () => {
    const lines = nationalLines(E2_FIGURES, {
      complaints: [
        ['本地事项', '——', '——'],
        ['本地热线', '', ''],
      ],
    });
    const dashed = lines.map(([label = '', ...rest]) =>
      label.startsWith('四、') ? [label, '——', '——'] : [label, ...rest],
    );
    const reading = read(nationalTable(dashed));
    expect(figure(reading, 'e2.review.total')?.cell).toMatchObject({ status: 'placeholder', raw: '——' });
    expect(figure(reading, 'e2.ext.本地事项')).toBeUndefined();
    expect(figure(reading, 'e2.ext.本地热线')?.cell.status).toBe('blank');
    expect(reading.indicators).toHaveLength(59);
    const empty = nationalLines().map(([label = '', ...rest]) =>
      rest[0] === '——' ? [label, '', ''] : [label, ...rest],
    );
    expect(read(nationalTable(empty)).indicators).toHaveLength(58);
  });

  test('that should only head others and print a figure keep it under their label', () => {
    const lines = nationalLines().map(([label = '', ...rest]) =>
      label.startsWith('八、') ? [label, '项', '6'] : [label, ...rest],
    );
    expect(figure(read(nationalTable(lines)), 'e2.ext.八、机构建设和保障经费情况')?.cell.value).toBe(6);
  });

  test('in a table without a column of units keep blank figures too', () => {
    const reading = read(
      tableOf(['统计指标|统计数', ...nationalLines().map(([label = '', , value = '']) => `${label}|${value}`)]),
    );
    expect(figure(reading, 'e2.channel.other')?.cell.status).toBe('blank');
    expect(figure(reading, 'e2.requests.received')).toMatchObject({ unit: null, cell: { value: 9 } });
    expect(figure(reading, 'e2.fees_wan')?.cell).toMatchObject({ value: 0.05, yuan: null, flags: ['unit_missing'] });
  });

  test('take the unit above where a ditto mark stands', () => {
    const lines = nationalLines().map(([label = '', unit = '', value = '']) => [
      label,
      label.startsWith('2.政府网站公开') ? '〃' : unit,
      value,
    ]);
    expect(figure(read(nationalTable(lines)), 'e2.channel.website')?.unit).toBe('条');
  });

  test('that lost a cell are refused, never shifted', () => {
    const lines = nationalLines().map((line) =>
      line[0]?.startsWith('（二）申请办结') === true ? [line[0], line[2] ?? ''] : line,
    );
    for (const fidelity of ['spans', 'cells', 'flattened'] as const) {
      const reading = read({ ...nationalTable(lines), fidelity });
      expect(figure(reading, 'e2.requests.closed')).toMatchObject({
        unit: null,
        cell: { status: 'unreadable', value: null },
      });
      expect(reading.codes).toContain('row_refused');
    }
  });

  test('are read in the order of the form where the table has no head, and say so', () => {
    const reading = read(tableOf(nationalLines().map((line) => line.join('|'))));
    expect(reading.template.detected).toBe('E2');
    expect(figure(reading, 'e2.requests.received')?.cell).toMatchObject({ value: 9, flags: ['columns_by_order'] });
  });

  test('printed twice stay twice, flagged; a whole table printed twice is read once', () => {
    const lines = [...nationalLines(), ['六、举报投诉数量', '件', '3']];
    const reading = read(nationalTable(lines));
    const complaints = reading.indicators.filter((one) => one.path === 'e2.complaints');
    expect(complaints.map((one) => [one.cell.value, one.cell.flags])).toEqual([
      [0, ['duplicate_row']],
      [3, ['duplicate_row']],
    ]);
    const twice = read(nationalTable(), nationalTable(nationalLines(), 1));
    expect(twice.indicators).toHaveLength(58);
    expect(twice.codes).toEqual(['table_repeated']);
  });

  test('stand beside the tables of a later form without being lost', () => {
    const reading = read(
      tableTwoE4('0|0|0', '0|0|0', ['1', '2', '3', '0']),
      tableThree('E4', {}, 1),
      tableFour(Array.from({ length: 15 }, () => '0').join('|'), 2),
      nationalTable(nationalLines(), 3),
    );
    expect(reading.template.detected).toBe('E4');
    expect(reading.indicators).toHaveLength(58);
    expect(reading.codes).toContain('indicators_beside_form');
  });
});

describe('local tables', () => {
  test.each([
    [L1_SHANGHAI, '指标名称|计量单位|代码|统计数', 1],
    [L2_DINGXI, '指标名称|计量单位|代码|本期实际|本年累计', 2],
  ])(
    '$variant is told by its labels and codes, and keeps each line under those it is part of',
    (form, head, columns) => {
      const lines = form.rows.map((row, index) =>
        [row.label, row.unit ?? '', row.key, ...Array.from({ length: columns }, () => String(index))].join('|'),
      );
      const reading = read(tableOf([head, ...lines]));
      expect(reading.template).toEqual({ detected: 'L', variant: form.variant });
      expect(reading.indicators).toHaveLength(form.rows.length * columns);
      const last = form.rows.findLast((row) => row.parent !== null);
      const found = reading.indicators.find((one) => one.code === last?.key);
      expect(found?.path.endsWith(`> ${last?.label}`)).toBe(true);
      expect(found?.cell.value).toBe(form.rows.findIndex((row) => row === last));
      expect(new Set(reading.indicators.map((one) => one.column))).toEqual(
        new Set(columns === 1 ? ['year'] : ['current', 'year']),
      );
    },
  );

  test('of Shanghai: 邮寄费 is two lines, told by their codes', () => {
    const reading = read(
      tableOf([
        '指标名称|计量单位|代码|统计数',
        ...L1_SHANGHAI.rows.map((row) => `${row.label}|${row.unit}|${row.key}|${row.key === '45' ? '8' : '0'}`),
      ]),
    );
    expect(reading.indicators.filter((one) => one.label === '邮寄费').map((one) => [one.path, one.cell.yuan])).toEqual([
      ['收取费用总额 > 主动公开信息收费总数 > 邮寄费', '0'],
      ['收取费用总额 > 依申请提供信息收取费用 > 邮寄费', '8'],
    ]);
  });

  test('of a place that is not known keep their lines too', () => {
    const reading = read(tableOf(['指标名称|单位|2010年', '主动公开数|条|5', '其中：网站|条|3', '复议数|件|']));
    expect(reading.template).toEqual({ detected: 'L', variant: null });
    expect(reading.indicators.map((one) => [one.path, one.column, one.cell.value])).toEqual([
      ['主动公开数', 'year', 5],
      ['主动公开数 > 网站', 'year', 3],
      ['复议数', 'year', null],
    ]);
  });

  test('with two years side by side never fold them', () => {
    const reading = read(tableOf(['指标名称|计量单位|2009年度|2010年度', '主动公开信息数|条|5|6']));
    expect(reading.indicators.map((one) => [one.column, one.cell.value])).toEqual([
      ['2009年度', 5],
      ['2010年度', 6],
    ]);
  });

  test('printed in two halves give both', () => {
    const reading = read(
      tableOf(['指标名称|计量单位|本年度|指标名称|计量单位|本年度', '申请数|件|5|复议数|件|1', '答复数|件|4||| ']),
    );
    expect(reading.indicators.map((one) => [one.path, one.cell.value])).toEqual([
      ['申请数', 5],
      ['答复数', 4],
      ['复议数', 1],
    ]);
  });
});

test.each<[string, string[], (number | null)[]]>([
  ['numbers', ['一、甲', '（一）乙', '1.丙', '2.丁', '（二）戊', '二、己'], [null, 0, 1, 1, 0, null]],
  ['其中', ['总数', '其中：1.甲', '2.乙', '复议数'], [null, 0, 0, null]],
  ['其中 and what follows it', ['4.不同意', '其中：国家秘密', '商业秘密', '5.其他'], [null, 0, 0, null]],
  ['indentation', ['总数', '\u3000\u3000网站', '\u3000\u3000公报', '复议数'], [null, 0, 0, null]],
])('labels are nested by %s', (_, labels, parents) => {
  expect(nestLabels(labels)).toEqual(parents);
});
