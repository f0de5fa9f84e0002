import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ReportRecord } from '../../model/record.ts';
import { Run } from '../../model/run.ts';
import { renderClean } from '../../sample/render/clean.ts';
import { renderDocx } from '../../sample/render/docx.ts';
import { renderPdf } from '../../sample/render/pdf.ts';
import { openFolder } from '../../storage/folder.ts';
import { openStore, type Store } from '../../storage/store.ts';
import { rar5Of, zipOf } from '../extractors/archive-paper.ts';
import { figuresOf, pageWith, partsOf, trueFigures, trueReport, typed } from '../joined-paper.ts';
import { ogi, type Finished } from './command.ts';
import { COLUMN, LIST, servePaper, type PaperFile, type PaperPortal } from './paper-portal.ts';

/** Folder of the articles; `t20240115_<number>.html` are theirs. */
const ARTICLES = `${COLUMN}202401/`;
const PDF = 'application/pdf';

let work: string;
let portal: PaperPortal;
let store: Store;
let records: ReportRecord[];
let done: Finished;

function article(number: number): string {
  return `${ARTICLES}t20240115_${number}.html`;
}

function address(path: string): string {
  return new URL(path, LIST).href;
}

function settings(data: string): Record<string, string> {
  return {
    OGI_DATA_DIR: join(work, data),
    OGI_PROXY_URL: portal.proxyUrl,
    OGI_ALLOWED_SUFFIXES: '.gov.test',
    OGI_HOST_DELAY_MS: '10',
  };
}

/** The page of a report with something else than the report in it. */
function landing(key: string, body: string): PaperFile {
  return { body: pageWith(trueReport(key).title, body) };
}

/** A report on three pages, cut before its third and fifth section; `pager` gives what turns them. */
function inThree(key: string, number: number, pager: (page: number) => string): Record<string, PaperFile> {
  const html = renderClean(partsOf(key));
  const cuts = [0, ...['三、', '五、'].map((head) => html.indexOf(`<p class="h1"><strong>${head}`)), html.length];
  return Object.fromEntries(
    [0, 1, 2].map((page) => [
      page === 0 ? article(number) : article(number).replace('.html', `_${page}.html`),
      landing(key, `${html.slice(cuts[page], cuts[page + 1])}<p class="fy">${pager(page)}</p>`),
    ]),
  );
}

function pdf(...keys: string[]): PaperFile {
  return { body: renderPdf(keys.flatMap((key) => partsOf(key))), type: PDF };
}

async function word(key: string, overrides: Record<string, string> = {}): Promise<PaperFile> {
  return { body: await renderDocx(partsOf(key, overrides)), type: 'application/msword' };
}

function numbered(number: number): (page: number) => string {
  const name = (page: number): string => `t20240115_${number}${page === 0 ? '' : `_${page}`}.html`;
  return (page) =>
    [0, 1, 2].map((other) => (other === page ? `${other + 1}` : `<a href="${name(other)}">${other + 1}</a>`)).join(' ');
}

function nextOnly(number: number): (page: number) => string {
  return (page) => (page === 2 ? '' : `第${page + 1}页 <a href="t20240115_${number}_${page + 1}.html">下一页</a>`);
}

const CHANGED = 't3.new_received.total';

