import { describe, expect, test } from '@jest/globals';
import { linesOf } from '../../normalizer/lines.ts';
import { readSections, type TablePlace } from '../../normalizer/sections.ts';
import { saysNothing } from '../../normalizer/nothing.ts';
import { documentOf, type Piece } from './record-documents.ts';

const TABLE = [['信息内容', '1']];

function read(pieces: readonly Piece[], tables: TablePlace[] = []) {
  return readSections(linesOf(documentOf(pieces).blocks), tables);
}

function shown(pieces: readonly Piece[], tables: TablePlace[] = []) {
  return read(pieces, tables).sections.map(({ section }) => [section.key, section.number, section.state]);
}

describe('headings', () => {
  test('all six keys are always there, absent ones without heading, place and order', () => {
    const { sections } = read(['一、总体情况', '我局认真公开。']);
    expect(sections.map(({ section }) => section.key).toSorted()).toEqual(
      ['other', 'overview', 'problems', 'proactive', 'requests', 'review_litigation'].toSorted(),
    );
    const other = sections.find(({ section }) => section.key === 'other')?.section;
    expect(other).toEqual({
      key: 'other',
      heading: null,
      number: null,
      order: -1,
      state: 'absent',
      text: null,
      at: null,
    });
  });

  test.each([
    ['一、2020年总体工作情况', 'overview'],
    ['一、主要工作概述', 'overview'],
    ['二、行政机关主动公开政府信息情况', 'proactive'],
    ['三、政府信息依申请公开工作情况', 'requests'],
    ['三、行政机关收到和处理政府信息公开申请的情况', 'requests'],
    ['四、政府信息公开行政法复议、行政诉讼情况', 'review_litigation'],
    ['五、复议、诉讼和申诉情况', 'review_litigation'],
    ['五、政府信息公开工作存在的主要问题及改进情况', 'problems'],
    ['六、其它需要报告的事项', 'other'],
    ['四、政府支出和收费情况', 'legacy_fees'],
    ['四、咨询处理情况', 'legacy_consulting'],
    ['二、回应解读情况', 'legacy_response'],
    ['八、机构建设和保障经费情况', 'legacy_staff'],
    ['九、政府信息公开会议和培训情况', 'legacy_training'],
    ['六、平潭综合实验区政府信息公开情况统计表', 'legacy_annex'],
  ])('"%s" opens %s', (heading, key) => {
    expect(read([heading, '有内容。']).sections[0]?.section).toMatchObject({ key, heading, state: 'present' });
  });

  test('a heading that runs on into its paragraph is cut from it', () => {
    const [first] = read([
      '一、总体情况2020年，我局认真贯彻落实条例，依法公开。',
      '二、主动公开政府信息情况。2020年公开信息3条。',
    ]).sections;
    expect(first?.section).toMatchObject({ heading: '一、总体情况', text: '2020年，我局认真贯彻落实条例，依法公开。' });
    const second = read(['二、主动公开政府信息情况。2020年公开信息3条。']).sections[0]?.section;
    expect(second).toMatchObject({
      key: 'proactive',
      heading: '二、主动公开政府信息情况。',
      text: '2020年公开信息3条。',
    });
  });

  test('a sentence of the preface that lists the sections opens none of them', () => {
    const list = '全文包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、存在的主要问题及改进情况。';
    expect(shown([list, '一、总体情况', '我局。'])[0]).toEqual(['overview', '一', 'present']);
    expect(read([list, '一、总体情况', '我局。']).preface.map((line) => line.text)).toEqual([list]);
    const numbered = '报告由一、总体情况；二、主动公开政府信息情况；三、其他需要报告的事项组成。';
    expect(shown([numbered]).every(([, , state]) => state === 'absent')).toBe(true);
  });

  test('a table of contents opens no section', () => {
    const titles = ['一、总体情况', '二、主动公开政府信息情况', '三、收到和处理政府信息公开申请情况'];
    const contents = titles.map((title, page) => `${title}……${page + 1}`);
    const { sections } = read(['目录', ...contents, ...titles.flatMap((title) => [title, '本节正文。'])]);
    expect(sections.slice(0, 3).map(({ section }) => section.text)).toEqual(['本节正文。', '本节正文。', '本节正文。']);
  });

  test('a whole report in one paragraph is cut at its headings', () => {
    const long = '本节叙述全年工作，说明主动公开的范围、数量与渠道，并列出主要数据。';
    const flat = `前言…（略）…一、概述${long}二、主动公开政府信息情况（一）数量${long}三、政府信息依申请公开工作情况${long}`;
    expect(shown([flat]).slice(0, 3)).toEqual([
      ['overview', '一', 'present'],
      ['proactive', '二', 'present'],
      ['requests', '三', 'present'],
    ]);
  });

  test('numbered points inside a section stay in it', () => {
    const result = read([
      '五、存在的主要问题及改进情况',
      '一、存在的问题',
      '公开不够及时。',
      '二、改进措施',
      '加强培训。',
    ]);
    expect(result.sections.filter(({ section }) => section.state !== 'absent')).toHaveLength(1);
    expect(result.sections[0]?.section.text).toContain('加强培训。');
  });

  test('an unknown heading in its turn is told and its text kept', () => {
    const result = read(['一、概述', '我局。', '二、政务热线运行', '热线通畅。']);
    expect(result.notices.map(({ code }) => code)).toEqual(['unknown_heading']);
    expect(result.sections[0]?.section.text).toContain('热线通畅。');
  });
});

