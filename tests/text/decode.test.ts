import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { decodeText } from '../../text/decode.ts';
import { describeWithShared, shared } from '../shared.ts';

/** 政府信息公开工作年度报告 in GBK (GB2312 level 1), as a page of 2015 would have sent it. */
const GBK = Uint8Array.from(
  '\xd5\xfe\xb8\xae\xd0\xc5\xcf\xa2\xb9\xab\xbf\xaa\xb9\xa4\xd7\xf7\xc4\xea\xb6\xc8\xb1\xa8\xb8\xe6',
  (char) => char.charCodeAt(0),
);
const TEXT = '政府信息公开工作年度报告';
const UTF8 = new TextEncoder().encode(TEXT);

function join(...parts: (string | Uint8Array)[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
}

describe('decodeText', () => {
  test('UTF-8 without any declaration is recognised', () => {
    expect(decodeText(UTF8)).toEqual({ text: TEXT, charset: 'utf-8', conflicts: [] });
  });

  test('GBK without any declaration is recognised', () => {
    expect(decodeText(GBK)).toEqual({ text: TEXT, charset: 'gb18030', conflicts: [] });
  });

  test.each(['gb2312', 'GBK', 'gb18030', 'x-gbk', 'GB_2312-80', 'cp936'])('the label "%s" means GB18030', (label) => {
    expect(decodeText(GBK, { header: `text/html; charset=${label}` })).toEqual({
      text: TEXT,
      charset: 'gb18030',
      conflicts: [],
    });
  });

  test('GBK bytes labelled utf-8 are read as GB18030 and the lie is told', () => {
    const decoded = decodeText(GBK, { header: 'text/html;charset=UTF-8' });
    expect(decoded.text).toBe(TEXT);
    expect(decoded.charset).toBe('gb18030');
    expect(decoded.conflicts).toEqual(['The header declares "UTF-8", but the bytes are gb18030']);
  });

  test('UTF-8 bytes labelled gbk by header and meta are read as UTF-8', () => {
    const decoded = decodeText(join('<meta charset="gbk">', UTF8), { header: 'text/html; charset=gb2312' });
    expect(decoded.text).toBe(`<meta charset="gbk">${TEXT}`);
    expect(decoded.charset).toBe('utf-8');
    expect(decoded.conflicts).toHaveLength(2);
  });

  test('a three-way lie (header ISO-8859-1, meta utf-8, bytes GBK) ends in GB18030', () => {
    const page = join('<meta http-equiv="Content-Type" content="text/html; charset=utf-8">', GBK);
    const decoded = decodeText(page, { header: 'text/html; charset=ISO-8859-1' });
    expect(decoded.text.endsWith(TEXT)).toBe(true);
    expect(decoded.conflicts).toEqual([
      'The header declares "ISO-8859-1", but the bytes are gb18030',
      'The meta declares "utf-8", but the bytes are gb18030',
    ]);
  });

  test('a four-byte GB18030 character under the label gb2312 is read', () => {
    // 㖈 U+3588 = 82 30 F0 38, of the name in seed 004's page.
    const bytes = join(GBK, Uint8Array.of(0x82, 0x31, 0x85, 0x31));
    const expected = new TextDecoder('gb18030', { fatal: true }).decode(bytes);
    const decoded = decodeText(bytes, { header: 'text/html; charset=gb2312' });
    expect(decoded).toEqual({ text: expected, charset: 'gb18030', conflicts: [] });
    expect(Array.from(decoded.text)).toHaveLength(Array.from(TEXT).length + 1);
  });

  test('a meta tag after 1,600 bytes is seen, one inside a comment is not', () => {
    const head = `<html><!-- <meta charset="big5"> -->${' '.repeat(1600)}<meta charset='gb2312'>`;
    expect(decodeText(join(head, GBK))).toEqual({ text: head + TEXT, charset: 'gb18030', conflicts: [] });
  });

  test('a byte order mark is taken off and counts more than the header', () => {
    expect(decodeText(join('\ufeff', UTF8), { header: 'text/html; charset=gbk' })).toEqual({
      text: TEXT,
      charset: 'utf-8',
      conflicts: ['The header declares "gbk", but the bytes are utf-8'],
    });
  });

  test('UTF-16 is read with its byte order mark and, where the NUL bytes tell, without', () => {
    const page = `<p>${TEXT}</p> 12 件, 34 件`;
    const wide = Buffer.from(page, 'utf16le');
    expect(decodeText(join(Uint8Array.of(0xff, 0xfe), wide))).toEqual({
      text: page,
      charset: 'utf-16le',
      conflicts: [],
    });
    expect(decodeText(wide).text).toBe(page);
    expect(decodeText(join(Uint8Array.of(0xfe, 0xff), Buffer.from(wide).swap16())).text).toBe(page);
  });

  test('a page of UTF-8 that is cut within a character stays UTF-8 and says so', () => {
    const decoded = decodeText(UTF8.subarray(0, -1), { header: 'text/html; charset=utf-8' });
    expect(decoded.charset).toBe('utf-8');
    expect(decoded.text).toBe(`${TEXT.slice(0, -1)}\ufffd`);
    expect(decoded.conflicts).toEqual(['1 sequences of bytes are not valid utf-8']);
  });

  test('plain ASCII contradicts no label', () => {
    expect(decodeText(new TextEncoder().encode('12 34'), { header: 'text/plain; charset=gbk' })).toEqual({
      text: '12 34',
      charset: 'gb18030',
      conflicts: [],
    });
    expect(decodeText(new Uint8Array()).charset).toBe('utf-8');
  });

  test('a label that nobody knows declares nothing', () => {
    expect(decodeText(GBK, { header: 'text/html; charset=x-unknown' }).text).toBe(TEXT);
  });
});

describeWithShared('decodeText on the rebuilt pages', () => {
  test.each(['000', '001', '002', '003', '004'])('the Word page of seed %s declares gb2312 and is GB18030', (seed) => {
    const decoded = decodeText(readFileSync(shared('documents', seed, 'wordpaste.html')));
    expect(decoded.charset).toBe('gb18030');
    expect(decoded.conflicts).toEqual([]);
  });

  test('characters outside GBK come out', () => {
    expect(decodeText(readFileSync(shared('documents', '002', 'wordpaste.html'))).text).toContain('责任编辑：䶮堃');
    expect(decodeText(readFileSync(shared('documents', '004', 'wordpaste.html'))).text).toContain('录入：㖈铕');
  });
});