/** Path → what the portal answers; the articles among them are listed with the title of their report. */
async function buildPortal(): Promise<{ files: Record<string, PaperFile>; listed: Record<string, string> }> {
  const articles: [string, number, string | Record<string, PaperFile>][] = [
    ['fin-2023', 1001, '<iframe src="/pdfjs/web/viewer.html?file=/files/fin.pdf"></iframe>'],
    ['qs-2023', 1002, '<iframe src="/frame/inner.html" width="100%" height="600"></iframe>'],
    ['gov-2023', 1003, `<div id="v"></div><script>showPdf('/files/gov.pdf')</script>`],
    ['hea-2023', 1004, inThree('hea-2023', 1004, numbered(1004))],
    [
      'edu-2024',
      1005,
      inThree('edu-2024', 1005, () => '<script>createPageHTML(3, 0, "t20240115_1005", "html")</script>'),
    ],
    ['zone-2024', 1006, inThree('zone-2024', 1006, nextOnly(1006))],
    ['gov-2024', 1007, inThree('gov-2024', 1007, numbered(1007))],
    ['edu-2021', 1008, `${typed('edu-2021')}<p>附件：<a href="/files/edu.pdf">全文下载.pdf</a></p>`],
    ['edu-2019', 1009, '<p><a href="/files/e19.doc">附件1.doc</a> <a href="/files/e19.pdf">附件2.pdf</a></p>'],
  ];
  const files: Record<string, PaperFile> = {
    '/files/fin.pdf': pdf('fin-2023'),
    '/frame/inner.html': { body: '<html><body><object data="/files/qs.pdf"></object></body></html>' },
    '/files/qs.pdf': pdf('qs-2023'),
    '/files/gov.pdf': pdf('gov-2023'),
    '/files/edu.pdf': { body: renderPdf(partsOf('edu-2021', { [CHANGED]: '77' })), type: PDF },
    '/files/e19.doc': await word('edu-2019'),
    '/files/e19.pdf': pdf('edu-2019'),
    '/several/all.pdf': pdf('gov-2022', 'office-2022', 'pol-2022'),
    '/bundle/all.zip': {
      body: zipOf([
        { name: '国土/自然资源局年报.docx', bytes: (await word('nat-2024')).body },
        { name: '国土/自然资源局年报.pdf', bytes: renderPdf(partsOf('nat-2024')) },
        { name: '公安.docx', bytes: (await word('pol-2024')).body },
        { name: '坏2024年政府信息公开年度报告.pdf', bytes: '%PDF-1.7\ncut' },
      ]),
      type: 'application/zip',
    },
    '/bundle/all.rar': {
      body: rar5Of([
        { name: 'a.docx', bytes: (await word('nat-2022')).body },
        { name: 'b.html', bytes: pageWith(trueReport('zone-2022').title, typed('zone-2022')) },
      ]),
      type: 'application/octet-stream',
    },
    [article(1010)]: {
      body: pageWith(
        '云禾县2021年政府信息公开工作年度报告汇总',
        '<p><a href="/files/f21.docx">财政局.docx</a></p><p><a href="/files/h21.docx">卫健局.docx</a></p>',
      ),
    },
    '/files/f21.docx': await word('fin-2021'),
    '/files/h21.docx': await word('hea-2021'),
  };
  const listed: Record<string, string> = {
    '/several/all.pdf': '2022年政府信息公开工作年度报告',
    '/bundle/all.zip': '2024年政府信息公开工作年度报告',
    '/bundle/all.rar': '2022年政府信息公开工作年度报告（部门）',
    [article(1010)]: '2021年政府信息公开工作年度报告',
  };
  for (const [key, number, body] of articles) {
    listed[article(number)] = trueReport(key).title;
    Object.assign(files, typeof body === 'string' ? { [article(number)]: landing(key, body) } : body);
  }
  delete files[article(1007).replace('.html', '_1.html')];
  return { files, listed };
}

async function recordsOf(from: Store): Promise<ReportRecord[]> {
  const all: ReportRecord[] = [];
  for await (const record of from.records.all()) all.push(record);
  return all;
}

/** The one record of a report of the sample. */
function recordOf(key: string): ReportRecord {
  const { body, fiscalYear } = trueReport(key);
  const found = records.filter((record) => record.body.nameNormalised === body && record.fiscalYear === fiscalYear);
  if (found[0] === undefined || found.length > 1) throw new Error(`${found.length} records of "${body}" ${fiscalYear}`);
  return found[0];
}

function codesOf(record: ReportRecord): string[] {
  return record.notices.map(({ code }) => code);
}

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'ogi-joined-'));
  const { files, listed } = await buildPortal();
  portal = await servePaper(files, listed);
  done = await ogi(['harvest', LIST, '--json'], settings('harvest'));
  store = openStore(await openFolder(join(work, 'harvest'), () => 'unused'));
  records = await recordsOf(store);
}, 240_000);

afterAll(async () => {
  await portal.close();
  await rm(work, { recursive: true, force: true });
});

