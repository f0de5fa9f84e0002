import type { Outcome } from '../model/outcome.ts';
import type { Cell, ReportRecord } from '../model/record.ts';
import type { Candidate } from '../model/portal.ts';
import { NORMALIZER } from '../normalizer/normalize.ts';
import { normalizeReports, reportsAmong } from '../normalizer/reports.ts';
import { sha256 } from '../text/hash.ts';
import { stableJson } from '../text/json.ts';
import type { World } from '../world.ts';
import { inOrder } from './in-order.ts';
import { nameOfPart } from './steps/keep.ts';
import { readInPool, readStored, type LostDocument, type StoredReading } from './stored-reading.ts';

/** Why a record could not be derived again as it is stored. */
export const CAUSES = {
  bytes_missing: 'archived bytes are missing',
  bytes_damaged: 'archived bytes are damaged (SHA-256 differs)',
  unreadable: 'archived bytes are whole and could not be read',
  extractor_version: 'the reader has another version now',
  normalizer_version: 'the normaliser has another version now',
  content:
    'the record is not what its bytes give, with the same versions: it was changed, or a reader was without a new version',
} as const;

/** See `CAUSES`. */
export type Cause = keyof typeof CAUSES;

/** One thing that differs: a cell path or a field of the record, as stored and as derived, each in short. */
interface Difference {
  where: string;
  stored: string;
  derived: string;
}

/** A record that was derived again. Empty `causes`: nothing differs. */
export interface Verified {
  id: string;
  causes: Cause[];
  differences: Difference[];
  lost: LostDocument[];
}

/** `sample`: how many records, null for all; `seed`: which ones, the same for the same seed and store. */
export interface VerifyOptions {
  sample: number | null;
  seed: string;
}

/** Records to be derived again. `asGiven`: a derived record in the form in which these are given (corrections, contacts). */
export interface Verifiable {
  ids(): Iterable<string> | AsyncIterable<string>;
  get(id: string): Promise<ReportRecord | null>;
  asGiven(given: ReportRecord, derived: ReportRecord): { given: ReportRecord; derived: ReportRecord };
}

/**
 * Derives records again from stored bytes and compares them with the stored ones, several at once, in the order of year and
 * id. Corrections play no part: they lie on top. Nothing is written and nothing is asked of any host.
 */
export async function* verifyRecords(
  world: World,
  options: VerifyOptions,
  records: Verifiable = recordsOfStore(world),
): AsyncGenerator<Verified> {
  const ids = options.sample === null ? records.ids() : await sampleOf(records, options.sample, options.seed);
  const { signal, config } = world;
  yield* inOrder(ids, { limit: config.concurrency, signal }, (id) => verifyRecord(world, records, id));
}

function recordsOfStore({ store }: World): Verifiable {
  return {
    ids: () => store.records.ids(),
    get: (id) => store.records.get(id),
    asGiven: (given, derived) => ({ given, derived }),
  };
}

/** The ids with the smallest SHA-256 of seed and id, in the order of the records. */
async function sampleOf(records: Verifiable, count: number, seed: string): Promise<string[]> {
  const lots: { lot: string; place: number; id: string }[] = [];
  let place = 0;
  for await (const id of records.ids()) {
    lots.push({ lot: sha256(`${seed}|${id}`), place, id });
    place += 1;
  }
  const drawn = lots.sort((a, b) => (a.lot < b.lot ? -1 : 1)).slice(0, count);
  return drawn.sort((a, b) => a.place - b.place).map(({ id }) => id);
}

async function verifyRecord(world: World, records: Verifiable, id: string): Promise<Verified> {
  const stored = await records.get(id);
  if (stored === null) return { id, causes: [], differences: [], lost: [] };
  const url = landingOf(stored);
  const outcome = await world.store.outcomes.get(url);
  const hashes = hashesOf(stored, outcome);
  const reading = await readStored(world, url, {
    pick: async (address) =>
      (await world.store.documents.answers(address)).find((answer) => hashes.has(answer.sha256)) ?? null,
    read: readInPool(world),
  });
  if (reading.landing === null && reading.lost.length === 0) reading.lost.push(unanswered(stored, url));
  const differences = differencesOf(world, stored, { reading, candidate: outcome?.candidate ?? null, records });
  return { id, causes: causesOf(stored, { outcome, reading, differences }), differences, lost: reading.lost };
}

function landingOf({ provenance }: ReportRecord): string {
  return provenance.trail.find((step) => step.role === 'landing')?.url ?? provenance.url;
}

function unanswered(stored: ReportRecord, url: string): LostDocument {
  const why = `no answer of "${url}" is in the store that gave the bytes of this record`;
  return { url, sha256: landingHash(stored), code: 'bytes_missing', why, isStoreFault: true };
}

/** SHA-256 of the documents that the record was made from. */
function hashesOf({ provenance }: ReportRecord, outcome: Outcome | null): ReadonlySet<string> {
  if (outcome?.kind === 'record') return new Set(outcome.sources);
  const known = [provenance, ...provenance.trail, ...provenance.renditions].map((one) => one.sha256);
  return new Set(known.filter((hash) => hash !== undefined));
}

