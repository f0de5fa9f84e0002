import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readDocument } from '../../extractors/read.ts';
import { describeWithShared, shared } from '../shared.ts';
import { rar4Of, rar5Of, zipOf, type PaperFile } from './archive-paper.ts';
import { docx, paragraph } from './docx-paper.ts';
import { textsOf } from './truth.ts';

const HINT = { url: 'file:年报.zip', name: '年报.zip' };

async function read(bytes: Uint8Array, entry?: string) {
  const { value, notices } = await readDocument(bytes, { ...HINT, ...(entry === undefined ? {} : { entry }) });
  return {
    value,
    texts: textsOf(value.blocks),
    left: notices.filter(({ code }) => code === 'bundle_entry_ignored').map(({ message }) => message),
  };
}

function page(text: string): string {
  return `<html><body><p>${text}</p></body></html>`;
}

describe('a bundle with one document', () => {
  test('is that document, its name in GBK and all', async () => {
    const inner = await docx(paragraph('一、总体情况'));
    const { value, texts, left } = await read(
      zipOf([
        { name: '年度报告/', bytes: '', isGbk: true },
        { name: '年度报告/甲政府信息公开年度报告.docx', bytes: inner, isGbk: true },
      ]),
    );
    expect(texts).toEqual(['一、总体情况']);
    expect(left).toEqual([]);
    expect(value).toMatchObject({
      format: 'zip',
      extractor: 'zip/2',
      meta: { 'bundle.entry': '年度报告/甲政府信息公开年度报告.docx', 'bundle.extractor': 'docx/1' },
      blocks: [{ at: { block: 0 } }],
    });
  });

  test.each([
    ['RAR 5', rar5Of([{ name: '年报/报告.html', bytes: page('甲') }]), '年报/报告.html'],
    ['RAR 4', rar4Of([{ name: 'report.html', bytes: page('甲') }]), 'report.html'],
    [
      'a ZIP in a RAR',
      rar5Of([{ name: '内.zip', bytes: zipOf([{ name: '报告.html', bytes: page('甲') }]) }]),
      '内.zip/报告.html',
    ],
    [
      'a RAR in a ZIP',
      zipOf([{ name: '内.rar', bytes: rar4Of([{ name: 'a.html', bytes: page('甲') }]) }]),
      '内.rar/a.html',
    ],
  ])('%s', async (_, bytes, entry) => {
    const { value, texts } = await read(bytes);
    expect(texts).toEqual(['甲']);
    expect(value.meta['bundle.entry']).toBe(entry);
    expect(value.extractor).toBe(`${value.format}/2`);
  });

  test('what systems add is not looked at; what leads out, links, and bombs are left out and named', async () => {
    const files: PaperFile[] = [
      { name: '__MACOSX/._a.html', bytes: 'x' },
      { name: 'Thumbs.db', bytes: 'x' },
      { name: '../../evil.html', bytes: page('恶') },
      { name: 'C:\\evil.html', bytes: page('恶') },
      { name: 'link.html', bytes: '/etc/passwd', mode: 0o120777 },
      { name: 'bomb.html', bytes: page('弹'), declared: 3_000_000_000 },
      { name: 'odd.bin', bytes: Uint8Array.of(0, 1, 2, 3, 0xff, 0xfe, 0, 1) },
      { name: 'broken.html', bytes: page('坏'), isDamaged: true },
      { name: 'a.html', bytes: page('甲') },
    ];
    const { texts, left } = await read(zipOf(files));
    expect(texts).toEqual(['甲']);
    expect(left.map((message) => /"(.*?)": (.{12})/u.exec(message)?.slice(1))).toEqual([
      ['../../evil.html', 'its name lea'],
      ['C:/evil.html', 'its name lea'],
      ['link.html', 'it is a link'],
      ['bomb.html', 'it unfolds t'],
      ['odd.bin', expect.any(String)],
      ['broken.html', expect.any(String)],
    ]);
  });

  test('bundles are opened in a bundle, but no deeper', async () => {
    const deep = zipOf([
      { name: '2.zip', bytes: zipOf([{ name: '3.zip', bytes: zipOf([{ name: 'a.html', bytes: page('甲') }]) }]) },
    ]);
    await expect(read(deep)).rejects.toMatchObject({
      reason: 'format',
      message: expect.stringMatching(/2\.zip\/3\.zip/u),
    });
  });
});

