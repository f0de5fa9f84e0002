import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { readDocument } from '../../extractors/read.ts';
import type { Block } from '../../model/document.ts';
import { INDICATOR_FORMS } from '../../model/templates/indicator-forms.ts';
import { readCells } from '../../normalizer/cells.ts';
import { fittingForms } from '../../normalizer/detect.ts';
import { normalizeReport } from '../../normalizer/normalize.ts';
import { buildSite } from '../../sample/site.ts';
import { describeWithShared, shared } from '../shared.ts';
import { flatten, tableFour, tableThree, tableTwoE4 } from './form-tables.ts';
import { read, tableOf } from './gold-cells.ts';
import { documentOf, inputOf, recordOf, states } from './record-documents.ts';
import {
  nationalDocx,
  nationalHtml,
  nationalLines,
  nationalPdf,
  nationalTable,
  nationalText,
} from './statistics-paper.ts';

async function documentAt(bytes: Uint8Array, name: string) {
  return (await readDocument(bytes, { url: `file:${name}`, name })).value;
}

function built(...blocks: Block[]) {
  return { ...documentOf([]), blocks };
}

const ZEROS = Array.from({ length: 15 }, () => '0').join('|');
const E3_TWO = tableOf([
  '第二十条第（一）项>4',
  '信息内容|本年新制作数量|本年新公开数量|对外公开总数量',
  '规章|0|0|0',
  '规范性文件|1|1|9',
]);

describeWithShared('every gold document fits one form and no other', () => {
  const Gold = z.object({ template: z.string() });
  const named = (id: string) => Gold.parse(JSON.parse(readFileSync(shared('gold', `${id}.json`), 'utf8'))).template;
  const seeds = readdirSync(shared('seeds')).map((name) => [`seed${name.slice(0, 3)}`, shared('seeds', name)] as const);
  const rebuilt = ['000', '001', '002', '003', '004'].flatMap((seed) =>
    ['clean.html', 'wordpaste.html', 'report.docx', 'report.pdf'].map(
      (file) => [`seed${seed}`, shared('documents', seed, file)] as const,
    ),
  );
  const real = [
    'hongze2024.pdf',
    'pingtan2019.html',
    'pingtan2022.html',
    'pingtan2011x.txt',
    'pingtan2014.txt',
    'pingtan2017.txt',
  ].map((file) => [file.replace(/\..*$/u, ''), shared('documents', 'real', file)] as const);
  test.each([...seeds, ...rebuilt, ...real])('%s: %s', async (id, path) => {
    const document = await documentAt(readFileSync(path), path.split('/').at(-1) ?? path);
    expect(fittingForms(document)).toEqual([named(id)]);
    expect(readCells(document).template.detected).toBe(named(id));
  });
});

describe('every document that is made for tests fits one form and no other', () => {
  test('reports of the sample portal', async () => {
    const site = await buildSite();
    let reports = 0;
    for (const [path, { bytes }] of site) {
      if (!/\.(?:s?html?|docx|pdf)$/u.test(path)) continue;
      const document = await documentAt(bytes, path.split('/').at(-1) ?? path);
      const fitting = fittingForms(document);
      expect([path, fitting.length]).toEqual([path, Math.min(fitting.length, 1)]);
      reports += fitting.length;
    }
    expect(reports).toBeGreaterThan(20);
  });

  test.each<[string, () => Promise<Uint8Array> | Uint8Array | string]>([
    ['national.html', nationalHtml],
    ['national.docx', nationalDocx],
    ['national.txt', nationalText],
    ['national.pdf', nationalPdf],
  ])('%s', async (name, make) => {
    const made = await make();
    const bytes = typeof made === 'string' ? new TextEncoder().encode(made) : made;
    expect(fittingForms(await documentAt(bytes, name))).toEqual(['E2']);
  });

  test.each(INDICATOR_FORMS.filter((form) => form.id === 'L' && form.rows.length > 0))('$variant', (form) => {
    const lines = form.rows.map((row) => `${row.label}|${row.unit}|${row.key}|0`);
    expect(fittingForms(built(tableOf(['指标名称|计量单位|代码|本年累计', ...lines])))).toEqual(['L']);
  });

  test.each<[string, Block[], string]>([
    [
      'tables of 2021',
      [tableTwoE4('0|0|0', '0|0|0', ['1', '2', '3', '0']), tableThree('E4', {}, 1), tableFour(ZEROS, 2)],
      'E4',
    ],
    [
      'tables of 2021, flattened',
      [flatten(tableTwoE4('0|0|0', '0|0|0', ['1', '2', '3', '0'])), flatten(tableThree('E4', {}, 1))],
      'E4',
    ],
    ['tables of 2019', [E3_TWO, tableThree('E3', {}, 1), tableFour(ZEROS, 2)], 'E3'],
    ['the national table', [nationalTable()], 'E2'],
  ])('%s', (_, blocks, form) => {
    expect(fittingForms(built(...blocks))).toEqual([form]);
  });

  test('the test itself notices a document that fits two', () => {
    expect(fittingForms(built(E3_TWO, tableThree('E4', {}, 1)))).toEqual(['E3', 'E4']);
    const both = tableOf(['指标名称|计量单位|统计数', ...nationalLines().map((line) => line.join('|'))]);
    expect(fittingForms(built(both))).toEqual(['E2', 'L']);
  });
});

