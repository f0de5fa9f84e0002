import { ReportRecord } from '../model/record.ts';
import { stableJson } from '../text/json.ts';
import { ahead, AHEAD } from './ahead.ts';
import type { Drive } from './drive.ts';
import { joinHosts, membersElsewhere } from './hosts.ts';
import { writeJson } from './json.ts';
import {
  landingOf,
  ownRenditions,
  placeOf,
  readMember,
  readRecord,
  recordKey,
  sameBodyAndYear,
  saysTheSame,
  successorKey,
  successorOf,
  withElsewhere,
  type Member,
} from './members.ts';
import { isCurrent, isOlder } from './stored-record.ts';
import { openTurns } from './turns.ts';

/** What became of a record that was handed in; `id` may have got a suffix `-2`, `-3`, or be that of its twin on another host. */
interface Settled {
  id: string;
  change: 'first' | 'changed' | 'unchanged';
  /** Why the version that holds now was made. */
  reason: ReportRecord['versionReason'];
  /** Other reports of the same body and year whose id changed from `from` to `id`, with the address of their landing page. */
  moved: { landing: string; from: string; id: string }[];
}

/** Reports in their newest version; older versions are kept beside them. */
export interface Records {
  /**
   * Finds the record's place among those of the same body and year, whatever the order in which they come, and writes it
   * if it says something new. The record comes with version 1 and its plain id; body and year must be known. The same report
   * on two hosts is one record (`hosts.ts`). `formerly`: the landing page under which the portal listed the report before it
   * moved; the new address takes over its versions.
   */
  settle(record: ReportRecord, formerly?: string): Promise<Settled>;
  /**
   * The record of an id; where that has gone over to another (a twin, a portal's new host), that one. Throws ConfigError for
   * a record of another schema, with the way out.
   */
  get(id: string): Promise<ReportRecord | null>;
  /** Whether the record is there in the schema of an earlier version: settling a new reading rewrites it. */
  isOlder(id: string): Promise<boolean>;
  has(id: string): Promise<boolean>;
  /** Ids of all records, by year and id, without reading them. */
  ids(): AsyncIterable<string>;
  /** All newest versions, by year and id. */
  all(): AsyncIterable<ReportRecord>;
}

/** The records of a store. Within one process, records of the same body's name and year are settled one after the other. */
export function openRecords(drive: Drive): Records {
  const inTurn = openTurns();
  return {
    settle: (record, formerly) => inTurn(settlingKey(record), () => settle(drive, record, formerly)),
    get: async (id) => readRecord(drive, (await successorOf(drive, id)) ?? id),
    isOlder: async (id) => {
      const record = await readMember(drive, id);
      return record !== null && isOlder(record);
    },
    has: async (id) => (await drive.has(recordKey(id))) && (await successorOf(drive, id)) === null,
    ids: () => idsOf(drive),
    all: () => newest(drive),
  };
}

/** What must not be settled twice at a time: the reports of one body's name and year, on whatever hosts. */
export function settlingKey({ body, fiscalYear, id }: ReportRecord): string {
  return `${body.nameNormalised ?? id} ${fiscalYear ?? ''}`;
}

async function settle(drive: Drive, incoming: ReportRecord, formerly: string | undefined): Promise<Settled> {
  const members = await sameBodyAndYear(drive, incoming.id);
  const others = await membersElsewhere(drive, incoming);
  const known = members.find((member) => placeOf(member) === placeOf(incoming)) ?? readAsOneBefore(members, incoming);
  const predecessor =
    known === undefined && formerly !== undefined
      ? [...members, ...others].find((member) => landingOf(member) === formerly)
      : undefined;
  const twin = known ?? predecessor ?? members.find((member) => isCurrent(member) && saysTheSame(member, incoming));
  const merged =
    twin === undefined ? incoming : twin === predecessor ? takeOver(twin, incoming) : nextVersion(twin, incoming);
  const change = twin === undefined ? 'first' : merged.version > twin.version ? 'changed' : 'unchanged';
  const placed = await place(
    drive,
    { group: [...members.filter((member) => member !== twin), merged], merged },
    incoming.id,
  );
  if (predecessor !== undefined && change === 'changed') await keepVersion(drive, placed.id, predecessor);
  const gone = others.find((other) => other === predecessor) ?? null;
  const joined = await joinHosts(drive, { incoming: { ...merged, id: placed.id }, gone });
  const moved = [...placed.moved, ...joined.moved];
  if (predecessor !== undefined) moved.push({ landing: landingOf(predecessor), from: predecessor.id, id: joined.id });
  return { id: joined.id, change, reason: merged.versionReason, moved };
}