function differencesOf(
  world: World,
  stored: ReportRecord,
  { reading, candidate, records }: { reading: StoredReading; candidate: Candidate | null; records: Verifiable },
): Difference[] {
  const { landing, files } = reading;
  if (landing === null) return [];
  const { portalId, trail } = stored.provenance;
  const results = normalizeReports({
    landing,
    attachments: files,
    portalId,
    trail: candidate?.trail ?? trail.filter(({ role }) => role !== 'landing' && role !== 'file'),
    hints: candidate?.hints ?? {},
    software: world.software,
  });
  const reports = reportsAmong(results);
  const same =
    reports.find((result) => isSameReport(stored, result)) ?? (results.length === 1 ? reports[0] : undefined);
  if (same !== undefined) {
    const { given, derived } = records.asGiven(stored, same.record);
    return compare(given, derived);
  }
  const [refused] = results.flatMap((result) =>
    result.kind === 'report' ? [] : [`${result.kind} (${result.code}): ${result.why}`],
  );
  const derived = refused ?? `${reports.length} other reports: ${reports.map(({ record }) => record.id).join(', ')}`;
  return [{ where: 'record', stored: 'a report', derived }];
}

/** Of several reports of one nomination, the one that stands where the stored one was read, or else is called the same. */
function isSameReport(
  stored: ReportRecord,
  { url, part, record }: { url: string; part?: string; record: ReportRecord },
): boolean {
  const { provenance, bodyId, fiscalYear } = stored;
  if (url !== provenance.url || part !== provenance.part) return false;
  return part !== undefined || (record.bodyId === bodyId && record.fiscalYear === fiscalYear);
}

/** What differs between two records of one report, cell by cell, then field by field; times and versions play no part. */
function compare(stored: ReportRecord, derived: ReportRecord): Difference[] {
  const paths = [...new Set([...Object.keys(stored.cells), ...Object.keys(derived.cells)])].sort();
  const cells = paths.flatMap((path) => {
    const [before, after] = [stored.cells[path], derived.cells[path]];
    return stableJson(before) === stableJson(after) ? [] : [{ where: path, ...sides(before, after) }];
  });
  const [before, after] = [fieldsOf(stored), fieldsOf(derived)];
  const fields = [...before.keys()].flatMap((name) => {
    const [one, other] = [before.get(name) ?? '', after.get(name) ?? ''];
    return one === other ? [] : [{ where: name, ...excerpts(one, other) }];
  });
  return [...cells, ...fields];
}

function sides(before: Cell | undefined, after: Cell | undefined): Pick<Difference, 'stored' | 'derived'> {
  const [stored, derived] = [cellWords(before), cellWords(after)];
  return stored === derived ? excerpts(stableJson(before), stableJson(after)) : { stored, derived };
}

function cellWords(cell: Cell | undefined): string {
  if (cell === undefined) return 'no such cell';
  return `${cell.status}${cell.value === null ? '' : ` ${cell.value}`}, printed ${JSON.stringify(cell.raw)}`;
}

/** All that makes the content of a record but its cells, by name. */
function fieldsOf(record: ReportRecord): Map<string, string> {
  const { id: _id, version: _version, versionReason: _reason, cells: _cells, provenance, ...rest } = record;
  const { url, part, sha256: hash, via, renditions } = provenance;
  const fields = {
    ...rest,
    'provenance.url': nameOfPart({ url, part }),
    'provenance.sha256': hash,
    'provenance.via': via,
    renditions: renditions.filter(({ elsewhere }) => elsewhere !== true), // read from their own pages
  };
  return new Map(Object.entries(fields).map(([name, value]) => [name, stableJson(value)]));
}

/** Letters shown of a long field, from a little before the first difference on. */
const EXCERPT = 80;

function excerpts(one: string, other: string): Pick<Difference, 'stored' | 'derived'> {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const start = Math.max(0, at - EXCERPT / 4);
  const cut = (text: string): string =>
    `${start > 0 ? '…' : ''}${text.slice(start, start + EXCERPT)}${text.length > start + EXCERPT ? '…' : ''}`;
  return { stored: cut(one), derived: cut(other) };
}

function causesOf(
  stored: ReportRecord,
  { outcome, reading, differences }: { outcome: Outcome | null; reading: StoredReading; differences: Difference[] },
): Cause[] {
  const causes = new Set<Cause>();
  const wasRead = new Set([outcome?.kind === 'record' ? outcome.sources : [], landingHash(stored)].flat());
  for (const { code, isStoreFault, sha256: hash } of reading.lost) {
    if (code === 'bytes_missing' || code === 'bytes_damaged') causes.add(code);
    // A file that could not be read then either is no difference.
    else if (!isStoreFault && wasRead.has(hash)) causes.add('unreadable');
  }
  if (differences.length === 0 || causes.size > 0) return [...causes];
  const known = new Set([...(outcome?.versions ?? []), stored.provenance.extractor]);
  const used = [reading.landing, ...reading.files].flatMap((source) => source?.document.extractor ?? []);
  if (used.some((extractor) => !known.has(extractor))) causes.add('extractor_version');
  else if (stored.provenance.normalizer !== NORMALIZER) causes.add('normalizer_version');
  else causes.add('content');
  return [...causes];
}

function landingHash({ provenance }: ReportRecord): string {
  return provenance.trail.find((step) => step.role === 'landing')?.sha256 ?? provenance.sha256;
}
