import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ReportRecord } from '../../model/record.ts';
import { openFolder } from '../../storage/folder.ts';
import { openStore, type Store } from '../../storage/store.ts';
import { recordOf } from '../builders.ts';

const CITY = 'http://public.zhongzhou.gov.test/D41X/1.jhtml';
const DISTRICT = 'http://public.zzerqi.gov.test/D42Y/9.jhtml';
const OTHER = 'http://public.zzsj.gov.test/D42Y/5.jhtml';
const TEXT = '本机关依法公开政府信息。'.repeat(20);
const BODY_IDS = new Map([
  [CITY, 'c'.repeat(12)],
  [DISTRICT, 'd'.repeat(12)],
  [OTHER, 'e'.repeat(12)],
]);

let store: Store;
let count = 0;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ogi-hosts-'));
  store = openStore(await openFolder(folder, () => `part-${(count += 1)}`));
});

/** The report of one bureau as a host publishes it: the id is the host's and the name's. */
function on(landing: string, more: { granted?: number; text?: string; name?: string } = {}): ReportRecord {
  const { granted = 3, text = TEXT, name = '中州市生态环境局二桥分局' } = more;
  const record = recordOf({ landing, granted, text });
  const bodyId = BODY_IDS.get(landing) ?? 'f'.repeat(12);
  return { ...record, bodyId, id: `${bodyId}-2023`, body: { ...record.body, nameNormalised: name } };
}

async function stored(): Promise<[string, string[]][]> {
  const all: [string, string[]][] = [];
  for await (const { id, provenance } of store.records.all())
    all.push([id, provenance.renditions.map(({ url }) => url)]);
  return all;
}

describe('the same report of one body on two hosts', () => {
  test.each([
    ['the smaller address first', [CITY, DISTRICT]],
    ['the smaller address last', [DISTRICT, CITY]],
    ['several times', [DISTRICT, CITY, DISTRICT, CITY]],
  ])('is one record that names both addresses: %s', async (_, order) => {
    const ids: string[] = [];
    for (const landing of order) ids.push((await store.records.settle(on(landing))).id);
    expect(await stored()).toEqual([['cccccccccccc-2023', [DISTRICT]]]);
    expect(ids.at(-1)).toBe('cccccccccccc-2023');
    expect((await store.records.get('dddddddddddd-2023'))?.id).toBe('cccccccccccc-2023');
    expect(await store.records.has('dddddddddddd-2023')).toBe(false);
  });

  test('tells the nomination of the other host whose record it has now', async () => {
    await store.records.settle(on(DISTRICT));
    const { moved } = await store.records.settle(on(CITY));
    expect(moved).toEqual([{ landing: DISTRICT, from: 'dddddddddddd-2023', id: 'cccccccccccc-2023' }]);
  });

  test('is one among three hosts, and makes no new version', async () => {
    for (const landing of [OTHER, DISTRICT, CITY]) await store.records.settle(on(landing));
    expect(await stored()).toEqual([['cccccccccccc-2023', [DISTRICT, OTHER]]]);
    expect((await store.records.get('cccccccccccc-2023'))?.version).toBe(1);
  });

  test('is two records again once one of the hosts says something else', async () => {
    for (const landing of [CITY, DISTRICT]) await store.records.settle(on(landing));
    await store.records.settle(on(DISTRICT, { granted: 4 }));
    expect(await stored()).toEqual([
      ['cccccccccccc-2023', []],
      ['dddddddddddd-2023', []],
    ]);
  });

  test.each([
    ['another name', { name: '上津区教育局' }],
    ['another figure', { granted: 9 }],
    ['hardly a word, as many report it', { text: '无。' }],
  ])('stays two with %s', async (_, more) => {
    await store.records.settle(on(CITY, 'text' in more ? more : {}));
    await store.records.settle(on(DISTRICT, more));
    expect(await stored()).toHaveLength(2);
  });
});

describe('a report that its portal moved', () => {
  test('to another host goes on as the same version, and the old id leads to it', async () => {
    await store.records.settle(on(CITY));
    const { change, moved } = await store.records.settle(on(DISTRICT), CITY);
    expect([change, moved]).toEqual([
      'unchanged',
      [{ landing: CITY, from: 'cccccccccccc-2023', id: 'dddddddddddd-2023' }],
    ]);
    expect(await stored()).toEqual([['dddddddddddd-2023', []]]);
    expect((await store.records.get('cccccccccccc-2023'))?.id).toBe('dddddddddddd-2023');
  });

  test('and corrected at the same time is its next version', async () => {
    await store.records.settle(on(CITY));
    const settled = await store.records.settle(on(DISTRICT, { granted: 4 }), CITY);
    expect(settled).toMatchObject({ change: 'changed', reason: 'source', id: 'dddddddddddd-2023' });
    expect((await store.records.get('dddddddddddd-2023'))?.version).toBe(2);
  });

  test('on its own host keeps its id', async () => {
    const fresh = 'http://public.zhongzhou.gov.test/open/1.jhtml';
    const here = on(CITY);
    await store.records.settle(here);
    const there = { ...on(fresh), bodyId: 'c'.repeat(12), id: 'cccccccccccc-2023' };
    expect(await store.records.settle(there, CITY)).toMatchObject({ id: 'cccccccccccc-2023', change: 'unchanged' });
    expect((await store.records.get('cccccccccccc-2023'))?.provenance.url).toBe(fresh);
  });
});
