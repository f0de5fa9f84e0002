import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { readDocument } from '../../extractors/read.ts';
import type { Block, ExtractedDocument, Table } from '../../model/document.ts';
import { readCells } from '../../normalizer/cells.ts';
import { runChecks } from '../../normalizer/checks.ts';
import { describeWithShared, shared } from '../shared.ts';
import { tableOf } from './gold-cells.ts';

const HEAD = [
  '（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）^3>3|申请人情况>7',
  '自然人^2|法人或其他组织>5|总计^2',
  '商业企业|科研机构|社会公益组织|法律服务机构|其他',
];
const REQUESTS = [
  '一、本年新收政府信息公开申请数量>3|4|1|0|0|0|0|5',
  '二、上年结转政府信息公开申请数量>3|0|0|0|0|0|0|0',
  '三、本年度办理结果^3|（一）予以公开>2|3|1|0|0|0|0|4',
  '（六）其他处理>2|1|0|0|0|0|0|1',
  '（七）总计>2|4|1|0|0|0|0|5',
  '四、结转下年度继续办理>3|0|0|0|0|0|0|0',
];

/** The rows as a text stream shows them, some of them put right or wrong. */
function streamOf(changes: Record<string, string> = {}): Table {
  const rows = REQUESTS.map((line) => {
    const cells = line.split('|').map((cell) => cell.replace(/[\^>].*$/u, ''));
    const label = cells.slice(0, -7).join('');
    const key = Object.keys(changes).find((words) => label.endsWith(words));
    return [label, ...(key === undefined ? cells.slice(-7) : (changes[key] ?? '').split(' '))];
  });
  return tableOf(rows.map((row) => row.join('|')));
}

function read(stream: Table | null) {
  const blocks: Block[] = [tableOf([...HEAD, ...REQUESTS])];
  const document: ExtractedDocument = {
    sha256: '0'.repeat(64),
    format: 'pdf',
    extractor: 'test/1',
    meta: {},
    blocks,
    attachments: [],
    ...(stream === null ? {} : { readings: [{ name: 'stream', blocks: [stream] }] }),
  };
  const reading = readCells(document);
  return {
    ...reading,
    cell: (row: string, column: string) => reading.cells[`t3.${row}.${column}`],
    failed: runChecks(reading).filter((check) => check.status === 'fail'),
    messages: (code: string) => reading.notices.filter((notice) => notice.code === code).map(({ message }) => message),
  };
}

/** The fees of the form of 2021, whose column is in 万元, printed so in the grid and so in the stream. */
function readFees(grid: string, stream: string) {
  const rows = ['第二十条第（八）项>2', '信息内容|本年收费金额（单位：万元）', `行政事业性收费|${grid}`];
  return readTwice(rows, [`行政事业性收费|${stream}`]).cells['t2.art20_8.fees.amount'];
}

/** The amount of table 2 of the form of 2019, printed so in the grid and so in the stream. */
function readAmount(grid: string, stream: string) {
  const rows = ['第二十条第（九）项>3', '信息内容|采购项目数量|采购总金额', `政府集中采购|3|${grid}`];
  return readTwice(rows, [`政府集中采购|3|${stream}`]).cells['t2.art20_9.procurement.amount'];
}

function readTwice(grid: string[], stream: string[]) {
  const document: ExtractedDocument = {
    sha256: '0'.repeat(64),
    format: 'pdf',
    extractor: 'test/1',
    meta: {},
    blocks: [tableOf(grid)],
    attachments: [],
    readings: [{ name: 'stream', blocks: [tableOf(stream)] }],
  };
  return readCells(document);
}

