import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readConfig, SOFTWARE } from '../../config.ts';
import type { NormalizeJob } from '../../model/job.ts';
import { ofItsOwner } from '../../queue/steps/owner.ts';
import { openWorld, type World } from '../../world.ts';

const SITE = 'http://www.zhongzhou.gov.test/';
const PUBLIC = 'http://public.zhongzhou.gov.test/';
const HOMES: Readonly<Record<string, string>> = { 'b-site': SITE, 'a-public': PUBLIC, 'c-other': 'http://x.gov.test/' };

let world: World;

beforeEach(async () => {
  const env = { OGI_DATA_DIR: await mkdtemp(join(tmpdir(), 'ogi-owner-')), OGI_ALLOWED_SUFFIXES: '.gov.test' };
  const config = readConfig({ flags: {}, env, cwd: tmpdir() });
  const { signal } = new AbortController();
  world = await openWorld(config, { software: SOFTWARE, signal, tell: () => undefined });
});

afterEach(() => world.close());

function jobOf(portalId: string, url: string): NormalizeJob {
  const trail = [{ role: 'home' as const, url: HOMES[portalId] ?? '' }];
  const candidate = { url, text: `by ${portalId}`, score: 0, reasons: [], trail, hints: {} };
  return { step: 'normalize', portalId, since: '', url, candidate, refreshBefore: null, mayAsk: true };
}

/** Remembers the portal with the pages that it lists. */
async function list(portalId: string, urls: readonly string[]): Promise<void> {
  const home = HOMES[portalId] ?? '';
  const candidates = urls.map((url) => jobOf(portalId, url).candidate);
  const none = { hub: null, columns: [], pages: [], rejected: [], trouble: [], requests: 0 };
  const at = '2024-01-01T00:00:00.000Z';
  const frame = { id: portalId, name: null, home, runStartedAt: at, runFinishedAt: null, discoveredAt: at };
  await world.store.portals.put({ ...frame, discovery: { ...none, home, candidates } });
}

/** Keeps that this portal's nomination of the page became a record. */
async function decided(portalId: string, url: string): Promise<void> {
  const { candidate } = jobOf(portalId, url);
  const none = { code: null, why: null, sources: [], versions: [] };
  const recordId = '0123456789ab-2023';
  await world.store.outcomes.put({ ...none, url, landing: url, portalId, kind: 'record', recordId, candidate, at: '' });
}

describe('a report to which two portals lead', () => {
  const cases = [
    { why: 'the home host holds the page', url: `${PUBLIC}a.html`, portals: ['b-site', 'a-public'], owner: 'a-public' },
    {
      why: 'www. is no other host',
      url: 'http://zhongzhou.gov.test/a.html',
      portals: ['b-site', 'a-public'],
      owner: 'b-site',
    },
    {
      why: 'neither holds it: smallest id',
      url: 'http://y.gov.test/a',
      portals: ['c-other', 'b-site'],
      owner: 'b-site',
    },
  ];
  for (const { why, url, portals, owner } of cases) {
    test.each([portals, [...portals].reverse()])(
      `belongs to one, whichever came first (${why}): %s, then %s`,
      async (first, second) => {
        for (const portal of [first, second]) await list(portal, [url]);
        await decided(first, url);
        expect(await ofItsOwner(world, jobOf(second, url))).toEqual(jobOf(owner, url));
      },
    );
  }

  test('belongs to the one that still lists it', async () => {
    const url = `${PUBLIC}a.html`;
    await list('a-public', []);
    await list('b-site', [url]);
    await decided('a-public', url);
    expect(await ofItsOwner(world, jobOf('b-site', url))).toEqual(jobOf('b-site', url));
  });
});
