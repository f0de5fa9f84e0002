import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { HostState } from '../model/host.ts';
import { Outcome } from '../model/outcome.ts';
import { PortalState } from '../model/portal-state.ts';
import { ReportRecord } from '../model/record.ts';
import { Issue, Run } from '../model/run.ts';
import { sha256 } from '../text/hash.ts';
import { ahead } from './ahead.ts';
import { Answers, Text } from './documents.ts';
import type { Drive } from './drive.ts';
import { NamedReports } from './hosts.ts';
import { Successor } from './members.ts';
import { isOlder, RecordFrame } from './stored-record.ts';

/** Something about one object of a store. `isWrong` false: it only takes room, as a blob left by a process that was killed. */
export interface StoreFault {
  code:
    | 'damaged_blob'
    | 'damaged_json'
    | 'orphan_blob'
    | 'orphan_text'
    | 'fetch_without_blob'
    | 'record_without_blob'
    | 'older_schema'
    | 'newer_schema';
  key: string;
  why: string;
  isWrong: boolean;
}

/** What a store holds. `kinds`: by the first part of the key, sizes in bytes; `schemas` and `readers`: how many records and texts each made. */
export interface StoreReport {
  kinds: Record<string, { objects: number; bytes: number }>;
  schemas: Record<string, number>;
  readers: Record<string, number>;
}

/** Objects that are read at the same time; the largest may have OGI_MAX_DOCUMENT_MB. */
const AT_ONCE = 4;
/** Blobs come first, then what names them. */
const KINDS = ['blobs', 'fetches', 'texts', 'records', 'names', 'outcomes', 'portals', 'runs'];

/**
 * Reads every object of a store and tells what is wrong with it: each is looked at once, and nothing is changed. `onObject` is
 * told after each. A store that is written to meanwhile may show an orphan that is none a moment later.
 */
export async function inspectStore(
  drive: Drive,
  { onFault, onObject = () => undefined }: { onFault: (fault: StoreFault) => void; onObject?: (count: number) => void },
): Promise<StoreReport> {
  const report: StoreReport = { kinds: {}, schemas: {}, readers: {} };
  const known: Known = { blobs: new Set(), named: new Set(), report };
  let count = 0;
  for (const kind of [...KINDS, 'other']) {
    const sum = { objects: 0, bytes: 0 };
    for await (const object of ahead(keysOf(drive, kind), AT_ONCE, (key) => readObject(drive, key))) {
      if (object.bytes === null) continue;
      sum.objects += 1;
      sum.bytes += object.bytes.length;
      for (const fault of look(kind, { key: object.key, bytes: object.bytes }, known)) onFault(fault);
      onObject((count += 1));
    }
    report.kinds[kind] = sum;
  }
  for (const hash of [...known.blobs].filter((name) => !known.named.has(name)).sort()) {
    const why = 'no answer of any address names it; it only takes room';
    onFault({ code: 'orphan_blob', key: blobKey(hash), why, isWrong: false });
  }
  return report;
}

/** What was seen so far: hashes of blobs, hashes that answers name, and the counts. */
interface Known {
  blobs: Set<string>;
  named: Set<string>;
  report: StoreReport;
}

interface StoredObject {
  key: string;
  bytes: Uint8Array;
}

async function readObject(drive: Drive, key: string): Promise<{ key: string; bytes: Uint8Array | null }> {
  return { key, bytes: await drive.get(key) };
}

async function* keysOf(drive: Drive, kind: string): AsyncIterable<string> {
  if (kind !== 'other') return yield* drive.list(`${kind}/`);
  for await (const key of drive.list('')) if (!KINDS.includes(key.split('/')[0] ?? '')) yield key;
}