describe('mixed and misused forms', () => {
  test('table 2 of 2019 with table 3 of 2021 is mixed, with the cells of both', () => {
    const reading = read(E3_TWO, tableThree('E4', { new_received: '2|0|0|0|0|0|2' }, 1), tableFour(ZEROS, 2));
    expect(reading.template.detected).toBe('mixed');
    expect(reading.value('t2.art20_1.normative_docs.total_disclosed')).toBe(9);
    expect(reading.value('t3.new_received.total')).toBe(2);
    expect(reading.cell('t3.result.other_processing.no_correction.total')?.status).toBe('value');
    expect(reading.cell('t2.art20_1.normative_docs.in_force')?.status).toBe('row_missing');
    expect(reading.cell('t3.result.other_processing.total')?.status).toBe('row_missing');
  });

  test('a national table under the head of a local one is the national table', () => {
    const reading = read(tableOf(['指标名称|计量单位|统计数', ...nationalLines().map((line) => line.join('|'))]));
    expect(reading.template).toEqual({ detected: 'E2', variant: null });
    expect(reading.indicators).toHaveLength(58);
  });

  test('the form of 2014 in a report of 2019 is read, and said to be the wrong one', () => {
    const text = [
      '云禾县教育局2019年政府信息公开工作年度报告',
      '一、总体情况',
      '略。',
      '二、主动公开政府信息情况',
      '略。',
    ];
    const rows = [['统计指标', '单位', '统计数'], ...nationalLines()];
    const record = recordOf(normalizeReport(inputOf(documentOf([...text, rows], { title: text[0] ?? '' }))));
    expect(record.template).toMatchObject({ detected: 'E2', expected: 'E3', mismatch: true });
    expect(record.indicators).toHaveLength(58);
    expect(record.notices.map(({ code }) => code)).toContain('template_year_mismatch');
  });
});

