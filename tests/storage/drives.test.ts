import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Drive } from '../../storage/drive.ts';
import { openFolder } from '../../storage/folder.ts';
import { openS3 } from '../../storage/s3.ts';
import { openStore } from '../../storage/store.ts';
import { pageOf, recordOf } from '../builders.ts';
import { startS3, type S3Server } from './s3-server.ts';

/** A kind of drive: `open` gives another way to the same place at each call, as another process would have. */
interface Kind {
  name: string;
  start(): Promise<void>;
  open(place: string): Promise<Drive>;
  stop(): Promise<void>;
}

let folder: string;
let server: S3Server;

const KINDS: Kind[] = [
  {
    name: 'folder',
    start: async () => {
      folder = await mkdtemp(join(tmpdir(), 'ogi-drive-'));
    },
    open: (place) => openFolder(join(folder, place), randomUUID),
    stop: () => rm(folder, { recursive: true }),
  },
  {
    name: 'S3',
    start: async () => {
      server = await startS3();
    },
    open: (place) =>
      openS3({ url: server.url(`/${place}`), signal: new AbortController().signal, onTrouble: () => undefined }),
    stop: () => server.close(),
  },
];

const OBJECTS = 2_000;

describe.each(KINDS)('every drive: $name', (kind) => {
  let place = 0;
  let drive: Drive;
  let other: Drive;

  beforeAll(() => kind.start(), 30_000);
  afterAll(() => kind.stop());
  beforeEach(async () => {
    place += 1;
    drive = await kind.open(`place-${place}`);
    other = await kind.open(`place-${place}`);
  });

  const keysOf = async (prefix: string): Promise<string[]> => {
    const keys: string[] = [];
    for await (const key of drive.list(prefix)) keys.push(key);
    return keys;
  };
  const text = async (key: string): Promise<string | null> => {
    const bytes = await drive.get(key);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  };
  const bytesOf = (content: string): Uint8Array => new TextEncoder().encode(content);

  test.each(['a', 'texts/政府/年报 2023.json', 'deep/𠮷/é+=?#%20(x)*!~.json'])(
    'gives back under the key "%s" what was put there, and nothing under its neighbour',
    async (key) => {
      await drive.put(key, new Uint8Array([1, 2, 0, 255]));
      expect([...((await other.get(key)) ?? [])]).toEqual([1, 2, 0, 255]);
      expect(await drive.get(`${key}x`)).toBeNull();
      expect([await drive.has(key), await drive.has(`${key}x`)]).toEqual([true, false]);
      expect(await keysOf('')).toEqual([key]);
    },
  );

  test('keeps an empty object and one of 20 MB whole', async () => {
    const large = Buffer.alloc(20_000_000, '政府信息公开');
    await drive.put('empty', new Uint8Array());
    await drive.put('large', large);
    expect(await drive.get('empty')).toHaveLength(0);
    expect(Buffer.compare((await other.get('large')) ?? new Uint8Array(), large)).toBe(0);
  });

  test('lists keys in code-point order, across pages, each once', async () => {
    const keys = Array.from({ length: OBJECTS }, (_, n) => `r/${(n * 7919) % OBJECTS}.json`);
    const odd = ['r/1/v1.json', 'r/1/v10.json', 'r/1-2.json', 'r/政.json', 'r/\ufb01.json', 'r/𠮷.json'];
    for (let at = 0; at < keys.length; at += 50)
      await Promise.all(keys.slice(at, at + 50).map((key) => drive.put(key, bytesOf(key))));
    for (const key of [...odd, 's/x', 'q']) await drive.put(key, bytesOf(key));
    const sorted = [...keys, ...odd].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(await keysOf('r/')).toEqual(sorted);
    expect(await keysOf('r/1/')).toEqual(['r/1/v1.json', 'r/1/v10.json']);
    expect(await keysOf('none/')).toEqual([]);
    expect(await keysOf('')).toHaveLength(OBJECTS + odd.length + 2);
  }, 120_000);

  test('writes only where nothing is when it is asked to; of a hundred writers exactly one is first', async () => {
    expect(await drive.putNew('a/b', bytesOf('1'))).toBe(true);
    expect(await other.putNew('a/b', bytesOf('2'))).toBe(false);
    expect(await text('a/b')).toBe('1');
    const wins = await Promise.all(
      Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? drive : other).putNew('one', bytesOf(String(n)))),
    );
    expect(wins.filter(Boolean)).toHaveLength(1);
    expect(await text('one')).toBe(String(wins.indexOf(true)));
  });

  test('loses no change of a hundred that come at once by two ways', async () => {
    await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        (n % 2 === 0 ? drive : other).change('count', (old) =>
          bytesOf(String(Number(old === null ? 0 : new TextDecoder().decode(old)) + 1)),
        ),
      ),
    );
    expect(await text('count')).toBe('100');
  });

  test('shows a reader the whole old or the whole new bytes, never a part', async () => {
    const [old, fresh] = ['a', 'b'].map((letter) => bytesOf(letter.repeat(300_000)));
    if (old === undefined || fresh === undefined) throw new Error('No bytes to write');
    await drive.put('x', old);
    const writing = (async () => {
      for (let n = 0; n < 20; n += 1) await drive.put('x', n % 2 === 0 ? fresh : old);
    })();
    const seen = new Set<string>();
    for (let n = 0; n < 40; n += 1) seen.add([...new Set((await other.get('x')) ?? [])].join());
    await writing;
    for (const letters of seen) expect(['97', '98']).toContain(letters);
  });

  test.each(['../x', 'a/../../x', 'a//b', './a', 'a/', 'a&b', 'a"b'])('refuses the key "%s"', async (key) => {
    await expect((async () => drive.put(key, new Uint8Array()))()).rejects.toThrow(
      'leaves the store, has an empty part',
    );
  });

  test('carries a store: answers of two workers at once, records with their versions, corrections', async () => {
    const [one, two] = [openStore(drive), openStore(other)];
    const url = 'http://www.yunhe.gov.test/a';
    await Promise.all(
      [one, two, one, two].map((store, n) =>
        store.documents.keep(pageOf(url, 'same bytes', { fetchedAt: `2024-03-0${n + 1}T00:00:00.000Z` })),
      ),
    );
    const answers = await one.documents.answers(url);
    expect(answers.map(({ fetchedAt }) => fetchedAt).sort()).toEqual(
      [1, 2, 3, 4].map((day) => `2024-03-0${day}T00:00:00.000Z`),
    );
    expect(await keysOf('blobs/')).toHaveLength(1);
    await one.records.settle(recordOf({ landing: url }));
    await two.records.settle(recordOf({ landing: url, granted: 4 }));
    expect(await keysOf('records/')).toEqual([
      'records/2023/0123456789ab-2023.json',
      'records/2023/0123456789ab-2023/v1.json',
    ]);
    expect((await one.records.get('0123456789ab-2023'))?.version).toBe(2);
    expect(await one.corrections()).toEqual([]);
  });
});
