import { describe, expect, test } from '@jest/globals';
import { discoverPortal } from '../../crawlers/discover.ts';
import { Frontier } from '../../crawlers/frontier.ts';
import type { Waiting } from '../../crawlers/frontier.ts';
import { html, portalOf } from './portal.ts';

const entry = (number: number, changes: Partial<Waiting> = {}): Waiting => ({
  url: `http://www.yunhe.gov.test/${number}`,
  text: '',
  score: number % 97,
  reasons: [],
  role: 'way',
  depth: 1,
  below: 0,
  from: null,
  context: {},
  hints: {},
  list: null,
  branch: null,
  hops: 0,
  foreign: false,
  failures: 0,
  way: 'link',
  onlyGaps: false,
  ...changes,
});

describe('the frontier', () => {
  test('gives lists before columns before the way, the best first, whatever the order they came in', () => {
    const entries = [
      entry(1),
      entry(96),
      entry(5, { role: 'column' }),
      entry(3, { role: 'list' }),
      entry(4, { role: 'list' }),
    ];
    for (const order of [entries, [...entries].reverse()]) {
      const frontier = new Frontier();
      for (const one of order) frontier.add(one);
      const taken = entries.map(() =>
        frontier
          .take(() => true)
          ?.url.split('/')
          .at(-1),
      );
      expect(taken).toEqual(['4', '3', '5', '96', '1']);
      expect(frontier.take(() => true)).toBeNull();
    }
  });

  test('a page that is not allowed now waits for its time', () => {
    const frontier = new Frontier();
    frontier.add(entry(1));
    expect(frontier.take(() => false)).toBeNull();
    expect(frontier.take(() => true)?.url).toBe('http://www.yunhe.gov.test/1');
  });

  test('holds 100,000 links and gives them in order within 100 MB and seconds', () => {
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const frontier = new Frontier();
    for (let number = 0; number < 100_000; number += 1) frontier.add(entry(number));
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
    let last = Infinity;
    for (let taken = frontier.take(() => true); taken !== null; taken = frontier.take(() => true)) {
      expect(taken.score <= last).toBe(true);
      last = taken.score;
    }
  });
});

test('a home page of 20,000 links, all of which wait, is searched in a minute', async () => {
  const links = Array.from({ length: 20_000 }, (_, at) => `<li><a href="/x/${at}.html">政务公开${at}信息公开</a></li>`);
  const home = html('云河县人民政府', `<ul>${links.join('')}</ul><a href="/nb/">政府信息公开年报</a>`);
  const column = html(
    '政府信息公开年报',
    '<ul><li><a href="/a/t20240101_1.html">云河县2023年政府信息公开工作年度报告</a></li></ul>',
  );
  const portal = portalOf({ 'http://www.yunhe.gov.test/': home, 'http://www.yunhe.gov.test/nb/': column });
  const discovery = await discoverPortal('http://www.yunhe.gov.test/', { ask: portal.ask });
  expect(discovery.candidates).toHaveLength(1);
}, 120_000);
