import { ReportRecord } from '../model/record.ts';
import { stableJson } from '../text/json.ts';
import { ahead, AHEAD } from './ahead.ts';
import type { Drive } from './drive.ts';
import { writeJson } from './json.ts';
import { isCurrent, isOlder, readAnyRecord, readRecord, type RecordFrame } from './stored-record.ts';
import { openTurns } from './turns.ts';

/** What became of a record that was handed in; `id` may have got a suffix `-2`, `-3`. */
interface Settled {
  id: string;
  change: 'first' | 'changed' | 'unchanged';
  /** Other reports of the same body and year whose suffix changed from `from` to `id`, with the address of their landing page. */
  moved: { landing: string; from: string; id: string }[];
}

/** Reports in their newest version; older versions are kept beside them. */
export interface Records {
  /**
   * Finds the record's place among those of the same body and year, whatever the order in which they come, and writes it
   * if it says something new. The record comes with version 1 and its plain id; body and year must be known.
   */
  settle(record: ReportRecord): Promise<Settled>;
  /** Throws ConfigError for a record of another schema, with the way out. */
  get(id: string): Promise<ReportRecord | null>;
  /** Whether the record is there in the schema of an earlier version: settling a new reading rewrites it. */
  isOlder(id: string): Promise<boolean>;
  has(id: string): Promise<boolean>;
  /** Ids of all records, by year and id, without reading them. */
  ids(): AsyncIterable<string>;
  /** All newest versions, by year and id. */
  all(): AsyncIterable<ReportRecord>;
}

/** A stored record of this schema or an older one. */
type Member = ReportRecord | RecordFrame;

/** The records of a store. Within one process, records of the same id are settled one after the other. */
export function openRecords(drive: Drive): Records {
  const inTurn = openTurns();
  return {
    settle: (record) => inTurn(record.id, () => settle(drive, record)),
    get: (id) => readRecord(drive, recordKey(id)),
    isOlder: async (id) => {
      const record = await readAnyRecord(drive, recordKey(id));
      return record !== null && isOlder(record);
    },
    has: (id) => drive.has(recordKey(id)),
    ids: () => idsOf(drive),
    all: () => newest(drive),
  };
}

async function settle(drive: Drive, incoming: ReportRecord): Promise<Settled> {
  const members = await sameBodyAndYear(drive, incoming.id);
  const known =
    members.find((member) => placeOf(member) === placeOf(incoming)) ??
    // A document that was read as one report before and as several now, or the other way round.
    members.find(
      (member) =>
        landingOf(member) === landingOf(incoming) &&
        (member.provenance.part === undefined || incoming.provenance.part === undefined),
    );
  const twin = known ?? members.find((member) => isCurrent(member) && saysTheSame(member, incoming));
  const merged = twin === undefined ? incoming : nextVersion(twin, incoming);
  const change = twin === undefined ? 'first' : merged.version > twin.version ? 'changed' : 'unchanged';
  const group: Member[] = [...members.filter((member) => member !== twin), merged];
  group.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  let id = incoming.id;
  const moved: Settled['moved'] = [];
  // The last places first: a process that dies in between leaves a report twice, which the next run mends, never lost.
  for (const [index, member] of [...group.entries()].reverse()) {
    const placed = { ...member, id: index === 0 ? incoming.id : `${incoming.id}-${index + 1}` };
    if (member === merged) id = placed.id;
    else if (member.id !== placed.id) moved.push({ landing: landingOf(member), from: member.id, id: placed.id });
    await write(drive, placed);
  }
  return { id, change, moved };
}

/** The incoming reading as the next version, or the old one where nothing in it changed. */
function nextVersion(old: Member, incoming: ReportRecord): Member {
  if (isCurrent(old) && content(old) === content(incoming)) return old;
  if (landingOf(old) !== landingOf(incoming))
    return landingOf(old) < landingOf(incoming) ? old : { ...incoming, version: old.version };
  const reason = old.provenance.sha256 === incoming.provenance.sha256 ? 'reader' : 'source';
  return { ...incoming, version: old.version + 1, versionReason: reason };
}

/** Whether two addresses carry the same report: all cells and all section texts equal. */
function saysTheSame(a: ReportRecord, b: ReportRecord): boolean {
  return saidBy(a) === saidBy(b);
}

function saidBy({ cells, sections }: ReportRecord): string {
  return stableJson({
    cells: Object.entries(cells).map(([path, cell]) => [path, cell.status, cell.value, cell.raw?.trim()]),
    sections: sections.map((section) => [section.key, section.state, section.text]),
  });
}

/** What makes a version: everything but how and when it was fetched and which program read it. */
function content(record: ReportRecord): string {
  const { id: _id, version: _version, versionReason: _reason, provenance, ...rest } = record;
  const renditions = provenance.renditions.map(({ url, agrees }) => ({ url, agrees }));
  return stableJson({ ...rest, url: provenance.url, renditions });
}

function landingOf(record: Member): string {
  return record.provenance.trail.find((step) => step.role === 'landing')?.url ?? record.provenance.url;
}

/** The landing page, and which report of several it is: what tells two reports of one body and year apart. */
function placeOf(record: Member): string {
  const { part } = record.provenance;
  return part === undefined ? landingOf(record) : `${landingOf(record)}#${part}`;
}

async function write(drive: Drive, record: Member): Promise<void> {
  // A record of an older schema is only moved, as it is.
  const checked = isCurrent(record) ? ReportRecord.parse(record) : record;
  const old = await readAnyRecord(drive, recordKey(record.id));
  if (old !== null && stableJson(old) === stableJson(checked)) return;
  if (old !== null && old.version < checked.version) {
    await writeJson(drive, recordKey(record.id).replace('.json', `/v${old.version}.json`), old);
  }
  await writeJson(drive, recordKey(record.id), checked);
}

async function sameBodyAndYear(drive: Drive, id: string): Promise<Member[]> {
  const members: Member[] = [];
  for (let place = 1; ; place += 1) {
    const member = await readAnyRecord(drive, recordKey(place === 1 ? id : `${id}-${place}`));
    if (member === null) return members;
    if (!members.some((other) => placeOf(other) === placeOf(member))) members.push(member);
  }
}

async function* newest(drive: Drive): AsyncIterable<ReportRecord> {
  for await (const record of ahead(idsOf(drive), AHEAD, (id) => readRecord(drive, recordKey(id)))) {
    if (record !== null) yield record;
  }
}

async function* idsOf(drive: Drive): AsyncIterable<string> {
  for await (const key of drive.list('records/')) {
    const id = /^records\/\d{4}\/([^/]+)\.json$/u.exec(key)?.[1];
    if (id !== undefined) yield id;
  }
}

/** records/<year>/<id>.json; the year is the second part of the id. */
function recordKey(id: string): string {
  const year = /^[0-9a-f]{12}-(\d{4})(?:-\d+)?$/u.exec(id)?.[1];
  if (year === undefined)
    throw new Error(`Cannot store record "${id}": its id must be <12 hex>-<year>, so body and year must be known`);
  return `records/${year}/${id}.json`;
}