function look(kind: string, object: StoredObject, known: Known): StoreFault[] {
  const { key, bytes } = object;
  try {
    if (kind === 'blobs') return lookAtBlob(object, known);
    if (kind === 'fetches') return lookAtFetch(object, known);
    if (kind === 'texts') return lookAtText(object, known);
    if (key.endsWith('/moved.json')) Successor.parse(jsonOf(bytes));
    else if (kind === 'records') return lookAtRecord(object, known);
    else if (kind === 'names') NamedReports.parse(jsonOf(bytes));
    else if (kind === 'outcomes') Outcome.parse(jsonOf(bytes));
    else if (key.startsWith('portals/hosts/')) HostState.parse(jsonOf(bytes));
    else if (kind === 'portals') PortalState.parse(jsonOf(bytes));
    else if (key.endsWith('.jsonl')) for (const line of linesOf(bytes)) Issue.parse(JSON.parse(line));
    else if (kind === 'runs') Run.parse(jsonOf(bytes));
    return [];
  } catch (error) {
    return [
      wrong('damaged_json', key, `it is not of its form (${firstLine(error)}); move it away to have it made again`),
    ];
  }
}

function lookAtBlob({ key, bytes }: StoredObject, { blobs }: Known): StoreFault[] {
  const name = key.slice(key.lastIndexOf('/') + 1);
  blobs.add(name);
  const found = sha256(bytes);
  if (found === name) return [];
  const why = `the SHA-256 of its ${bytes.length} bytes is ${found}; take it from a backup, or move it away and harvest with --refresh`;
  return [wrong('damaged_blob', key, why)];
}

function lookAtFetch({ key, bytes }: StoredObject, { blobs, named }: Known): StoreFault[] {
  const { url, answers } = Answers.parse(jsonOf(bytes));
  const hashes = new Set(answers.filter(({ status }) => status !== 304).map((answer) => answer.sha256));
  for (const hash of hashes) named.add(hash);
  return [...hashes]
    .filter((hash) => !blobs.has(hash))
    .map((hash) => wrong('fetch_without_blob', key, `the bytes ${hash} of "${url}" are gone; harvest with --refresh`));
}

function lookAtText({ key, bytes }: StoredObject, { blobs, report }: Known): StoreFault[] {
  const { value } = Text.parse(JSON.parse(gunzipSync(bytes).toString('utf8')));
  tick(report.readers, value.extractor);
  if (blobs.has(value.sha256)) return [];
  return [wrong('orphan_text', key, 'the bytes it was read from are gone, so it cannot be traced; delete it')];
}

function lookAtRecord({ key, bytes }: StoredObject, { blobs, report }: Known): StoreFault[] {
  const json = jsonOf(bytes);
  const frame = RecordFrame.parse(json);
  if (!/^records\/\d{4}\/[^/]+\.json$/u.test(key)) return [];
  tick(report.schemas, frame.schema);
  const faults: StoreFault[] = [];
  if (!blobs.has(frame.provenance.sha256)) {
    const why = `the bytes ${frame.provenance.sha256} of "${frame.provenance.url}" are gone, so it cannot be derived again; harvest with --refresh`;
    faults.push(wrong('record_without_blob', key, why));
  }
  if (frame.schema === ReportRecord.shape.schema.value) ReportRecord.parse(json);
  else if (isOlder(frame))
    faults.push(wrong('older_schema', key, `its schema is "${frame.schema}"; "ogi reprocess" rewrites it`));
  else faults.push(wrong('newer_schema', key, `its schema is "${frame.schema}"; use the newer version that wrote it`));
  return faults;
}

function wrong(code: StoreFault['code'], key: string, why: string): StoreFault {
  return { code, key, why, isWrong: true };
}

function jsonOf(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}

function linesOf(bytes: Uint8Array): string[] {
  return new TextDecoder('utf-8', { fatal: true })
    .decode(bytes)
    .split('\n')
    .filter((line) => line !== '');
}

function tick(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

function blobKey(hash: string): string {
  return `blobs/${hash.slice(0, 2)}/${hash}`;
}

function firstLine(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return issue === undefined ? 'no form' : `${issue.path.join('.')}: ${issue.message}`;
  }
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
