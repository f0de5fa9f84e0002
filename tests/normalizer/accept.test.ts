import { describe, expect, test } from '@jest/globals';
import type { ExtractedDocument } from '../../model/document.ts';
import { cellPaths } from '../../model/template.ts';
import { E3_2019 } from '../../model/templates/e3-2019.ts';
import { normalizeReport, type Normalized } from '../../normalizer/normalize.ts';
import { tableFour, tableThree } from './form-tables.ts';
import { documentOf, inputOf, recordOf, source, type Piece } from './record-documents.ts';

const SIX: Piece[] = [
  '一、总体情况',
  '我局认真公开信息，全年公开政府信息30条。',
  '二、主动公开政府信息情况',
  '公开30条。',
  '五、存在的主要问题及改进情况',
  '还有不足。',
];

function judged(pieces: readonly Piece[], more: Partial<ExtractedDocument> = {}): Normalized {
  return normalizeReport(inputOf(documentOf(pieces, more)));
}

/** A document whose only table is table 3 of 2019, filled or empty. */
function withTable(
  pieces: readonly Piece[],
  filled: boolean,
  more: Partial<ExtractedDocument> = {},
): ExtractedDocument {
  const paragraphs = documentOf(pieces, more);
  const block = paragraphs.blocks.length;
  const blank = Object.fromEntries(cellPaths(E3_2019).map(({ row }) => [row, '||||||']));
  const table = tableThree('E3', filled ? { new_received: '2|0|0|0|0|0|2' } : blank, block);
  return { ...paragraphs, blocks: [...paragraphs.blocks, table] };
}

function codeOf(result: Normalized): string {
  return result.kind === 'rejected' ? result.code : 'accepted';
}

describe('documents that look like a report and are not', () => {
  test.each([
    ['云河市政府网站工作年度报表（2020年）', 'website_report'],
    ['云河市政府信息公开工作年度报告制度', 'notice_or_rules'],
    ['关于报送2020年政府信息公开工作年度报告的通知', 'notice_or_rules'],
    ['政府信息公开工作年度报告格式', 'notice_or_rules'],
    ['政府信息公开工作年度报告编制模板（试行）', 'notice_or_rules'],
    ['一图读懂云河市2020年政府信息公开工作年度报告', 'derivative'],
    ['云河市2020年政府信息公开工作年度报告解读', 'derivative'],
    ['云河市2020年第三季度政府信息公开情况统计表', 'quarterly_form'],
    ['云河市2020年法治政府建设年度报告', 'other_yearly_report'],
    ['云河市教育局2020年部门决算公开', 'other_yearly_report'],
    ['云河市政府信息公开指南', 'notice_or_rules'],
    ['云河市召开全市教育工作会议', 'no_report_structure'],
    ['2020年云河市政府门户网站工作年度报表', 'website_report'],
    ['云河县人民政府网站2021年度工作年报', 'website_report'],
    ['云河区政府信息公开年度报告编制发布制度（试行）', 'notice_or_rules'],
    ['关于做好2020年政府信息公开年度报告编制发布工作的通知', 'notice_or_rules'],
    ['关于印发政府信息公开年报格式的函', 'notice_or_rules'],
    ['2020年政府信息公开工作年度报告编制工作方案', 'notice_or_rules'],
    ['云河市政府信息公开统计制度', 'notice_or_rules'],
    ['政府信息公开情况统计表（样表）', 'quarterly_form'],
    ['云河市2020年上半年政府信息公开工作报告', 'quarterly_form'],
    ['图解云河市教育局2020年政府信息公开工作年度报告', 'derivative'],
    ['云河市2020年政府信息公开年度报告统计分析', 'derivative'],
    ['云河市2020年政府信息依申请公开统计', 'no_report_structure'],
    ['2020年依申请公开受理情况', 'no_report_structure'],
    ['云河市教育局2020年政务公开工作总结', 'other_yearly_report'],
    ['云河市2020年政务公开工作要点落实情况', 'other_yearly_report'],
    ['云河市教育局关于2020年法治政府建设情况的年度报告', 'other_yearly_report'],
    ['云河市教育局2020年度部门预算公开', 'other_yearly_report'],
  ])('"%s" is rejected as %s', (title, code) => {
    const result = judged(['正文第一段。', '正文第二段。'], { title });
    expect(codeOf(result)).toBe(code);
    expect(result.kind === 'rejected' && result.why).toContain(title.slice(0, 4));
  });

  test('an empty form attached to a notice is rejected with the notice', () => {
    const landing = documentOf(['各县区：', '请于1月20日前报送。'], {
      title: '关于报送2020年政府信息公开工作年度报告的通知',
    });
    const form = withTable(['政府信息公开工作年度报告'], false, { format: 'docx' });
    const result = normalizeReport({ ...inputOf(landing), attachments: [source(form, 'http://a.test/form.docx')] });
    expect(codeOf(result)).toBe('notice_or_rules');
  });

  test('an empty form by itself is a blank form, a report with empty cells and figures in its text is not', () => {
    const title = '云河市教育局2020年政府信息公开工作年度报告';
    expect(codeOf(normalizeReport(inputOf(withTable(['××局××年'], false, { title }))))).toBe('blank_form');
    expect(codeOf(normalizeReport(inputOf(withTable(SIX, false, { title }))))).toBe('accepted');
  });

  test.each([
    [['一、收到申请情况', '全年收到依申请公开12件。', '二、办理情况', '办结12件。'], '云河市2020年依申请公开情况统计'],
    [['2020年1—12月，共受理政府信息公开申请12件，均已答复。'], '政府信息依申请公开年度统计'],
  ])('statistics of requests without the sections of a report: %j', (pieces, title) => {
    expect(codeOf(judged(pieces, { title }))).toBe('no_report_structure');
  });

  test.each(['政府信息公开情况统计表（2020年第一季度）', '2020年二季度政府信息公开统计表'])(
    'a quarterly table "%s" is rejected though its cells are filled',
    (title) => expect(codeOf(normalizeReport(inputOf(withTable([], true, { title }))))).toBe('quarterly_form'),
  );

  test.each([
    '云河市政府网站管理办公室2020年政府信息公开工作年度报告',
    '云河市教育局2020年政务信息公开年度报告',
    '云河县信息公开年报（2020年度）',
    '云河市统计局2020年政府信息公开工作年度报告',
    '云河市规划和自然资源局2020年政府信息公开工作年度报告',
    '云河市法规制度研究中心2020年政府信息公开工作年度报告',
    '云河市教育局2020年政府信息公开工作年度报告（更正版）',
  ])('"%s" is a report, whatever the name of the body holds', (title) => {
    expect(codeOf(judged(SIX, { title }))).toBe('accepted');
  });

  test('a page that promises a report in files nobody read says so', () => {
    const attachments = [{ url: 'http://a.test/1.pdf', text: '附件' }];
    const result = judged(['附件：报告全文'], { title: '云河市教育局2020年政府信息公开工作年度报告', attachments });
    expect(result).toMatchObject({ kind: 'rejected', code: 'no_report_structure' });
    expect(result.kind === 'rejected' && result.why).toContain('1 file(s) that were not read');
  });
});

