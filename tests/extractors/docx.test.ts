import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { formatNumber } from '../../extractors/docx/numerals.ts';
import { readDocx } from '../../extractors/docx/read-docx.ts';
import { describeWithShared, shared } from '../shared.ts';
import { docx, listed, paragraph, part } from './docx-paper.ts';
import { orderOf, placed, tablesOf, textsOf, truthOf } from './truth.ts';

const HINT = { url: 'http://www.yunhe.gov.test/a/report.docx' };

async function textsIn(body: string, parts: Record<string, string> = {}): Promise<string[]> {
  return textsOf((await readDocx(await docx(body, parts), HINT)).value.blocks);
}

/** What Word prints before paragraphs that lost their number in the flattened text. */
const RESTORED: Record<string, Record<string, string>> = {
  '002': { 总体情况: '一、', 主动公开: '（一）', 依申请公开: '（二）' },
  '004': { '因政府信息公开申请行政复议、提起行政诉讼的情况': '五、' },
};

describeWithShared('readDocx on the rebuilt reports', () => {
  test.each(['000/report', '001/report', '002/report', '002/report-autonum', '003/report', '004/report'])(
    '%s.docx gives every cell, span and paragraph of its truth, in order',
    async (file) => {
      const [seed = ''] = file.split('/');
      const truth = truthOf(seed);
      const { value } = await readDocx(readFileSync(shared('documents', ...`${file}.docx`.split('/'))), HINT);
      expect(tablesOf(value.blocks).map(placed)).toEqual(truth.tables);
      expect(orderOf(value.blocks)).toEqual(truth.order);
      expect(textsOf(value.blocks)).toEqual(truth.paragraphs.map((text) => `${RESTORED[seed]?.[text] ?? ''}${text}`));
    },
  );

  test('the title in a text box of seed 003 stands once and first; tracked changes are told', async () => {
    const { value, notices } = await readDocx(readFileSync(shared('documents', '003', 'report.docx')), HINT);
    const texts = textsOf(value.blocks);
    expect(texts.slice(0, 3)).toEqual(['重庆市大渡口区生态环境局', '2019年政府信息公开工作年度报告', '一、总体情况']);
    expect(texts.filter((text) => text.includes('年度报告'))).toHaveLength(1);
    expect(tablesOf(value.blocks)[0]?.rows[6]?.[3]?.text).toBe('221');
    expect(texts.join('')).not.toContain('318条');
    expect(notices.map(({ code }) => code)).toEqual(['tracked_changes']);
  });
});

describe('numbers of Word lists', () => {
  const LEVELS =
    '<w:abstractNum w:abstractNumId="7">' +
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>' +
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>' +
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl></w:abstractNum>' +
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>' +
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>';

  test('levels count for themselves and start again below a higher one', async () => {
    const body = [
      paragraph('甲', listed(1)),
      paragraph('乙', listed(1, 1)),
      paragraph('丙', listed(1, 1)),
      paragraph('2020年', listed(1, 2)),
      paragraph('丁', listed(1)),
      paragraph('戊', listed(1, 1)),
    ];
    expect(await textsIn(body.join(''), part('numbering', LEVELS))).toEqual([
      '一、甲',
      '（一）乙',
      '（二）丙',
      '1. 2020年',
      '二、丁',
      '（一）戊',
    ]);
  });

  test('a list with a start of its own begins there and then counts on', async () => {
    const body = [paragraph('甲', listed(1)), paragraph('乙', listed(2)), paragraph('丙', listed(2))];
    expect(await textsIn(body.join(''), part('numbering', LEVELS))).toEqual(['一、甲', '五、乙', '六、丙']);
  });

  test('a number may come from the style, or from the style that it is based on', async () => {
    const styles = part(
      'styles',
      '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="甲级"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>' +
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="乙级"/><w:basedOn w:val="a"/></w:style>',
    );
    const body = paragraph('甲', '<w:pStyle w:val="a"/>') + paragraph('乙', '<w:pStyle w:val="b"/>');
    expect(await textsIn(body, { ...part('numbering', LEVELS), ...styles })).toEqual(['一、甲', '二、乙']);
  });

  test('list 0 takes a number away, a deleted paragraph is not counted', async () => {
    const deleted = `<w:p><w:pPr>${listed(1)}<w:rPr><w:del w:id="1" w:author="x"/></w:rPr></w:pPr></w:p>`;
    const body = paragraph('甲', listed(1)) + deleted + paragraph('乙', listed(0)) + paragraph('丙', listed(1));
    expect(await textsIn(body, part('numbering', LEVELS))).toEqual(['一、甲', '乙', '二、丙']);
  });

  test.each([
    [10, 'chineseCounting', '十'],
    [21, 'chineseCountingThousand', '二十一'],
    [105, 'chineseCounting', '一百零五'],
    [110, 'chineseCounting', '一百一十'],
    [1010, 'chineseCounting', '一千零一十'],
    [12, 'chineseLegalSimplified', '壹拾贰'],
    [20, 'ideographDigital', '二〇'],
    [12, 'decimalFullWidth', '１２'],
    [3, 'decimalEnclosedCircleChinese', '③'],
    [2, 'decimalEnclosedFullstop', '⒉'],
    [2, 'decimalEnclosedParen', '⑵'],
    [3, 'ideographTraditional', '丙'],
    [28, 'upperLetter', 'BB'],
    [14, 'lowerRoman', 'xiv'],
    [7, 'no such format', '7'],
  ])('%d as %s is %s', (number, format, printed) => {
    expect(formatNumber(number, format)).toBe(printed);
  });
});

