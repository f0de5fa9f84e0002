import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EXIT } from '../../cli/exit.ts';
import type { Finding } from '../../cli/machine.ts';
import type { StoreFault, StoreReport } from '../../storage/inspect.ts';
import type { Store } from '../../storage/store.ts';
import { sha256 } from '../../text/hash.ts';
import { pageOf, recordOf } from '../builders.ts';
import { startS3, type S3Server } from '../storage/s3-server.ts';
import { ogi } from './run-in-process.ts';
import { folderWithStore } from './store-folder.ts';

const URL_A = 'http://www.yunhe.gov.test/a.html';
const BYTES = '云和县教育局2023年政府信息公开工作年度报告';
const HASH = sha256(BYTES);

/** A page, its text and its record, as a harvest leaves them. */
async function fillWhole(store: Store): Promise<void> {
  await store.documents.keep(pageOf(URL_A, BYTES));
  const text = { sha256: HASH, format: 'html' as const, extractor: 'html/4', meta: {}, blocks: [], attachments: [] };
  await store.documents.keepText({ value: text, notices: [] });
  const record = recordOf({ landing: URL_A });
  await store.records.settle({ ...record, provenance: { ...record.provenance, sha256: HASH } });
}

async function stateOf(cwd: string): Promise<StoreReport & { code: number; isWhole: boolean; faults: StoreFault[] }> {
  const { code, out } = await ogi(['doctor', '--store', '--json'], { cwd });
  return { code, ...JSON.parse(out.join('')) };
}

describe('ogi doctor --store', () => {
  test('counts what a whole store holds, by kind, schema and reader', async () => {
    const cwd = await folderWithStore(fillWhole);
    const state = await stateOf(cwd);
    expect(state).toMatchObject({ code: EXIT.done, isWhole: true, faults: [] });
    expect(state.kinds).toMatchObject({
      blobs: { objects: 1, bytes: Buffer.byteLength(BYTES) },
      fetches: { objects: 1 },
      texts: { objects: 1 },
      records: { objects: 1 },
      names: { objects: 1 },
      other: { objects: 0, bytes: 0 },
    });
    expect([state.schemas, state.readers]).toEqual([{ 'ogi-report/1': 1 }, { 'html/4': 1 }]);
    const { out } = await ogi(['doctor', '--store'], { cwd });
    expect(out).toContain('Records by schema: ogi-report/1 1. Texts by reader: html/4 1.');
    expect(out.at(-1)).toBe('Nothing is wrong.');
  });

  const blob = join('data', 'blobs', HASH.slice(0, 2), HASH);
  const record = join('data', 'records', '2023', '0123456789ab-2023.json');
  const put = (cwd: string, path: string, text: string): void => {
    mkdirSync(join(cwd, path, '..'), { recursive: true });
    writeFileSync(join(cwd, path), text);
  };

  test.each<[string, (cwd: string) => void, string[]]>([
    ['bytes that are not what they were', (cwd) => put(cwd, blob, `${BYTES}.`), ['damaged_blob']],
    [
      'bytes that are gone',
      (cwd) => rmSync(join(cwd, blob)),
      ['fetch_without_blob', 'orphan_text', 'record_without_blob'],
    ],
    ['a record cut in the middle', (cwd) => put(cwd, record, '{"schema": "ogi-rep'), ['damaged_json']],
    [
      'a record of an older and one of a newer schema',
      (cwd) => {
        const frame = { version: 1, provenance: { url: URL_A, sha256: HASH, trail: [] } };
        const of = (id: string, schema: string): void =>
          put(cwd, join('data', 'records', '2023', `${id}.json`), JSON.stringify({ ...frame, id, schema }));
        of('aaaaaaaaaaaa-2023', 'ogi-report/0');
        of('bbbbbbbbbbbb-2023', 'ogi-report/99');
      },
      ['newer_schema', 'older_schema'],
    ],
    [
      'a host state that is no JSON',
      (cwd) => put(cwd, join('data', 'portals', 'hosts', 'x.json'), '}'),
      ['damaged_json'],
    ],
    [
      'a text that is not packed',
      (cwd) => put(cwd, join('data', 'texts', 'aa', 'aa', 'x-1.json.gz'), 'x'),
      ['damaged_json'],
    ],
  ])('names %s, and ends with exit code 3', async (_, harm, codes) => {
    const cwd = await folderWithStore(fillWhole);
    harm(cwd);
    const state = await stateOf(cwd);
    expect([state.code, state.isWhole]).toEqual([EXIT.incomplete, false]);
    expect(state.faults.map(({ code }) => code).sort()).toEqual(codes);
    const { out } = await ogi(['doctor', '--store'], { cwd });
    for (const { code, key } of state.faults)
      expect(out.some((line) => line.startsWith(`${code}  ${key}: `))).toBe(true);
  });

  test('a blob that no answer names only takes room', async () => {
    const cwd = await folderWithStore(fillWhole);
    const hash = sha256('left behind');
    put(cwd, join('data', 'blobs', hash.slice(0, 2), hash), 'left behind');
    const state = await stateOf(cwd);
    expect(state).toMatchObject({ code: EXIT.done, isWhole: true, faults: [{ code: 'orphan_blob' }] });
    expect((await ogi(['doctor', '--store'], { cwd })).out.join('\n')).toContain('1 blobs are named by no answer');
  });

  test('without a store it ends with exit code 2', async () => {
    expect(await ogi(['doctor', '--store'])).toMatchObject({ code: EXIT.usage, out: [] });
  });
});