describe('a harvest', () => {
  test('stores one record a report, and ends with 3 because a file of a bundle and a page are missing', () => {
    expect(done.code).toBe(3);
    expect(records.map(({ title }) => title)).toHaveLength(18);
    expect(Run.parse(JSON.parse(done.out)).counts).toMatchObject({ bugs: 0, rejected: 0, unreadable: 1, failed: 1 });
  });

  test.each([
    ['a PDF viewer in a frame', 'fin-2023', 1001, '/files/fin.pdf'],
    ['an object in a page in a frame', 'qs-2023', 1002, '/files/qs.pdf'],
    ['a script', 'gov-2023', 1003, '/files/gov.pdf'],
  ])('reads the report that a page shows by %s; the page stays on the way to it', (_, key, number, file) => {
    const record = recordOf(key);
    expect(figuresOf(record)).toEqual(trueFigures(key));
    expect(record.provenance).toMatchObject({ url: address(file), via: 'pdf', renditions: [] });
    expect(record.provenance.trail.slice(-2).map(({ role, url }) => [role, url])).toEqual([
      ['landing', address(article(number))],
      ['file', address(file)],
    ]);
    expect(record.datePublished).toBe('2024-01-15');
  });

  test.each([
    ['numbers', 'hea-2023', 1004],
    ['a script', 'edu-2024', 1005],
    ['下一页 alone', 'zone-2024', 1006],
  ])('joins the pages of an article that are turned by %s', (_, key, number) => {
    const record = recordOf(key);
    expect(figuresOf(record)).toEqual(trueFigures(key));
    expect(codesOf(record)).not.toContain('article_page_missing');
    expect(record.sections.map(({ state }) => state)).not.toContain('absent');
    expect(JSON.stringify(record.sections)).not.toContain('下一页');
    expect(record.cells['t3.new_received.total']?.at?.page).toBe(2);
    expect(record.provenance.trail.slice(-3).map(({ url }) => url)).toEqual([
      address(article(number)),
      address(article(number).replace('.html', '_1.html')),
      address(article(number).replace('.html', '_2.html')),
    ]);
    for (const page of ['', '_1', '_2']) {
      const path = article(number).replace('.html', `${page}.html`);
      expect(portal.asked.filter((asked) => asked === path)).toHaveLength(1);
    }
  });

  test('says that a page in the middle of an article is missing, and counts what it did not read as missing', () => {
    const record = recordOf('gov-2024');
    expect(codesOf(record)).toContain('article_page_missing');
    expect(record.cells['t3.new_received.total']).toMatchObject({ status: 'table_missing', value: null });
  });

  test.each([
    ['a PDF', '/several/all.pdf', { 'gov-2022': '1', 'office-2022': '2', 'pol-2022': '3' }],
    ['a ZIP', '/bundle/all.zip', { 'nat-2024': '国土/自然资源局年报.docx', 'pol-2024': '公安.docx' }],
    ['a RAR', '/bundle/all.rar', { 'nat-2022': 'a.docx', 'zone-2022': 'b.html' }],
  ])('stores every report of %s from one blob', async (_, path, parts) => {
    const url = address(path);
    for (const [key, part] of Object.entries(parts)) {
      expect(figuresOf(recordOf(key))).toEqual(trueFigures(key));
      expect(recordOf(key).provenance).toMatchObject({ url, part });
    }
    expect(new Set(Object.keys(parts).map((key) => recordOf(key).provenance.sha256)).size).toBe(1);
    const outcome = await store.outcomes.get(url);
    expect(outcome?.parts?.filter(({ kind }) => kind === 'record').map(({ recordId }) => recordId)).toEqual(
      Object.keys(parts).map((key) => recordOf(key).id),
    );
  });

  test('compares a Word file of a bundle with the PDF beside it, and tells the file that cannot be read', async () => {
    expect(recordOf('nat-2024').provenance.renditions).toMatchObject([{ via: 'zip', agrees: true }]);
    const outcome = await store.outcomes.get(address('/bundle/all.zip'));
    expect(outcome?.parts?.filter(({ kind }) => kind === 'unreadable')).toMatchObject([
      { part: '坏2024年政府信息公开年度报告.pdf', code: 'damaged' },
    ]);
  });

  test('makes a report of each file of a page that gathers those of several bodies', () => {
    for (const [key, file] of [
      ['fin-2021', '/files/f21.docx'],
      ['hea-2021', '/files/h21.docx'],
    ] as const) {
      expect(figuresOf(recordOf(key))).toEqual(trueFigures(key));
      expect(recordOf(key).provenance).toMatchObject({ url: address(file), renditions: [] });
      expect(recordOf(key).provenance.trail.at(-2)).toMatchObject({ role: 'landing', url: address(article(1010)) });
    }
  });

  test('compares page and PDF cell by cell, and tells the one that differs with both texts', () => {
    const record = recordOf('edu-2021');
    expect(figuresOf(record)).toEqual(trueFigures('edu-2021'));
    expect(record.provenance.renditions).toMatchObject([{ url: address('/files/edu.pdf'), via: 'pdf', agrees: false }]);
    const differing = record.notices.filter(({ code }) => code === 'rendition_differs');
    const printed = record.cells[CHANGED]?.raw ?? '';
    expect(differing).toHaveLength(1);
    expect(differing[0]?.message).toContain(`"${CHANGED}"`);
    expect(differing[0]?.message).toContain(`"${printed}"`);
    expect(differing[0]?.message).toContain('"77"');
  });

  test('compares two files of a page without text: the Word file is the report, the PDF agrees', () => {
    const record = recordOf('edu-2019');
    expect(figuresOf(record)).toEqual(trueFigures('edu-2019'));
    expect(record.provenance).toMatchObject({
      url: address('/files/e19.doc'),
      via: 'docx',
      renditions: [{ url: address('/files/e19.pdf'), via: 'pdf', agrees: true }],
    });
  });
});