function cell(properties: string, content: string): string {
  return `<w:tc><w:tcPr>${properties}</w:tcPr>${content}</w:tc>`;
}

describe('the body of a Word document', () => {
  test('merged cells become spans, paragraphs and breaks in a cell line breaks', async () => {
    const body =
      '<w:tbl>' +
      `<w:tr>${cell('<w:vMerge w:val="restart"/>', paragraph('行政') + paragraph('许可'))}${cell('<w:gridSpan w:val="2"/>', '<w:p><w:r><w:t>上年</w:t><w:br/><w:t>数</w:t></w:r></w:p>')}</w:tr>` +
      `<w:tr>${cell('<w:vMerge/>', '<w:p/>')}${cell('', '<w:p/>')}${cell('', '<w:p><w:r><w:noBreakHyphen/><w:t>5</w:t></w:r></w:p>')}</w:tr></w:tbl>`;
    const [table] = tablesOf((await readDocx(await docx(body), HINT)).value.blocks);
    expect(table?.rows.map((row) => row.map(({ text, rowSpan, colSpan }) => [text, rowSpan, colSpan]))).toEqual([
      [
        ['行政\n许可', 2, 1],
        ['上年\n数', 1, 2],
      ],
      [
        ['', 1, 1],
        ['-5', 1, 1],
      ],
    ]);
    expect(table?.rows[1]?.[1]?.at).toEqual({ block: 0, row: 1, col: 1 });
  });

  test('a text box that only the new form of drawing holds is read, before the paragraph it hangs on', async () => {
    const box = `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>${paragraph('云河县年度报告')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r>`;
    expect(await textsIn(`<w:p>${box}<w:r><w:t>一、总体情况</w:t></w:r></w:p>`)).toEqual([
      '云河县年度报告',
      '一、总体情况',
    ]);
  });

  test('hidden text is left out with a notice, a table of one cell is unfolded, properties go to meta', async () => {
    const hidden = '<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>草稿</w:t></w:r><w:r><w:t>正文</w:t></w:r></w:p>';
    const framed = `<w:tbl><w:tr><w:tc>${paragraph('框内')}</w:tc></w:tr></w:tbl>`;
    const core = {
      'docProps/core.xml':
        '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>年度报告</dc:title><dc:creator></dc:creator></c:coreProperties>',
    };
    const { value, notices } = await readDocx(await docx(hidden + framed, core), HINT);
    expect(textsOf(value.blocks)).toEqual(['正文', '框内']);
    expect(notices.map(({ code }) => code)).toEqual(['hidden_text']);
    expect(value.meta).toEqual({ title: '年度报告' });
  });

  test('a document whose XML is broken is damaged', async () => {
    const broken = await docx('', { 'word/document.xml': '<w:document' });
    await expect(readDocx(broken, HINT)).rejects.toMatchObject({ name: 'UnreadableError', reason: 'damaged' });
  });
});
