import type { StaleCorrection } from '../model/correction.ts';
import type { Issue, Run } from '../model/run.ts';
import { ConfigError } from '../errors.ts';
import type { Store } from '../storage/store.ts';
import { openCorrected } from './corrected.ts';

/** Issues of one code. `fresh`: those that the run before did not have; all where there is no run to compare with. */
interface IssueGroup {
  code: string;
  level: Issue['level'];
  count: number;
  fresh: number;
  examples: Issue[];
}

/** What a run noticed. `before`: the run it is compared with, null where there is none. */
export interface RunIssues {
  run: Run;
  before: Run | null;
  groups: IssueGroup[];
  /** Ids of issues of the run before that are there no more. */
  gone: number;
  corrections: StaleCorrection[];
}

/** Examples given of each code. */
const EXAMPLES = 3;
/** Reports that a portal changed are given by name, this many of each code. */
const MOST_CHANGES = 200;

/** Codes of what a portal did to its reports since the run before. */
export const CHANGES = [
  'report_new',
  'report_corrected',
  'report_moved',
  'report_withdrawn',
  'report_unlisted',
] as const;
/** Runs that are looked through for one by its id. */
const MOST_RUNS = 10_000;

/**
 * What a run noticed, grouped by code, the gravest first. `runId` null: the last run. `newOnly`: only what the run of the
 * same command before it had not. Null where there is no run yet; throws ConfigError where there is none of that id.
 */
export async function issuesOf(
  store: Store,
  { runId, newOnly }: { runId: string | null; newOnly: boolean },
): Promise<RunIssues | null> {
  const runs = await store.runs.latest(MOST_RUNS);
  const at = runId === null ? 0 : runs.findIndex((run) => run.id === runId);
  if (at < 0) {
    const known = runs.slice(0, 3).map((run) => `"${run.id}"`);
    throw new ConfigError(
      `Cannot show run "${runId}": there is none in "${store.place}"; the last ones are ${known.join(', ') || 'none'}`,
    );
  }
  const run = runs[at];
  if (run === undefined) return null;
  const before = runs.slice(at + 1).find((one) => one.command === run.command) ?? null;
  const issues = await store.runs.issues(run.id);
  const old = new Set((before === null ? [] : await store.runs.issues(before.id)).map((issue) => issue.id));
  const ids = new Set(issues.map((issue) => issue.id));
  const isFresh = (issue: Issue): boolean => !old.has(issue.id);
  return {
    run,
    before,
    groups: grouped(newOnly ? issues.filter(isFresh) : issues, isFresh),
    gone: [...old].filter((id) => !ids.has(id)).length,
    corrections: await (await openCorrected(store)).stale(),
  };
}

const GRAVITY: readonly Issue['level'][] = ['bug', 'missing', 'notice'];

function grouped(issues: readonly Issue[], isFresh: (issue: Issue) => boolean): IssueGroup[] {
  const groups = new Map<string, IssueGroup>();
  for (const issue of issues) {
    const key = `${issue.level} ${issue.code}`;
    const group = groups.get(key) ?? { code: issue.code, level: issue.level, count: 0, fresh: 0, examples: [] };
    group.count += 1;
    if (isFresh(issue)) group.fresh += 1;
    if (group.examples.length < (isChange(issue.code) ? MOST_CHANGES : EXAMPLES)) group.examples.push(issue);
    groups.set(key, group);
  }
  return [...groups.values()].sort(
    (a, b) => GRAVITY.indexOf(a.level) - GRAVITY.indexOf(b.level) || b.count - a.count || (a.code < b.code ? -1 : 1),
  );
}

/** Whether an issue says what a portal did to a report. */
function isChange(code: string): boolean {
  return CHANGES.some((change) => change === code);
}
