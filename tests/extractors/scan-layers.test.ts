import { expect, test } from '@jest/globals';
import { readPdf } from '../../extractors/pdf/read-pdf.ts';
import { readImage } from '../../extractors/ocr/read-image.ts';
import type { ExtractedDocument } from '../../model/document.ts';
import type { Reading } from '../../model/notice.ts';
import { matchForm } from '../../text/fold.ts';
import { describeWithShared } from '../shared.ts';
import { describeWithTesseract, withoutTesseract } from '../tesseract.ts';
import { write } from './pdf-paper.ts';
import { pictureOf, scanOf, spoiledPages, withBrokenMaps } from './scan-paper.ts';
import type { Jpeg, Spoiling } from './scan-paper.ts';
import { compareWithGold, documentIn, recordIn, SCAN_TEST_MS, seedFile } from './scan-record.ts';

const PACKAGES = /tesseract-ocr and tesseract-ocr-chi-sim/u;
/** What another recogniser made of a page, wrongly. */
const WRONG = '规章九九九本年新制作数量';

async function read(bytes: Uint8Array): Promise<Reading<ExtractedDocument>> {
  return await readPdf(bytes, { url: 'file:scan.pdf', name: 'scan.pdf' });
}

/** Page 2 of the clean scan: the section heading and table 2. */
async function tableTwo(spoiling: Spoiling = {}): Promise<Jpeg> {
  const [picture] = await spoiledPages(seedFile('002', 'scan.pdf'), [2], spoiling);
  if (picture === undefined) throw new Error('expected a picture of page 2');
  return picture;
}

function everything(document: ExtractedDocument): string {
  return document.blocks
    .map((block) =>
      matchForm(
        block.kind === 'table' ? block.rows.flatMap((row) => row.map(({ text }) => text)).join(' ') : block.text,
      ),
    )
    .join('\n');
}

function tableTwoOf(document: ExtractedDocument): string[][] {
  const [table, ...others] = document.blocks.flatMap((block) => (block.kind === 'table' ? [block] : []));
  expect(others).toEqual([]);
  expect(table?.fidelity).toBe('ocr');
  return (table?.rows ?? []).map((row) => row.map(({ text }) => matchForm(text)));
}

describeWithShared('without tesseract', () => {
  test.each(['002', '003'])('%s/scan.pdf is refused with the packages to install', async (seed) => {
    await withoutTesseract(async () => {
      await expect(read(seedFile(seed, 'scan.pdf'))).rejects.toMatchObject({
        name: 'UnreadableError',
        reason: 'scan',
        message: expect.stringMatching(PACKAGES),
      });
    });
  });

  test('so is a picture', async () => {
    const png = await pictureOf(seedFile('002', 'scan.pdf'), 2, 'png');
    await withoutTesseract(async () => {
      await expect(readImage(png, { url: 'file:page.png', name: 'page.png' })).rejects.toMatchObject({
        reason: 'scan',
        message: expect.stringMatching(PACKAGES),
      });
    });
  });

  test.each([
    ['for private use', 0xe000],
    ['of other, rare words', 0x9e00],
    ['of Latin with accents', 0x0400],
  ])('a PDF whose fonts give characters %s is not read by them', async (_, first) => {
    const bytes = withBrokenMaps(seedFile('002', 'compact.pdf'), first);
    await withoutTesseract(async () => {
      await expect(read(bytes)).rejects.toMatchObject({ reason: 'scan', message: expect.stringMatching(PACKAGES) });
    });
  });

  test('the text of a sound PDF is not taken for broken', async () => {
    await withoutTesseract(async () => {
      expect((await read(seedFile('002', 'compact.pdf'))).value.extractor).toMatch(/^pdf\//u);
    });
  });

  test('a scanned page among pages with text stays out, and is named', async () => {
    const sheet = { before: write(90, 80, '云禾县教育局2020年政府信息公开工作年度报告') };
    const bytes = scanOf([sheet, { picture: await tableTwo() }]);
    await withoutTesseract(async () => {
      const { value, notices } = await read(bytes);
      expect(value.blocks).toHaveLength(1);
      expect(notices).toEqual([expect.objectContaining({ code: 'page_without_text' })]);
    });
  });

  test("a scanner's own hidden text counts as recognised, and says so", async () => {
    const bytes = scanOf([{ picture: await tableTwo(), behind: `3 Tr ${write(90, 200, WRONG)}` }]);
    await withoutTesseract(async () => {
      const { value, notices } = await read(bytes);
      expect(value.extractor).toMatch(/^ocr\//u);
      expect(notices.map(({ code }) => code)).toEqual(expect.arrayContaining(['hidden_text', 'pages_recognised']));
    });
  });
});

describeWithShared('with tesseract', () => {
  describeWithTesseract('pages are read by what they show', () => {
    test(
      'where their fonts give the characters another meaning',
      async () => {
        const document = await documentIn(withBrokenMaps(seedFile('002', 'compact.pdf'), 0x9e00));
        expect(document.extractor).toMatch(/^ocr\//u);
        const { cells, right, silent, wrong } = compareWithGold(recordIn(document), '002');
        expect({ silent, wrong }).toMatchObject({ silent: [] });
        // Print of 7.5 points: what the recogniser is not sure of stays unread.
        expect(right).toBeGreaterThanOrEqual(0.9 * cells);
        expect(everything(document)).toContain('主动公开政府信息情况');
      },
      SCAN_TEST_MS,
    );

    test(
      "not by another recogniser's hidden text",
      async () => {
        const document = await documentIn(
          scanOf([{ picture: await tableTwo(), behind: `3 Tr ${write(90, 200, WRONG)}` }]),
        );
        expect(tableTwoOf(document)[2]).toEqual(['规章', '0', '0', '0']);
        expect(everything(document)).not.toContain('九九九');
        expect(document.readings).toBeUndefined();
      },
      SCAN_TEST_MS,
    );

    test.each([90, 180])(
      'turned upright where they lie by %p degrees',
      async (turn) => {
        const document = await documentIn(scanOf([{ picture: await tableTwo({ turn }) }]));
        expect(tableTwoOf(document)[2]).toEqual(['规章', '0', '0', '0']);
        const box = document.blocks.find((block) => block.kind === 'table')?.rows[2]?.[1]?.at.box ?? [0, 0, 0, 0];
        // On the upright page of 595 × 842 points the first number of 规章 lies in [220, 428, 315, 445].
        const expected = turn === 90 ? [397, 220, 414, 315] : [280, 397, 375, 414];
        for (const [index, edge] of expected.entries()) expect(Math.abs((box[index] ?? 0) - edge)).toBeLessThan(4);
      },
      SCAN_TEST_MS,
    );
  });
});
