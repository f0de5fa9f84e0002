import { describe, expect, test } from '@jest/globals';
import { discoverPortal } from '../../crawlers/discover.ts';
import { compareDiscoveries, withFormerly } from '../../crawlers/drift.ts';
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
      carried: [],
      lost: [],
      renamed: null,
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

describe('a portal under another name', () => {
  const FRESH = 'http://www.yunhexian.gov.test/';
  const notice = (target: string): string =>
    html('网站已迁移', `<p>本网站已迁移，新网址：<a href="${target}">${target}</a></p>`);
  /** The portal at its new name, and what its old home page says. */
  const moved = (pages: Pages, target = FRESH): Pages => ({
    ...Object.fromEntries(Object.entries(pages).map(([url, page]) => [url.replace(HOME, FRESH), page])),
    [HOME]: notice(target),
  });
  const renamed = (pages: Pages): Pages =>
    Object.fromEntries(
      Object.entries(moved(pages)).map(([url, page]) => [
        url,
        typeof page === 'string' && url !== HOME ? page.replaceAll(HOME, FRESH) : page,
      ]),
    );

  test('is followed from the notice on its old home page, and its reports are neither new nor lost', async () => {
    const before = await discover(portal());
    const now = await discover(renamed(portal()));
    expect(now.movedTo).toBe(FRESH);
    const drift = compareDiscoveries(before, now);
    expect(drift).toMatchObject({ added: [], moved: [], lost: [], renamed: { before: HOME, now: FRESH }, alarm: null });
    expect(drift.carried).toHaveLength(6);
    expect(withFormerly(now.candidates, drift).map(({ url, formerly }) => [url, formerly])[0]).toEqual([
      `${FRESH}zwgk/zfxxgknb/a/1000.html`,
      `${COLUMN}a/1000.html`,
    ]);
  });

  test.each([
    ['an address beyond the government’s names', 'http://www.yunhe-gov.example/'],
    ['a name of another kind', 'http://www.yunhe.test/'],
  ])('is told and not followed where the notice names %s', async (_, target) => {
    const { ask, asked } = portalOf(moved(portal(), target));
    await expect(discoverPortal(HOME, { ask })).rejects.toThrow(/says that the portal moved to ".*not followed/u);
    expect(asked).toEqual([HOME]);
  });

  test('is not taken from news about a move on a page full of links', async () => {
    const news = `<p>关于网站迁移的通知：<a href="${FRESH}">新网址</a></p>`;
    const pages = {
      ...portal(),
      [HOME]: html('云河县人民政府', `<a href="/zwgk/">政府信息公开</a>${'新闻。'.repeat(200)}${news}`),
    };
    expect((await discover(pages)).movedTo).toBeUndefined();
  });
});

describe('T24: an address that leads to another place', () => {
  const named = (name: string): Promise<Discovery> => discoverPortal(HOME, { ask: portalOf(portal()).ask, name });

  test.each(['云河县', '云河县人民政府', '江北 云河县', '某某总局云河'])(
    '%s is the place on the page',
    async (name) => {
      expect((await named(name)).candidates).toHaveLength(6);
    },
  );

  test('a home page that names another government is refused with both names', async () => {
    await expect(named('新平县')).rejects.toThrow(/as the portal of "新平县": its home page says "云河县人民政府"/u);
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
