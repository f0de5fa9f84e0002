/** The three tables of the form: t2 主动公开, t3 申请, t4 行政复议和行政诉讼. */
export type TableKey = 't2' | 't3' | 't4';

/**
 * A column of the form. `kind`: `count` = integer ≥ 0; `signed` = integer that may be negative; `money` = decimal with a
 * unit beside it. `unit` = the unit that the official header prints, null where it prints none.
 */
export interface TemplateColumn {
  readonly key: string;
  readonly label: string;
  readonly aliases?: readonly string[];
  readonly kind: 'count' | 'signed' | 'money';
  readonly unit: string | null;
}

/**
 * A row of the form. `groups`: labels of the merged cells to its left, outermost first. `contains`: words that only this
 * row's label has, for labels that drift. `needsGroup`: the label alone is ambiguous and counts only below its group.
 */
export interface TemplateRow {
  readonly key: string;
  readonly label: string;
  readonly groups: readonly string[];
  readonly aliases?: readonly string[];
  readonly contains?: readonly string[];
  readonly needsGroup?: boolean;
}

/** Rows that share their columns. `key` is a path segment, null where the table has one unnamed block. */
export interface TemplateBlock {
  readonly key: string | null;
  readonly label: string | null;
  readonly columns: readonly TemplateColumn[];
  readonly rows: readonly TemplateRow[];
}

/** One table of the form, blocks in printed order. */
export interface TemplateTable {
  readonly key: TableKey;
  readonly blocks: readonly TemplateBlock[];
}

/**
 * A printed deviation that is known by name: one extra row in the block, either in the place of `replaces` (those rows
 * are then not printed) or added at the block's end (`replaces` empty).
 */
interface TemplateVariant {
  readonly key: string;
  readonly table: TableKey;
  readonly block: string | null;
  readonly row: TemplateRow;
  readonly replaces: readonly string[];
}

/**
 * Σ stated = Σ summed, once for each row or each column of a table; `stated` and `summed` name the members of the other
 * direction. `printed`: members without which nothing can be said. `emptySumIsUnknown`: a non-zero result over nothing
 * but blanks is indeterminate (step 3 of DOMAIN.md 2).
 */
export interface SumCheck {
  readonly id: string;
  readonly table: TableKey;
  readonly each: 'row' | 'column';
  readonly stated: readonly string[];
  readonly summed: readonly string[];
  readonly printed: readonly string[];
  readonly emptySumIsUnknown: boolean;
}

/** An official form as data. `marks`: words that stand in the tables of this form and of no other. */
export interface Template {
  readonly id: 'E3' | 'E4';
  readonly key: string;
  /** The notice that prescribes the form, e.g. 国办公开办函〔2019〕60号. */
  readonly notice: string;
  readonly marks: readonly string[];
  readonly tables: readonly TemplateTable[];
  readonly variants: readonly TemplateVariant[];
  readonly checks: readonly SumCheck[];
}

/** One cell of a form: its path, where it stands, and its Chinese labels. `row` = path without table and column. */
export interface CellPath {
  path: string;
  table: TableKey;
  row: string;
  column: string;
  /** Labels around the row, outermost first: the block of table 2, the merged cells of table 3. */
  groups: readonly string[];
  rowLabel: string;
  columnLabel: string;
  kind: TemplateColumn['kind'];
  /** As the official header prints it; null = none printed. */
  unit: string | null;
}

/** The cells of a form in printed order; with a variant's key its extra row too (rows it replaces stay listed). */
export function cellPaths(template: Template, variant: string | null = null): CellPath[] {
  return template.tables.flatMap((table) =>
    table.blocks.flatMap((block) =>
      blockRows(template, table.key, block, variant).flatMap((row) =>
        block.columns.map((column) => cellPath(table.key, block, row, column)),
      ),
    ),
  );
}

/** The rows of a block in printed order, with the extra row of the variant named by `variant`. */
export function blockRows(
  template: Template,
  table: TableKey,
  block: TemplateBlock,
  variant: string | null,
): TemplateRow[] {
  const added = template.variants.find((known) => known.key === variant);
  if (!added || added.table !== table || added.block !== block.key) return [...block.rows];
  const at = block.rows.findIndex((row) => added.replaces.includes(row.key));
  const end = at < 0 ? block.rows.length : at;
  return [...block.rows.slice(0, end), added.row, ...block.rows.slice(end)];
}

/** Path of a row without its table, e.g. `art20_1.rules` or `result.granted`. */
export function rowPath(block: TemplateBlock, row: TemplateRow): string {
  return block.key === null ? row.key : `${block.key}.${row.key}`;
}

function cellPath(table: TableKey, block: TemplateBlock, row: TemplateRow, column: TemplateColumn): CellPath {
  return {
    path: `${table}.${rowPath(block, row)}.${column.key}`,
    table,
    row: rowPath(block, row),
    column: column.key,
    groups: block.label === null ? row.groups : [block.label, ...row.groups],
    rowLabel: row.label,
    columnLabel: column.label,
    kind: column.kind,
    unit: column.unit,
  };
}