describe('tables out of their place', () => {
  const two = tableTwoE4('0|0|0', '1|0|7', ['1', '2', '3', '0']);
  const three = tableThree('E4', { new_received: '2|0|0|0|0|0|2' });
  const words = [
    '云禾县教育局2023年政府信息公开工作年度报告',
    '一、总体情况',
    '认真公开。',
    '二、主动公开政府信息情况',
    '三、收到和处理政府信息公开申请情况',
    '四、政府信息公开行政复议、行政诉讼情况',
    '五、存在的主要问题及改进情况',
    '有待改进。',
    '六、其他需要报告的事项',
    '无。',
  ];
  const recordFrom = (pieces: (string | Block)[]) => {
    const blocks = pieces.map((piece, block): Block =>
      typeof piece === 'string' ? { kind: 'paragraph', text: piece, at: { block } } : piece,
    );
    return recordOf(normalizeReport(inputOf({ ...documentOf([], { title: words[0] ?? '' }), blocks })));
  };

  test('a table in the wrong section is read by its words, and the section it was taken from says that it is empty', () => {
    const record = recordFrom([...words.slice(0, 5), two, three, words[5] ?? '', tableFour(ZEROS), ...words.slice(6)]);
    expect(record.cells['t2.art20_1.normative_docs.in_force']?.value).toBe(7);
    expect(record.cells['t3.new_received.total']?.value).toBe(2);
    expect(states(record)).toMatchObject({ proactive: 'empty', requests: 'present', review_litigation: 'present' });
  });

  test('all tables in an annex behind the last section are read too', () => {
    const record = recordFrom([...words, '附表', two, three, tableFour(ZEROS)]);
    expect(record.cells['t2.art20_1.normative_docs.in_force']?.value).toBe(7);
    expect(record.cells['t3.new_received.total']?.value).toBe(2);
    expect(record.cells['t4.review.total']?.value).toBe(0);
  });

  test('text between the parts of a table, and behind it, stays with its section and changes no figure', () => {
    const rows = two.rows;
    const first = { ...two, rows: rows.slice(0, 4) };
    const rest = { ...two, rows: rows.slice(4) };
    const record = recordFrom([
      ...words.slice(0, 4),
      '该部分以表格形式报告。表格如下:',
      first,
      '其中，新公开3件。',
      rest,
      '以上数据截至年底。',
      words[4] ?? '',
      three,
      words[5] ?? '',
      tableFour(ZEROS),
      ...words.slice(6),
    ]);
    expect(record.cells['t2.art20_1.normative_docs.in_force']?.value).toBe(7);
    expect(record.cells['t2.art20_6.penalty.decisions']?.value).toBe(2);
    const proactive = record.sections.find(({ key }) => key === 'proactive');
    expect(proactive?.text).toBe('该部分以表格形式报告。表格如下:\n其中，新公开3件。\n以上数据截至年底。');
    expect(record.extraRows).toEqual([]);
  });
});

test('a report in words alone keeps its sections by the law’s items, and the legacy ones by their own keys', () => {
  const pieces = [
    '云禾县2010年政府信息公开工作年度报告',
    '一、概述',
    '我县认真公开。',
    '二、主动公开政府信息情况',
    '公开信息120条。',
    '三、依申请公开和不予公开政府信息情况',
    '收到申请2件。',
    '四、咨询处理情况',
    '接受咨询30人次。',
    '五、政府信息公开的收费及减免情况',
    '未收费。',
    '六、因政府信息公开申请行政复议、提起行政诉讼的情况',
    '无。',
    '七、政府信息公开工作存在的主要问题及改进情况',
    '有待改进。',
    '八、其他需要报告的事项',
    '无。',
    '附：说明和指标统计表',
    '略',
  ];
  const record = recordOf(normalizeReport(inputOf(documentOf(pieces, { title: pieces[0] ?? '' }))));
  expect(record.template).toMatchObject({ detected: 'E1', expected: 'E1', mismatch: false });
  expect(record.sections.map(({ key, state }) => [key, state])).toEqual([
    ['overview', 'present'],
    ['proactive', 'present'],
    ['requests', 'present'],
    ['legacy_consulting', 'present'],
    ['legacy_fees', 'present'],
    ['review_litigation', 'none_stated'],
    ['problems', 'present'],
    ['other', 'none_stated'],
    ['legacy_annex', 'present'],
  ]);
});

test('an archive that ran a narrative report together still shows the law’s items', () => {
  const text =
    '云禾县2009年政府信息公开工作年度报告 一、概述 我县认真公开，成立了工作机构，完善了公开制度，及时更新公开指南。二、主动公开政府信息情况 2009年公开信息120条，通过政府网站公开100条，其余通过其他方式公开。三、依申请公开政府信息情况 2009年收到申请2件，全部按时办结并答复了申请人，没有逾期答复的情况。四、政府信息公开的收费及减免情况 2009年没有收取任何费用，也没有减免费用的情况发生，各单位严格执行规定。';
  expect(read({ kind: 'paragraph', text, at: { block: 0 } }).template.detected).toBe('E1');
});