describe('a bundle with several documents', () => {
  test('files that differ in their ending are one: Word first, then PDF; the next where it is broken', async () => {
    const word = await docx(paragraph('甲'));
    const both = await read(
      zipOf([
        { name: '报告.html', bytes: page('乙') },
        { name: '报告.docx', bytes: word },
      ]),
    );
    expect([both.texts, both.value.meta['bundle.entry']]).toEqual([['甲'], '报告.docx']);
    expect(both.left).toEqual(['Left out "报告.html": it is "报告.docx" in another format']);
    const broken = await read(
      zipOf([
        { name: '报告.docx', bytes: zipOf([{ name: 'word/document.xml', bytes: '<a' }]) },
        { name: '报告.html', bytes: page('乙') },
      ]),
    );
    expect(broken.texts).toEqual(['乙']);
    expect(broken.left).toHaveLength(1);
  });

  test('the one whose name or first lines say so is the report', async () => {
    const other = { name: '说明.txt', bytes: '打开方式' };
    const byName = await read(zipOf([other, { name: '甲局2020年政府信息公开工作年度报告.html', bytes: page('甲') }]));
    expect(byName.texts).toEqual(['甲']);
    const byText = await read(zipOf([other, { name: '1.html', bytes: page('甲局2020年政府信息公开工作年度报告') }]));
    expect(byText.value.meta['bundle.entry']).toBe('1.html');
    expect(byText.left).toEqual(['Left out "说明.txt": the report of the bundle is "1.html"']);
  });

  const SEVERAL: PaperFile[] = [
    { name: '甲局2020年政府信息公开年度报告.html', bytes: page('甲') },
    { name: '乙局2020年政府信息公开年度报告.html', bytes: page('乙') },
    { name: '丙局2020年政府信息公开年度报告.pdf', bytes: '%PDF-1.7\ncut' },
  ];

  test('several reports are named, what cannot be read among them; each can be had alone', async () => {
    const bytes = zipOf(SEVERAL);
    const error: unknown = await read(bytes).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: 'UnreadableError',
      reason: 'format',
      entries: SEVERAL.map(({ name }) => name),
    });
    expect(error).toMatchObject({ message: expect.stringMatching(/3 files .*甲局2020年.*ogi import/u) });
    expect((await read(bytes, SEVERAL[1]?.name)).texts).toEqual(['乙']);
    await expect(read(bytes, SEVERAL[2]?.name)).rejects.toMatchObject({ reason: 'damaged' });
  });

  test('a report that cannot be read is not replaced by another file', async () => {
    const bytes = zipOf([{ name: '说明.txt', bytes: '打开方式' }, ...SEVERAL.slice(2)]);
    await expect(read(bytes)).rejects.toMatchObject({ reason: 'format', entries: ['说明.txt', SEVERAL[2]?.name] });
  });
});

describe('a bundle that cannot be read', () => {
  test.each([
    ['an empty one', zipOf([]), 'format', /it is empty/u],
    ['one without documents', zipOf([{ name: 'a.bin', bytes: Uint8Array.of(0, 1, 2, 255) }]), 'format', /no document/u],
    [
      'one whose only file is broken',
      zipOf([{ name: 'a.html', bytes: page('甲'), isDamaged: true }]),
      'damaged',
      /a\.html/u,
    ],
    ['a protected RAR', rar4Of([{ name: 'a.html', bytes: page('甲') }], true), 'encrypted', /password/u],
    ['a RAR cut short', rar5Of([{ name: 'a.html', bytes: page('甲') }]).subarray(0, 30), 'damaged', /broken or cut/u],
    [
      'a RAR whose check sum is wrong',
      rar5Of([{ name: 'a.html', bytes: page('甲'), isDamaged: true }]),
      'damaged',
      /broken/u,
    ],
  ])('%s', async (_, bytes, reason, message) => {
    await expect(read(bytes)).rejects.toMatchObject({
      name: 'UnreadableError',
      reason,
      message: expect.stringMatching(message),
    });
  });
});

describeWithShared('the rebuilt bundle', () => {
  test('004/bundle.zip is its Word file', async () => {
    const bundle = await read(readFileSync(shared('documents', '004', 'bundle.zip')));
    const word = await readDocument(readFileSync(shared('documents', '004', 'report.docx')), HINT);
    expect(bundle.value.blocks).toEqual(word.value.blocks);
    expect(bundle.value.meta['bundle.entry']).toBe(
      '年度报告/郑州市生态环境局二七分局2020年度政府信息公开工作年度报告.docx',
    );
    expect(bundle.left).toEqual([]);
  });
});
