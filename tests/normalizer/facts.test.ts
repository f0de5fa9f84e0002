import { describe, expect, test } from '@jest/globals';
import type { Cell } from '../../model/record.ts';
import { readFacts } from '../../normalizer/facts.ts';
import { linesOf } from '../../normalizer/lines.ts';
import { readSections, type SectionReading } from '../../normalizer/sections.ts';
import { runSoftChecks } from '../../normalizer/soft-checks.ts';
import { documentOf } from './record-documents.ts';

function sectionsOf(text: string): SectionReading[] {
  return readSections(linesOf(documentOf(['一、总体情况', text]).blocks), []).sections;
}

function facts(text: string, year: number | null = 2020): (string | number | null)[][] {
  return readFacts(sectionsOf(text), year).map((fact) => [fact.key, fact.value, fact.unit]);
}

function cell(value: number | null): Cell {
  return {
    status: value === null ? 'blank' : 'value',
    value,
    raw: value === null ? '' : String(value),
    unit: null,
    at: null,
  };
}

function cellsOf(values: Record<string, number | null>): Record<string, Cell> {
  return Object.fromEntries(Object.entries(values).map(([path, value]) => [path, cell(value)]));
}

function check(text: string, values: Record<string, number | null>, year = 2024) {
  const sections = sectionsOf(text);
  return runSoftChecks(readFacts(sections, year), cellsOf(values), sections);
}

describe('numbers that the text states', () => {
  test.each([
    ['2020年共收到政府信息公开申请2件，1件不属于我单位。', [['requests_received', 2, '件']]],
    ['2020年收到依申请信息公开的事项4个。', [['requests_received', 4, '个']]],
    ['截至2020年底，我局收到2件信息公开申请，已回复。', [['requests_received', 2, '件']]],
    ['全年收到政府信息公开申请一件。', [['requests_received', 1, '件']]],
    ['全年收到政府信息公开申请两件。', [['requests_received', 2, '件']]],
    ['全年收到政府信息公开申请1,234件。', [['requests_received', 1234, '件']]],
    ['未收到自然人、法人或其他组织申请公开政府信息数。', [['requests_received', 0, null]]],
    [
      '本年度，我局未收到有关行政复议或行政诉讼。',
      [
        ['review', 0, null],
        ['litigation', 0, null],
      ],
    ],
    [
      '未收到有关政府信息公开的申请，未收到行政复议申请。',
      [
        ['requests_received', 0, null],
        ['review', 0, null],
      ],
    ],
    [
      '行政复议事项共0件；行政诉讼事项共0件，驳回0件。',
      [
        ['review', 0, '件'],
        ['litigation', 0, '件'],
      ],
    ],
    [
      '行政诉讼案件1件、行政复议案件2件，均已结案。',
      [
        ['review', 2, '件'],
        ['litigation', 1, '件'],
      ],
    ],
    [
      '行政复议、行政诉讼0件。',
      [
        ['litigation', 0, '件'],
        ['review', 0, '件'],
      ],
    ],
    [
      '结转下年度继续办理3件，上年结转2件。',
      [
        ['carried_in', 2, '件'],
        ['carried_out', 3, '件'],
      ],
    ],
    [
      '申请办理结果：予以公开5件，部分公开1件，不予公开2件。',
      [
        ['granted', 5, '件'],
        ['partial', 1, '件'],
        ['denied', 2, '件'],
      ],
    ],
    ['全年主动公开政府信息共计131条次。', [['disclosed_total', 131, '条次']]],
    ['收取信息处理费380元。', [['processing_fee', 380, '元']]],
  ])('"%s"', (text, expected) => {
    expect(facts(text)).toEqual(expected);
  });

  test.each([
    ['主动公开信息  条。'],
    ['收到政府信息公开申请100余件。'],
    ['收到政府信息公开申请近20件。'],
    ['2019年收到政府信息公开申请7件。'],
    ['自2008年以来收到政府信息公开申请70件。'],
    ['其中网上收到申请6件。'],
    ['收到信访申请9件。'],
    ['收到行政许可申请9件。'],
    ['未收到当面申请公开信息。'],
    ['没有逾期未答复的信息公开申请。'],
    ['对无正当理由大量反复申请的，不予处理。'],
    ['没有行政诉讼败诉案件。'],
    ['行政复议维持3件。'],
    ['行政复议、行政诉讼共5件。'],
    ['申请公开政府信息绝无收费。'],
  ])('"%s" states none', (text) => {
    expect(facts(text)).toEqual([]);
  });

  test('a fact keeps its sentence and its place', () => {
    const [fact] = readFacts(sectionsOf('前一句。全年收到政府信息公开申请2件，均已答复。后一句。'), 2020);
    expect(fact).toMatchObject({ quote: '全年收到政府信息公开申请2件，均已答复。', at: { block: 1 } });
  });
});

