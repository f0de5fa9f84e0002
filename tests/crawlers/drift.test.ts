import { describe, expect, test } from '@jest/globals';
import { discoverPortal } from '../../crawlers/discover.ts';
import { compareDiscoveries } from '../../crawlers/drift.ts';
import type { Candidate, Discovery } from '../../model/portal.ts';
import { html, hubMenu, list, portalOf } from './portal.ts';
import type { Pages } from './portal.ts';

const HOME = 'http://www.yunhe.gov.test/';
const COLUMN = `${HOME}zwgk/zfxxgknb/`;
const BODIES = ['云河县教育局', '云河县财政局', '云河县水利局', '云河县司法局', '云河县民政局', '云河县审计局'];
const titleOf = (body: string): string => `${body}2023年政府信息公开工作年度报告`;

/** A portal with one list; `folder`: where its reports lie; `listed`: bodies on the list; `broken`: its hub leads nowhere. */
function portal(options: { folder?: string; listed?: readonly string[]; broken?: boolean } = {}): Pages {
  const { folder = 'a', listed = BODIES, broken = false } = options;
  const rows = listed.map((body) => [`${COLUMN}${folder}/${BODIES.indexOf(body) + 1000}.html`, titleOf(body)] as const);
  return {
    [HOME]: html('云河县人民政府', `<a href="/zwgk/">政府信息公开</a>`),
    [`${HOME}zwgk/`]: html('政府信息公开', broken ? '改版中' : hubMenu('/zwgk/zfxxgknb/')),
    [COLUMN]: html('政府信息公开年报', list(rows)),
  };
}

const discover = (pages: Pages, known: string[] = []): Promise<Discovery> =>
  discoverPortal(HOME, { ask: portalOf(pages).ask, known });

const texts = (candidates: readonly Candidate[]): string[] => candidates.map(({ text }) => text);

describe('what became of a portal since the last time', () => {
  test('nothing changed: nothing is told', async () => {
    const before = await discover(portal());
    expect(compareDiscoveries(before, await discover(portal()))).toEqual({
      added: [],
      moved: [],
      lost: [],
      alarm: null,
    });
  });

  test('a new report, and one that left its list', async () => {
    const before = await discover(portal({ listed: BODIES.slice(1) }));
    const drift = compareDiscoveries(before, await discover(portal({ listed: BODIES.slice(0, 5) })));
    expect(texts(drift.added)).toEqual([titleOf('云河县教育局')]);
    expect(texts(drift.lost)).toEqual([titleOf('云河县审计局')]);
    expect(drift.alarm).toBeNull();
  });

  test('reports under other addresses with the same titles moved, and are neither new nor lost', async () => {
    const drift = compareDiscoveries(await discover(portal()), await discover(portal({ folder: 'b' })));
    expect(drift.moved.map(({ before, now }) => [before.url, now.url])[0]).toEqual([
      `${COLUMN}a/1000.html`,
      `${COLUMN}b/1000.html`,
    ]);
    expect(drift).toMatchObject({ added: [], lost: [], alarm: null });
    expect(drift.moved).toHaveLength(6);
  });

  test('a list that went silent is an alarm, not a smaller number', async () => {
    const drift = compareDiscoveries(await discover(portal()), await discover(portal({ listed: BODIES.slice(0, 2) })));
    expect(drift.alarm).toMatch(/2 links to reports were found, 6 the time before/u);
  });
});

describe('T27: a hub that no longer leads to the column', () => {
  test('the column of the last time is asked for itself', async () => {
    const pages = portal({ broken: true });
    await expect(discover(pages)).rejects.toThrow(/Cannot find the annual-report column/u);
    const discovery = await discover(pages, [COLUMN]);
    expect(discovery.columns).toEqual([COLUMN]);
    expect(discovery.candidates).toHaveLength(6);
  });

  test('where the way from home leads to a column, the old one is left alone', async () => {
    const { ask, asked } = portalOf(portal());
    await discoverPortal(HOME, { ask, known: [`${HOME}old/nb/`] });
    expect(asked).not.toContain(`${HOME}old/nb/`);
  });
});
