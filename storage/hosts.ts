import { z } from 'zod';
import type { ReportRecord } from '../model/record.ts';
import { bareHost } from '../text/address.ts';
import { sha256 } from '../text/hash.ts';
import { stableJson } from '../text/json.ts';
import type { Drive } from './drive.ts';
import { changeJson, readJson, writeJson } from './json.ts';
import {
  landingOf,
  ownRenditions,
  withoutNumber,
  readRecord,
  readSuccessor,
  recordKey,
  sameBodyAndYear,
  saidBy,
  successorKey,
} from './members.ts';
import { isCurrent } from './stored-record.ts';

/** Letters of running text, or figures other than zero, from which two equal reports are no accident: empty ones are alike everywhere. */
const LEAST_TEXT = 200;
const LEAST_FIGURES = 10;

/** Plain ids of the reports of one name and year, a host each: `names/<year>/<SHA-256 of the name>.json`. */
export const NamedReports = z.object({ name: z.string(), year: z.int(), ids: z.array(z.string()) });

/** The reports of the same body's name and year on other hosts than the incoming one's; those of an older schema are left out. */
export async function membersElsewhere(drive: Drive, incoming: ReportRecord): Promise<ReportRecord[]> {
  const key = namesKey(incoming);
  const named = key === null ? null : await readJson(drive, key, NamedReports);
  const ids = (named?.ids ?? []).filter((id) => id !== incoming.id);
  return (await Promise.all(ids.map((id) => sameBodyAndYear(drive, id)))).flat().filter(isCurrent);
}

/**
 * Joins the reports that say the same under the same name on several hosts, whatever the order in which they come: the one
 * with the smallest address stands for all and names the others among its renditions; the others keep their file with a note
 * beside it. `gone`: the report of a former address, which the incoming one replaces. Gives the id under which the incoming
 * report stands now.
 */
export async function joinHosts(
  drive: Drive,
  { incoming, gone }: { incoming: ReportRecord; gone: ReportRecord | null },
): Promise<{ id: string; moved: { landing: string; from: string; id: string }[] }> {
  await noteName(drive, incoming);
  const plain = withoutNumber(incoming.id);
  // Looked for again now that our own name is noted: of two processes at work at once, one sees the other.
  const others = (await membersElsewhere(drive, { ...incoming, id: plain })).filter(({ id }) => id !== gone?.id);
  if (gone !== null) await note(drive, gone.id, { to: incoming.id, why: 'moved' });
  if (others.length === 0) return { id: incoming.id, moved: [] };
  const all = [...(await sameBodyAndYear(drive, plain)).filter(isCurrent), ...others];
  const moved: { landing: string; from: string; id: string }[] = [];
  const names = new Map<string, string>();
  for (const group of await groupsOf(drive, all)) {
    const [main, ...twins] = group.sort((a, b) => (landingOf(a) < landingOf(b) ? -1 : 1));
    if (main === undefined) continue;
    for (const member of group) {
      const before = (await readSuccessor(drive, member.id))?.to ?? member.id;
      const after = main.id;
      names.set(member.id, after);
      if (before === after) continue;
      await note(drive, member.id, { to: member === main ? null : after, why: 'twin' });
      if (member.id !== incoming.id) moved.push({ landing: landingOf(member), from: before, id: after });
    }
    await nameTwins(drive, main, twins);
  }
  return { id: names.get(incoming.id) ?? incoming.id, moved };
}

/** Reports by what they say; those that went over to a portal's new address play no part. */
async function groupsOf(drive: Drive, members: readonly ReportRecord[]): Promise<ReportRecord[][]> {
  const groups = new Map<string, ReportRecord[]>();
  for (const member of members) {
    const successor = await readSuccessor(drive, member.id);
    if (successor?.why === 'moved' && successor.to !== null) continue;
    const key = isTelling(member) ? sha256(saidBy(member)) : member.id;
    const group = groups.get(key) ?? [];
    // Two on one host are numbered, not joined.
    const isNew = !group.some((other) => bareHost(landingOf(other)) === bareHost(landingOf(member)));
    groups.set(isNew ? key : member.id, isNew ? [...group, member] : [member]);
  }
  return [...groups.values()];
}

function isTelling({ sections, cells }: ReportRecord): boolean {
  const text = sections.reduce((sum, section) => sum + (section.text?.length ?? 0), 0);
  return text >= LEAST_TEXT || Object.values(cells).filter(({ value }) => (value ?? 0) !== 0).length >= LEAST_FIGURES;
}

/** Writes the twins of a report among its renditions, and takes out those that are twins no more. */
async function nameTwins(drive: Drive, main: ReportRecord, twins: readonly ReportRecord[]): Promise<void> {
  const elsewhere = twins.map((twin) => {
    const { sha256: hash, via } = twin.provenance;
    return { url: landingOf(twin), sha256: hash, via, agrees: true, elsewhere: true as const };
  });
  const renditions = [...ownRenditions(main), ...elsewhere].sort((a, b) => (a.url < b.url ? -1 : 1));
  const record = { ...main, provenance: { ...main.provenance, renditions } };
  const old = await readRecord(drive, main.id);
  if (stableJson(old) !== stableJson(record)) await writeJson(drive, recordKey(main.id), record);
}

async function note(
  drive: Drive,
  from: string,
  { to, why }: { to: string | null; why: 'twin' | 'moved' },
): Promise<void> {
  await writeJson(drive, successorKey(from), { from, to, why });
}

/** Remembers that this host has a report under this name and year. */
async function noteName(drive: Drive, record: ReportRecord): Promise<void> {
  const key = namesKey(record);
  if (key === null) return;
  const { nameNormalised: name } = record.body;
  const id = withoutNumber(record.id);
  if ((await readJson(drive, key, NamedReports))?.ids.includes(id) === true) return;
  await changeJson(drive, key, NamedReports, (old) => ({
    name: name ?? '',
    year: record.fiscalYear ?? 0,
    ids: [...new Set([...(old?.ids ?? []), id])].sort(),
  }));
}

/** names/<year>/<SHA-256 of the normalised name>.json: derived, made again as records are settled. */
function namesKey({ body, fiscalYear }: ReportRecord): string | null {
  if (body.nameNormalised === null || fiscalYear === null) return null;
  return `names/${fiscalYear}/${sha256(body.nameNormalised)}.json`;
}
