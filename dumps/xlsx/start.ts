import type { FinishedSheet, SheetForm, SheetValue } from './sheet.ts';

/** The first sheet: what this is and how to read it. */
export const START_FORM: SheetForm = {
  name: '说明 Start here',
  head: false,
  columns: [
    { head: '', width: 34, style: 'wrapped' },
    { head: '', width: 96, style: 'wrapped' },
  ],
};

/** What people ask, and the sheet that answers. */
const QUESTIONS: readonly (readonly [string, string])[] = [
  [
    '谁不予公开最多？\nWhich bodies refused most?',
    'Sheet "不予公开·机构 Refused by body": the first ten rows. For single years: "不予公开最多 Refused most". 前十行即为所求；分年度见后一表。',
  ],
  [
    '哪些报告的合计不符？\nWhose sums do not add up?',
    'Sheet "勾稽不符 Sums that fail": one row a sum, with what is stated and what its parts make. 每行一处，列明所列数与合计数。',
  ],
  [
    '谁没有发布？\nWho did not publish?',
    'Sheet "未发布或逾期 Not published": filter the column State; beside it stands where and when it was looked for. How many, by province and year: "覆盖 Coverage". 按“状况”筛选，旁列检索网址与时间；各省各年总数见“覆盖”。',
  ],
];

const SHEETS: readonly (readonly [string, string])[] = [
  [
    '不予公开·机构 Refused by body',
    'The bodies with the most requests refused, all their years added up. 不予公开数量最多的机构（各年合计）。',
  ],
  [
    '概览 Overview',
    'One row a report. Filter by year, level or division code (its first two digits are the province). 每份报告一行。',
  ],
  [
    '不予公开最多 Refused most',
    'The reports with the most requests refused, the largest number first. 不予公开数量最多的报告。',
  ],
  [
    '勾稽不符 Sums that fail',
    'Sums printed in the form that do not add up, as the body printed them. 表内合计与各项之和不符。',
  ],
  [
    '未发布或逾期 Not published',
    'Reports that were expected and are late, withdrawn, unreadable or not found. 逾期、撤下、无法读取或未找到的报告。',
  ],
  [
    '覆盖 Coverage',
    'How many reports are expected, found, late, not found, by province, level and year. 各省、层级、年度应有与已找到的报告数。',
  ],
  ['全部数据 All figures', 'Every cell of the official forms, one row a report. 全部单元格，每份报告一行。'],
  ['字典 Codebook', 'What each column of "All figures" means, in Chinese and English. 各列含义。'],
];

const READING: readonly (readonly [string, string])[] = [
  ['0', 'A zero is printed. 原文印有 0。'],
  ['empty 空白', 'The cell is printed and holds no number: blank, a dash, words. Blank is not zero. 空白不等于零。'],
  ['NA', 'The report has no such cell: it is not in its form, or the row was left out. 该报告没有这一格。'],
  ['Totals 合计', 'Kept as printed. Nothing was corrected, filled in or estimated. 按原文保留，不更正、不补填。'],
  [
    'Comparing 比较',
    'Scope "own" is one body, "region" a whole region: do not rank the one against the other. Rates over fewer than 10 requests are noise. The forms of 2019 and 2021 differ. 注意统计范围与表式差异。',
  ],
  ['A sum that fails 勾稽不符', 'is a clerical matter, not concealment. 多为笔误，不等于隐瞒。'],
  [
    'Not found 未找到',
    'means looked for and not seen. It does not prove that a body did not publish. 未找到不等于未发布。',
  ],
  ['Proof 出处', 'The column "Source" is the page that each figure was read from. 每个数字均可追溯至来源网页。'],
];

/** The rows of the first sheet; one with a single value is a heading. `records`: reports in the workbook; `sheets`: those that follow. */
export function startRows(records: number, sheets: readonly FinishedSheet[]): SheetValue[][] {
  return [
    ['政府信息公开工作年度报告'],
    [
      'Annual reports on open government information',
      `${records} ${records === 1 ? 'report' : 'reports'} of Chinese government bodies, figure by figure, as printed.`,
    ],
    [],
    ['您想知道 Your question'],
    ...QUESTIONS.map(([asked, answer]): SheetValue[] => [asked, answer]),
    [],
    ['工作表 Sheets'],
    ...sheets.map(({ name, rows }): SheetValue[] => {
      const words = SHEETS.find(([known]) => name.startsWith(known))?.[1] ?? '';
      return [name, `${rows} ${rows === 1 ? 'row' : 'rows'}. ${words}`];
    }),
    [],
    ['怎样读 How to read'],
    ...READING.map(([key, words]): SheetValue[] => [key, words]),
  ];
}
