import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import JSZip from 'jszip';
import { describe, expect, test } from '@jest/globals';
import { extractorOf } from '../../extractors/list.ts';
import { readDocument } from '../../extractors/read.ts';
import { sniffFormat } from '../../extractors/sniff.ts';
import { describeWithShared, shared } from '../shared.ts';
import { doc, line } from './doc-paper.ts';
import { docx, paragraph } from './docx-paper.ts';
import { inGbk, rtf } from './rtf-paper.ts';

const HINT = { url: 'http://www.yunhe.gov.test/a', name: '年报' };

function latin(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The head of an OLE2 file with one directory entry of this name, which is all that is looked at. */
function ole2(stream: string): Uint8Array {
  const bytes = Buffer.alloc(2048);
  bytes.write('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1');
  bytes.write(`${stream}\0`, 1024 + 128, 'utf16le');
  return bytes;
}

async function zip(...names: string[]): Promise<Uint8Array> {
  const archive = new JSZip();
  for (const name of names) archive.file(name, 'x');
  return await archive.generateAsync({ type: 'uint8array' });
}

/** An archive of one file whose central directory declares other sizes than are true. */
function zipDeclaring(name: string, declaredSize: number): Uint8Array {
  const packed = deflateRawSync(Buffer.alloc(1000));
  const local = Buffer.alloc(30);
  local.write('PK\x03\x04', 'latin1');
  local.writeUInt16LE(8, 8);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.write('PK\x01\x02', 'latin1');
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(declaredSize, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end]);
}

describe('the format of bytes', () => {
  test.each([
    ['a PDF', latin('%PDF-1.7\n'), 'pdf'],
    ['a PDF behind junk', latin(`${'\0junk'.repeat(50)}%PDF-1.4`), 'pdf'],
    ['a page named .doc', utf8('\ufeff <!-- saved --> <html xmlns:w="urn:x"><body>'), 'html'],
    ['a page with an XML declaration', utf8('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">'), 'html'],
    ['a fragment', utf8('\n<div class="x">政府</div>'), 'html'],
    ['a page behind a printed warning', utf8('Warning: x in y\n<html><body>'), 'html'],
    ['a page in UTF-16', Buffer.from('\ufeff<html><p>政府</p></html>', 'utf16le'), 'html'],
    ['rich text', latin('{\\rtf1\\ansi'), 'rtf'],
    ['a RAR archive', latin('Rar!\x1a\x07\x00'), 'rar'],
    ['a PNG', latin('\x89PNG\r\n\x1a\n'), 'image'],
    ['a JPEG', latin('\xff\xd8\xff\xe0'), 'image'],
    ['Word 97', ole2('WordDocument'), 'doc'],
    ['Excel 97', ole2('Workbook'), 'xls'],
    ['WPS', ole2('WpsDocument'), 'wps'],
    ['another OLE2 file', ole2('Something'), 'doc'],
    ['a Word 2003 XML file', utf8('<?xml version="1.0"?>\n<?mso-application x?><w:wordDocument xmlns:w="x">'), 'doc'],
    ['a Word XML package', utf8('\ufeff<pkg:package xmlns:pkg="x">'), 'doc'],
    ['text in UTF-8', utf8('一、总体情况\n\t0\n'), 'text'],
    ['text in GBK', Uint8Array.of(0xd5, 0xfe, 0xb8, 0xae, 0x0d, 0x0a), 'text'],
  ])('%s', async (_, bytes, format) => {
    expect(await sniffFormat(bytes, 'x')).toBe(format);
  });

  test.each([
    [['word/document.xml', '[Content_Types].xml'], 'docx'],
    [['xl/workbook.xml'], 'xlsx'],
    [['OFD.xml', 'Doc_0/Document.xml'], 'ofd'],
    [['年报.docx'], 'zip'],
  ])('an archive with %j', async (names, format) => {
    expect(await sniffFormat(await zip(...names), 'x')).toBe(format);
  });

  test('rich text and OOXML are read as what they are under the name of a .doc', async () => {
    const hint = { url: 'file:x.doc', name: 'x.doc', contentType: 'application/msword' };
    expect((await readDocument(rtf(inGbk('正文\n')), hint)).value).toMatchObject({ format: 'rtf', charset: 'gb18030' });
    expect((await readDocument(await docx(paragraph('正文')), hint)).value).toMatchObject({ format: 'docx' });
    expect((await readDocument(doc({ paragraphs: [line('正文')] }), hint)).value).toMatchObject({ format: 'doc' });
  });

  test.each([
    ['no bytes', new Uint8Array(), 'damaged', /is empty/u],
    ['unknown bytes', Uint8Array.of(0, 1, 2, 3, 0xff, 0xfe, 0, 1), 'format', /beginning with 00 01 02 03 ff fe/u],
    ['a protected Office file', ole2('EncryptedPackage'), 'encrypted', /password/u],
    ['a cut archive', latin('PK\x03\x04cut'), 'damaged', /broken or cut short/u],
    [
      'XML of an unknown kind',
      utf8('<?xml version="1.0"?><w:other xmlns:w="x">政府</w:other>'),
      'format',
      /no known format/u,
    ],
    ['a zip bomb', zipDeclaring('word/document.xml', 2_097_152_000), 'too_large', /2097152000 bytes/u],
    [
      'a small file of an absurd ratio',
      zipDeclaring('word/document.xml', 50_000_000),
      'too_large',
      /word\/document\.xml/u,
    ],
  ])('%s cannot be read', async (_, bytes, reason, message) => {
    await expect(sniffFormat(bytes, '年报')).rejects.toMatchObject({
      name: 'UnreadableError',
      reason,
      message: expect.stringMatching(message),
    });
  });
});

