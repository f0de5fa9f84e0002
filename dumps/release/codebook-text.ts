import { CSV_TABLES } from '../tables.ts';
import { codebookRows } from '../csv/codebook.ts';
import { isText } from '../csv/table.ts';
import { titleZh } from './titles-zh.ts';

const HEAD = `# Codebook · 数据字典

What each column means, in English and Chinese. The same for the columns of reports.csv, for programs, is codebook.csv.

| in a number column | means |
|---|---|
| \`0\` | a zero is printed · 印有 0 |
| empty | the cell is printed and holds no number: blank, a dash or 无, words, unreadable · 该格已印出但没有数字 |
| \`NA\` | the report has no such cell: not in its form, row or table missing · 报告中没有这一格 |

The status column decides. 空白不等于零，以状态列为准。
`;

/** `codebook.md`: every column of every table that the release holds, then every cell of the forms. */
export function codebookText(files: readonly { name: string }[]): string {
  const stems = new Set(files.map(({ name }) => name.replace(/\.\w+$/u, '')));
  const isWhole = ['ogi', 'reports'].some((stem) => stems.has(stem));
  const tables = CSV_TABLES.filter(({ name }) => isWhole || stems.has(name.replace(/\.csv$/u, '')));
  return [HEAD, ...tables.map(tableText), cellsText()].join('\n');
}

function tableText({ name, holds, columns }: (typeof CSV_TABLES)[number]): string {
  const own = columns.filter((column) => !/^t\d__/u.test(column.name));
  const lines = own.map(
    (column) =>
      `| \`${column.name}\` | ${titleZh(column.name)} | ${column.type ?? 'string'} | ${column.meaning.replaceAll('|', '\\|')} |`,
  );
  return `## ${name.replace(/\.csv$/u, '')}

${holds}.

| column | 中文 | type | meaning |
|---|---|---|---|
${lines.join('\n')}
`;
}

function cellsText(): string {
  const lines = codebookRows()
    .filter(([, path]) => path !== null)
    .map((row) => row.map((value) => (isText(value) ? value.replaceAll('|', '/') : '')))
    .map(
      ([name, , , row, column, en, unit, forms, definition]) =>
        `| \`${name}\` | ${row} — ${column} | ${en} | ${unit} | ${forms} | ${definition} |`,
    );
  return `## Cells of the forms (columns of reports)

| column | 中文 | English | unit | forms | definition |
|---|---|---|---|---|---|
${lines.join('\n')}
`;
}
