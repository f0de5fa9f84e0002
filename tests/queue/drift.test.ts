import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readConfig, SOFTWARE } from '../../config.ts';
import type { DiscoverJob } from '../../model/job.ts';
import type { Candidate, Discovery } from '../../model/portal.ts';
import type { RunEvent } from '../../model/run.ts';
import { driftOf, tellDrift } from '../../queue/steps/drift.ts';
import { openWorld, type World } from '../../world.ts';
import { serveSites, type Serving } from '../replicas/core/server.ts';
import { openSite } from '../replicas/core/site.ts';

const HOME = 'http://www.yunhe.gov.test/';
const job: DiscoverJob = {
  step: 'discover',
  portal: { id: 'yunhe', name: null, home: HOME, floor: null },
  since: '2000-01-01T00:00:00.000Z',
  refreshBefore: null,
  years: null,
};

let serving: Serving;
let world: World;
let events: RunEvent[];

beforeEach(async () => {
  const site = openSite();
  site.open('www.yunhe.gov.test');
  site.set(`${HOME}still.html`, '<html><body>云河县水利局</body></html>');
  serving = await serveSites([site], { latencyMs: 0 });
  events = [];
  const env = {
    OGI_DATA_DIR: await mkdtemp(join(tmpdir(), 'ogi-drift-')),
    OGI_PROXY_URL: serving.proxyUrl,
    OGI_ALLOWED_SUFFIXES: '.gov.test',
    OGI_HOST_DELAY_MS: '1',
  };
  const config = readConfig({ flags: {}, env, cwd: tmpdir() });
  const { signal } = new AbortController();
  world = await openWorld(config, { software: SOFTWARE, signal, tell: (event) => events.push(event) });
});

afterEach(async () => {
  await world.close();
  await serving.close();
});

function candidate(path: string, text: string, year = 2023): Candidate {
  return { url: HOME + path, text, score: 100, reasons: [], trail: [], hints: { year } };
}

function discovery(...candidates: Candidate[]): Discovery {
  const none = { hub: null, columns: [], pages: [], rejected: [], trouble: [], requests: 1 };
  return { home: HOME, ...none, candidates };
}

async function told(before: Discovery, now: Discovery, asked = job): Promise<string[]> {
  await tellDrift(world, asked, driftOf(asked, { before, now }));
  return events.flatMap((event) => (event.kind === 'notice' ? [`${event.code}: ${event.message}`] : [event.kind]));
}

const A = '云河县教育局2023年政府信息公开工作年度报告';
const B = '云河县水利局2023年政府信息公开工作年度报告';

describe('what a night tells of a portal that it knew', () => {
  test('nothing where nothing changed', async () => {
    expect(await told(discovery(candidate('a.html', A)), discovery(candidate('a.html', A)))).toEqual([]);
  });

  test('a new report by its title, without the spaces of the page', async () => {
    const spaced = A.replace('政府', ' 政府 ');
    const lines = await told(
      discovery(candidate('b.html', B)),
      discovery(candidate('b.html', B), candidate('a.html', spaced)),
    );
    expect(lines).toEqual([`report_new: "${A}" is listed for the first time`]);
  });

  test('a moved report by its title and both addresses, without a request', async () => {
    const lines = await told(discovery(candidate('a.html', A)), discovery(candidate('x/a.html', A)));
    expect(lines).toEqual([`report_moved: "${A}" moved to "${HOME}x/a.html"`]);
    expect(events).toMatchObject([{ subject: `${HOME}a.html` }]);
    expect(serving.log()).toEqual([]);
  });

  test('a report that is gone is withdrawn, and coverage is told', async () => {
    const lines = await told(discovery(candidate('gone.html', A)), discovery());
    expect(lines).toEqual([`report_withdrawn: "${A}" is on no list any more; its page is gone`]);
    expect(await world.store.outcomes.get(`${HOME}gone.html`)).toMatchObject({ kind: 'gone', portalId: 'yunhe' });
  });

  test('a report that only its list lost is not withdrawn', async () => {
    const lines = await told(discovery(candidate('still.html', B)), discovery());
    expect(lines).toEqual([`report_unlisted: "${B}" is on no list any more; its page is still there`]);
  });

  test('of many that no list shows thirty are looked at, and the others named', async () => {
    const before = Array.from({ length: 33 }, (_, at) =>
      candidate(`gone-${at}.html`, `云河县第${at}局2023年政府信息公开工作年度报告`),
    );
    const lines = await told(discovery(...before), discovery());
    expect(lines.filter((line) => line.startsWith('report_withdrawn'))).toHaveLength(30);
    expect(lines.filter((line) => line.includes('was not looked at, being one of 33'))).toHaveLength(3);
    expect(events.at(-1)).toMatchObject({ kind: 'portal', verdict: 'below_floor' });
  });

  test('a portal under another name, once, with where it went', async () => {
    const now = {
      ...discovery({ ...candidate('a.html', A), url: 'http://www.yunhexian.gov.test/a.html' }),
      movedTo: 'http://www.yunhexian.gov.test/',
    };
    const lines = await told(discovery(candidate('a.html', A)), now);
    expect(lines).toEqual([
      `portal_moved: the portal moved from "${HOME}" to "http://www.yunhexian.gov.test/", and 1 reports with it under the same paths; correct its home page in the registry`,
    ]);
  });

  test('reports of years that are not asked for are not missed', async () => {
    const asked = { ...job, years: { from: 2024, to: 2024 } };
    expect(await told(discovery(candidate('gone.html', A)), discovery(), asked)).toEqual([]);
  });
});