describe('text against table', () => {
  test('H16 two populations in one sentence', () => {
    const text = '2024年，全市备案的因政府信息公开引发的行政复议案件134件、行政诉讼案件57件。';
    const results = check(text, {
      't4.review.total': 170,
      't4.litigation_direct.total': 25,
      't4.litigation_after_review.total': 52,
    });
    expect(results).toEqual([
      {
        id: 'S1',
        scope: 'review',
        left: 134,
        right: 170,
        delta: -36,
        status: 'fail',
        blankPolicy: 'none',
        strength: 'soft',
        reason: 'population_qualifier:备案',
        cells: ['t4.review.total'],
      },
      {
        id: 'S1',
        scope: 'litigation',
        left: 57,
        right: 77,
        delta: -20,
        status: 'fail',
        blankPolicy: 'none',
        strength: 'soft',
        reason: 'population_qualifier:备案',
        cells: ['t4.litigation_direct.total', 't4.litigation_after_review.total'],
      },
    ]);
  });

  test('H17 "received" that includes carry-over', () => {
    const table = { 't3.new_received.total': 3525, 't3.carried_in.total': 121, 't3.result.total.total': 3521 };
    for (const text of ['2024年办理政府信息公开申请3646件。', '2024年共收到政府信息公开申请3646件。']) {
      expect(check(text, table)).toMatchObject([
        { scope: 'requests', status: 'pass', left: 3646, right: 3646, reason: 'with_carried_in' },
      ]);
    }
    expect(check('2024年办结政府信息公开申请3521件。', table)).toMatchObject([
      { scope: 'requests', status: 'pass', right: 3521 },
    ]);
    expect(check('2024年共收到政府信息公开申请3600件。', table)).toMatchObject([
      { scope: 'requests', status: 'fail', left: 3600, right: 3525, reason: 'text_differs' },
    ]);
  });

  test('H18 the text names the row where it says the group', () => {
    const text = '2019年申请办理结果中，无法提供265件。';
    const results = check(
      text,
      {
        't3.result.unable.not_held.total': 265,
        't3.result.unable.needs_creation.total': 12,
        't3.result.unable.still_unclear.total': 60,
      },
      2019,
    );
    expect(results).toMatchObject([
      {
        scope: 'unable',
        status: 'fail',
        left: 265,
        right: 337,
        reason: 'matches:t3.result.unable.not_held.total',
        strength: 'soft',
      },
    ]);
  });

  test('blank cells are counted as nothing only where another cell is filled', () => {
    const text = '2024年行政诉讼案件3件。';
    const some = { 't4.litigation_direct.total': 3, 't4.litigation_after_review.total': null };
    expect(check(text, some)).toMatchObject([{ status: 'pass', blankPolicy: 'zero' }]);
    const none = { 't4.litigation_direct.total': null, 't4.litigation_after_review.total': null };
    expect(check(text, none)).toMatchObject([
      { status: 'indeterminate', reason: 'all_blank', left: null, right: null, delta: null, blankPolicy: null },
    ]);
  });

  test('a text that agrees with the columns of a row is no contradiction to its misprinted total', () => {
    const columns = ['natural_person', 'business', 'research', 'public_interest_org', 'legal_service', 'other_org'];
    const row = Object.fromEntries(columns.map((column, at) => [`t3.new_received.${column}`, at === 0 ? 2 : 0]));
    const table = { ...row, 't3.new_received.total': 0, 't3.carried_in.total': 0 };
    expect(check('2024年收到政府信息公开申请2件。', table)).toMatchObject([{ status: 'pass', reason: 'row_sum' }]);
  });

  test('one of several statements that agrees is enough', () => {
    const text = '2024年收到政府信息公开申请5件。区办公室收到政府信息公开申请3件。';
    expect(check(text, { 't3.new_received.total': 5, 't3.carried_in.total': 0 })).toMatchObject([
      { status: 'pass', left: 5 },
    ]);
  });

  test('万源 2025: new 54 + carried 2 agrees with 56 in the text', () => {
    const table = { 't3.new_received.total': 54, 't3.carried_in.total': 2 };
    expect(check('2025年共受理政府信息公开申请56件。', table, 2025)).toMatchObject([{ status: 'pass', right: 56 }]);
  });
});

describe('lists in the text', () => {
  test.each([
    ['公开政务信息267条，其中，甲1条，乙4条；丙：丁56条，戊210条。', 267, 271, 'fail'],
    ['公开各类政府信息共计131条次。其中门户网站公开39条、微信公众号公开92篇。', 131, 131, 'pass'],
    ['公布政府信息10条，(其中甲类3条，乙类4条，丙类3条)', 10, 10, 'pass'],
  ])('"%s" adds up to %i against %i: %s', (text, left, right, status) => {
    expect(check(text, {}).filter(({ id }) => id === 'S2')).toMatchObject([
      { scope: 'disclosed', left, right, status, strength: 'soft' },
    ]);
  });

  test('one part of the whole is no list', () => {
    expect(check('公开政府信息325条（其中，文件解读2条），微博1464条。', {})).toEqual([]);
  });
});
