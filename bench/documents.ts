import type { Block, ExtractedDocument, Table, TableCell } from '../model/document.ts';
import { isHeaderRow } from '../model/indicator-form.ts';
import type { Template, TemplateTable } from '../model/template.ts';
import { E2_2014 } from '../model/templates/e2-2014.ts';
import { E3_2019 } from '../model/templates/e3-2019.ts';
import { E4_2021 } from '../model/templates/e4-2021.ts';
import { sha256 } from '../text/hash.ts';

type Line = { text: string; across?: number; down?: number }[];

/**
 * A generated report of a fictional body, number `index`: by turns on the forms of 2014, 2019 and 2021. `scale` 2 or 4
 * gives its table of requests (or statistics) two or four times as many rows; the added ones are none of the form.
 */
export function generatedReport(index: number, scale = 1): ExtractedDocument {
  const form = [E2_2014, E3_2019, E4_2021][index % 3] ?? E4_2021;
  const year = { E2: 2016, E3: 2019, E4: 2023, L: 2010 }[form.id];
  const next = numbers(index);
  const tables = 'tables' in form ? formTables(form, next, scale) : [statistics(next, scale)];
  const [first, ...rest] = tables;
  const title = `云禾县第${index + 1}局${year}年政府信息公开工作年度报告`;
  const pieces: (string | Line[] | undefined)[] = [
    title,
    `本报告统计期限自${year}年1月1日至${year}年12月31日。`,
    '一、总体情况',
    ...Array.from(
      { length: 6 * scale },
      () => `${year}年，我局主动公开政府信息${next()}条，按要求更新公开指南和目录。`,
    ),
    '二、主动公开政府信息情况',
    first,
    '三、收到和处理政府信息公开申请情况',
    rest[0],
    '四、政府信息公开行政复议、行政诉讼情况',
    rest[1],
    '五、存在的主要问题及改进情况',
    '公开的内容还不够全面，下一步将加强培训。',
    '六、其他需要报告的事项',
    '无其他需要报告的事项。',
  ];
  const blocks = pieces.filter((piece) => piece !== undefined).map(blockOf);
  return { sha256: sha256(title), format: 'html', extractor: 'html/1', title, meta: {}, blocks, attachments: [] };
}

/** How many cells the tables of a document have. */
export function countCells(document: ExtractedDocument): number {
  return document.blocks.reduce((sum, block) => sum + (block.kind === 'table' ? block.rows.flat().length : 0), 0);
}

function blockOf(piece: string | Line[], block: number): Block {
  if (typeof piece === 'string') return { kind: 'paragraph', text: piece, at: { block } };
  const rows = piece.map((line, row) =>
    line.map(({ text, across = 1, down = 1 }, col): TableCell => ({
      text,
      colSpan: across,
      rowSpan: down,
      at: { block, row, col },
    })),
  );
  return { kind: 'table', rows, fidelity: 'spans' } satisfies Table;
}

/** Small numbers, the same for the same report: a linear congruential sequence (Numerical Recipes). */
function numbers(seed: number): () => string {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return String((state >>> 16) % 200);
  };
}

function statistics(next: () => string, scale: number): Line[] {
  const own = E2_2014.rows.map((row) => [row.label, row.unit ?? '——', isHeaderRow(row) ? '——' : next()]);
  const added = Array.from({ length: 65 * (scale - 1) }, (_, index) => [`本地统计事项之${index + 1}`, '条', next()]);
  return [['统计指标', '单位', '统计数'], ...own, ...added].map((cells) => cells.map((text) => ({ text })));
}

function formTables(form: Template, next: () => string, scale: number): Line[][] {
  return form.tables.map((table) => {
    if (table.key === 't2') return tableTwo(table, next);
    return table.key === 't3' ? tableThree(table, next, scale) : tableFour(next);
  });
}

function tableTwo(table: TemplateTable, next: () => string): Line[] {
  return table.blocks.flatMap((block) => [
    [{ text: block.label ?? '', across: 4 }],
    [{ text: '信息内容' }, ...block.columns.map((column) => ({ text: column.label }))],
    ...block.rows.map((row) => [{ text: row.label }, ...block.columns.map(() => ({ text: next() }))]),
  ]);
}

function tableThree(table: TemplateTable, next: () => string, scale: number): Line[] {
  const columns = table.blocks[0]?.columns ?? [];
  const rows = table.blocks[0]?.rows ?? [];
  const head: Line[] = [
    [
      { text: '（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）', across: 3, down: 2 },
      { text: '申请人情况', across: 7 },
    ],
    columns.map((column) => ({ text: column.label })),
  ];
  const printed = new Set<string>();
  const own = rows.map((row): Line => {
    const groups = row.groups.flatMap((group, index) => {
      if (printed.has(group)) return [];
      printed.add(group);
      return [{ text: group, down: rows.filter((one) => one.groups[index] === group).length }];
    });
    return [...groups, { text: row.label, across: 3 - row.groups.length }, ...columns.map(() => ({ text: next() }))];
  });
  const added = Array.from({ length: 25 * (scale - 1) }, (_, index): Line => [
    { text: `本地办理事项之${index + 1}`, across: 3 },
    ...columns.map(() => ({ text: next() })),
  ]);
  return [...head, ...own, ...added];
}

function tableFour(next: () => string): Line[] {
  const outcomes = ['结果维持', '结果纠正', '其他结果', '尚未审结', '总计'].map((text) => ({ text }));
  return [
    [
      { text: '行政复议', across: 5 },
      { text: '行政诉讼', across: 10 },
    ],
    [
      ...outcomes.map((one) => ({ ...one, down: 2 })),
      { text: '未经复议直接起诉', across: 5 },
      { text: '复议后起诉', across: 5 },
    ],
    [...outcomes, ...outcomes],
    Array.from({ length: 15 }, () => ({ text: next() })),
  ];
}
