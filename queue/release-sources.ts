import type { Outcome } from '../model/outcome.ts';
import type { FetchedDocument } from '../model/fetched.ts';
import type { MissingReport } from '../model/missing.ts';
import type { CoverageGroup } from '../model/coverage.ts';
import type { Portal } from '../model/portal.ts';
import type { ReportRecord } from '../model/record.ts';
import type { Store } from '../storage/store.ts';
import { secondLook } from './looks.ts';
import { countCoverage, type Coverage } from './coverage.ts';
import { groupCoverage, type Wanted } from './coverage-groups.ts';

/** What a release needs from the store beside its records. */
interface ReleaseSources {
  /** Lets the records of the release go by and remembers where they come from. */
  note(records: AsyncIterable<ReportRecord>): AsyncIterable<ReportRecord>;
  /** Reports that are not simply there, and all that are expected, by province, level and year. */
  expected(isWanted: Wanted): Promise<{ missing: MissingReport[]; groups: CoverageGroup[] }>;
  /** Stored answers: all, or those behind the records of the release. */
  archive(): AsyncIterable<{ fetched: FetchedDocument; bytes: Uint8Array | null }>;
  /** What became of the nominations: all, or those behind the records of the release. */
  outcomes(): AsyncIterable<{ url: string; at: string; json: Outcome }>;
}

/**
 * `isWhole`: the release holds all records, so its archive holds all answers, lists and pages that gave no report too.
 * `registry`: says whose own a portal is that gave nothing.
 */
export function releaseSources(
  store: Store,
  { isWhole, registry }: { isWhole: boolean; registry: readonly Portal[] },
): ReleaseSources {
  const used = new Set<string>();
  return {
    async *note(records) {
      for await (const record of records) {
        if (!isWhole) for (const url of addressesOf(record)) used.add(url);
        yield record;
      }
    },
    async expected(isWanted) {
      const coverage = await countCoverage(store, { registry });
      return { missing: missingReports(coverage).filter(isWanted), groups: groupCoverage(coverage, isWanted) };
    },
    async *archive() {
      for await (const fetched of store.documents.all()) {
        if (!isWhole && !used.has(fetched.url)) continue;
        yield { fetched, bytes: fetched.status === 304 ? null : await store.documents.bytes(fetched.sha256) };
      }
    },
    async *outcomes() {
      for await (const outcome of store.outcomes.all()) {
        if (isWhole || used.has(outcome.url)) yield { url: outcome.url, at: outcome.at, json: outcome };
      }
    },
  };
}

function addressesOf({ provenance }: ReportRecord): string[] {
  const { trail, url, renditions } = provenance;
  return [url, ...trail.map((step) => step.url), ...renditions.map((one) => one.url)];
}

function missingReports(coverage: Coverage): MissingReport[] {
  const known = coverage.bodies.flatMap((body) => {
    const { bodyId, name, kind, level, divisionCode } = body;
    return Object.entries(body.years)
      .filter(([, state]) => state !== 'found')
      .map(([year, state]): MissingReport => {
        const deadline = body.deadlines[year] ?? null;
        const { url = null, text = null, why = null, at: decidedAt = null } = body.pages[year] ?? {};
        const page = { url, text, why, decidedAt };
        const fiscalYear = Number(year);
        const looked = lookedFor(body.portals, coverage.looks, { name, year: fiscalYear });
        return { bodyId, name, kind, level, divisionCode, fiscalYear, state, deadline, ...page, looked };
      });
  });
  const unassigned = coverage.unassigned.map(({ url, text, year, state, why, at, portalId }): MissingReport => {
    const body = { bodyId: null, name: null, kind: null, level: null, divisionCode: null };
    const looked = lookedFor(portalId === null ? [] : [portalId], coverage.looks, { name: null, year });
    return { ...body, fiscalYear: year, state, deadline: null, url, text, why, decidedAt: at, looked };
  });
  return [...known, ...unassigned];
}

/** Where and when a report was looked for on these portals, the second look for it included. */
function lookedFor(
  portals: readonly string[],
  looks: Coverage['looks'],
  { name, year }: { name: string | null; year: number | null },
): MissingReport['looked'] {
  const known = portals.flatMap((id) => looks[id] ?? []);
  const second = known.flatMap((look) => secondLook(look, name, year) ?? []);
  const times = [...known, ...second].flatMap(({ at }) => at ?? []).sort();
  return {
    where: [...new Set([...known.flatMap(({ asked }) => asked), ...second.map(({ url }) => url)])],
    at: times.at(-1) ?? null,
    pages: known.reduce((sum, { pages }) => sum + pages, 0),
    failed: known.reduce((sum, { failed }) => sum + failed, 0),
    verdicts: known.flatMap(({ verdict }) => verdict ?? []),
  };
}
