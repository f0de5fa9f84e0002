import type { ReportFacts } from './facts/facts.ts';
import {
  applicants,
  organisations,
  otherProcessing,
  outcomes,
  proceedings,
  resultsBeforeOther,
  table2,
  type Group,
  type Named,
} from './labels.ts';

/** One cell of a printed form. `path` is the cell path of DOMAIN.md where the cell holds a figure, absent for labels. */
export interface FormCell {
  text: string;
  colSpan: number;
  rowSpan: number;
  path?: string;
}

/** One of the three tables: rows × cells, spans not expanded; `widths` = relative widths of the grid columns. */
export interface FormTable {
  key: 't2' | 't3' | 't4';
  widths: number[];
  headerRows: number;
  rows: FormCell[][];
}

function resultRows(template: 'E3' | 'E4'): (Group | Named)[] {
  return [...resultsBeforeOther, otherProcessing[template], ['result.total', '（七）总计']];
}

function isGroup(entry: Group | Named): entry is Group {
  return 'rows' in entry;
}

/** Keys of the rows of table 3, in the order of the form, e.g. `result.denied.state_secret`. */
function rowsOfTable3(template: 'E3' | 'E4'): string[] {
  const results = resultRows(template).flatMap((entry) =>
    isGroup(entry) ? entry.rows.map(([key]) => key) : [entry[0]],
  );
  return ['new_received', 'carried_in', ...results, 'carried_out'];
}

/** Every cell of the report's form: cell path → text exactly as printed ('' for an empty cell), in form order. */
export function printedCells(report: ReportFacts): Map<string, string> {
  const cells = new Map<string, string>();
  const put = (prefix: string, keys: readonly string[], tokens: string | undefined): void => {
    const texts = tokens?.split(' ') ?? [];
    if (texts.length !== keys.length) {
      throw new Error(
        `Facts of "${report.key}", row "${prefix}": expected ${keys.length} cells, found ${texts.length}`,
      );
    }
    keys.forEach((key, at) => {
      const path = `${prefix}.${key}`;
      const text = texts[at] === '_' ? (report.blank ?? '') : texts[at];
      cells.set(path, report.printed?.[path] ?? text ?? '');
    });
  };
  for (const block of table2[report.template]) {
    const keys = block.columns.map(([key]) => key);
    for (const [row] of block.rows) put(`t2.${row}`, keys, report.t2[row]);
  }
  const filled = applicants.map(() => report.fill ?? '0').join(' ');
  for (const row of rowsOfTable3(report.template)) put(`t3.${row}`, applicants, report.t3[row] ?? filled);
  const blocks = report.t4.split(' | ');
  proceedings.forEach((name, at) => {
    put(
      `t4.${name}`,
      outcomes.map(([key]) => key),
      blocks[at],
    );
  });
  return cells;
}

/** How the cells of one report are put into the form. */
interface Printing {
  template: 'E3' | 'E4';
  cells: ReadonlyMap<string, string>;
  labels: Record<string, string>;
}

function label(printing: Printing, text: string, span: { col?: number; row?: number } = {}): FormCell {
  return { text: printing.labels[text] ?? text, colSpan: span.col ?? 1, rowSpan: span.row ?? 1 };
}

function figure(printing: Printing, path: string, colSpan = 1): FormCell {
  const text = printing.cells.get(path);
  if (text === undefined)
    throw new Error(`Cannot print cell "${path}": the ${printing.template} facts have no such cell`);
  return { text, colSpan, rowSpan: 1, path };
}

function layOutTable2(printing: Printing): FormTable {
  const rows: FormCell[][] = [];
  for (const block of table2[printing.template]) {
    const last = 4 - block.columns.length;
    const width = (at: number): number => (at === block.columns.length - 1 ? last : 1);
    rows.push([label(printing, block.head, { col: 4 })]);
    rows.push([
      label(printing, '信息内容'),
      ...block.columns.map(([, text], at) => label(printing, text, { col: width(at) })),
    ]);
    for (const [row, text] of block.rows) {
      const figures = block.columns.map(([key], at) => figure(printing, `t2.${row}.${key}`, width(at)));
      rows.push([label(printing, text), ...figures]);
    }
  }
  return { key: 't2', widths: [31, 23, 23, 23], headerRows: 0, rows };
}

function headOfTable3(printing: Printing): FormCell[][] {
  const corner = '（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）';
  return [
    [label(printing, corner, { col: 3, row: 3 }), label(printing, '申请人情况', { col: 7 })],
    [
      label(printing, '自然人', { row: 2 }),
      label(printing, '法人或其他组织', { col: 5 }),
      label(printing, '总计', { row: 2 }),
    ],
    organisations.map(([, text]) => label(printing, text)),
  ];
}

function layOutTable3(printing: Printing): FormTable {
  const row = (key: string, ...labels: FormCell[]): FormCell[] => [
    ...labels,
    ...applicants.map((column) => figure(printing, `t3.${key}.${column}`)),
  ];
  const results = resultRows(printing.template).flatMap((entry) =>
    isGroup(entry)
      ? entry.rows.map(([key, text], at) =>
          at === 0
            ? row(key, label(printing, entry.label, { row: entry.rows.length }), label(printing, text))
            : row(key, label(printing, text)),
        )
      : [row(entry[0], label(printing, entry[1], { col: 2 }))],
  );
  results[0]?.unshift(label(printing, '三、本年度办理结果', { row: results.length }));
  const rows = [
    ...headOfTable3(printing),
    row('new_received', label(printing, '一、本年新收政府信息公开申请数量', { col: 3 })),
    row('carried_in', label(printing, '二、上年结转政府信息公开申请数量', { col: 3 })),
    ...results,
    row('carried_out', label(printing, '四、结转下年度继续办理', { col: 3 })),
  ];
  return { key: 't3', widths: [7, 11, 29, 7, 7, 7, 8, 8, 7, 9], headerRows: 3, rows };
}

function layOutTable4(printing: Printing): FormTable {
  const names = (row: number): FormCell[] => outcomes.map(([, text]) => label(printing, text, { row }));
  const figures = proceedings.flatMap((name) => outcomes.map(([key]) => figure(printing, `t4.${name}.${key}`)));
  const rows = [
    [label(printing, '行政复议', { col: 5 }), label(printing, '行政诉讼', { col: 10 })],
    [...names(2), label(printing, '未经复议直接起诉', { col: 5 }), label(printing, '复议后起诉', { col: 5 })],
    [...names(1), ...names(1)],
    figures,
  ];
  return { key: 't4', widths: outcomes.flatMap(() => [1, 1, 1]), headerRows: 3, rows };
}

/** The three tables of the official form, filled with `cells` (all paths of the template); `labels`: official → printed. */
export function layOutForm(
  template: 'E3' | 'E4',
  cells: ReadonlyMap<string, string>,
  labels: Record<string, string> = {},
): FormTable[] {
  const printing: Printing = { template, cells, labels };
  return [layOutTable2(printing), layOutTable3(printing), layOutTable4(printing)];
}