test('H6 lost heading numbers', () => {
  const lines = [
    '总体情况',
    '概要。',
    '主动公开',
    '1.政府网站公开130条。',
    '依申请公开',
    '收到4件。',
    '（三）政府信息管理',
    '审核。',
  ];
  const { sections } = read([...lines, '二、主动公开政府信息情况', TABLE, '三、收到和处理政府信息公开申请情况', TABLE]);
  expect(sections.slice(0, 3).map(({ section }) => [section.key, section.heading, section.number])).toEqual([
    ['overview', '总体情况', null],
    ['proactive', '二、主动公开政府信息情况', '二'],
    ['requests', '三、收到和处理政府信息公开申请情况', '三'],
  ]);
  expect(sections[0]?.section.text).toBe(lines.slice(1).join('\n'));
});

test('H7 renamed and misnumbered sections', () => {
  const headings = [
    '一、概述',
    '    二、主动公开政府信息情况\u00a0',
    '三、依申请公开办理情况',
    '四、政府信息公开的收费及减免情况',
    '因政府信息公开申请行政复议、提起行政诉讼的情况',
    '    六、主要问题及改进措施',
  ];
  expect(shown(headings.flatMap((heading) => [heading, '本节正文。']))).toEqual([
    ['overview', '一', 'present'],
    ['proactive', '二', 'present'],
    ['requests', '三', 'present'],
    ['legacy_fees', '四', 'present'],
    ['review_litigation', null, 'present'],
    ['problems', '六', 'present'],
    ['other', null, 'absent'],
  ]);
});

describe('what belongs to a section', () => {
  test('a table is content of its section, text behind it too', () => {
    const { sections } = read([
      '二、主动公开政府信息情况',
      TABLE,
      '本年新公开数量108条。',
      '三、依申请公开办理情况',
      TABLE,
    ]);
    expect(sections[0]?.section).toMatchObject({ state: 'present', text: '本年新公开数量108条。' });
    expect(sections[1]?.section).toMatchObject({ state: 'present', text: '' });
  });

  test('signature, date, page number and page furniture below the last section are none of it', () => {
    const closing = ['          抚远市生态环境局', '           2021年1月28日', '1', '责任编辑：管理员'];
    expect(read(['六、其他需要报告的事项', '无', ...closing]).sections[0]?.section).toMatchObject({
      state: 'none_stated',
      text: '无',
    });
    expect(read(['六、其他需要报告的事项', ...closing]).sections[0]?.section).toMatchObject({
      state: 'empty',
      text: '',
    });
  });

  test('a lost heading is taken from the place of its table, but a bare table proves nothing', () => {
    const result = read(
      ['一、总体情况', '我局。', TABLE, '二、收到和处理政府信息公开申请情况', TABLE],
      [
        { block: 2, table: 't2' },
        { block: 4, table: 't3' },
      ],
    );
    expect(result.sections[1]?.section).toMatchObject({
      key: 'proactive',
      heading: null,
      state: 'present',
      at: { block: 2 },
    });
    expect(result.notices.map(({ code }) => code)).toEqual(['heading_missing']);
    expect(shown([TABLE], [{ block: 0, table: 't3' }]).every(([, , state]) => state === 'absent')).toBe(true);
  });

  test.each([
    ['无', true],
    ['无。', true],
    ['暂无其他需要报告的事项。', true],
    ['我局无其他需要报告的事项。', true],
    ['2020年，本单位没有其他需要报告的事项', true],
    ['本年度无需要报告的其他事项。', true],
    ['2022年，无收取信息处理费情况。', false],
    ['本年度收取信息处理费0元，无其他需要报告的事项。', false],
    ['无。另，收到建议2条。', false],
  ])('"%s" says that there is nothing: %s', (text, nothing) => {
    expect(saysNothing(text)).toBe(nothing);
  });
});
