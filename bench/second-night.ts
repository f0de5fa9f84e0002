import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainAddress } from '../tests/replicas/core/figures.ts';
import { harvest } from '../tests/replicas/core/harvest.ts';
import type { Built } from '../tests/replicas/core/replica.ts';
import { serveSites, type Entry } from '../tests/replicas/core/server.ts';

/** What a night asked of one portal. `bytes`: of bodies sent; `whole`: documents of reports that were sent whole. */
export interface NightTraffic {
  requests: number;
  bytes: number;
  /** Requests for anything but the documents of reports. */
  lists: number;
  whole: string[];
}

/** Two nights over portals of which nothing changed in between, by portal in their order, and how long each took. */
export interface TwoNights {
  portals: { first: NightTraffic; second: NightTraffic }[];
  seconds: { first: number; second: number };
}

/** A second night may transfer at most this part of the first one's bytes (issue 6). */
const MOST_BYTES = 0.05;

/** Harvests the replicas together into one store as `ogi schedule` does, twice. */
export async function twoNights(built: readonly Built[], beside: readonly Built[] = []): Promise<TwoNights> {
  const data = await mkdtemp(join(tmpdir(), 'ogi-two-nights-'));
  const serving = await serveSites([...built, ...beside].map(({ site }) => site));
  const homes = built.flatMap(({ truth }) => truth.homes);
  const night = async (): Promise<{ log: Entry[]; seconds: number }> => {
    const [from, begun] = [serving.log().length, performance.now()];
    const done = await harvest(homes, { proxyUrl: serving.proxyUrl, data });
    if (done.run === null)
      throw new Error(`"ogi harvest" ended with ${done.code} and no run: ${done.err.slice(-2000)}`);
    return { log: serving.log().slice(from), seconds: (performance.now() - begun) / 1000 };
  };
  try {
    const [first, second] = [await night(), await night()];
    return {
      portals: built.map((one) => ({ first: trafficIn(one, first.log), second: trafficIn(one, second.log) })),
      seconds: { first: first.seconds, second: second.seconds },
    };
  } finally {
    await serving.close();
    await rm(data, { recursive: true, force: true });
  }
}

function trafficIn({ site, truth }: Built, log: readonly Entry[]): NightTraffic {
  const documents = new Set(
    truth.reports.flatMap(({ url, aliases, files }) => [url, ...aliases, ...files]).map(plainAddress),
  );
  const own = log.filter(({ host }) => site.hosts.has(host));
  const asked = own.filter(({ host, path }) => documents.has(plainAddress(`http://${host}${path}`)));
  return {
    requests: own.length,
    bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
    lists: own.length - asked.length,
    whole: asked.filter(({ status }) => status === 200).map(({ host, path }) => host + path),
  };
}

/** Two nights as a table, with the goals that they miss. `ids`: names of the portals in their order. */
export function secondNightLines(
  { portals, seconds }: TwoNights,
  ids: readonly string[],
): { lines: string[]; missed: string[] } {
  const all = { first: sumOf(portals.map(({ first }) => first)), second: sumOf(portals.map(({ second }) => second)) };
  const rows = [...portals.map((nights, at) => ({ id: ids[at] ?? '', nights })), { id: 'all', nights: all }];
  const bytes = all.first.bytes === 0 ? 0 : all.second.bytes / all.first.bytes;
  const claims: [boolean, string][] = [
    ...rows.slice(0, -1).map(({ id, nights }): [boolean, string] => {
      const { whole } = nights.second;
      return [
        whole.length === 0,
        `${id}: the second night transferred ${whole.length} documents again: ${whole.slice(0, 3).join(', ')}`,
      ];
    }),
    [
      bytes <= MOST_BYTES,
      `all: the second night transferred ${(100 * bytes).toFixed(1)} % of the bytes, expected at most ${100 * MOST_BYTES} %`,
    ],
    [
      all.second.requests <= all.first.lists,
      `all: the second night cost ${all.second.requests} requests, expected at most the ${all.first.lists} for lists of the first`,
    ],
  ];
  return {
    lines: [
      'second night: requests     share   kB     share   documents sent whole',
      ...rows.map(({ id, nights: { first, second } }) =>
        [
          id.padEnd(12),
          `${second.requests} of ${first.requests}`.padStart(12),
          share(second.requests, first.requests).padStart(8),
          `${kb(second)} of ${kb(first)}`.padStart(16),
          share(second.bytes, first.bytes).padStart(8),
          String(second.whole.length).padStart(4),
        ].join(' '),
      ),
      `time ${seconds.second.toFixed(0)} of ${seconds.first.toFixed(0)} s (${share(seconds.second, seconds.first)})`,
    ],
    missed: claims.flatMap(([isMet, words]) => (isMet ? [] : [words])),
  };
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}

function kb({ bytes }: NightTraffic): string {
  return (bytes / 1000).toFixed(0);
}

function sumOf(nights: readonly NightTraffic[]): NightTraffic {
  const sum = (pick: (night: NightTraffic) => number): number => nights.reduce((total, one) => total + pick(one), 0);
  return {
    requests: sum(({ requests }) => requests),
    bytes: sum(({ bytes }) => bytes),
    lists: sum(({ lists }) => lists),
    whole: nights.flatMap(({ whole }) => whole),
  };
}