describe('a record of an older schema', () => {
  test('is rewritten when its source is read again, keeps its version beside it, and is refused until then', async () => {
    const cwd = await folderWithStore(async (store) => {
      await fillWhole(store);
      const path = `${store.place}/records/2023/0123456789ab-2023.json`;
      const old = await store.records.get('0123456789ab-2023');
      writeFileSync(path, JSON.stringify({ ...old, schema: 'ogi-report/0', cells: ['in another form'] }));
      expect(await store.records.isOlder('0123456789ab-2023')).toBe(true);
      await expect(store.records.get('0123456789ab-2023')).rejects.toThrow(
        /schema is "ogi-report\/0".*"ogi reprocess"/u,
      );
      const record = recordOf({ landing: URL_A });
      const settled = await store.records.settle({ ...record, provenance: { ...record.provenance, sha256: HASH } });
      expect(settled).toEqual({ id: '0123456789ab-2023', change: 'changed', reason: 'reader', moved: [] });
      expect(await store.records.get('0123456789ab-2023')).toMatchObject({ version: 2, versionReason: 'reader' });
      expect(await store.records.isOlder('0123456789ab-2023')).toBe(false);
    });
    expect(await stateOf(cwd)).toMatchObject({ isWhole: true, kinds: { records: { objects: 2 } } });
  });
});

describe('ogi doctor with an S3 store', () => {
  let server: S3Server;
  beforeAll(async () => {
    server = await startS3();
  });
  afterAll(() => server.close());

  const s3Of = async (): Promise<{ code: number; finding: Finding | undefined }> => {
    const { code, out } = await ogi(['doctor', '--json'], { env: { PATH: '', OGI_S3_URL: server.url('/doctor') } });
    const findings: Finding[] = JSON.parse(out.join(''));
    expect(findings.find(({ name }) => name === 'data folder')).toMatchObject({ state: 'off' });
    expect(out.join('')).not.toContain('S3RVER');
    return { code, finding: findings.find(({ name }) => name === 'S3') };
  };

  test('says that it can be written on conditions, and leaves nothing behind', async () => {
    expect(await s3Of()).toMatchObject({
      code: EXIT.done,
      finding: {
        state: 'ok',
        found: expect.stringMatching(/\/doctor can be listed, read and written, on conditions too/u),
      },
    });
    const { code } = await ogi(['doctor', '--store'], { env: { OGI_S3_URL: server.url('/doctor') } });
    expect(code).toBe(EXIT.usage);
  });

  test('says when conditions are ignored, which one process can live with', async () => {
    server.heedConditions(false);
    expect(await s3Of()).toMatchObject({
      code: EXIT.done,
      finding: { state: 'missing', found: expect.stringMatching(/but it ignores If-None-Match and If-Match/u) },
    });
    server.heedConditions(true);
  });

  test('a denied bucket is exit code 2, with what to do', async () => {
    server.trick({ kind: 'answer', status: 403, code: 'AccessDenied' }, 1);
    expect(await s3Of()).toMatchObject({
      code: EXIT.usage,
      finding: { state: 'missing', found: expect.stringMatching(/give it the rights to list the bucket/u) },
    });
  });
});