describe('readDocument', () => {
  test('goes by the bytes, not by name or header', async () => {
    const page = utf8('<html><body><p>一、总体情况</p></body></html>');
    const reading = await readDocument(page, { url: 'file:x.doc', name: 'x.doc', contentType: 'application/msword' });
    expect(reading.value).toMatchObject({ format: 'html', extractor: 'html/4', charset: 'utf-8' });
    expect(reading.value.sha256).toMatch(/^[0-9a-f]{64}$/u);
    expect((await readDocument(await docx(paragraph('正文')), HINT)).value).toMatchObject({
      format: 'docx',
      extractor: 'docx/1',
    });
    expect((await readDocument(utf8('正文'), HINT)).value).toMatchObject({ format: 'text', extractor: 'text/1' });
  });

  test('an image whose header is all there is of it is damaged', async () => {
    await expect(readDocument(latin('\x89PNG\r\n\x1a\n'), HINT)).rejects.toMatchObject({
      name: 'UnreadableError',
      reason: 'damaged',
    });
  });

  test('a file that unfolds to more than it declares is damaged, not read', async () => {
    await expect(readDocument(zipDeclaring('word/document.xml', 10), HINT)).rejects.toMatchObject({
      reason: 'damaged',
    });
  });

  test('elements nested beyond all measure are damaged, not a crash', async () => {
    const page = utf8(`<div id="zoom">${'<div>'.repeat(20_000)}x`);
    await expect(readDocument(page, HINT)).rejects.toMatchObject({ name: 'UnreadableError', reason: 'damaged' });
  });

  test('a table without end is too large', async () => {
    const text = utf8('行政许可 | 1 | 2\n'.repeat(170_000));
    await expect(readDocument(text, HINT)).rejects.toMatchObject({ reason: 'too_large' });
  });

  test('the list names a reader with its version', () => {
    expect(
      (['html', 'docx', 'text', 'doc', 'wps', 'rtf', 'image'] as const).map((format) => extractorOf(format)),
    ).toEqual(['html/4', 'docx/1', 'text/1', 'doc/1', 'wps/1', 'rtf/1', 'ocr/2']);
  });
});

describeWithShared('the format of the rebuilt documents', () => {
  test.each([
    ['000/report.doc', 'doc'],
    ['000/report.ofd', 'ofd'],
    ['001/nonembedded.pdf', 'pdf'],
    ['002/table.xlsx', 'xlsx'],
    ['004/bundle.zip', 'zip'],
    ['003/wordpaste.html', 'html'],
    ['004/report.docx', 'docx'],
    ['real/pingtan2014.txt', 'text'],
    ['real/pingtan2022.flat.txt', 'text'],
  ])('%s is %s', async (file, format) => {
    expect(await sniffFormat(readFileSync(shared('documents', ...file.split('/'))), file)).toBe(format);
  });
});
