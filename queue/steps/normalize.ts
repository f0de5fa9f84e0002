import type { NormalizeJob } from '../../model/job.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { ReportRecord } from '../../model/record.ts';
import { NORMALIZER, type SourceDocument } from '../../normalizer/normalize.ts';
import { normalizeReports, type PartResult } from '../../normalizer/reports.ts';
import { addressKey } from '../../storage/documents.ts';
import { stableJson } from '../../text/json.ts';
import type { World } from '../../world.ts';
import { followNomination } from '../nomination.ts';
import type { Step } from '../queue.ts';
import { storedSource } from './documents.ts';
import {
  isOdd,
  keepSeveral,
  moveRecord,
  type OutcomeFrame,
  tellCorrection,
  tellNotices,
  tellParts,
  whyNameless,
} from './keep.ts';
import { isLost, outcomeFrame, settleTrouble } from './outcomes.ts';
import { ofItsOwner, tellingTo } from './owner.ts';

/** Makes the records of a nomination once its page and all its files have been read or have failed. */
export function normalizeStep(world: World): Step<NormalizeJob> {
  return {
    // Alone: of two portals that lead to the page, the later one sees what the earlier one decided.
    run: (job) =>
      world.alone(`nomination ${addressKey(job.candidate.url)}`, async () => {
        const gathered = await gather(world, job);
        if (gathered === null) return [];
        const owned = await ofItsOwner(world, { ...job, url: job.candidate.url });
        await decide(tellingTo(job.portalId, world), owned, gathered);
        return [];
      }),
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
  const { files, missing } = await followNomination(landing, (url) => storedSource(world, url));
  const lost: Outcome[] = [];
  for (const url of missing) {
    const outcome = await world.store.outcomes.get(url);
    if (outcome === null || !(await isLost(world, job, outcome))) return null;
    lost.push(outcome);
  }
  return { landing, files, lost };
}

/**
 * Makes the records or the rejection of a nomination and keeps them. Where nothing changed since it was decided, it only
 * counts as before; `anew`: it is made again all the same.
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
  const results = normalizeReports({
    landing,
    attachments: files,
    portalId: job.portalId,
    trail: job.candidate.trail,
    hints: job.candidate.hints,
    software: world.software,
  });
  const [only] = results;
  if (only === undefined || results.length > 1) return keepSeveral(world, frame, { results, lost });
  return only.kind === 'report' ? keepReport(world, frame, only.record, lost) : refuse(world, frame, only, lost);
}

async function refuse(
  world: World,
  frame: OutcomeFrame,
  refused: Exclude<PartResult, { kind: 'report' }>,
  lost: readonly Outcome[],
): Promise<void> {
  const unread = lost.find((outcome) => outcome.kind !== 'gone' && outcome.kind !== 'record');
  const { kind, code, why } = refused;
  const verdict =
    unread !== undefined && unread.kind !== 'record' && code === 'no_report_structure'
      ? {
          kind: unread.kind,
          code: unread.code ?? unread.kind,
          why: `its file "${unread.url}": ${unread.why ?? 'no reason kept'}`,
        }
      : { kind, code, why };
  await world.store.outcomes.put({ ...frame, ...verdict });
  world.tell({ ...verdict, portalId: frame.portalId, url: frame.url });
}

async function keepReport(
  world: World,
  frame: OutcomeFrame,
  record: ReportRecord,
  lost: readonly Outcome[],
): Promise<void> {
  const nameless = whyNameless(record);
  if (nameless !== null) {
    await world.store.outcomes.put({ ...frame, ...nameless });
    world.tell({ ...nameless, portalId: frame.portalId, url: frame.url });
    return;
  }
  const settled = await world.store.records.settle(record, frame.candidate?.formerly);
  const { id, change, moved } = settled;
  await world.store.outcomes.put({ ...frame, kind: 'record', recordId: id });
  for (const { landing, from, id: to } of moved) await moveRecord(world, landing, { from, to });
  tellNotices(world, record, id, lost);
  tellCorrection(world, record, settled);
  world.tell({ kind: 'record', portalId: frame.portalId, recordId: id, url: frame.url, change, odd: isOdd(record) });
}

function isSameBasis(known: Outcome, frame: OutcomeFrame): boolean {
  return (known.kind === 'record' || known.kind === 'rejected') && basisOf(known) === basisOf(frame);
}

/** What a decision rests on: documents, the programs that read them, whose report it is, and what the list said. */
function basisOf({ sources, versions, portalId, candidate }: OutcomeFrame): string {
  return stableJson({ sources, versions, portalId, hints: candidate?.hints });
}

/** Nothing changed since this was decided: it counts as before, and nothing is written. */
function tellAgain(world: World, known: Outcome): void {
  const { portalId, url, kind, recordId, code, why, parts } = known;
  if (parts !== undefined) return tellParts(world, portalId, parts);
  if (kind === 'record' && recordId !== null) {
    world.tell({ kind: 'record', portalId, recordId, url, change: 'unchanged', odd: false });
  } else if (kind !== 'record') {
    world.tell({ kind, portalId, url, code: code ?? kind, why: why ?? 'no reason kept' });
  }
}
