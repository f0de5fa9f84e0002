import type { ReportRecord } from '../model/record.ts';
import { cellPaths, type CellPath } from '../model/template.ts';
import { TEMPLATES } from '../model/templates/list.ts';

/** A cell of one or more official forms. `labels`: as each form prints them, oldest form first, without repeats. */
export interface FormCell {
  path: string;
  table: string;
  row: string;
  column: string;
  kind: CellPath['kind'];
  /** As the official header prints it; null = none printed. */
  unit: string | null;
  /** Forms that have the cell: `E3`, `E4`; a known deviation as `E4:one_other_row`. */
  forms: string[];
  rowLabels: string[];
  columnLabels: string[];
}

/** Every cell of every form and its known deviations, once, in printed order; a later form's own cells stand where it prints them. */
export const FORM_CELLS: readonly FormCell[] = mergeForms();

const BY_PATH: ReadonlyMap<string, FormCell> = new Map(FORM_CELLS.map((cell) => [cell.path, cell]));
const OWN_LABELS: ReadonlyMap<string, CellPath> = new Map(
  TEMPLATES.flatMap((template) => cellPaths(template).map((cell) => [`${template.id} ${cell.path}`, cell])),
);

/** Chinese labels of a cell: those of the record's own form, else of any form; null for a cell outside all forms. */
export function labelsOf(
  path: string,
  form: ReportRecord['template']['detected'],
): { row: string; column: string } | null {
  const own = OWN_LABELS.get(`${form} ${path}`);
  if (own !== undefined) return { row: rowLabel(own), column: own.columnLabel };
  const known = BY_PATH.get(path);
  return known === undefined ? null : { row: known.rowLabels.join(' | '), column: known.columnLabels.join(' | ') };
}

/** The parts of a cell path: `t3.result.granted.total` → t3, result.granted, total. */
export function splitPath(path: string): { table: string; row: string; column: string } {
  const parts = path.split('.');
  return { table: parts[0] ?? path, row: parts.slice(1, -1).join('.'), column: parts.at(-1) ?? path };
}

/** Cell paths in printed order; those outside all forms follow, in code-point order. */
export function inFormOrder(paths: readonly string[]): string[] {
  const wanted = new Set(paths);
  const known = FORM_CELLS.map(({ path }) => path).filter((path) => wanted.has(path));
  const outside = paths.filter((path) => !BY_PATH.has(path)).sort((a, b) => (a < b ? -1 : 1));
  return [...known, ...outside];
}

/** Whether some form has this cell, so that the wide table has a column for it. */
export function isFormCell(path: string): boolean {
  return BY_PATH.has(path);
}

function mergeForms(): FormCell[] {
  const merged: FormCell[] = [];
  for (const template of TEMPLATES) {
    for (const variant of [null, ...template.variants.map((known) => known.key)]) {
      const form = variant === null ? template.id : `${template.id}:${variant}`;
      let last = -1;
      for (const cell of cellPaths(template, variant)) {
        const at = merged.findIndex((known) => known.path === cell.path);
        if (at < 0) merged.splice(last + 1, 0, firstSight(cell));
        last = at < 0 ? last + 1 : at;
        const known = merged[last];
        if (known !== undefined && !known.forms.includes(template.id)) addForm(known, cell, form);
      }
    }
  }
  return merged;
}

function firstSight({ path, table, row, column, kind, unit }: CellPath): FormCell {
  return { path, table, row, column, kind, unit, forms: [], rowLabels: [], columnLabels: [] };
}

function addForm(known: FormCell, cell: CellPath, form: string): void {
  known.forms.push(form);
  if (!known.rowLabels.includes(rowLabel(cell))) known.rowLabels.push(rowLabel(cell));
  if (!known.columnLabels.includes(cell.columnLabel)) known.columnLabels.push(cell.columnLabel);
}

/** The row's label behind those of the merged cells around it: 其他 alone is six different things. */
function rowLabel({ groups, rowLabel: label }: CellPath): string {
  return [...groups, label].join(' / ');
}
