import type { Correction } from '../model/correction.ts';
import { HostState, type HostMemory } from '../model/host.ts';
import { Outcome } from '../model/outcome.ts';
import { PortalState } from '../model/portal-state.ts';
import { Issue, Run } from '../model/run.ts';
import { stableJson } from '../text/json.ts';
import { readCorrections } from './corrections.ts';
import { addressKey, openDocuments, type Documents } from './documents.ts';
import { ahead, AHEAD } from './ahead.ts';
import type { Drive } from './drive.ts';
import { readJson, writeJson } from './json.ts';
import { openOccupancy, type Occupancy } from './occupant.ts';
import { openRecords, type Records } from './records.ts';

/** The memory of the harvester (DESIGN.md 5): the same keys in a folder and in an object store. */
export interface Store {
  place: string;
  documents: Documents;
  records: Records;
  /** People's corrections (`corrections.csv`), in the order of the file. Throws ConfigError where the file has faults. */
  corrections(): Promise<Correction[]>;
  hosts: HostMemory;
  occupancy: Occupancy;
  outcomes: {
    get(url: string): Promise<Outcome | null>;
    put(outcome: Outcome): Promise<void>;
    all(): AsyncIterable<Outcome>;
  };
  portals: {
    get(id: string): Promise<PortalState | null>;
    put(state: PortalState): Promise<void>;
    all(): AsyncIterable<PortalState>;
  };
  runs: {
    put(run: Run): Promise<void>;
    putIssues(runId: string, issues: readonly Issue[]): Promise<void>;
    /** What a run noticed; empty where it noted nothing. */
    issues(runId: string): Promise<Issue[]>;
    /** Newest first. */
    latest(count: number): Promise<Run[]>;
  };
}

/** The store on a drive. */
export function openStore(drive: Drive): Store {
  return {
    place: drive.place,
    documents: openDocuments(drive),
    records: openRecords(drive),
    corrections: () => readCorrections(drive),
    hosts: {
      load: (host) => readJson(drive, hostKey(host), HostState),
      save: (state) => writeJson(drive, hostKey(state.host), state),
    },
    occupancy: openOccupancy(drive),
    outcomes: {
      get: (url) => readJson(drive, `outcomes/${addressKey(url)}.json`, Outcome),
      put: (outcome) => writeJson(drive, `outcomes/${addressKey(outcome.url)}.json`, outcome),
      all: () => all(drive, 'outcomes/', Outcome),
    },
    portals: {
      get: (id) => readJson(drive, `portals/${id}.json`, PortalState),
      put: (state) => writeJson(drive, `portals/${state.id}.json`, state),
      all: () => all(drive, 'portals/', PortalState),
    },
    runs: {
      put: (run) => writeJson(drive, `runs/${run.id}.json`, run),
      putIssues: (runId, issues) =>
        drive.put(
          `runs/${runId}/issues.jsonl`,
          new TextEncoder().encode(issues.map((issue) => `${stableJson(issue)}\n`).join('')),
        ),
      issues: async (runId) => {
        const bytes = await drive.get(`runs/${runId}/issues.jsonl`);
        const lines = bytes === null ? [] : new TextDecoder().decode(bytes).split('\n');
        return lines.filter((line) => line !== '').map((line) => Issue.parse(JSON.parse(line)));
      },
      latest: (count) => latestRuns(drive, count),
    },
  };
}

/** portals/hosts/<host>.json; the colon before a port is no letter of a file name everywhere. */
function hostKey(host: string): string {
  return `portals/hosts/${host.replaceAll(':', '_')}.json`;
}

async function* all<T>(drive: Drive, prefix: string, form: Parameters<typeof readJson<T>>[2]): AsyncIterable<T> {
  for await (const value of ahead(plainKeys(drive, prefix), AHEAD, (key) => readJson(drive, key, form))) {
    if (value !== null) yield value;
  }
}

async function* plainKeys(drive: Drive, prefix: string): AsyncIterable<string> {
  for await (const key of drive.list(prefix)) if (!key.startsWith('portals/hosts/')) yield key;
}

async function latestRuns(drive: Drive, count: number): Promise<Run[]> {
  const keys: string[] = [];
  for await (const key of drive.list('runs/')) {
    if (/^runs\/[^/]+\.json$/u.test(key)) keys.push(key);
  }
  const runs = await Promise.all(
    keys
      .slice(-count)
      .reverse()
      .map((key) => readJson(drive, key, Run)),
  );
  return runs.filter((run) => run !== null);
}
