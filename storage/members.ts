import { z } from 'zod';
import type { ReportRecord } from '../model/record.ts';
import { stableJson } from '../text/json.ts';
import type { Drive } from './drive.ts';
import { readJson } from './json.ts';
import { isCurrent, readAnyRecord, readRecord as readRecordAt, type RecordFrame } from './stored-record.ts';

/** A stored record of this schema or an older one. */
export type Member = ReportRecord | RecordFrame;

/** The note beside a record whose report goes on under another id; `to` null: it stands for itself again. */
export const Successor = z.object({
  from: z.string(),
  to: z.string().nullable(),
  /** `twin`: the same report on another host, to which it is joined; `moved`: the portal has it under another address now. */
  why: z.enum(['twin', 'moved']),
});
/** See the validator of the same name. */
export type Successor = z.infer<typeof Successor>;

/** The note at an id that was joined to another or went over to it, whether or not it still holds; null where there is none. */
export function readSuccessor(drive: Drive, id: string): Promise<Successor | null> {
  return readJson(drive, successorKey(id), Successor);
}

/** The id under which the report of this id goes on; null where it stands for itself. */
export async function successorOf(drive: Drive, id: string): Promise<string | null> {
  const note = isRecordId(id) ? await readSuccessor(drive, id) : null;
  if (note === null || note.to === null) return null;
  return (await successorOf(drive, note.to)) ?? note.to;
}

/** records/<year>/<id>/moved.json, before the older versions in the order of keys. */
export function successorKey(id: string): string {
  return recordKey(id).replace('.json', '/moved.json');
}

/** The record that lies under an id itself. Throws ConfigError where it has another schema, with the way out. */
export function readRecord(drive: Drive, id: string): Promise<ReportRecord | null> {
  return readRecordAt(drive, recordKey(id));
}

/** What lies under an id itself, in this schema or an older one. */
export function readMember(drive: Drive, id: string): Promise<Member | null> {
  return readAnyRecord(drive, recordKey(id));
}

/** The reports of one body and year on one host: the plain id, then `-2`, `-3` … */
export async function sameBodyAndYear(drive: Drive, plainId: string): Promise<Member[]> {
  const members: Member[] = [];
  for (let place = 1; ; place += 1) {
    const member = await readMember(drive, place === 1 ? plainId : `${plainId}-${place}`);
    if (member === null) return members;
    if (!members.some((other) => placeOf(other) === placeOf(member))) members.push(member);
  }
}

/** Whether two addresses carry the same report: all cells and all section texts equal. */
export function saysTheSame(a: ReportRecord, b: ReportRecord): boolean {
  return saidBy(a) === saidBy(b);
}

/** All that a report says, in one string: cells as printed and the texts of its sections. */
export function saidBy({ cells, sections }: ReportRecord): string {
  return stableJson({
    cells: Object.entries(cells).map(([path, cell]) => [path, cell.status, cell.value, cell.raw?.trim()]),
    sections: sections.map((section) => [section.key, section.state, section.text]),
  });
}

/** The page on which a portal publishes the report. */
export function landingOf(record: Member): string {
  return record.provenance.trail.find((step) => step.role === 'landing')?.url ?? record.provenance.url;
}

/** The landing page, and which report of several it is: what tells two reports of one body and year apart. */
export function placeOf(record: Member): string {
  const { part } = record.provenance;
  return part === undefined ? landingOf(record) : `${landingOf(record)}#${part}`;
}

/** The renditions that the report's own page offers. */
export function ownRenditions({ provenance }: ReportRecord): ReportRecord['provenance']['renditions'] {
  return provenance.renditions.filter(({ elsewhere }) => elsewhere !== true);
}

/** A new reading with the pages elsewhere that the old one knew. */
export function withElsewhere(incoming: ReportRecord, old: Member): ReportRecord {
  if (!isCurrent(old)) return incoming;
  const elsewhere = old.provenance.renditions.filter((rendition) => rendition.elsewhere === true);
  if (elsewhere.length === 0) return incoming;
  const renditions = [...ownRenditions(incoming), ...elsewhere].sort((a, b) => (a.url < b.url ? -1 : 1));
  return { ...incoming, provenance: { ...incoming.provenance, renditions } };
}

const RECORD_ID = /^[0-9a-f]{12}-(\d{4})(?:-\d+)?$/u;

function isRecordId(id: string): boolean {
  return RECORD_ID.test(id);
}

/** The id of a body and year without the number that tells several reports of them apart. */
export function withoutNumber(id: string): string {
  return id.split('-').slice(0, 2).join('-');
}

/** records/<year>/<id>.json; the year is the second part of the id. */
export function recordKey(id: string): string {
  const year = RECORD_ID.exec(id)?.[1];
  if (year === undefined)
    throw new Error(`Cannot store record "${id}": its id must be <12 hex>-<year>, so body and year must be known`);
  return `records/${year}/${id}.json`;
}
