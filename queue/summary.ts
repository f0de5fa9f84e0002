import type { Issue, PortalVerdict, Run, RunLimit } from '../model/run.ts';
import type { Store } from '../storage/store.ts';
import { CHANGES, issuesOf } from './issues.ts';

/** A run in short, for people who do not watch it and for programs that raise alarms. */
export interface RunSummary {
  schema: 'ogi-run-summary/1';
  /** The whole in plain words, a few lines. Chat programs show the field of this name. */
  text: string;
  /** Null where the run was stopped by an error before it could be kept. */
  runId: string | null;
  /** `failed`: more than 15 % of what was looked for could not be had or read, or a bug cost jobs; `interrupted`: it did not end. */
  verdict: 'ok' | 'incomplete' | 'failed' | 'interrupted';
  /** Could not be had or read ÷ (that + reports + no reports); null where there was nothing. */
  failedShare: number | null;
  /** Null where there was no run. */
  counts: Run['counts'] | null;
  /** The portals that are not ok, with the reason. */
  alarms: Pick<PortalVerdict, 'portalId' | 'name' | 'home' | 'verdict' | 'why'>[];
  /** Issues that the run of the same command before had not, by code; the counts of all where there was none before. */
  fresh: { code: string; level: Issue['level']; count: number }[];
  /** What portals did to their reports since the run before, by name: new, corrected, moved, withdrawn, on no list any more. */
  changes: { code: string; messages: string[] }[];
  /** Issues of the run before that are gone; null where there was none before. */
  gone: number | null;
}

/** What the limit of a run is called in its summary. */
const LIMITS: Readonly<Record<RunLimit, string>> = {
  budget: 'its minutes were spent',
  quiet_hours: 'the quiet hours began',
};
/** Above this share of failures a run has failed as a whole: rather the harvester or the line than the portals. */
const MOST_FAILED = 0.15;
/** Alarms and codes named in the text; the fields have all. */
const MOST_NAMED = 10;

/** Sums up a run that is kept in this store, compared with the run of the same command before it. */
export async function summaryOf(store: Store, run: Run): Promise<RunSummary> {
  const found = await issuesOf(store, { runId: run.id, newOnly: false });
  const before = found?.before ?? null;
  return summarise(run, {
    issues: await store.runs.issues(run.id),
    before: before === null ? null : await store.runs.issues(before.id),
  });
}

/** What is to be told where an error ended a run, so that a harvest nobody watches does not just stop. */
export function summaryOfFailure(command: string, error: unknown): RunSummary {
  const why = error instanceof Error ? error.message : String(error);
  return {
    schema: 'ogi-run-summary/1',
    text: `ogi ${command}: failed. It was stopped by an error: ${why}`,
    runId: null,
    verdict: 'failed',
    failedShare: null,
    counts: null,
    alarms: [],
    fresh: [],
    changes: [],
    gone: null,
  };
}

/** Sums up a run. `before`: issues of the run of the same command before it, null where there is none. */
export function summarise(
  run: Run,
  { issues, before }: { issues: readonly Issue[]; before: readonly Issue[] | null },
): RunSummary {
  const known = new Set((before ?? []).map(({ id }) => id));
  const now = new Set(issues.map(({ id }) => id));
  const alarms = run.portals
    .filter(({ verdict }) => verdict !== 'ok')
    .map(({ portalId, name, home, verdict, why }) => ({ portalId, name, home, verdict, why }));
  const share = failedShare(run.counts);
  const parts = {
    runId: run.id,
    verdict: verdictOf(run),
    failedShare: share,
    counts: run.counts,
    alarms,
    fresh: byCode(issues.filter(({ id }) => !known.has(id))),
    changes: CHANGES.flatMap((code) => {
      const messages = issues.filter((issue) => issue.code === code).map(({ message }) => message);
      return messages.length === 0 ? [] : [{ code, messages: messages.sort() }];
    }),
    gone: before === null ? null : before.filter(({ id }) => !now.has(id)).length,
  };
  return { schema: 'ogi-run-summary/1', text: textOf(run, parts), ...parts };
}

/** Could not be had or read ÷ (that + reports + no reports); null where there was nothing. */
export function failedShare({ failed, unreadable, declined, read, unchanged, rejected }: Run['counts']): number | null {
  const lost = failed + unreadable + declined;
  const all = lost + read + unchanged + rejected;
  return all === 0 ? null : lost / all;
}

/** A run in one word; one without an end was interrupted. */
export function verdictOf(run: Run): RunSummary['verdict'] {
  const share = failedShare(run.counts) ?? 0;
  const isWell = run.portals.every(({ verdict }) => verdict === 'ok');
  if (run.finishedAt === null) return 'interrupted';
  if (run.counts.bugs > 0 || share > MOST_FAILED) return 'failed';
  return isWell && share === 0 && run.stopped === undefined ? 'ok' : 'incomplete';
}

/** Where a limit stopped the run: why, and what is left for the next; no line where none did. */
export function stoppedLines({ stopped }: Pick<Run, 'stopped'>): string[] {
  if (stopped === undefined) return [];
  return [`Stopped before its end, since ${LIMITS[stopped.why]}: ${stopped.left} jobs are left for the next run.`];
}

function byCode(issues: readonly Issue[]): RunSummary['fresh'] {
  const groups = new Map<string, RunSummary['fresh'][number]>();
  for (const { code, level } of issues) {
    const key = `${level} ${code}`;
    const group = groups.get(key) ?? { code, level, count: 0 };
    groups.set(key, { ...group, count: group.count + 1 });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

function textOf(
  run: Run,
  { verdict, failedShare: share, alarms, fresh, changes, gone }: Omit<RunSummary, 'schema' | 'text'>,
): string {
  const { read, unchanged, rejected, failed, unreadable, declined, bugs } = run.counts;
  const portals = `${run.portals.length} ${run.portals.length === 1 ? 'portal' : 'portals'}`;
  const lost = failed + unreadable + declined;
  const percent = share === null ? '' : ` (${(share * 100).toFixed(1)} %)`;
  const named = fresh.slice(0, MOST_NAMED).map(({ code, count }) => `${count} × ${code}`);
  const newLine =
    gone === null
      ? `Noticed, with no run before to compare: ${named.join(', ') || 'nothing'}.`
      : `New since the run before: ${named.join(', ') || 'nothing'}; gone: ${gone}.`;
  return [
    `ogi ${run.command}: ${verdict}. ${portals}, ${run.portals.length - alarms.length} of them ok.`,
    `${read} reports read new or changed, ${unchanged} unchanged, ${rejected} documents were no reports, ${lost} could not be had or read${percent}${bugs > 0 ? `, ${bugs} ended in a bug` : ''}.`,
    ...stoppedLines(run),
    ...alarms.slice(0, MOST_NAMED).map((alarm) => `${alarm.name ?? alarm.portalId}: ${alarm.verdict} (${alarm.why})`),
    ...(alarms.length > MOST_NAMED ? [`… and ${alarms.length - MOST_NAMED} more portals`] : []),
    newLine,
    ...changes.map(({ code, messages }) => {
      const more = messages.length > MOST_NAMED ? `; … and ${messages.length - MOST_NAMED} more` : '';
      return `${code}: ${messages.slice(0, MOST_NAMED).join('; ')}${more}`;
    }),
  ].join('\n');
}
