import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { readDocument } from '../../extractors/read.ts';
import { convertToDocx } from '../../extractors/office/convert.ts';
import { readConverted } from '../../extractors/office/read-converted.ts';
import { describeWithShared, shared } from '../shared.ts';
import { compoundFile, doc, line } from './doc-paper.ts';
import { orderOf, placed, tablesOf, truthOf } from './truth.ts';

const HINT = { url: 'http://www.yunhe.gov.test/a/report.doc', name: 'report.doc' };
const path = process.env['PATH'];

afterEach(() => {
  process.env['PATH'] = path;
});

const hasOffice = (path ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'soffice')));

/** Skipped where LibreOffice is not installed; on CI its absence is a failure. */
function describeWithOffice(name: string, body: () => void): void {
  if (hasOffice) describe(name, body);
  else if (process.env['CI'] === 'true') throw new Error(`Cannot run "${name}": soffice is absent, CI must install it`);
  else describe.skip(`${name} (skipped: soffice is absent)`, body);
}

/** Folders of conversions that were not cleaned up. */
function leftFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('ogi-office-'));
}

describe('without LibreOffice', () => {
  test.each([
    ['a Word 95 document', doc({ paragraphs: [line('x')], version: 104 }), /of version 104, older than Word 97/u],
    ['an old WPS document', compoundFile({ WpsDocument: Buffer.alloc(5000) }), /WPS's own older format/u],
  ])('%s says what to install', async (_, bytes, what) => {
    process.env['PATH'] = '/nowhere';
    const reading = readDocument(bytes, HINT);
    await expect(reading).rejects.toMatchObject({ reason: 'format', message: expect.stringMatching(what) });
    await expect(reading).rejects.toThrow('apt-get install libreoffice-writer');
  });
});

describeWithOffice('with LibreOffice', () => {
  describeWithShared('a rebuilt report', () => {
    test('a converted report has every cell and span, and says that it was converted', async () => {
      const before = leftFolders();
      const as = { format: 'doc', extractor: 'doc/1', what: 'a report' } as const;
      const report = readFileSync(shared('documents', '002', 'report.doc'));
      const { value, notices } = await readConverted(report, HINT, as);
      expect(value).toMatchObject({ format: 'doc', extractor: 'doc/1' });
      expect(tablesOf(value.blocks).map(placed)).toEqual(truthOf('002').tables);
      expect(orderOf(value.blocks)).toEqual(truthOf('002').order);
      expect(notices.map(({ code }) => code)).toContain('converted');
      expect(leftFolders()).toEqual(before);
    }, 60_000);
  });

  test('a conversion ends at its deadline and leaves nothing behind', async () => {
    const before = leftFolders();
    const report = doc({ paragraphs: [line('x')] });
    const late = convertToDocx(report, { name: 'report.doc', suffix: 'doc', what: 'a report', deadlineMs: 200 });
    await expect(late).rejects.toMatchObject({ reason: 'timeout', message: expect.stringMatching(/200 ms/u) });
    expect(leftFolders()).toEqual(before);
  });

  test('bytes that LibreOffice shows as plain text are damaged, not a report', async () => {
    const noise = Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 73) % 251));
    const as = { format: 'wps', extractor: 'wps/1', what: 'a test' } as const;
    await expect(readConverted(noise, HINT, as)).rejects.toMatchObject({ reason: 'damaged' });
  }, 60_000);
});
