import { bareColumn, KEY_COLUMNS } from './csv/columns.ts';
import { type CsvColumn, type CsvValue } from './csv/table.ts';
import { openCsv } from './csv/write.ts';
import type { DumpFile, DumpSink } from './output.ts';
import { publicRecord } from './contacts.ts';
import { stableJson } from '../text/json.ts';
import type { Cell, ReportRecord } from '../model/record.ts';

/** `delta.csv` with one line on what it holds. */
export const DELTA_FILE = {
  name: 'delta.csv',
  holds: 'one row a difference from the release before: what was added, changed or removed, with the reason',
};

/** An earlier release. `get`: its record of this id, or null; `ids`: all of them, in its order. */
export interface OldRelease {
  /** Contacts were left out of it. */
  isPublic: boolean;
  get(id: string): Promise<ReportRecord | null>;
  ids(): Iterable<string>;
}

const COLUMNS: readonly CsvColumn[] = [
  ...KEY_COLUMNS.map(bareColumn),
  { name: 'change', meaning: 'added, changed, removed' },
  { name: 'what', meaning: 'report, cell, indicator, section, field' },
  { name: 'cell_path', meaning: 'the cell, indicator (path@column), section or field; empty for a whole report' },
  {
    name: 'reason',
    meaning:
      'correction, source, template, reader, normalizer; several apply: the first of them; report_new, report_gone; unexplained: none of them differs',
  },
  { name: 'old_status', meaning: 'status before' },
  { name: 'old_value', meaning: 'value before', type: 'number' },
  { name: 'old_raw', meaning: 'printed text before, at most 200 characters' },
  { name: 'new_status', meaning: 'status now' },
  { name: 'new_value', meaning: 'value now', type: 'number' },
  { name: 'new_raw', meaning: 'printed text now, at most 200 characters' },
  { name: 'old_source_sha256', meaning: 'SHA-256 of the bytes it was read from before' },
  { name: 'new_source_sha256', meaning: 'SHA-256 of the bytes it was read from now' },
  { name: 'old_reader', meaning: 'reader and normaliser before' },
  { name: 'new_reader', meaning: 'reader and normaliser now' },
];

/** One thing that differs between two readings of one report. */
interface Change {
  change: 'added' | 'changed' | 'removed';
  what: 'report' | 'cell' | 'indicator' | 'section' | 'field';
  where: string | null;
  reason: string;
  before: Side | null;
  after: Side | null;
}
type Side = Pick<Cell, 'status' | 'value' | 'raw'> | { status: null; value: null; raw: string | null };

/** A delta at work: `add` each record of the new release, `close` names the reports that are gone. */
interface OpenDelta {
  add(record: ReportRecord): Promise<void>;
  close(): Promise<DumpFile>;
}

/**
 * Opens `delta.csv`. Compared are cells, indicators, sections and the facts of identification; checks and notices follow from
 * these and are left out. Where one of the two releases left contacts out, they are left out of both before comparing.
 */
export async function openDelta(sink: DumpSink, old: OldRelease, options: { bom: boolean }): Promise<OpenDelta> {
  const file = await openCsv(sink, { name: DELTA_FILE.name, columns: COLUMNS }, options);
  const seen = new Set<string>();
  return {
    async add(record) {
      seen.add(record.id);
      const before = await old.get(record.id);
      const changes = before === null ? [wholeReport('added')] : changesBetween(...alike(before, record, old));
      await file.write(changes.map((one) => row(record, one, { before, after: record })));
    },
    async close() {
      for (const id of old.ids()) {
        const gone = seen.has(id) ? null : await old.get(id);
        if (gone !== null) await file.write([row(gone, wholeReport('removed'), { before: gone, after: null })]);
      }
      return file.close();
    },
  };
}

function wholeReport(change: 'added' | 'removed'): Change {
  const reason = change === 'added' ? 'report_new' : 'report_gone';
  return { change, what: 'report', where: null, reason, before: null, after: null };
}

function alike(before: ReportRecord, after: ReportRecord, old: OldRelease): [ReportRecord, ReportRecord] {
  return old.isPublic ? [before, publicRecord(after)] : [publicRecord(before), publicRecord(after)];
}

