import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'cheerio';
import JSZip from 'jszip';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { readTruth, type TrueReport } from '../../sample/truth-file.ts';
import { projectRoot } from '../shared.ts';

const folder = join(projectRoot, 'sample', 'portal');
const truth = readTruth();
const headers = z
  .record(z.string(), z.object({ 'content-type': z.string() }))
  .parse(JSON.parse(readFileSync(join(folder, 'headers.json'), 'utf8')));
const stripped = (text: string): string => text.replace(/\s+/gu, '');

function bytesOf(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(folder, 'site', ...path.split('/'))));
}

/** A page decoded as its header says, or as GB18030 where the header names no charset. */
function pageOf(path: string): string {
  const utf8 = headers[path]?.['content-type'].includes('utf-8') === true;
  return new TextDecoder(utf8 ? 'utf-8' : 'gb18030', { fatal: true }).decode(bytesOf(path));
}

function pathOf(address: string): string {
  const path = new URL(address).pathname;
  return path.endsWith('/') ? `${path}index.html` : path;
}

const linksByPage = new Map<string, string[]>();

/** Absolute addresses of all links on a page; each page is parsed once. */
function linksOf(path: string): string[] {
  const known = linksByPage.get(path);
  if (known !== undefined) return known;
  const page = load(pageOf(path));
  const links = page('a[href]')
    .toArray()
    .map((element) => page(element).attr('href') ?? '')
    .filter((href) => !/^(?:javascript|mailto):|^#/u.test(href))
    .map((href) => new URL(href, `${truth.home}${path.slice(1)}`).href);
  linksByPage.set(path, links);
  return links;
}

const pages = Object.keys(headers).filter((path) => path.endsWith('.html'));

/** The figures of table 3 as a page prints them: the last seven cells of each row below the three header rows. */
function table3OfPage(html: string): string[][] {
  const page = load(html);
  const table = page('table')
    .toArray()
    .find((candidate) => page(candidate).find('table').length === 0 && page(candidate).text().includes('勾稽关系'));
  return page(table)
    .find('tr')
    .toArray()
    .slice(3)
    .map((row) =>
      page(row)
        .find('td')
        .toArray()
        .slice(-7)
        .map((cell) => page(cell).text()),
    );
}

function table3OfTruth(report: TrueReport): string[][] {
  const raws = Object.entries(report.cells)
    .filter(([path]) => path.startsWith('t3.'))
    .map(([, cell]) => cell.raw);
  return Array.from({ length: raws.length / 7 }, (_, row) => raws.slice(row * 7, row * 7 + 7));
}

describe('the links of the sample portal', () => {
  test('all lead to something, but those to other sites', () => {
    const dead = pages.flatMap((path) =>
      linksOf(path).filter((address) => {
        const { hostname, pathname } = new URL(address);
        const known = headers[pathOf(address)] ?? headers[`${pathname}/index.html`];
        return hostname === 'www.yunhe.gov.test' && known === undefined;
      }),
    );
    expect(dead).toEqual([]);
  });

  test('number at least eighty on the home page', () => {
    expect(linksOf('/index.html').length).toBeGreaterThanOrEqual(80);
  });

  test('lead from each list named in the truth to its report, and from some page to each decoy and alias', () => {
    const all = new Set(pages.flatMap(linksOf));
    for (const report of truth.reports) {
      expect(report.lists.length).toBeGreaterThanOrEqual(1);
      for (const list of report.lists) {
        const lists = pages.filter((path) => path.startsWith(`${new URL(list).pathname}index`));
        expect(lists.flatMap(linksOf)).toContain(report.url);
      }
      for (const alias of report.aliases) expect(all).toContain(alias);
    }
    for (const negative of truth.negatives) expect(all).toContain(negative.url);
  });

  test('tempt into /search/, which robots.txt closes', () => {
    expect(new TextDecoder().decode(bytesOf('/robots.txt'))).toContain('Disallow: /search/');
    expect(linksOf('/zwgk/zfxxgk/zfxxgknb/index.html').some((address) => address.includes('/search/'))).toBe(true);
  });

  test('name a report twice in lists once, by the unit alone once, and cut twice', () => {
    expect(truth.reports.filter((report) => report.lists.length > 1).map((report) => report.key)).toEqual(['qs-2023']);
    const lists = pages.filter((path) => /zfxxgknb\/\w+\/index(_\d)?\.html$/u.test(path));
    const items = lists.flatMap((path) => {
      const page = load(pageOf(path));
      return page('ul.list a')
        .toArray()
        .map((element) => ({ text: page(element).text(), title: page(element).attr('title') }));
    });
    expect(items.filter((item) => item.title === undefined).map((item) => item.text)).toEqual(['青石镇人民政府']);
    const cut = items.filter((item) => item.text.endsWith('…'));
    expect(cut).toHaveLength(2);
    for (const { text, title = '' } of cut) expect(title.startsWith(text.slice(0, -1))).toBe(true);
  });

  test('of the long list stand on three pages with a pager that counts from 0', () => {
    for (const [at, name] of ['index', 'index_1', 'index_2'].entries()) {
      expect(pageOf(`/zwgk/zfxxgk/zfxxgknb/lnnb/${name}.html`)).toContain(`createPageHTML(3, ${at}, "index","html")`);
    }
    expect(headers['/zwgk/zfxxgk/zfxxgknb/lnnb/index_3.html']).toBeUndefined();
  });
});

describe('the documents of the sample portal', () => {
  const onPage = truth.reports.filter((report) => report.via === 'html');
  test.each(onPage.map((report) => [report.key, report] as const))(
    'page %s shows its title and table 3',
    (_, report) => {
      const html = pageOf(pathOf(report.url));
      expect(html).toContain(report.title);
      expect(table3OfPage(html)).toEqual(table3OfTruth(report));
    },
  );

  const word = truth.reports.filter((report) => report.form === 'word');
  test.each(word.map((report) => [report.key, report] as const))(
    'page %s is GB18030 under the name of gb2312 and no valid UTF-8',
    (_, report) => {
      const bytes = bytesOf(pathOf(report.url));
      expect(new TextDecoder('latin1').decode(bytes.slice(0, 400))).toContain('charset=gb2312');
      expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
    },
  );

  const docx = truth.reports.flatMap((report) =>
    report.files.filter((file) => file.endsWith('.docx')).map((file) => [report.key, report, file] as const),
  );
  test.each(docx)('DOCX of %s opens and prints every cell', async (_, report, file) => {
    const zip = await JSZip.loadAsync(bytesOf(pathOf(file)));
    const xml = (await zip.file('word/document.xml')?.async('string')) ?? '';
    const texts = [...xml.matchAll(/<w:tc>.*?<\/w:tc>/gsu)].map(([cell]) =>
      [...cell.matchAll(/<w:t [^>]*>([^<]*)<\/w:t>/gu)].map(([, text]) => text).join(''),
    );
    expect(stripped(xml.replace(/<[^>]+>/gu, ''))).toContain(report.title);
    const differing = new Map(report.disagreements.map(({ path, docx: printed }) => [path, printed]));
    const t4 = Object.entries(report.cells).filter(([path]) => path.startsWith('t4.'));
    expect(texts.slice(-15)).toEqual(t4.map(([path, cell]) => differing.get(path) ?? cell.raw));
    for (const printed of differing.values()) expect(texts).toContain(printed);
  });

  const pdf = truth.reports.flatMap((report) =>
    [report.url, ...report.files]
      .filter((file) => file.endsWith('.pdf'))
      .map((file) => [report.key, report, file] as const),
  );
  test.each(pdf)('PDF of %s opens, and table 3 goes over a page with its head repeated', async (_, report, file) => {
    const cMapUrl = `${join(projectRoot, 'node_modules', 'pdfjs-dist', 'cmaps')}/`;
    const standardFontDataUrl = `${join(projectRoot, 'node_modules', 'pdfjs-dist', 'standard_fonts')}/`;
    const task = getDocument({ data: bytesOf(pathOf(file)), cMapUrl, cMapPacked: true, standardFontDataUrl });
    const document = await task.promise;
    const texts: string[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const { items } = await (await document.getPage(number)).getTextContent();
      texts.push(stripped(items.map((item) => ('str' in item ? item.str : '')).join('')));
    }
    await task.destroy();
    expect(texts[0]).toContain(report.title);
    const heads = texts.join('').split('申请人情况').length - 1;
    expect(heads).toBe(2);
    expect(texts.join('')).toContain('四、结转下年度继续办理');
  });
});
