import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { packageFile } from '../../package-root.ts';

/** MB that a run may hold without a browser (issue 5). */
const MOST_MB = 700;

/** Fills a frontier with 100,000 links of a page each, takes them all, and tells what it took and its highest resident memory. */
const PROGRAM = `
const { Frontier } = await import(process.argv[1]);
const frontier = new Frontier();
for (let at = 0; at < 100000; at += 1) {
  const url = 'http://www.yunhe.gov.test/zwgk/zfxxgk/zfxxgknb/' + at + '/t20240101_' + at + '.html';
  const text = '云河县第' + at + '局2023年政府信息公开工作年度报告';
  const reasons = ['text:report', 'url:annual'];
  frontier.add({ url, text, score: at % 97, reasons, role: 'list', depth: 3, below: 1, from: url + '?from', context: { year: 2023 },
    hints: { year: 2023, body: text }, list: null, branch: null, hops: 0, foreign: false, failures: 0, way: 'link' });
}
let taken = 0;
while (frontier.take(() => true) !== null) taken += 1;
console.log(JSON.stringify({ taken, mb: process.resourceUsage().maxRSS / 1000 }));
`;

test('a frontier of 100,000 links stays within the memory of a run', async () => {
  const frontier = packageFile('dist', 'crawlers', 'frontier.js');
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', PROGRAM, frontier]);
  const told: unknown = JSON.parse(stdout);
  expect(told).toMatchObject({ taken: 100_000 });
  expect(told).toHaveProperty('mb');
  const mb: unknown = Reflect.get(Object(told), 'mb');
  expect(mb).toBeLessThan(MOST_MB);
}, 60_000);
