import { mkdtemp, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { ConfigError } from '../../errors.ts';
import type { Drive } from '../../storage/drive.ts';
import { openFolder } from '../../storage/folder.ts';
import { openStore, type Store } from '../../storage/store.ts';
import { pageOf, recordOf } from '../builders.ts';

let folder: string;
let drive: Drive;
let store: Store;
let count = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ogi-store-'));
  drive = await openFolder(folder, () => `part-${(count += 1)}`);
  store = openStore(drive);
});

async function keysOf(prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of drive.list(prefix)) keys.push(key);
  return keys;
}

async function idsOf(): Promise<string[]> {
  const ids: string[] = [];
  for await (const record of store.records.all()) ids.push(`${record.id} v${record.version} ${record.provenance.url}`);
  return ids;
}

describe('the folder drive', () => {
  test('gives back the bytes that were put, under Chinese keys too', async () => {
    await drive.put('texts/政府/a.json', new Uint8Array([1, 2, 0, 255]));
    expect([...((await drive.get('texts/政府/a.json')) ?? [])]).toEqual([1, 2, 0, 255]);
    expect(await drive.get('texts/政府/b.json')).toBeNull();
    expect(await drive.has('texts/政府/a.json')).toBe(true);
  });

  test('lists keys in code-point order and nothing half-written', async () => {
    for (const key of ['r/b.json', 'r/a/2.json', 'r/a.json', 'r/a/10.json', 's/x'])
      await drive.put(key, new Uint8Array());
    await writeFile(join(folder, '.tmp', 'half'), 'x');
    expect(await keysOf('r/')).toEqual(['r/a.json', 'r/a/10.json', 'r/a/2.json', 'r/b.json']);
    expect((await keysOf('')).some((key) => key.includes('half'))).toBe(false);
  });

  test('writes only where nothing is when it is asked to', async () => {
    expect(await drive.putNew('a/b', new Uint8Array([1]))).toBe(true);
    expect(await drive.putNew('a/b', new Uint8Array([2]))).toBe(false);
    expect([...((await drive.get('a/b')) ?? [])]).toEqual([1]);
    expect(await readdir(join(folder, '.tmp'))).toEqual([]);
  });

  test('of a hundred writers at once exactly one is first', async () => {
    const wins = await Promise.all(Array.from({ length: 100 }, (_, n) => drive.putNew('one', new Uint8Array([n]))));
    expect(wins.filter(Boolean)).toHaveLength(1);
  });

  test('refuses a key that leaves the store', async () => {
    await expect(async () => drive.put('../x', new Uint8Array())).rejects.toThrow('leaves the store');
  });

  test('clears what a killed process left half-written a day ago, and nothing younger', async () => {
    await writeFile(join(folder, '.tmp', 'old'), 'x');
    await writeFile(join(folder, '.tmp', 'young'), 'x');
    const before = new Date(Date.now() - 2 * 86_400_000);
    await utimes(join(folder, '.tmp', 'old'), before, before);
    await openFolder(folder, () => 'x');
    expect(await readdir(join(folder, '.tmp'))).toEqual(['young']);
  });

  test('a data folder that is a file is a configuration error that names it', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(openFolder(file, () => 'x')).rejects.toThrow(ConfigError);
    await expect(openFolder(file, () => 'x')).rejects.toThrow(file);
  });

  test('a data folder where nobody may write is a configuration error that says what to do', async () => {
    await expect(openFolder('/proc/ogi-data', () => 'x')).rejects.toThrow(
      /Cannot write to the data folder "\/proc\/ogi-data".*--data/u,
    );
  });
});

describe('documents', () => {
  test('keeps bytes once and every answer, newest first', async () => {
    await store.documents.keep(pageOf('http://www.yunhe.gov.test/a', 'one'));
    await store.documents.keep(pageOf('http://www.yunhe.gov.test/a', 'two', { fetchedAt: '2024-03-01T00:00:00.000Z' }));
    const latest = await store.documents.latest('http://www.yunhe.gov.test/a');
    expect(latest?.askedAt).toBe('2024-03-01T00:00:00.000Z');
    expect(new TextDecoder().decode((await store.documents.bytes(latest?.fetched.sha256 ?? '')) ?? undefined)).toBe(
      'two',
    );
    expect(await keysOf('blobs/')).toHaveLength(2);
    expect(await keysOf('fetches/')).toHaveLength(1);
  });

  test('"not modified" moves the time of asking and leaves the answer as it was', async () => {
    const page = pageOf('http://www.yunhe.gov.test/a', 'one');
    await store.documents.keep(page);
    const notModified = { ...page.fetched, status: 304, size: 0, fetchedAt: '2024-03-01T00:00:00.000Z' };
    await store.documents.keep({ fetched: notModified, bytes: new Uint8Array() });
    const latest = await store.documents.latest('http://www.yunhe.gov.test/a');
    expect(latest).toEqual({ fetched: page.fetched, askedAt: '2024-03-01T00:00:00.000Z' });
  });

  test('one document under equal addresses has one key', async () => {
    await store.documents.keep(pageOf('http://WWW.yunhe.gov.test:80/a?b=1&a=2#top', 'one'));
    expect(await store.documents.latest('http://www.yunhe.gov.test/a?a=2&b=1')).not.toBeNull();
  });

  test('a text is found only under the extractor that is current', async () => {
    const value = { sha256: 'ab12', format: 'pdf' as const, extractor: 'pdf/1', meta: {}, blocks: [], attachments: [] };
    await store.documents.keepText({ value, notices: [{ code: 'x', message: 'y' }] });
    expect(await store.documents.text('ab12', (name) => name === 'pdf/1')).toEqual({
      value,
      notices: [{ code: 'x', message: 'y' }],
    });
    expect(await store.documents.text('ab12', (name) => name === 'pdf/2')).toBeNull();
  });
});

