import { load } from 'cheerio';
import type { CheerioAPI } from 'cheerio';
import type { Page } from '../model/fetched.ts';
import { canonicalAddress } from '../text/address.ts';
import { decodeText } from '../text/decode.ts';
import { matchForm } from '../text/fold.ts';
import { readPost } from '../text/request.ts';
import { totalInMarkup } from './answers.ts';
import { readLiteral } from './literal.ts';
import type { Literal, Names } from './literal.ts';
import { readNames } from './names.ts';

/**
 * A page of a portal as discovery sees it. `url` canonical, as asked; `base` the address that relative links start from;
 * `meta` by lower-case name; `heading` the first h1; `text` the visible text, folded and without spaces; `scripts` the
 * inline scripts one after the other, `names` what they call by name; `html` the whole decoded source. `data`: the value of
 * an answer in JSON, undefined for a page; its links come in when `unfoldPage` has read it. `total`: entries that the list
 * claims to have, null if it claims nothing.
 */
export interface HtmlPage {
  kind: 'html';
  url: string;
  finalUrl: string;
  base: string;
  sha256: string;
  fetchedAt: string;
  $: CheerioAPI;
  html: string;
  scripts: string;
  names: Names;
  data: Literal | undefined;
  total: number | null;
  text: string;
  title: string;
  heading: string;
  meta: Record<string, string>;
}

/** An answer that is no page: a document (`file`), or something else that discovery cannot use (`other`). */
interface BarePage {
  kind: 'file' | 'other';
  url: string;
  finalUrl: string;
  sha256: string;
  fetchedAt: string;
}

/** What a link led to. */
export type PortalPage = HtmlPage | BarePage;

/** First bytes of documents: PDF, ZIP (DOCX, XLSX, OFD), OLE (DOC, WPS, XLS), RTF, RAR. */
const FILE_MAGIC = ['25504446', '504b0304', 'd0cf11e0', '7b5c7274', '52617221'];

/** Reads a fetched page: decides by content whether it is HTML or a document, decodes and parses it. */
export function readPage(page: Page): PortalPage {
  const { fetched, bytes } = page;
  const url = canonicalAddress(fetched.url) ?? fetched.url;
  const stayed = readPost(url) !== null && fetched.redirects.length === 0; // the end of a POST is the POST itself
  const finalUrl = stayed ? url : (canonicalAddress(fetched.finalUrl) ?? fetched.finalUrl);
  const bare = { url, finalUrl, sha256: fetched.sha256, fetchedAt: fetched.fetchedAt };
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (FILE_MAGIC.includes(magic)) return { kind: 'file', ...bare };
  const header = fetched.contentType === '' ? undefined : fetched.contentType;
  const html = decodeText(bytes, { header }).text;
  const data = readData(html);
  if (data !== undefined) return { kind: 'html', ...bare, ...parseHtml('', finalUrl), html, data };
  if (!/<[a-z!]/iu.test(html)) return { kind: 'other', ...bare };
  return { kind: 'html', ...bare, ...parseHtml(html, finalUrl) };
}

/** The value of an answer in JSON, also one wrapped in a call (`callback({…})`); undefined for anything else. */
function readData(text: string): Literal | undefined {
  const start = /^\ufeff?\s*(?:[\w$.]+\s*\(\s*)?(?=[[{])/u.exec(text)?.[0].length;
  if (start === undefined) return undefined;
  const read = readLiteral(text, start);
  return read !== null && /^[\s);]*$/u.test(text.slice(read.end)) ? read.value : undefined;
}

function parseHtml(html: string, finalUrl: string): Omit<HtmlPage, 'kind' | keyof BarePage> {
  const $ = load(html);
  unpackScripts($);
  const scripts = $('script')
    .map((_, element) => $(element).text())
    .get()
    .join('\n');
  $('script, style, noscript, template').remove();
  const href = $('base[href]').attr('href');
  return {
    $,
    html,
    scripts,
    names: readNames(scripts),
    data: undefined,
    total: totalInMarkup(html),
    base: href !== undefined && URL.canParse(href, finalUrl) ? new URL(href, finalUrl).href : finalUrl,
    text: matchForm($('body').text()),
    title: tidy($('title').first().text()),
    heading: tidy($('h1').first().text()),
    meta: readMeta($),
  };
}

/**
 * Lists that a page carries in scripts which are no scripts: records in XML (大汉 jpage) and templates of markup. They come
 * in where the script stood, each list in a box of its own; what a page says in the plain survives as it is.
 */
function unpackScripts($: CheerioAPI): void {
  $('script').each((index, element) => {
    const source = $(element).text();
    if (!/^\s*<|<!\[CDATA\[\s*</u.test(source)) return;
    const records = [...source.matchAll(/<record>\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*<\/record>/giu)].map(
      (match) => match[1],
    );
    const markup = records.length > 0 ? records.join('') : source.replace(/<!\[CDATA\[|\]\]>/gu, '');
    const box = String.fromCodePoint(97 + (index % 26)); // no digit: boxes that differ in digits count as one list
    $(element).before(`<ul class="unpacked-${box}">${markup}</ul>`);
  });
}

function readMeta($: CheerioAPI): Record<string, string> {
  const meta: Record<string, string> = {};
  $('meta[name]').each((_, element) => {
    const name = ($(element).attr('name') ?? '').toLowerCase();
    const content = tidy($(element).attr('content') ?? '');
    if (content !== '') meta[name] ??= content;
  });
  return meta;
}

/** Text as shown on one line: every run of white space one space, none at the ends. */
export function tidy(text: string): string {
  return text.replace(/[\s\u00a0\u3000]+/gu, ' ').trim();
}

/** The name of the page itself: ArticleTitle of 国办发〔2017〕47号, else the h1, else the window title. */
export function nameOf(page: HtmlPage): string {
  return page.meta['articletitle'] ?? (page.heading === '' ? page.title : page.heading);
}
