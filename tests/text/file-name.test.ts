import { describe, expect, test } from '@jest/globals';
import { encodeGb18030 } from '../../sample/render/gb18030.ts';
import { servedName } from '../../text/file-name.ts';

const NAME = '县人社局2021年年报.wps';
const raw = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

describe('T28: the name of a download', () => {
  test.each([
    ['RFC 8187', `attachment;filename*=UTF-8''${encodeURIComponent(NAME)}`],
    [
      'both, of which the extended one counts',
      `attachment; filename="a.doc"; filename*=UTF-8''${encodeURIComponent(NAME)}`,
    ],
    ['raw GBK', `attachment; filename="${raw(encodeGb18030(NAME))}"`],
    ['raw UTF-8', `attachment; filename="${raw(Buffer.from(NAME))}"`],
    ['%XX in the plain parameter', `attachment; filename=${encodeURIComponent(NAME)}`],
    [
      '%XX of GBK',
      `attachment; filename=${[...encodeGb18030(NAME)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')}`,
    ],
    ['a folder before it', `attachment; filename="C:\\\\files\\\\${raw(Buffer.from(NAME))}"`],
  ])('written as %s is read', (_, header) => expect(servedName(header)).toBe(NAME));

  test.each([undefined, 'inline', 'attachment; filename=""'])('is null where %s names none', (header) => {
    expect(servedName(header)).toBeNull();
  });
});
