import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { discoverPortal } from '../../crawlers/discover.ts';
import type { AskPage } from '../../crawlers/discover.ts';
import { GoneError } from '../../errors.ts';
import { sha256 } from '../../text/hash.ts';
import { projectRoot } from '../shared.ts';

const folder = join(projectRoot, 'sample');

const Truth = z.object({
  home: z.string(),
  reports: z.array(
    z.object({
      url: z.string(),
      title: z.string(),
      aliases: z.array(z.string()),
      fiscalYear: z.int(),
      files: z.array(z.string()),
    }),
  ),
  negatives: z.array(z.object({ url: z.string() })),
});
const truth = Truth.parse(JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')));
const headers = z
  .record(z.string(), z.object({ 'content-type': z.string() }))
  .parse(JSON.parse(readFileSync(join(folder, 'portal', 'headers.json'), 'utf8')));

/** The sample's files as they are, without its server. */
const ask: AskPage = async (url) => {
  const { pathname } = new URL(url);
  const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
  const file = join(folder, 'portal', 'site', path);
  if (!existsSync(file)) throw new GoneError(`Cannot get "${url}": 404`);
  const bytes = readFileSync(file);
  const contentType = headers[path]?.['content-type'] ?? '';
  const fetched = { sha256: sha256(bytes), url, finalUrl: url, redirects: [], status: 200, headers: {}, contentType };
  return { fetched: { ...fetched, size: bytes.length, fetchedAt: '2025-05-01T00:00:00.000Z' }, bytes };
};

/** The sample portal reaches each address also as a mobile twin. */
const addressesOf = (report: z.infer<typeof Truth>['reports'][number]): string[] => [
  report.url,
  ...report.aliases,
  ...report.files,
];

describe('the sample portal', () => {
  test('every report is nominated, no decoy is, within the budget of requests', async () => {
    const discovery = await discoverPortal(truth.home, { ask });
    const found = new Set(discovery.candidates.map((candidate) => candidate.url));
    expect(truth.reports.filter((report) => !found.has(report.url)).map((report) => report.url)).toEqual([]);
    expect(truth.negatives.filter((decoy) => found.has(decoy.url)).map((decoy) => decoy.url)).toEqual([]);
    const known = new Set(truth.reports.flatMap(addressesOf));
    expect([...found].filter((url) => !known.has(url))).toEqual([]);
    expect(discovery.requests).toBeLessThanOrEqual(40 + 2 * truth.reports.length);
    expect(discovery.hub).toBe(new URL('/zwgk/zfxxgk/', truth.home).href);
    expect(discovery.columns[0]).toBe(new URL('/zwgk/zfxxgk/zfxxgknb/', truth.home).href);
  });

  test('each decoy that was seen is left with a reason', async () => {
    const discovery = await discoverPortal(truth.home, { ask });
    const visited = new Set(discovery.pages.map((page) => page.url));
    const left = new Map(discovery.rejected.map((link) => [link.url, link.reasons]));
    const silent = truth.negatives.filter((decoy) => visited.has(decoy.url) || left.get(decoy.url)?.length === 0);
    expect(silent).toEqual([]);
    expect(truth.negatives.filter((decoy) => left.has(decoy.url)).length).toBeGreaterThanOrEqual(8);
  });

  test('the years asked for leave out the others and nothing else', async () => {
    const discovery = await discoverPortal(truth.home, { ask, years: { from: 2021, to: 2022 } });
    const found = new Set(discovery.candidates.map((candidate) => candidate.url));
    const asked = truth.reports.filter((report) => report.fiscalYear === 2021 || report.fiscalYear === 2022);
    expect(asked.filter((report) => !found.has(report.url))).toEqual([]);
    const titled = truth.reports.filter((report) => report.title.includes(String(report.fiscalYear)));
    const others = titled.filter((report) => !asked.includes(report));
    expect(others.filter((report) => found.has(report.url)).map((report) => report.url)).toEqual([]);
  });
});
