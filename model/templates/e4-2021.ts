import type { Template, TemplateBlock, TemplateColumn } from '../template.ts';
import { REMEDIES, REMEDY_CHECK } from './remedies.ts';
import {
  APPLICANTS,
  OTHER_AS_ONE_ROW,
  OTHER_AS_THREE_ROWS,
  requestChecks,
  ROWS_AFTER_OTHER,
  ROWS_BEFORE_OTHER,
} from './requests.ts';

const DECISIONS: readonly TemplateColumn[] = [
  { key: 'decisions', label: '本年处理决定数量', aliases: ['处理决定数量'], kind: 'count', unit: null },
];

const BLOCKS: readonly TemplateBlock[] = [
  {
    key: 'art20_1',
    label: '第二十条第（一）项',
    columns: [
      { key: 'made', label: '本年制发件数', aliases: ['本年制发数'], kind: 'count', unit: null },
      { key: 'repealed', label: '本年废止件数', aliases: ['本年废止数'], kind: 'count', unit: null },
      { key: 'in_force', label: '现行有效件数', aliases: ['现行有效件', '现行有效数'], kind: 'count', unit: null },
    ],
    rows: [
      { key: 'rules', label: '规章', groups: [] },
      { key: 'normative_docs', label: '行政规范性文件', groups: [], aliases: ['规范性文件'] },
    ],
  },
  {
    key: 'art20_5',
    label: '第二十条第（五）项',
    columns: DECISIONS,
    rows: [{ key: 'licensing', label: '行政许可', groups: [] }],
  },
  {
    key: 'art20_6',
    label: '第二十条第（六）项',
    columns: DECISIONS,
    rows: [
      { key: 'penalty', label: '行政处罚', groups: [] },
      { key: 'coercion', label: '行政强制', groups: [] },
    ],
  },
  {
    key: 'art20_8',
    label: '第二十条第（八）项',
    columns: [
      {
        key: 'amount',
        label: '本年收费金额（单位：万元）',
        aliases: ['本年收费金额', '本年收费总金额'],
        kind: 'money',
        unit: '万元',
      },
    ],
    rows: [{ key: 'fees', label: '行政事业性收费', groups: [] }],
  },
];

/** The form since FY2021, 国办公开办函〔2021〕30号: 10 + 175 + 15 = 200 cells. */
export const E4_2021: Template = {
  id: 'E4',
  key: 'E4_2021',
  notice: '国办公开办函〔2021〕30号',
  marks: ['本年制发件数', '现行有效件', '本年废止件数', '本年收费金额', '逾期不补正'],
  tables: [
    { key: 't2', blocks: BLOCKS },
    {
      key: 't3',
      blocks: [
        {
          key: null,
          label: null,
          columns: APPLICANTS,
          rows: [...ROWS_BEFORE_OTHER, ...OTHER_AS_THREE_ROWS, ...ROWS_AFTER_OTHER],
        },
      ],
    },
    REMEDIES,
  ],
  variants: [
    {
      // 淮安市洪泽区 2024: （六）其他处理 stays one row as in 2019.
      key: 'one_other_row',
      table: 't3',
      block: null,
      row: OTHER_AS_ONE_ROW,
      replaces: OTHER_AS_THREE_ROWS.map((row) => row.key),
    },
  ],
  checks: [...requestChecks(OTHER_AS_THREE_ROWS.map((row) => row.key)), REMEDY_CHECK],
};
