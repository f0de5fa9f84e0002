import type { Outcome, PartOutcome } from '../../model/outcome.ts';
import { USUAL_NOTICES } from '../../model/notice.ts';
import type { ReportRecord } from '../../model/record.ts';
import type { PartResult } from '../../normalizer/reports.ts';
import type { World } from '../../world.ts';

/** What every outcome of one decision shares. */
export type OutcomeFrame = Omit<Outcome, 'kind'>;

/** What became of a part, and the record where it is one. */
interface Kept {
  outcome: PartOutcome;
  record: ReportRecord | null;
  change: 'first' | 'changed' | 'unchanged';
}

/**
 * Keeps every report of a nomination that holds several and the outcome that lists them, told one by one: `record` where at
 * least one was read. `lost`: files that could not be had.
 */
export async function keepSeveral(
  world: World,
  frame: OutcomeFrame,
  { results, lost }: { results: readonly PartResult[]; lost: readonly Outcome[] },
): Promise<void> {
  const kept: Kept[] = [];
  for (const result of results) kept.push(await keepPart(world, frame, result, kept));
  const parts = kept.map(({ outcome }) => outcome);
  const first =
    parts.find(({ kind }) => kind === 'record') ?? parts.find(({ kind }) => kind === 'unreadable') ?? parts[0];
  if (first === undefined) throw new Error(`Cannot keep "${frame.url}": it holds no part`);
  const { kind, recordId, code, why } = first;
  await world.store.outcomes.put({ ...frame, kind, recordId, code, why, parts });
  let left = lost;
  for (const { outcome, record, change } of kept) {
    if (record !== null && outcome.recordId !== null) {
      tellNotices(world, record, outcome.recordId, left);
      left = [];
    }
    tellPart(world, frame.portalId, outcome, { change, odd: record !== null && isOdd(record) });
  }
}

/** Tells once more what became of the parts of a nomination. */
export function tellParts(world: World, portalId: string | null, parts: readonly PartOutcome[]): void {
  for (const part of parts) tellPart(world, portalId, part, { change: 'unchanged', odd: false });
}

function tellPart(
  world: World,
  portalId: string | null,
  { kind, recordId, code, why, ...place }: PartOutcome,
  { change, odd }: { change: Kept['change']; odd: boolean },
): void {
  const url = nameOfPart(place);
  if (kind === 'record' && recordId !== null) world.tell({ kind, portalId, recordId, url, change, odd });
  else if (kind !== 'record') world.tell({ kind, portalId, url, code: code ?? kind, why: why ?? 'no reason kept' });
}

/** How a report in a document of several is called: `http://…/a.zip#b.docx`, `http://…/a.pdf#2`. */
export function nameOfPart({ url, part }: { url: string; part?: string | undefined }): string {
  return part === undefined ? url : `${url}#${part}`;
}

async function keepPart(world: World, frame: OutcomeFrame, result: PartResult, before: Kept[]): Promise<Kept> {
  const place = { url: result.url, ...(result.part === undefined ? {} : { part: result.part }) };
  const refused =
    result.kind === 'report' ? whyNameless(result.record) : { kind: result.kind, code: result.code, why: result.why };
  if (result.kind !== 'report' || refused !== null) {
    const { kind, code, why } = refused ?? { kind: 'rejected' as const, code: null, why: null };
    return { outcome: { ...place, kind, recordId: null, code, why }, record: null, change: 'unchanged' };
  }
  const settled = await world.store.records.settle(result.record, frame.candidate?.formerly);
  const { id, change, moved } = settled;
  tellCorrection(world, result.record, settled);
  for (const { landing, from, id: to } of moved) {
    if (landing !== frame.url) await moveRecord(world, landing, { from, to });
    else for (const { outcome } of before) if (outcome.recordId === from) outcome.recordId = to;
  }
  return { outcome: { ...place, kind: 'record', recordId: id, code: null, why: null }, record: result.record, change };
}

/** Why a record cannot be stored: nobody knows whose report it is, or of which year; null where both are known. */
export function whyNameless(record: ReportRecord): { kind: 'rejected'; code: string; why: string } | null {
  if (record.bodyId !== 'unknown' && record.fiscalYear !== null) return null;
  const code = record.bodyId === 'unknown' ? 'body_unknown' : 'year_unknown';
  const what = code === 'body_unknown' ? 'body' : 'year';
  return { kind: 'rejected', code, why: `it reads like a report, but neither document nor page names its ${what}` };
}

/** Writes the new id of a report into the outcome of its nomination. */
export async function moveRecord(
  world: World,
  landing: string,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const outcome = await world.store.outcomes.get(landing);
  if (outcome === null) return;
  const moved = <T extends { recordId: string | null }>(one: T): T =>
    one.recordId === from ? { ...one, recordId: to } : one;
  const { parts } = outcome;
  await world.store.outcomes.put({ ...moved(outcome), ...(parts === undefined ? {} : { parts: parts.map(moved) }) });
}

/** Tells by name that a portal put another content in the place of a report. A better reading of the same bytes is none. */
export function tellCorrection(
  world: World,
  { title, provenance }: ReportRecord,
  { id, change, reason }: { id: string; change: Kept['change']; reason: ReportRecord['versionReason'] },
): void {
  if (change !== 'changed' || reason !== 'source') return;
  const message = `"${title ?? 'a report without title'}" has another content than the version before: "${provenance.url}"`;
  world.tell({ kind: 'notice', subject: id, code: 'report_corrected', message });
}

/** Tells what was odd about a record, and which of its files are missing. */
export function tellNotices(world: World, record: ReportRecord, id: string, lost: readonly Outcome[]): void {
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

/** Whether a person may want to look at a record. */
export function isOdd(record: ReportRecord): boolean {
  return (
    record.notices.some(({ code }) => !USUAL_NOTICES.has(code)) ||
    record.checks.some((check) => check.status === 'fail' && check.strength === 'exact')
  );
}
