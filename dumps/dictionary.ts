import type { IndicatorForm, IndicatorRow } from '../model/indicator-form.ts';
import { isHeaderRow } from '../model/indicator-form.ts';
import { CROSSWALK } from '../model/templates/crosswalk.ts';
import { E2_2014 } from '../model/templates/e2-2014.ts';
import { INDICATOR_FORMS } from '../model/templates/indicator-forms.ts';
import { FORM_CELLS } from './form.ts';
import { pitfallsOf } from './pitfalls.ts';
import { wordsOf } from './words.ts';

const INTRODUCTION = `# Dictionary of cells · 指标词典

Made by \`npm run dictionary\` from the templates in \`model/templates/\`, the English words in \`dumps/words.ts\` and \`dumps/pitfalls.ts\`: do not edit. Files and columns of a dump are in [data-dictionary.md](data-dictionary.md), the fields of a record in [record.md](record.md).

本页由模板自动生成：每个单元格的路径、中文名称、英文含义、单位、所属表式、定义与注意事项。

Three rules hold for every cell · 通用规则:

- A blank is not 0 and not "no such cell": the status says which. 空白不等于零。
- Totals are kept as printed; nothing is filled in, moved or corrected. 合计按原文保留，不补、不改。
- Money has its unit beside it; \`yuan\` is the exact amount. 金额以 yuan 为准。

Forms · 表式: E2 = 国办发〔2014〕32号 (FY2014–2018), E3 = 国办公开办函〔2019〕60号 (FY2019–2020), E4 = 国办公开办函〔2021〕30号 (since FY2021), L = local tables before 2019.
`;

/** The whole of docs/dictionary.md: every path of every form, in Chinese and English, with definition and pitfalls. */
export function dictionaryText(): string {
  const local = INDICATOR_FORMS.filter((form) => form.id === 'L' && form.rows.length > 0);
  return [
    INTRODUCTION,
    ...['t2', 't3', 't4'].map(cellsOf),
    nationalLines(),
    ...local.map(localLines),
    LOCAL,
    crosswalk(),
  ].join('\n');
}

const TITLES: Readonly<Record<string, string>> = {
  t2: 'Table 2 · 主动公开政府信息情况',
  t3: 'Table 3 · 收到和处理政府信息公开申请情况',
  t4: 'Table 4 · 政府信息公开行政复议、行政诉讼情况',
};

function cellsOf(table: string): string {
  const rows = FORM_CELLS.filter((cell) => cell.table === table).map((cell) => {
    const { en, definition } = wordsOf(cell);
    const label = `${cell.rowLabels.join(' ｜ ')} — ${cell.columnLabels.join(' ｜ ')}`;
    const unit = cell.kind === 'money' ? (cell.unit ?? 'as printed') : (cell.unit ?? 'count');
    return [`\`${cell.path}\``, label, en, unit, cell.forms.join(', '), definition, pitfallsOf(cell.path)];
  });
  const head = ['path 路径', '中文', 'English', 'unit 单位', 'forms 表式', 'definition 定义', 'pitfalls 注意'];
  return section(TITLES[table] ?? table, '', [head, ...rows]);
}

function nationalLines(): string {
  const rows = E2_2014.rows
    .filter((row) => !isHeaderRow(row))
    .map((row) => {
      const path = `e2.${row.key}`;
      return [
        `\`${path}\``,
        nestedLabel(E2_2014, row),
        row.en,
        row.unit ?? '',
        definitionOf(E2_2014, row),
        row.mark,
        pitfallsOf(path),
      ];
    });
  const words =
    'The list as a whole is recalled, not copied from the notice. Evidence: A = this wording seen, A~ = nearly so in a narrative, S = title or order seen, recalled = not seen. Lines of a province are `e2.ext.<label as printed>`. Column `year`, or the header as printed where there are several.\n';
  const head = ['path 路径', '中文', 'English', 'unit 单位', 'definition 定义', 'evidence 依据', 'pitfalls 注意'];
  return section('E2 · 政府信息公开情况统计表 (2014)', words, [head, ...rows]);
}

function localLines(form: IndicatorForm): string {
  const rows = form.rows.map((row) => [
    row.key,
    nestedLabel(form, row),
    row.en,
    row.unit ?? '',
    definitionOf(form, row),
    form.variant === 'L1_shanghai' && Number(row.key) >= 49 ? 'Half-yearly.' : '–',
  ]);
  const words = `${form.source}. The path of a line is its printed labels, joined by \` > \` as here.\n`;
  const head = ['code 代码', '中文 (path 路径)', 'English', 'unit 单位', 'definition 定义', 'pitfalls 注意'];
  return section(`L · ${form.variant ?? ''}`, words, [head, ...rows]);
}

const LOCAL = `## L · L3_fujian

福建省 (平潭 2011–2018): columns 指标名称, 计量单位, the year (\`year\`), 历年累计 (\`cumulative\`). The lines change from year to year, so none is fixed: each is kept under its printed labels, for example \`对申请的答复总数 > 1、同意公开答复数\`. Pitfall: the cumulative column does not always grow.
`;

/** A sum says what it is made of; every other line is what its label says. */
function definitionOf(form: IndicatorForm, row: IndicatorRow): string {
  const sum = form.sums.find((one) => one.total === row.key);
  const what = row.unit === '元' || row.unit === '万元' ? 'Money of the year' : 'Count of the year';
  return sum === undefined ? what : `${what}; total of ${sum.parts.join(', ')} (${sum.id})`;
}

function nestedLabel(form: IndicatorForm, row: IndicatorRow): string {
  const parent = form.rows.find((one) => one.key === row.parent);
  return parent === undefined ? row.label : `${nestedLabel(form, parent)} > ${row.label}`;
}

function crosswalk(): string {
  const rows = CROSSWALK.map((line) => [
    list(line.e2),
    list(line.e3),
    list(line.e4),
    line.e2e3 ?? '–',
    line.e3e4 ?? '–',
    line.note,
  ]);
  const words =
    'Used by dumps alone (columns `compare_with`, `from_e2_to_e3`, `from_e3_to_e4` of codebook.csv): no figure is moved or added up by it, and unlike columns are never one series. Every series is broken at FY2019. Rows of table 3 stand for all their columns; E2 compares with 总计 only. What is not named here is the same in E3 and E4, or in one form only.\n';
  const head = ['E2', 'E3', 'E4', '2018→2019', '2020→2021', 'note'];
  return section('Crosswalk · 跨期对照', words, [head, ...rows]);
}

function list(paths: readonly string[]): string {
  return paths.length === 0 ? '–' : paths.map((path) => `\`${path}\``).join(' + ');
}

function section(title: string, words: string, rows: readonly (readonly string[])[]): string {
  const [head = [], ...rest] = rows.map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  );
  const rule = `|${(rows[0] ?? []).map(() => '---').join('|')}|`;
  return [`## ${title}`, '', ...(words === '' ? [] : [words]), head, rule, ...rest, ''].join('\n');
}
