import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { WARCRecord } from 'warcio';
import { publicRecord } from '../dumps/contacts.ts';
import { ARCHIVE } from '../dumps/warc.ts';
import { readMembers } from '../dumps/warc/members.ts';
import type { Correction } from '../model/correction.ts';
import { FetchedDocument } from '../model/fetched.ts';
import { Outcome } from '../model/outcome.ts';
import type { ReportRecord } from '../model/record.ts';
import { correctRecord } from '../normalizer/corrections.ts';
import type { Store } from '../storage/store.ts';
import type { Release } from './release.ts';
import type { Verifiable } from './verify.ts';

/** What an archive gave back. `foreign`: records that are not ours to read; `damaged`: bytes at which a damaged stretch begins. */
interface Restored {
  answers: number;
  outcomes: number;
  foreign: number;
  damaged: number[];
}

/** Checks that need other reports, which a record alone does not give: they follow from figures that are compared. */
const OF_OTHER_REPORTS = new Set(['U1', 'U2', 'U3', 'U6', 'U7', 'S6', 'S7']);

/** Whether the release holds its archived sources. */
export async function hasArchive({ folder }: Release): Promise<boolean> {
  return (await stat(join(folder, ARCHIVE)).catch(() => null)) !== null;
}

/**
 * Puts the answers and outcomes of a release's archive into an empty store, the answers of an address oldest first, as they
 * came. Bytes are kept under the digest that was noted when they were fetched, so that a changed body is seen as damaged. A
 * damaged member costs the answer that it belongs to and no other.
 */
export async function restoreArchive({ folder }: Release, store: Store): Promise<Restored> {
  const restored: Restored = { answers: 0, outcomes: 0, foreign: 0, damaged: [] };
  let body: Uint8Array | null = null;
  for await (const { offset, record } of archivedRecords(join(folder, ARCHIVE))) {
    if (record === null) {
      restored.damaged.push(offset);
      body = null;
      continue;
    }
    const type = record.warcType;
    if (type === 'response' || type === 'resource' || type === 'revisit') {
      // Our bodies are decoded already; `content` of warcio would decode what a header names, and none names anything.
      body = type === 'revisit' ? new Uint8Array() : ((await record.readFully(true)) ?? new Uint8Array());
      continue;
    }
    const note: unknown =
      type === 'metadata' ? JSON.parse(new TextDecoder().decode(await record.readFully(false))) : null;
    const fetched = member(note, 'ogi-fetch', FetchedDocument);
    const outcome = member(note, 'ogi-outcome', Outcome);
    if (fetched !== null) {
      if (body !== null) await store.documents.keep({ fetched, bytes: body });
      restored.answers += 1;
      body = null;
    } else if (outcome !== null) {
      await store.outcomes.put(outcome);
      restored.outcomes += 1;
    } else if (type !== 'request' && type !== 'warcinfo') restored.foreign += 1;
  }
  return restored;
}

/** The records of an archive with the byte at which their member begins; null for a damaged stretch. */
async function* archivedRecords(path: string): AsyncGenerator<{ offset: number; record: WARCRecord | null }> {
  const { WARCParser } = await import('warcio');
  for await (const { offset, bytes } of readMembers(path)) {
    if (bytes === null) yield { offset, record: null };
    else for await (const record of new WARCParser([bytes], { parseHttp: true })) yield { offset, record };
  }
}

function member<T>(
  note: unknown,
  name: string,
  form: { safeParse(value: unknown): { data?: T | undefined } },
): T | null {
  if (typeof note !== 'object' || note === null) return null;
  const value: unknown = Reflect.get(note, name);
  return value === undefined ? null : (form.safeParse(value).data ?? null);
}

/** The records of a release, and how a derived one is brought into their form: corrected, without contacts where they are. */
export function recordsOfRelease(release: Release): Verifiable {
  return {
    ids: () => release.ids(),
    get: (id) => release.get(id),
    asGiven(given, derived) {
      const corrected = correctRecord({ ...derived, id: given.id }, correctionsIn(given)).record;
      const shown = release.isPublic ? publicRecord(corrected) : corrected;
      return { given: alone(given), derived: alone(shown) };
    },
  };
}

/** The corrections that a record carries, as lines of `corrections.csv`. */
function correctionsIn({ id, cells, provenance }: ReportRecord): Correction[] {
  return Object.entries(cells).flatMap(([cellPath, { correction, at }]) => {
    if (correction === undefined) return [];
    const { printed, why, by, date } = correction;
    return [
      { line: 0, record: id, cellPath, value: printed, why, by, date, sha256: provenance.sha256, at, read: null },
    ];
  });
}

function alone(record: ReportRecord): ReportRecord {
  return { ...record, checks: record.checks.filter(({ id }) => !OF_OTHER_REPORTS.has(id)) };
}
