import type { IndicatorForm, IndicatorRow } from '../model/indicator-form.ts';
import { INDICATOR_FORMS } from '../model/templates/indicator-forms.ts';
import type { PrintedLine } from './indicator-lines.ts';
import { segmentOf } from './indicator-nesting.ts';
import { labelCore, labelForm } from './labels.ts';

/** For each printed line the row of the form that it is, null = none; `alias`: told by the core of its label only. */
export interface MatchedRow {
  row: IndicatorRow | null;
  alias: boolean;
}

interface Known {
  byForm: Map<string, IndicatorRow[]>;
  byCore: Map<string, IndicatorRow[]>;
  byKey: Map<string, IndicatorRow>;
}

const KNOWN: ReadonlyMap<IndicatorForm, Known> = new Map(INDICATOR_FORMS.map((form) => [form, indexOf(form)]));

function indexOf(form: IndicatorForm): Known {
  const known: Known = { byForm: new Map(), byCore: new Map(), byKey: new Map() };
  for (const row of form.rows) {
    known.byKey.set(row.key, row);
    for (const label of [row.label, ...(row.aliases ?? [])]) {
      add(known.byForm, labelForm(label), row);
      add(known.byCore, labelCore(label), row);
    }
  }
  return known;
}

function add(map: Map<string, IndicatorRow[]>, key: string, row: IndicatorRow): void {
  map.set(key, [...(map.get(key) ?? []), row]);
}

/**
 * Names the lines of a table by the rows of a form. A label that several rows have (被依法纠错数 below 行政复议 and below
 * 行政诉讼) counts only below its own heading, or with its printed code. A printed code that is another row's gives null.
 */
export function matchLines(
  form: IndicatorForm,
  lines: readonly PrintedLine[],
  parents: readonly (number | null)[],
): MatchedRow[] {
  const known = KNOWN.get(form);
  const matched: MatchedRow[] = [];
  let last: IndicatorRow | null = null;
  for (const [index, line] of lines.entries()) {
    const parent = parents[index] ?? null;
    const above = parent === null ? last : (matched[parent]?.row ?? null);
    const found: MatchedRow = known ? matchLine(known, line, above) : { row: null, alias: false };
    matched.push(found);
    last = found.row;
  }
  return matched;
}

function matchLine(known: Known, line: PrintedLine, above: IndicatorRow | null): MatchedRow {
  const label = segmentOf(line.label);
  const same = known.byForm.get(labelForm(label)) ?? [];
  const rows = same.length > 0 ? same : (known.byCore.get(labelCore(label)) ?? []);
  const alias = same.length === 0 && rows.length > 0;
  if (line.code !== null && known.byKey.has(codeOf(line.code))) {
    return { row: rows.find((row) => row.key === codeOf(line.code ?? '')) ?? null, alias };
  }
  if (rows.length <= 1) return { row: rows[0] ?? null, alias };
  const family = familyOf(known, above);
  const own = rows.filter((row) => row.parent !== null && family.has(row.parent));
  return { row: own.length === 1 ? (own[0] ?? null) : null, alias };
}

/** The row above a line and everything that it is a part of: what the line may be a part of. */
function familyOf(known: Known, row: IndicatorRow | null): Set<string> {
  const family = new Set<string>();
  for (let one = row; one !== null; one = known.byKey.get(one.parent ?? '') ?? null) family.add(one.key);
  return family;
}

/** `1` and `01` are the same code; asterisks and brackets around it do not count. */
function codeOf(printed: string): string {
  return printed.replace(/\D/gu, '').padStart(2, '0');
}
