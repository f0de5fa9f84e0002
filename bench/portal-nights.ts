import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { figuresOf, foundOf, plainAddress, type Figures } from '../tests/replicas/core/figures.ts';
import { harvest, openData } from '../tests/replicas/core/harvest.ts';
import type { Built } from '../tests/replicas/core/replica.ts';
import { serveSites, type Entry } from '../tests/replicas/core/server.ts';

/** Requests of one night: all, those for lists, reports sent whole, answers 304. */
interface Night {
  requests: number;
  lists: number;
  whole: number;
  unchanged: number;
}

/** Three nights on a portal that drifts: the first, one without any change, and one a month later. */
export interface Nights {
  first: Night;
  same: Night;
  later: Night;
  /** What is stored after the last night, against the truth of that day. */
  figures: Figures;
  /** Of the changes that the last night had to name: how many issues name them. */
  named: Record<string, string>;
}

/** Harvests a replica that has a later day three times into one store. */
export async function threeNights(built: Built): Promise<Nights> {
  const { later } = built;
  if (later === undefined) throw new Error('Cannot harvest three nights: the replica has no later day');
  const data = await mkdtemp(join(tmpdir(), 'ogi-nights-'));
  const serving = await serveSites([built.site]);
  const way = { proxyUrl: serving.proxyUrl, data };
  const reports = new Set(
    [...built.truth.reports, ...later.truth.reports]
      .flatMap(({ url, aliases, files }) => [url, ...aliases, ...files])
      .map(plainAddress),
  );
  const night = async (more: string[]) => {
    const from = serving.log().length;
    const done = await harvest(built.truth.homes, way, more);
    return { night: nightOf(serving.log().slice(from), reports), done };
  };
  try {
    const first = await night([]);
    const same = await night(['--refresh']);
    later.begin();
    const last = await night(['--refresh']);
    const store = await openData(data);
    const records = [];
    for await (const record of store.records.all()) records.push(foundOf(record));
    const issues = last.done.run === null ? [] : await store.runs.issues(last.done.run.id);
    const named = Object.entries(later.expected).map(([kind, titles]) => {
      const told = titles.filter((title) =>
        issues.some(
          ({ code, message, subject }) =>
            `${code} ${message} ${subject}`.includes(kind) && `${message} ${subject}`.includes(title),
        ),
      );
      return [kind, `${told.length} of ${titles.length}`];
    });
    const after: Built = { site: built.site, truth: later.truth };
    return {
      first: first.night,
      same: same.night,
      later: last.night,
      figures: figuresOf(after, records, serving.log(), new Set()),
      named: Object.fromEntries(named),
    };
  } finally {
    await serving.close();
    await rm(data, { recursive: true, force: true });
  }
}

function nightOf(log: readonly Entry[], reports: ReadonlySet<string>): Night {
  const documents = log.filter(({ host, path }) => reports.has(plainAddress(`http://${host}${path}`)));
  return {
    requests: log.length,
    lists: log.length - documents.length,
    whole: documents.filter(({ status }) => status === 200).length,
    unchanged: log.filter(({ status }) => status === 304).length,
  };
}

function line(name: string, { requests, lists, whole, unchanged }: Night): string {
  return `${name}: ${requests} requests, ${lists} of them for lists, ${whole} reports sent whole, ${unchanged} answers 304`;
}

/** The nights in words, and the goals that they miss. */
export function nightLines(nights: Nights): { lines: string[]; missed: string[] } {
  const { first, same, later, named, figures } = nights;
  const fresh = ['new', 'corrected'].reduce((sum, kind) => sum + Number(named[kind]?.split(' of ')[1] ?? 0), 0);
  const claims: [boolean, string][] = [
    [same.whole === 0, `R16: the unchanged night downloaded ${same.whole} reports again`],
    [
      later.requests <= 1.2 * first.requests,
      `R16: the later night cost ${later.requests} requests, expected at most ${Math.floor(1.2 * first.requests)}`,
    ],
    [
      later.whole <= fresh,
      `R16: the later night downloaded ${later.whole} reports whole, of which ${fresh} were new or corrected`,
    ],
    [figures.duplicates.length === 0, `R16: ${figures.duplicates.length} duplicates after the later night`],
    ...Object.entries(named).map(([kind, told]): [boolean, string] => {
      const [count, all] = told.split(' of ');
      return [count === all, `R16: ${kind} reports named: ${told}`];
    }),
  ];
  return {
    lines: [
      line('R16 first night    ', first),
      line('R16 unchanged night', same),
      line('R16 a month later  ', later),
      `R16 named: ${Object.entries(named)
        .map(([kind, told]) => `${kind} ${told}`)
        .join(', ')}`,
    ],
    missed: claims.flatMap(([isMet, words]) => (isMet ? [] : [words])),
  };
}
