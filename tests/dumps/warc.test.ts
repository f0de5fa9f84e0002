import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { ArchivedAnswer } from '../../dumps/output.ts';
import { surtOf, timestampOf } from '../../dumps/warc/cdx.ts';
import { sha256 } from '../../text/hash.ts';
import { projectRoot } from '../shared.ts';
import { buildRecord } from './records.ts';
import { dumpOf } from './varied.ts';

const Records = z.array(
  z.object({
    offset: z.int(),
    length: z.int(),
    headers: z.record(z.string(), z.string()),
    status: z.string().optional(),
    http: z.record(z.string(), z.string()).optional(),
    body: z.string().optional(),
    text: z.string().optional(),
  }),
);

function answer(url: string, body: string | null, more: Partial<ArchivedAnswer['fetched']> = {}): ArchivedAnswer {
  const bytes = body === null ? null : Buffer.from(body);
  const fetched = {
    url,
    finalUrl: url,
    redirects: [],
    status: 200,
    headers: { 'content-type': 'text/html; charset=gbk', 'content-encoding': 'gzip', 'x-odd': 'a\r\nb' },
    contentType: 'text/html; charset=gbk',
    sha256: sha256(bytes ?? ''),
    size: bytes?.length ?? 0,
    fetchedAt: '2024-02-01T03:04:05.678Z',
    ...more,
  };
  return { fetched, bytes };
}

const ANSWERS = [
  answer('http://www.yunhe.gov.test/年报.html?b=2&a=1', '<p>年报\r\n\r\nWARC/1.1</p>'),
  answer('http://www.yunhe.gov.test/old', 'moved', {
    finalUrl: 'http://www.yunhe.gov.test/new',
    redirects: ['http://www.yunhe.gov.test/new'],
  }),
  answer('http://www.yunhe.gov.test/list', null, { status: 304, headers: { etag: '"1"' } }),
  answer('file:report.docx', 'PK', { headers: {}, contentType: '', status: 0 }),
];

let records: z.infer<typeof Records>;
let cdx: string[];
let folder: string;
beforeAll(async () => {
  const dump = await dumpOf([buildRecord({})], {
    formats: ['warc', 'wacz'],
    archive: async function* all() {
      yield* ANSWERS;
    },
    outcomes: async function* all() {
      yield { url: 'http://www.yunhe.gov.test/old', at: '2024-02-02T00:00:00.000Z', json: { kind: 'record' } };
    },
  });
  folder = dump.folder;
  const ran = spawnSync('python3', [join(projectRoot, 'tests/dumps/read_warc.py'), join(folder, 'archive.warc.gz')], {
    encoding: 'utf8',
  });
  if (ran.status !== 0) throw new Error(ran.stderr);
  records = Records.parse(JSON.parse(ran.stdout));
  cdx = (dump.texts.get('archive.cdxj') ?? '').trimEnd().split('\n');
});

