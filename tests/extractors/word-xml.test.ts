import JSZip from 'jszip';
import { describe, expect, test } from '@jest/globals';
import { readDocument } from '../../extractors/read.ts';
import { describeWithShared } from '../shared.ts';
import { docx, listed, paragraph as ooxmlParagraph, part } from './docx-paper.ts';
import { orderOf, placed, tablesOf, textsOf, truthOf } from './truth.ts';
import { paragraph, wordXml, wordXmlOfTruth } from './word-xml-paper.ts';

const HINT = { url: 'http://www.yunhe.gov.test/a/report.doc' };

function list(printed: string): string {
  return `<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="${printed}"/></w:listPr>`;
}

describeWithShared('the rebuilt reports in Word 2003’s XML', () => {
  test.each(
    ['000', '001', '002', '003', '004'].flatMap((seed) => [[seed, 'hmerge'] as const, [seed, 'gridSpan'] as const]),
  )('seed %s with %s gives every cell, span and paragraph, in order', async (seed, across) => {
    const truth = truthOf(seed);
    const { value, notices } = await readDocument(wordXmlOfTruth(seed, across), HINT);
    expect(value).toMatchObject({ format: 'doc', extractor: 'doc/1' });
    expect(tablesOf(value.blocks).map(placed)).toEqual(truth.tables);
    expect(orderOf(value.blocks)).toEqual(truth.order);
    expect(textsOf(value.blocks)).toEqual(truth.paragraphs);
    expect(notices).toEqual([]);
  });
});

describe('a Word document that is one XML file', () => {
  test('of Word 2003: printed numbers, headings, revisions, hidden text, notes, text boxes', async () => {
    const revisions =
      '<w:p><aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>old</w:delText></w:r></aml:content></aml:annotation>' +
      '<aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>new</w:t></w:r></aml:content></aml:annotation>' +
      '<aml:annotation w:type="Word.Bookmark.Start" w:name="b"/><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>' +
      '<w:r><w:footnote><w:p><w:r><w:t>note</w:t></w:r></w:p></w:footnote></w:r></w:p>';
    const box = `<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>${paragraph('title')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>`;
    const body =
      box +
      paragraph('甲', `<w:pStyle w:val="1"/>${list('一、')}`) +
      paragraph('2020', list('1.')) +
      paragraph('乙', list('·')) +
      paragraph('丙', '<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="2"/></w:listPr>') +
      revisions;
    const { value, notices } = await readDocument(wordXml(body), HINT);
    expect(textsOf(value.blocks)).toEqual(['title', '一、甲', '1. 2020', '乙', '丙', 'new']);
    expect(value.blocks.map((block) => block.kind)).toContain('heading');
    expect(notices.map(({ code }) => code)).toEqual([
      'tracked_changes',
      'footnotes_left_out',
      'list_number_missing',
      'hidden_text',
    ]);
  });

  test('of later versions: the parts of a DOCX in one file', async () => {
    const lists =
      '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>' +
      '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>';
    const zip = await JSZip.loadAsync(await docx(ooxmlParagraph('甲', listed(1)), part('numbering', lists)));
    const files = await Promise.all(
      Object.values(zip.files)
        .filter((file) => !file.dir)
        .map(
          async (file) =>
            `<pkg:part pkg:name="/${file.name}"><pkg:xmlData>${await file.async('string')}</pkg:xmlData></pkg:part>`,
        ),
    );
    const xml = `<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">${files.join('')}</pkg:package>`;
    const { value } = await readDocument(new TextEncoder().encode(xml), HINT);
    expect(value).toMatchObject({ format: 'doc', extractor: 'doc/1' });
    expect(textsOf(value.blocks)).toEqual(['一、甲']);
  });

  test('cut short is damaged', async () => {
    const bytes = wordXml(paragraph('甲'));
    await expect(readDocument(bytes.subarray(0, -40), HINT)).rejects.toMatchObject({ reason: 'damaged' });
  });
});