describe('records', () => {
  const a = 'http://www.yunhe.gov.test/a.html';
  const b = 'http://www.yunhe.gov.test/b.html';

  test('the first reading is version 1, the same again writes nothing', async () => {
    expect(await store.records.settle(recordOf({ landing: a }))).toMatchObject({
      change: 'first',
      id: '0123456789ab-2023',
    });
    const later = recordOf({ landing: a });
    later.provenance.fetchedAt = '2025-01-01T00:00:00.000Z';
    expect(await store.records.settle(later)).toMatchObject({ change: 'unchanged' });
    expect((await store.records.get('0123456789ab-2023'))?.provenance.fetchedAt).toBe('2024-02-01T00:00:00.000Z');
  });

  test('that says the same goes over to the portal that it comes from now, as the same version', async () => {
    const record = recordOf({ landing: 'http://www.a.gov.test/1.html' });
    const from = (portalId: string): typeof record => ({ ...record, provenance: { ...record.provenance, portalId } });
    await store.records.settle(from('b'));
    expect(await store.records.settle(from('a'))).toMatchObject({ change: 'unchanged' });
    expect(await store.records.get(record.id)).toMatchObject({ version: 1, provenance: { portalId: 'a' } });
  });

  test('a changed cell makes version 2 and the old one is kept', async () => {
    await store.records.settle(recordOf({ landing: a }));
    expect(await store.records.settle(recordOf({ landing: a, granted: 4 }))).toMatchObject({ change: 'changed' });
    const newest = await store.records.get('0123456789ab-2023');
    expect([newest?.version, newest?.versionReason]).toEqual([2, 'source']);
    const old = JSON.parse(await readFile(join(folder, 'records/2023/0123456789ab-2023/v1.json'), 'utf8'));
    expect(old.cells['t3.result.granted.total'].value).toBe(3);
    expect(await idsOf()).toEqual([`0123456789ab-2023 v2 ${a}`]);
  });

  test('the same report at two addresses is one record, whichever comes first', async () => {
    await store.records.settle(recordOf({ landing: b }));
    expect(await store.records.settle(recordOf({ landing: a }))).toMatchObject({ change: 'unchanged' });
    expect(await idsOf()).toEqual([`0123456789ab-2023 v1 ${a}`]);
    await store.records.settle(recordOf({ landing: b }));
    expect(await idsOf()).toEqual([`0123456789ab-2023 v1 ${a}`]);
  });

  test('one report under two 索引号 (泰州 2017) is one record, with the first address and its number', async () => {
    const first = { ...recordOf({ landing: a }), indexNo: '014416330/2018-04736', datePublished: '2018-03-20' };
    const second = { ...recordOf({ landing: b }), indexNo: '3212000002/2018-354983', datePublished: '2018-03-28' };
    await store.records.settle(second);
    expect(await store.records.settle(first)).toMatchObject({ change: 'unchanged', moved: [] });
    expect(await idsOf()).toEqual([`0123456789ab-2023 v1 ${a}`]);
    expect((await store.records.get('0123456789ab-2023'))?.indexNo).toBe('014416330/2018-04736');
  });

  test('two different reports of one body and year get -2 by address, whichever comes first', async () => {
    await store.records.settle(recordOf({ landing: b, granted: 9 }));
    const settled = await store.records.settle(recordOf({ landing: a, granted: 1 }));
    expect(settled).toEqual({
      id: '0123456789ab-2023',
      change: 'first',
      reason: 'first',
      moved: [{ landing: b, from: '0123456789ab-2023', id: '0123456789ab-2023-2' }],
    });
    expect(await idsOf()).toEqual([`0123456789ab-2023-2 v1 ${b}`, `0123456789ab-2023 v1 ${a}`]);
  });

  test('many at once are settled as if one came after the other', async () => {
    await Promise.all(
      [a, b, a, b, b, a].map((landing) => store.records.settle(recordOf({ landing, granted: landing === a ? 1 : 2 }))),
    );
    expect(await idsOf()).toEqual([`0123456789ab-2023-2 v1 ${b}`, `0123456789ab-2023 v1 ${a}`]);
  });

  test('a record without body or year is never stored', async () => {
    await expect(store.records.settle({ ...recordOf({ landing: a }), id: 'unknown' })).rejects.toThrow(
      'body and year must be known',
    );
  });
});

describe('hosts, portals, outcomes and runs', () => {
  test('are given back as they were put', async () => {
    const host = { host: 'www.yunhe.gov.test:8080', robots: null, declinedUntil: null, declinedReason: null };
    await store.hosts.save(host);
    expect(await store.hosts.load('www.yunhe.gov.test:8080')).toEqual(host);
    const portal = {
      id: 'yunhe.gov.test',
      name: null,
      home: 'http://www.yunhe.gov.test/',
      runStartedAt: '2024-02-01T00:00:00.000Z',
      runFinishedAt: null,
      discoveredAt: null,
      discovery: null,
    };
    await store.portals.put(portal);
    expect(await store.portals.get('yunhe.gov.test')).toEqual(portal);
    const all: string[] = [];
    for await (const one of store.portals.all()) all.push(one.id);
    expect(all).toEqual(['yunhe.gov.test']);
  });

  test('a damaged file is named with the way out', async () => {
    await drive.put('portals/x.json', new TextEncoder().encode('{"id":'));
    await expect(store.portals.get('x')).rejects.toThrow('Cannot read "portals/x.json"');
  });
});