/** Writes the reports of one body and year, each under its number in the order of their addresses. */
async function place(
  drive: Drive,
  { group, merged }: { group: Member[]; merged: ReportRecord },
  plainId: string,
): Promise<Pick<Settled, 'id' | 'moved'>> {
  group.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  let id = plainId;
  const moved: Settled['moved'] = [];
  // The last places first: a process that dies in between leaves a report twice, which the next run mends, never lost.
  for (const [index, member] of [...group.entries()].reverse()) {
    const placed = { ...member, id: index === 0 ? plainId : `${plainId}-${index + 1}` };
    if (member === merged) id = placed.id;
    else if (member.id !== placed.id) moved.push({ landing: landingOf(member), from: member.id, id: placed.id });
    await write(drive, placed);
  }
  return { id, moved };
}

/** A document that was read as one report before and as several now, or the other way round. */
function readAsOneBefore(members: readonly Member[], incoming: ReportRecord): Member | undefined {
  return members.find(
    (member) =>
      landingOf(member) === landingOf(incoming) &&
      (member.provenance.part === undefined || incoming.provenance.part === undefined),
  );
}

/** The incoming reading as the next version, or the old one where nothing in it changed; it may go over to another portal. */
function nextVersion(old: Member, incoming: ReportRecord): ReportRecord {
  if (isCurrent(old) && content(old) === content(incoming)) {
    const isOwners = old.provenance.portalId === incoming.provenance.portalId;
    return isOwners ? old : { ...withElsewhere(incoming, old), version: old.version, versionReason: old.versionReason };
  }
  if (landingOf(old) !== landingOf(incoming))
    return isCurrent(old) && landingOf(old) < landingOf(incoming)
      ? old
      : { ...withElsewhere(incoming, old), version: old.version };
  const reason = old.provenance.sha256 === incoming.provenance.sha256 ? 'reader' : 'source';
  return { ...withElsewhere(incoming, old), version: old.version + 1, versionReason: reason };
}

/** The report at its new address: the same version, or the next one where it says something else than at the old address. */
function takeOver(old: Member, incoming: ReportRecord): ReportRecord {
  const isSame = isCurrent(old) && saysTheSame(old, incoming) && old.title === incoming.title;
  return isSame
    ? { ...incoming, version: old.version, versionReason: old.versionReason }
    : { ...incoming, version: old.version + 1, versionReason: 'source' };
}

/** What makes a version: everything but how and when it was fetched and which program read it. */
function content(record: ReportRecord): string {
  const { id: _id, version: _version, versionReason: _reason, provenance, ...rest } = record;
  const renditions = ownRenditions(record).map(({ url, agrees }) => ({ url, agrees }));
  return stableJson({ ...rest, url: provenance.url, renditions });
}

async function write(drive: Drive, record: Member): Promise<void> {
  // A record of an older schema is only moved, as it is.
  const checked = isCurrent(record) ? ReportRecord.parse(record) : record;
  const old = await readMember(drive, record.id);
  if (old !== null && stableJson(old) === stableJson(checked)) return;
  if (old !== null && old.version < checked.version) await keepVersion(drive, record.id, old);
  await writeJson(drive, recordKey(record.id), checked);
}

/** Keeps an older version of a record beside it. */
async function keepVersion(drive: Drive, id: string, old: Member): Promise<void> {
  await writeJson(drive, recordKey(id).replace('.json', `/v${old.version}.json`), old);
}

async function* newest(drive: Drive): AsyncIterable<ReportRecord> {
  for await (const record of ahead(idsOf(drive), AHEAD, (id) => readRecord(drive, id))) {
    if (record !== null) yield record;
  }
}

async function* idsOf(drive: Drive): AsyncIterable<string> {
  let held: string | null = null;
  for await (const key of drive.list('records/')) {
    // The note that an id has gone over to another comes right behind its record.
    if (held !== null && key === successorKey(held)) {
      if ((await successorOf(drive, held)) === null) yield held;
      held = null;
    }
    const id = /^records\/\d{4}\/([^/]+)\.json$/u.exec(key)?.[1];
    if (id === undefined) continue;
    if (held !== null) yield held;
    held = id;
  }
  if (held !== null) yield held;
}