describe('two readings of one table', () => {
  test('a cell that both read alike is confirmed', () => {
    const { cell, messages } = read(streamOf());
    expect(cell('new_received', 'natural_person')).toMatchObject({ value: 4, reading: 'confirmed' });
    expect(cell('carried_out', 'total')).toMatchObject({ value: 0, reading: 'confirmed' });
    expect(messages('readings_differ')).toEqual([]);
  });

  test('a document with one reading says nothing about readings', () => {
    expect(read(null).cell('new_received', 'natural_person')).not.toHaveProperty('reading');
  });

  test.each([
    ['has too few tokens', '4 1 0 0 0 5'],
    ['has too many tokens', '4 1 0 0 0 0 0 5'],
    ['stands twice', ''],
  ])('the stream abstains on a row that %s', (_, tokens) => {
    const stream = streamOf(tokens === '' ? {} : { 新收政府信息公开申请数量: tokens });
    const twice = tokens === '' ? { ...stream, rows: [...stream.rows, stream.rows[0] ?? []] } : stream;
    const { cell, messages } = read(twice);
    expect(cell('new_received', 'natural_person')).toMatchObject({ status: 'value', value: 4, reading: 'single' });
    expect(cell('carried_in', 'natural_person')).toMatchObject({ reading: 'confirmed' });
    expect(messages('readings_differ')).toEqual([]);
  });

  test.each([
    ['324000', 'value', 'single'],
    ['324000元', 'value', 'confirmed'],
    ['324000万元', 'unreadable', undefined],
    ['32400', 'unreadable', undefined],
  ])('an amount of 324000元 that the stream has as %s is %s, %s', (text, status, reading) => {
    const amount = readAmount('324000元', text);
    expect(amount?.status).toBe(status);
    expect(amount?.reading).toBe(reading);
  });

  test('a unit that the stream lost is not the unit of the column', () => {
    expect(readFees('3250元', '3250')).toMatchObject({ status: 'value', yuan: '3250', reading: 'single' });
    expect(readFees('3250元', '3250万元')).toMatchObject({ status: 'unreadable' });
  });

  test('the reading is chosen under which alone every sum over the cell holds', () => {
    const { cell, messages } = read(streamOf({ 予以公开: '8 1 0 0 0 0 4' }));
    expect(cell('result.granted', 'natural_person')).toMatchObject({ status: 'value', value: 3, reading: 'chosen' });
    expect(messages('reading_chosen')).toEqual([
      'Cell "t3.result.granted.natural_person" reads "3" in the grid and "8" in the text stream: the grid is taken, with which alone every sum holds',
    ]);
  });

  test('two differences in a row leave both cells unreadable, with both texts', () => {
    const { cell, messages } = read(streamOf({ 予以公开: '8 2 0 0 0 0 4' }));
    expect(cell('result.granted', 'natural_person')).toMatchObject({ status: 'unreadable', value: null, raw: '3' });
    expect(cell('result.granted', 'business')).toMatchObject({ status: 'unreadable', value: null, raw: '1' });
    expect(cell('result.granted', 'research')).toMatchObject({ status: 'value', reading: 'confirmed' });
    expect(messages('readings_differ')).toEqual([
      'Cell "t3.result.granted.natural_person" reads "3" in the grid and "8" in the text stream',
      'Cell "t3.result.granted.business" reads "1" in the grid and "2" in the text stream',
    ]);
  });

  test('a difference that no sum decides is unreadable', () => {
    const { cell } = read(
      streamOf({ 上年结转政府信息公开申请数量: '0 0 0 0 0 2 0', 结转下年度继续办理: '0 0 0 0 0 2 0' }),
    );
    expect(cell('carried_in', 'other_org')).toMatchObject({ status: 'unreadable' });
    expect(cell('carried_out', 'other_org')).toMatchObject({ status: 'unreadable' });
  });
});

describe('whose fault a failed sum is', () => {
  const wrong = REQUESTS.map((line) =>
    line.replace('（六）其他处理>2|1|0|0|0|0|0|1', '（六）其他处理>2|1|0|0|0|0|0|2'),
  );

  function failedOf(stream: string[]) {
    const rows = stream.map((line) => line.replaceAll(/[\^>]\d/gu, ''));
    const reading = readCells({
      sha256: '0'.repeat(64),
      format: 'pdf',
      extractor: 'test/1',
      meta: {},
      blocks: [tableOf([...HEAD, ...wrong])],
      attachments: [],
      readings: [{ name: 'stream', blocks: [tableOf(rows)] }],
    });
    expect(reading.cells['t3.result.other_processing.total']).toMatchObject({ status: 'value', value: 2 });
    return runChecks(reading).filter((check) => check.status === 'fail' && check.id === 'R1');
  }

  test('the source prints it so where both readings agree; the cell stays as it is', () => {
    expect(failedOf(wrong)).toMatchObject([{ scope: 'result.other_processing', reason: 'attribution:source' }]);
  });

  test('undecided where one reading abstains', () => {
    const short = wrong.map((line) => line.replace('（六）其他处理>2|1|0|0|0|0|0|2', '（六）其他处理>2|1|2'));
    expect(failedOf(short)).toMatchObject([{ reason: 'attribution:undecided' }]);
  });

  test('a possible misreading where a character recogniser read an operand', () => {
    const cells = Object.fromEntries(
      Object.entries(read(streamOf()).cells).map(([path, cell]) => [
        path,
        path === 't3.new_received.total' ? { ...cell, value: 6, flags: ['ocr_suspect'] } : cell,
      ]),
    );
    const failed = runChecks({ template: { detected: 'E3', variant: null }, cells }).filter(
      (check) => check.status === 'fail',
    );
    expect(failed.map((check) => check.reason)).toContain('attribution:possible_misreading');
  });
});

async function shares(path: string) {
  const { value } = await readDocument(readFileSync(path), { url: 'file:report' });
  const cells = Object.values(readCells(value).cells).filter((cell) => cell.raw !== null);
  const count = (reading: string) => cells.filter((cell) => cell.reading === reading).length;
  return { confirmed: count('confirmed') / cells.length, none: cells.length - count('confirmed') - count('single') };
}

describeWithShared('the readings of real and rebuilt reports', () => {
  test.each(['000', '001', '002', '003', '004'])(
    'every cell of the web pages of seed %s is confirmed',
    async (seed) => {
      for (const file of ['clean.html', 'wordpaste.html']) {
        expect(await shares(shared('documents', seed, file))).toEqual({ confirmed: 1, none: 0 });
      }
    },
  );

  // Rows with empty cells abstain in a PDF: seeds 003 and 004 are mostly blank.
  test.each([
    ['000/report.pdf', 0.95],
    ['001/nonembedded.pdf', 0.95],
    ['001/noborder.pdf', 0.95],
    ['002/report.pdf', 0.95],
    ['003/report.pdf', 0.1],
    ['004/largeprint.pdf', 0.05],
    ['real/hongze2024.pdf', 0.95],
  ])('%s: no dispute, and at least %d of the cells confirmed', async (file, least) => {
    const { confirmed, none } = await shares(shared('documents', file));
    expect(none).toBe(0);
    expect(confirmed).toBeGreaterThanOrEqual(least);
  });
});
