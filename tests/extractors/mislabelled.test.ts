import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { readDocument } from '../../extractors/read.ts';
import { normalizeReports } from '../../normalizer/reports.ts';
import { encodeGb18030 } from '../../sample/render/gb18030.ts';
import { renderDocx } from '../../sample/render/docx.ts';
import { renderPdf } from '../../sample/render/pdf.ts';
import { figuresOf, pageWith, partsOf, sourceAt, trueFigures, trueReport, typed } from '../joined-paper.ts';
import { inGbk, rtf } from './rtf-paper.ts';

const KEY = 'fin-2023';
const WORD = 'application/msword';

function page(): string {
  return pageWith(trueReport(KEY).title, typed(KEY));
}

/** The report in words alone, as a converter leaves it. */
function words(): string {
  return partsOf(KEY)
    .flatMap((part) => (part.kind === 'table' ? [] : [part.text]))
    .join('\n');
}

const LOGIN = pageWith('统一身份认证', '<form action="/login"><p>用户名</p><p>密码</p></form>');
const pdf = (): Uint8Array => renderPdf(partsOf(KEY));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, mark: string): Uint8Array => Buffer.from(`${mark}${text}`, 'utf16le');

/** What becomes of a file: the format with all its figures or with its sections, the reason why it is none. */
async function becomes(name: string, bytes: Uint8Array, contentType: string): Promise<string> {
  const url = `http://www.yunhe.gov.test/${name}`;
  const reading = await readDocument(bytes, { url, name, contentType }).catch((error: unknown) => error);
  if (reading instanceof Error) return 'reason' in reading ? `unreadable: ${String(reading.reason)}` : String(reading);
  const source = sourceAt(url, await readDocument(bytes, { url, name, contentType }));
  const { format } = source.document;
  const [result] = normalizeReports({
    landing: source,
    attachments: [],
    portalId: null,
    trail: [],
    hints: {},
    software: '',
  });
  if (result?.kind !== 'report') return `${format}, ${result?.kind}: ${result?.code}`;
  expect(result.record.provenance.via).toBe(format);
  const { body, fiscalYear } = result.record;
  if (JSON.stringify(figuresOf(result.record)) === JSON.stringify(trueFigures(KEY)))
    return `${format} with its figures`;
  return `${format}, ${body.nameNormalised} ${fiscalYear}`;
}

describe('T29: what a file becomes is decided by its bytes, never by name or header', () => {
  test.each([
    ['a page named .doc', '年报.doc', WORD, () => utf8(page()), 'html with its figures'],
    [
      'a page in GBK named .xls',
      '年报.xls',
      'application/vnd.ms-excel',
      () => encodeGb18030(page()),
      'html with its figures',
    ],
    ['rich text named .doc', '年报.doc', WORD, () => rtf(inGbk(`${words()}\n`)), 'rtf, 云禾县财政局 2023'],
    ['DOCX named .doc', '年报.doc', WORD, () => renderDocx(partsOf(KEY)), 'docx with its figures'],
    ['DOCX named .zip', '年报.zip', 'application/zip', () => renderDocx(partsOf(KEY)), 'docx with its figures'],
    ['a PDF named .html', '年报.html', 'text/html; charset=gbk', pdf, 'pdf with its figures'],
    [
      'a login page named .pdf',
      '年报.pdf',
      'application/pdf',
      () => utf8(LOGIN),
      'html, rejected: no_report_structure',
    ],
    ['text in GBK named .docx', '年报.docx', WORD, () => encodeGb18030(words()), 'text, 云禾县财政局 2023'],
    ['a page packed with gzip', '年报.html', 'text/html', () => gzipSync(page()), 'html with its figures'],
    ['a PDF packed with gzip named .pdf', '年报.pdf', 'application/pdf', () => gzipSync(pdf()), 'pdf with its figures'],
    ['gzip cut short', '年报.pdf', 'application/pdf', () => gzipSync(page()).subarray(0, 900), 'unreadable: damaged'],
    ['gzip in gzip', '年报.pdf', 'application/pdf', () => gzipSync(gzipSync(page())), 'unreadable: format'],
    [
      'gzip of a bomb',
      '年报.pdf',
      'application/pdf',
      () => gzipSync(Buffer.alloc(101 * 1024 * 1024)),
      'unreadable: too_large',
    ],
    [
      'a page in UTF-16 with its mark',
      '年报.html',
      'text/html',
      () => utf16(page(), '\ufeff'),
      'html with its figures',
    ],
    [
      'a page in UTF-16 without',
      '年报.html',
      'text/html; charset=utf-8',
      () => utf16(page(), ''),
      'html with its figures',
    ],
    [
      'nothing known named .pdf',
      '年报.pdf',
      'application/pdf',
      () => Uint8Array.of(0, 1, 2, 3, 255, 254),
      'unreadable: format',
    ],
    ['no bytes', '年报.docx', WORD, () => new Uint8Array(), 'unreadable: damaged'],
  ])('%s', async (_, name, contentType, make, expected) => {
    expect(await becomes(name, await make(), contentType)).toBe(expected);
  });
});
