import { expect, test } from '@jest/globals';
import type { ExtractedDocument } from '../../model/document.ts';
import { matchForm } from '../../text/fold.ts';
import { describeWithShared } from '../shared.ts';
import { describeWithTesseract } from '../tesseract.ts';
import { write } from './pdf-paper.ts';
import { outlined, pictureOf, scanOf, spoiledPages } from './scan-paper.ts';
import { compareWithGold, documentIn, recordIn, SCAN_TEST_MS, seedFile } from './scan-record.ts';

/** The tables of a document in short: rows and how they were read. */
function tables(document: ExtractedDocument): [rows: number, fidelity: string][] {
  return document.blocks.flatMap((block): [number, string][] =>
    block.kind === 'table' ? [[block.rows.length, block.fidelity]] : [],
  );
}

function words(document: ExtractedDocument): string {
  return document.blocks.map((block) => (block.kind === 'table' ? '' : matchForm(block.text))).join('\n');
}

describeWithShared('scans of the rebuilt seeds', () => {
  describeWithTesseract('with tesseract', () => {
    test(
      'a clean scan (002) gives every cell, its sections, date and body',
      async () => {
        const document = await documentIn(seedFile('002', 'scan.pdf'));
        expect(document.extractor).toMatch(/^ocr\//u);
        expect(tables(document)).toEqual([
          [18, 'ocr'],
          [26, 'ocr'],
          [4, 'ocr'],
        ]);
        const record = recordIn(document);
        expect(compareWithGold(record, '002')).toEqual({ cells: 198, right: 198, silent: [], wrong: [] });
        expect(record.sections.map(({ heading }) => heading?.slice(0, 2))).toEqual([
          '一、',
          '二、',
          '三、',
          '四、',
          '五、',
          '六、',
        ]);
        expect(record).toMatchObject({ fiscalYear: 2020, dateSigned: '2021-01-28' });
        // tesseract has no eye for 赣 in this face: the one line where it is read, and the tables of places, settle it.
        expect(record.body.nameInTitle).toBe('赣州经开区经发局');
        expect(record.body.nameNormalised).toBe('赣州经济技术开发区经济发展局');
        expect(record.notices.map(({ code }) => code)).toEqual(['ocr_name_settled', 'ocr_year']);
      },
      SCAN_TEST_MS,
    );

    test(
      'a skewed and noisy scan (003) gives every cell, and says that its name was recognised',
      async () => {
        const record = recordIn(await documentIn(seedFile('003', 'scan.pdf')));
        expect(compareWithGold(record, '003')).toEqual({ cells: 198, right: 198, silent: [], wrong: [] });
        expect(record.body.nameNormalised).toBe('重庆市大渡口区生态环境局');
        expect(record.notices.map(({ code }) => code)).toEqual(['ocr_name', 'ocr_year']);
      },
      SCAN_TEST_MS,
    );

    test.each(['png', 'tiff'] as const)(
      'a picture as %s gives the tables of its page',
      async (format) => {
        const bytes = await pictureOf(seedFile('002', 'scan.pdf'), 2, format);
        const document = await documentIn(bytes, `page.${format}`);
        expect(document).toMatchObject({ format: 'image' });
        expect(tables(document)).toEqual([[18, 'ocr']]);
        expect(words(document)).toContain('主动公开政府信息情况');
      },
      SCAN_TEST_MS,
    );

    test(
      'of a document with text only the page that is a picture is recognised',
      async () => {
        const [picture] = await spoiledPages(seedFile('002', 'scan.pdf'), [2]);
        const content =
          write(90, 80, '云禾县教育局2020年政府信息公开工作年度报告', 14) + write(90, 140, '一、总体情况');
        const document = await documentIn(scanOf([{ before: content }, picture === undefined ? {} : { picture }]));
        expect(words(document)).toContain('云禾县教育局2020年政府信息公开工作年度报告');
        expect(tables(document)).toEqual([[18, 'ocr']]);
      },
      SCAN_TEST_MS,
    );

    test(
      'a page printed as outlines, without text and without a picture, is recognised',
      async () => {
        const document = await documentIn(scanOf([await outlined(seedFile('002', 'scan.pdf'), 2)]));
        expect(tables(document)).toEqual([[18, 'ocr']]);
      },
      SCAN_TEST_MS,
    );
  });
});