describe('WARC, read by a small reader in Python', () => {
  test('members, lengths and digests are right, and every answer is there with its body', () => {
    expect(records.map(({ headers }) => headers['WARC-Type'])).toEqual([
      'warcinfo',
      'response',
      'request',
      'metadata',
      'response',
      'request',
      'metadata',
      'revisit',
      'request',
      'metadata',
      'resource',
      'metadata',
      'metadata',
    ]);
    const bodies = records.filter(({ headers }) => ['response', 'resource'].includes(headers['WARC-Type'] ?? ''));
    expect(bodies.map(({ body = '' }) => Buffer.from(body, 'hex').toString())).toEqual([
      '<p>年报\r\n\r\nWARC/1.1</p>',
      'moved',
      'PK',
    ]);
    expect(bodies[1]?.headers['WARC-Target-URI']).toBe('http://www.yunhe.gov.test/new');
  });

  test('headers of the transfer are renamed, since the body is decoded, and none can smuggle in another', () => {
    const [, first] = records;
    expect(first?.status).toBe('HTTP/1.1 200 OK');
    expect(first?.http).toEqual({
      'content-type': 'text/html; charset=gbk',
      'x-archive-orig-content-encoding': 'gzip',
      'x-odd': 'a b',
      'content-length': String(Buffer.byteLength('<p>年报\r\n\r\nWARC/1.1</p>')),
    });
    expect(first?.headers['WARC-Date']).toBe('2024-02-01T03:04:05.678Z');
  });

  test('the note of each fetch and of each decision is there as JSON', () => {
    const notes = records
      .filter(({ headers }) => headers['WARC-Type'] === 'metadata')
      .map(({ text = '' }) => JSON.parse(text));
    expect(notes[1]).toMatchObject({
      'ogi-fetch': { url: 'http://www.yunhe.gov.test/old', redirects: ['http://www.yunhe.gov.test/new'] },
    });
    expect(notes.at(-1)).toEqual({ 'ogi-outcome': { kind: 'record' } });
  });

  test('each line of the index names the member of its answer, and the lines are sorted', () => {
    expect(cdx).toHaveLength(3);
    expect([...cdx].sort()).toEqual(cdx);
    for (const line of cdx) {
      const entry: { offset: string; length: string; digest: string } = JSON.parse(line.slice(line.indexOf('{')));
      const found = records.find(({ offset }) => offset === Number(entry.offset));
      expect([found?.length, found?.headers['WARC-Payload-Digest']]).toEqual([Number(entry.length), entry.digest]);
    }
  });

  test('WACZ holds the same archive, stored, with the digests of its parts', () => {
    const script = [
      'import hashlib, json, sys, zipfile',
      'z = zipfile.ZipFile(sys.argv[1])',
      'assert z.testzip() is None',
      'p = json.loads(z.read("datapackage.json"))',
      'ok = [r["hash"] == "sha256:" + hashlib.sha256(z.read(r["path"])).hexdigest() and r["bytes"] == len(z.read(r["path"])) for r in p["resources"]]',
      'd = json.loads(z.read("datapackage-digest.json"))["hash"] == "sha256:" + hashlib.sha256(z.read("datapackage.json")).hexdigest()',
      'same = z.read("archive/data.warc.gz") == open(sys.argv[2], "rb").read()',
      'print(json.dumps([ok, d, same, [i.compress_type for i in z.infolist()][0]]))',
    ].join('\n');
    const ran = spawnSync('python3', ['-c', script, join(folder, 'archive.wacz'), join(folder, 'archive.warc.gz')], {
      encoding: 'utf8',
    });
    expect([ran.stderr, JSON.parse(ran.stdout)]).toEqual(['', [[true, true, true], true, true, 0]]);
  });

  test('a body that was changed is seen', () => {
    const path = join(folder, 'changed.warc.gz');
    const script = [
      'import gzip, sys',
      'data = gzip.open(sys.argv[1]).read().replace(b"moved", b"Moved")',
      'start = data.index(b"WARC/1.1\\r\\nWARC-Type: response", data.index(b"Moved") - 900)',
      'record = data[start:data.index(b"Moved") + 9]',
      'open(sys.argv[2], "wb").write(gzip.compress(record))',
    ].join('\n');
    spawnSync('python3', ['-c', script, join(folder, 'archive.warc.gz'), path]);
    const ran = spawnSync('python3', [join(projectRoot, 'tests/dumps/read_warc.py'), path], { encoding: 'utf8' });
    expect([ran.status, ran.stderr]).toEqual([1, expect.stringContaining('digest is wrong')]);
    writeFileSync(path, '');
  });

  test('without a store there is no archive, in words', async () => {
    await expect(dumpOf([], { formats: ['warc'] })).rejects.toThrow('"warc" needs a store with archived answers');
  });
});

describe('addresses as the index sorts them', () => {
  test.each([
    ['http://www.yunhe.gov.test/A.html?b=2&a=1', 'test,gov,yunhe)/a.html?a=1&b=2'],
    ['https://zwgk.yunhe.gov.test:8443/', 'test,gov,yunhe,zwgk:8443)/'],
    ['file:my report.docx', 'file:my%20report.docx'],
  ])('%s → %s', (url, expected) => {
    expect(surtOf(url)).toBe(expected);
  });

  test('times have fourteen digits', () => {
    expect(timestampOf('2024-02-01T03:04:05.678Z')).toBe('20240201030405');
  });
});