describe('what was harvested from documents of several reports', () => {
  test('is derived again from the stored bytes, and reading it again changes nothing', async () => {
    const verified = await ogi(['verify'], settings('harvest'));
    expect({ code: verified.code, err: verified.err }).toEqual({ code: 0, err: verified.err });
    const again = await ogi(['reprocess', '--all', '--json'], settings('harvest'));
    expect(JSON.parse(again.out)).toMatchObject({ changed: [] });
    expect(await recordsOf(store)).toEqual(records);
  }, 240_000);

  test('is not asked for again by the next harvest', async () => {
    const before = portal.asked.length;
    const next = await ogi(['harvest', LIST, '--json'], settings('harvest'));
    expect(Run.parse(JSON.parse(next.out)).counts).toMatchObject({ read: 0, unchanged: 18, unreadable: 1 });
    const gone = article(1007).replace('.html', '_1.html');
    const column = new URL(LIST).pathname;
    expect(portal.asked.slice(before).filter((path) => ![gone, column, '/robots.txt'].includes(path))).toEqual([]);
  }, 240_000);
});

describe('ogi import and ogi extract', () => {
  test('give each report of a bundle and of a joined file a record of its own', async () => {
    const folder = join(work, 'own');
    await mkdir(folder);
    await writeFile(join(folder, '合订本.pdf'), pdf('gov-2022', 'pol-2022').body);
    await writeFile(
      join(folder, '打包.zip'),
      zipOf([
        { name: 'a.docx', bytes: (await word('fin-2021')).body },
        { name: 'b.docx', bytes: (await word('hea-2021')).body },
      ]),
    );
    const imported = await ogi(['import', folder], { OGI_DATA_DIR: join(work, 'import') });
    expect({ code: imported.code, err: imported.err }).toMatchObject({ code: 0 });
    const stored = await recordsOf(openStore(await openFolder(join(work, 'import'), () => 'unused')));
    const keys = ['gov-2022', 'pol-2022', 'fin-2021', 'hea-2021'];
    const places = stored.map(({ provenance: { url, part } }) => `${url}#${part}`).sort();
    expect(places).toEqual(['file:合订本.pdf#1', 'file:合订本.pdf#2', 'file:打包.zip#a.docx', 'file:打包.zip#b.docx']);
    const figures = stored.map(figuresOf);
    for (const key of keys) expect(figures).toContainEqual(trueFigures(key));
    const printed = await ogi(['extract', '合订本.pdf', '打包.zip'], {}, folder);
    expect(printed.code).toBe(0);
    const lines = printed.out.trim().split('\n');
    expect(lines.map((line) => figuresOf(ReportRecord.parse(JSON.parse(line))))).toEqual(keys.map(trueFigures));
    expect((await ogi(['verify'], { OGI_DATA_DIR: join(work, 'import') })).code).toBe(0);
  }, 240_000);
});
