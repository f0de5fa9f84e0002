import { afterAll, describe, expect, test } from '@jest/globals';
import { findChromium, openDrawer } from '../../crawlers/browser.ts';
import type { PageDrawer } from '../../crawlers/browser.ts';
import { discoverPortal } from '../../crawlers/discover.ts';
import { DeclinedError } from '../../errors.ts';
import { html, portalOf } from './portal.ts';
import type { Pages } from './portal.ts';

const HOME = 'http://www.yunhe.gov.test/';
const COLUMN = `${HOME}nb/`;
const executablePath = await findChromium({ named: null, searchPath: process.env['PATH'] ?? '' });
const withBrowser = executablePath === null ? test.skip : test;
const drawers: PageDrawer[] = [];

function drawer(): PageDrawer {
  if (executablePath === null) throw new Error('There is no Chromium');
  const opened = openDrawer({ executablePath, userAgent: 'ogi-harvest/0.1.0 (+mailto:someone@example.test)' });
  drawers.push(opened);
  return opened;
}

afterAll(async () => {
  for (const opened of drawers) await opened.close();
});

/** A portal whose list nothing but its own program can ask for; its answer names the fields in its own way. */
const program = `
document.title = '政府信息公开年报';
const path = ['api', 'v' + (1 + 1), 'q'].join('/');
fetch('/' + path, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'k=' + [7, 7].join('') })
  .then((answer) => answer.json())
  .then((rows) => {
    for (const row of rows) {
      const link = document.createElement('a');
      link.href = '/a/t20240101_' + row.n + '.html';
      link.textContent = row.who + '2023年政府信息公开工作年度报告';
      document.getElementById('app').append(link, document.createElement('br'));
    }
    new Image().src = '/picture.png';
    fetch('http://elsewhere.example/count').catch(() => undefined);
  });`;
const portal: Pages = {
  [HOME]: html('云河县人民政府', '<a href="/nb/">政府信息公开年报</a>'),
  [COLUMN]: html('云河县人民政府', '<div id="app">加载中…</div><script src="/app.js"></script>'),
  [`${HOME}app.js`]: program,
  [`${HOME}api/v2/q#!/POST/form/k%3D77`]: JSON.stringify([
    { n: 1, who: '云河县教育局' },
    { n: 2, who: '云河县财政局' },
  ]),
};

test('the browser that is named is taken; one that is no program is told with its setting', async () => {
  expect(await findChromium({ named: process.execPath, searchPath: '' })).toBe(process.execPath);
  const wrong = findChromium({ named: '/nowhere/chromium', searchPath: process.env['PATH'] ?? '' });
  await expect(wrong).rejects.toThrow('Cannot draw pages with "/nowhere/chromium" (OGI_BROWSER, --browser)');
});

describe('a portal that only a browser can read', () => {
  withBrowser('is drawn; its reports are found; pictures and other hosts are not asked', async () => {
    const { ask, asked } = portalOf(portal);
    const discovery = await discoverPortal(HOME, { ask, drawer: drawer() });
    expect(discovery.candidates.map(({ text }) => text).sort()).toEqual([
      '云河县教育局2023年政府信息公开工作年度报告',
      '云河县财政局2023年政府信息公开工作年度报告',
    ]);
    expect(asked.filter((url) => /picture|elsewhere/u.test(url))).toEqual([]);
    expect(asked.length).toBeLessThanOrEqual(8);
  });

  withBrowser('where the host refuses while it is drawn, drawing ends with the refusal', async () => {
    const { ask } = portalOf({ ...portal, [`${HOME}app.js`]: { error: 'declined' } });
    await expect(drawer().draw(COLUMN, ask)).rejects.toBeInstanceOf(DeclinedError);
  });

  test('without a browser is named, with the fix', async () => {
    const { ask } = portalOf(portal);
    const error: unknown = await discoverPortal(HOME, { ask, drawer: null }).catch((reason: unknown) => reason);
    expect(String(error)).toContain('this machine has no browser');
    expect(String(error)).toContain('ogi doctor');
  });
});