describe('what is accepted', () => {
  test('A: a title of the kind with three headings', () => {
    const record = recordOf(judged(SIX, { title: '云河市教育局2020年政府信息公开工作年度报告' }));
    expect(record.body.nameNormalised).toBe('云河市教育局');
  });

  test('A: a title over two lines of the text', () => {
    expect(codeOf(judged(['云河市教育局2020年政府信息公开', '工作年度报告', ...SIX]))).toBe('accepted');
  });

  test('B: a filled table 3 and 信息公开 at the start, though title and name are garbled', () => {
    const document = withTable(['云河镇2023年政府信息公开工作告年度报'], true);
    expect(codeOf(normalizeReport(inputOf(document)))).toBe('accepted');
  });

  test('B: a bare sheet of the form gives a record without body and year', () => {
    const sheet = withTable([], true, { format: 'xlsx' });
    const record = recordOf(normalizeReport(inputOf(sheet)));
    expect(record).toMatchObject({ bodyId: 'unknown', id: 'unknown', fiscalYear: null });
    expect(record.notices.map(({ code }) => code)).toEqual(expect.arrayContaining(['body_unknown', 'year_unknown']));
  });

  test('a report wrapped in a letter is accepted because the report follows', () => {
    const document = withTable(['云河市教育局2020年政府信息公开工作年度报告', ...SIX], true, {
      title: '关于报送年度报告的函',
    });
    expect(codeOf(normalizeReport(inputOf(document)))).toBe('accepted');
  });

  test('a page that only links to its file is judged with the file, and the file is the source', () => {
    const landing = documentOf(['附件：报告全文'], { title: '云河市教育局2020年政府信息公开工作年度报告' });
    const file = withTable(SIX, true, { format: 'docx', extractor: 'docx/1' });
    const input = { ...inputOf(landing), landing: source(landing, 'http://www.yunhe.gov.test/1.html') };
    const record = recordOf(
      normalizeReport({ ...input, attachments: [source(file, 'http://www.yunhe.gov.test/1.docx')] }),
    );
    expect(record.provenance).toMatchObject({
      url: 'http://www.yunhe.gov.test/1.docx',
      via: 'docx',
      extractor: 'docx/1',
      renditions: [],
    });
    expect(record.provenance.trail.map(({ role, url }) => [role, url])).toEqual([
      ['landing', 'http://www.yunhe.gov.test/1.html'],
      ['file', 'http://www.yunhe.gov.test/1.docx'],
    ]);
    expect(record.title).toBe('云河市教育局2020年政府信息公开工作年度报告');
  });

  test('a page whose only table is an image gives sections and no cells', () => {
    const record = recordOf(judged(SIX, { title: '云河市2022年政府信息公开工作年度报告（图片版）' }));
    expect(record.cells).toEqual({});
    expect(record.template).toMatchObject({ expected: 'E4', mismatch: true });
  });

  test('the verdict does not depend on table 4 alone being read', () => {
    const document = documentOf(['云河市教育局2020年政府信息公开工作年度报告']);
    const table = tableFour('0|0|0|0|0|0|0|0|0|0|0|0|0|0|0', 1);
    expect(codeOf(normalizeReport(inputOf({ ...document, blocks: [...document.blocks, table] })))).toBe('accepted');
  });
});
