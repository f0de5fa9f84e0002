import type { NormalizeJob } from '../../model/job.ts';
import type { Outcome } from '../../model/outcome.ts';
import { USUAL_NOTICES } from '../../model/notice.ts';
import type { ReportRecord } from '../../model/record.ts';
import { filesOf } from '../../normalizer/files.ts';
import { NORMALIZER, normalizeReport, type SourceDocument } from '../../normalizer/normalize.ts';
import { stableJson } from '../../text/json.ts';
import type { World } from '../../world.ts';
import type { Step } from '../queue.ts';
import { storedSource } from './documents.ts';
import { isReadByTheSame, outcomeFrame, settleTrouble } from './outcomes.ts';

/** Makes the record of a nomination once its page and all its files have been read or have failed. */
export function normalizeStep(world: World): Step<NormalizeJob> {
  return {
    run: async (job) => {
      const gathered = await gather(world, job);
      if (gathered !== null) await decide(world, { ...job, url: job.candidate.url }, gathered);
      return [];
    },
    gaveUp: (job, error) => settleTrouble(world, job, error),
  };
}

/** The documents of a nomination, read. */
export interface Gathered {
  landing: SourceDocument;
  files: SourceDocument[];
  /** Files that could not be had or read. */
  lost: Outcome[];
}

/** The nomination's documents; null while one is still on its way (its arrival starts this step again). */
async function gather(world: World, job: NormalizeJob): Promise<Gathered | null> {
  const landing = await storedSource(world, job.candidate.url);
  if (landing === null) return null;
  const gathered: Gathered = { landing, files: [], lost: [] };
  for (const url of filesOf(landing)) {
    const file = await storedSource(world, url);
    const outcome = file === null ? await world.store.outcomes.get(url) : null;
    if (file !== null) gathered.files.push(file);
    else if (outcome !== null && (await isLost(world, job, outcome))) gathered.lost.push(outcome);
    else return null;
  }
  return gathered;
}

/** Whether a file without text is lost for this harvest, and not merely still to be tried. */
async function isLost(world: World, job: NormalizeJob, outcome: Outcome): Promise<boolean> {
  if (outcome.kind !== 'unreadable') return outcome.at >= job.since;
  const answer = await world.store.documents.latest(outcome.url);
  return answer !== null && outcome.sources.includes(answer.fetched.sha256) && isReadByTheSame(outcome);
}

/**
 * Makes the record or the rejection of a nomination and keeps it. Where nothing changed since it was decided, it only counts
 * as before; `anew`: it is made again all the same.
 */
export async function decide(
  world: World,
  job: NormalizeJob,
  { landing, files, lost }: Gathered,
  { anew }: { anew: boolean } = { anew: false },
): Promise<void> {
  const sources = [landing, ...files];
  const basis = {
    sources: sources.map((source) => source.document.sha256),
    versions: [...new Set(sources.map((source) => source.document.extractor))].sort().concat(NORMALIZER),
  };
  const frame = { ...outcomeFrame(world, job), ...basis };
  const known = await world.store.outcomes.get(job.url);
  if (!anew && known !== null && isSameBasis(known, frame)) return tellAgain(world, known);
  const normalized = normalizeReport({
    landing,
    attachments: files,
    portalId: job.portalId,
    trail: job.candidate.trail,
    hints: job.candidate.hints,
    software: world.software,
  });
  if (normalized.kind === 'report') return keepReport(world, frame, normalized.record, lost);
  const unread = lost.find((outcome) => outcome.kind !== 'gone');
  const verdict =
    unread !== undefined && normalized.code === 'no_report_structure'
      ? {
          kind: unread.kind,
          code: unread.code ?? unread.kind,
          why: `its file "${unread.url}": ${unread.why ?? 'no reason kept'}`,
        }
      : { kind: 'rejected' as const, code: normalized.code, why: normalized.why };
  await world.store.outcomes.put({ ...frame, ...verdict });
  if (verdict.kind !== 'record') world.tell({ ...verdict, kind: verdict.kind, portalId: job.portalId, url: job.url });
}

async function keepReport(
  world: World,
  frame: Omit<Outcome, 'kind'>,
  record: ReportRecord,
  lost: readonly Outcome[],
): Promise<void> {
  if (record.bodyId === 'unknown' || record.fiscalYear === null) {
    const code = record.bodyId === 'unknown' ? 'body_unknown' : 'year_unknown';
    const why = `it reads like a report, but neither document nor page names its ${code === 'body_unknown' ? 'body' : 'year'}`;
    await world.store.outcomes.put({ ...frame, kind: 'rejected', code, why });
    world.tell({ kind: 'rejected', portalId: frame.portalId, url: frame.url, code, why });
    return;
  }
  const { id, change, moved } = await world.store.records.settle(record);
  await world.store.outcomes.put({ ...frame, kind: 'record', recordId: id });
  for (const other of moved) {
    const outcome = await world.store.outcomes.get(other.landing);
    if (outcome !== null) await world.store.outcomes.put({ ...outcome, recordId: other.id });
  }
  tellNotices(world, record, id, lost);
  world.tell({ kind: 'record', portalId: frame.portalId, recordId: id, url: frame.url, change, odd: isOdd(record) });
}

function tellNotices(world: World, record: ReportRecord, id: string, lost: readonly Outcome[]): void {
  for (const { code, message } of record.notices) {
    if (!USUAL_NOTICES.has(code)) world.tell({ kind: 'notice', subject: id, code, message });
  }
  for (const outcome of lost) {
    world.tell({
      kind: 'notice',
      subject: id,
      code: `file_${outcome.kind}`,
      message: `its file "${outcome.url}" was left out: ${outcome.why ?? outcome.kind}`,
    });
  }
}

function isOdd(record: ReportRecord): boolean {
  return (
    record.notices.some(({ code }) => !USUAL_NOTICES.has(code)) ||
    record.checks.some((check) => check.status === 'fail' && check.strength === 'exact')
  );
}

function isSameBasis(known: Outcome, frame: Omit<Outcome, 'kind'>): boolean {
  return (known.kind === 'record' || known.kind === 'rejected') && basisOf(known) === basisOf(frame);
}

/** What a decision rests on: documents, the programs that read them, and what the list said. */
function basisOf({ sources, versions, candidate }: Omit<Outcome, 'kind'>): string {
  return stableJson({ sources, versions, hints: candidate?.hints });
}

/** Nothing changed since this was decided: it counts as before, and nothing is written. */
function tellAgain(world: World, known: Outcome): void {
  const { portalId, url, kind, recordId, code, why } = known;
  if (kind === 'record' && recordId !== null) {
    world.tell({ kind: 'record', portalId, recordId, url, change: 'unchanged', odd: false });
  } else if (kind !== 'record') {
    world.tell({ kind, portalId, url, code: code ?? kind, why: why ?? 'no reason kept' });
  }
}