/** Every difference of content between two readings of one report, cells first. */
export function changesBetween(before: ReportRecord, after: ReportRecord): Change[] {
  const reason = reasonOf(before, after);
  return [
    ...cellChanges(before, after, reason),
    ...compared('indicator', indicatorsOf(before), indicatorsOf(after), reason),
    ...compared('section', sectionsOf(before), sectionsOf(after), reason),
    ...compared('field', fieldsOf(before), fieldsOf(after), reason),
  ];
}

function cellChanges(before: ReportRecord, after: ReportRecord, reason: string): Change[] {
  const paths = [...new Set([...Object.keys(before.cells), ...Object.keys(after.cells)])].sort();
  return paths.flatMap((path): Change[] => {
    const [one, other] = [before.cells[path], after.cells[path]];
    if (said(one) === said(other)) return [];
    const corrected = stableJson(one?.correction ?? null) !== stableJson(other?.correction ?? null);
    return [difference('cell', path, { one, other, reason: corrected ? 'correction' : reason })];
  });
}

function compared(
  what: Change['what'],
  before: ReadonlyMap<string, Side>,
  after: ReadonlyMap<string, Side>,
  reason: string,
): Change[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys.flatMap((key): Change[] => {
    const [one, other] = [before.get(key), after.get(key)];
    return stableJson(one ?? null) === stableJson(other ?? null) ? [] : [difference(what, key, { one, other, reason })];
  });
}

function difference(
  what: Change['what'],
  where: string,
  { one, other, reason }: { one: Side | undefined; other: Side | undefined; reason: string },
): Change {
  const kind = one === undefined ? 'added' : other === undefined ? 'removed' : 'changed';
  return { change: kind, what, where, reason, before: one ?? null, after: other ?? null };
}

/** What the source says in a cell; its place, flags and the agreement of readings are no content. */
function said(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  const { status, value, raw, unit, yuan } = cell;
  return stableJson({ status, value, raw, unit, yuan: yuan ?? null, corrected: cell.correction !== undefined });
}

/** The first cause that differs, the nearest to the source first. */
function reasonOf({ provenance: old, ...before }: ReportRecord, { provenance: now, ...after }: ReportRecord): string {
  if (old.sha256 !== now.sha256) return 'source';
  if (before.template.detected !== after.template.detected) return 'template';
  if (old.extractor !== now.extractor) return 'reader';
  return old.normalizer === now.normalizer ? 'unexplained' : 'normalizer';
}

function indicatorsOf({ indicators }: ReportRecord): Map<string, Side> {
  return new Map(
    indicators.map(({ path, column, cell: { status, value, raw } }) => [`${path}@${column}`, { status, value, raw }]),
  );
}

function sectionsOf({ sections }: ReportRecord): Map<string, Side> {
  return new Map(
    sections
      .filter((section) => section.state !== 'absent')
      .map((one) => [one.key, wordsSide(`${one.heading ?? ''}\n${one.text ?? ''}`)]),
  );
}

function fieldsOf(record: ReportRecord): Map<string, Side> {
  const { body, title, docNo, indexNo, datePublished, dateSigned, scope, template, fiscalYear } = record;
  const facts = {
    ...body,
    title,
    docNo,
    indexNo,
    datePublished,
    dateSigned,
    scope,
    fiscalYear,
    form: template.detected,
  };
  return new Map(
    Object.entries(facts).map(([name, value]) => [name, wordsSide(value === null ? null : String(value))]),
  );
}

function wordsSide(text: string | null): Side {
  return { status: null, value: null, raw: text };
}

function row(
  record: ReportRecord,
  { change: kind, what, where, reason, before, after }: Change,
  sides: { before: ReportRecord | null; after: ReportRecord | null },
): CsvValue[] {
  const start = KEY_COLUMNS.map((column) => column.of(record));
  const values = [before?.status ?? null, before?.value ?? null, rawOf(before)];
  values.push(after?.status ?? null, after?.value ?? null, rawOf(after));
  const sources = [sides.before?.provenance.sha256 ?? null, sides.after?.provenance.sha256 ?? null];
  return [...start, kind, what, where, reason, ...values, ...sources, readerOf(sides.before), readerOf(sides.after)];
}

function rawOf(side: Side | null): string | null {
  return side?.raw?.slice(0, 200) ?? null;
}

function readerOf(record: ReportRecord | null): string | null {
  return record === null ? null : `${record.provenance.extractor} ${record.provenance.normalizer}`;
}
