import type { Template, TemplateBlock, TemplateColumn } from '../template.ts';
import { REMEDIES, REMEDY_CHECK } from './remedies.ts';
import { APPLICANTS, OTHER_AS_ONE_ROW, requestChecks, ROWS_AFTER_OTHER, ROWS_BEFORE_OTHER } from './requests.ts';

const PREVIOUS: TemplateColumn = { key: 'prev_items', label: '上一年项目数量', kind: 'count', unit: null };
const CHANGE: TemplateColumn = {
  key: 'change',
  label: '本年增/减',
  aliases: ['本年增减', '本年增加/减少'],
  kind: 'signed',
  unit: null,
};
const DECISIONS: TemplateColumn = {
  key: 'decisions',
  label: '处理决定数量',
  aliases: ['本年处理决定数量'],
  kind: 'count',
  unit: null,
};
const ITEMS: readonly TemplateColumn[] = [PREVIOUS, CHANGE, DECISIONS];

const BLOCKS: readonly TemplateBlock[] = [
  {
    key: 'art20_1',
    label: '第二十条第（一）项',
    columns: [
      { key: 'new_made', label: '本年新制作数量', kind: 'count', unit: null },
      { key: 'new_disclosed', label: '本年新公开数量', kind: 'count', unit: null },
      { key: 'total_disclosed', label: '对外公开总数量', kind: 'count', unit: null },
    ],
    rows: [
      { key: 'rules', label: '规章', groups: [] },
      { key: 'normative_docs', label: '规范性文件', groups: [], aliases: ['行政规范性文件'] },
    ],
  },
  {
    key: 'art20_5',
    label: '第二十条第（五）项',
    columns: ITEMS,
    rows: [
      { key: 'licensing', label: '行政许可', groups: [] },
      { key: 'other_services', label: '其他对外管理服务事项', groups: [], contains: ['对外管理服务事项'] },
    ],
  },
  {
    key: 'art20_6',
    label: '第二十条第（六）项',
    columns: ITEMS,
    rows: [
      { key: 'penalty', label: '行政处罚', groups: [] },
      { key: 'coercion', label: '行政强制', groups: [] },
    ],
  },
  {
    key: 'art20_8',
    label: '第二十条第（八）项',
    columns: [PREVIOUS, CHANGE],
    rows: [{ key: 'fees', label: '行政事业性收费', groups: [] }],
  },
  {
    key: 'art20_9',
    label: '第二十条第（九）项',
    columns: [
      { key: 'projects', label: '采购项目数量', kind: 'count', unit: null },
      { key: 'amount', label: '采购总金额', kind: 'money', unit: null },
    ],
    rows: [{ key: 'procurement', label: '政府集中采购', groups: [] }],
  },
];

/** The form of FY2019–2020, 国办公开办函〔2019〕60号: 22 + 161 + 15 = 198 cells. */
export const E3_2019: Template = {
  id: 'E3',
  key: 'E3_2019',
  notice: '国办公开办函〔2019〕60号',
  marks: ['本年新制作数量', '对外公开总数量', '上一年项目数量', '政府集中采购', '采购总金额'],
  tables: [
    { key: 't2', blocks: BLOCKS },
    {
      key: 't3',
      blocks: [
        {
          key: null,
          label: null,
          columns: APPLICANTS,
          rows: [...ROWS_BEFORE_OTHER, OTHER_AS_ONE_ROW, ...ROWS_AFTER_OTHER],
        },
      ],
    },
    REMEDIES,
  ],
  variants: [
    {
      // 武汉市生态环境局 2020: a third row in the first block, and long explanations inside the labels.
      key: 'hubei_2020',
      table: 't2',
      block: 'art20_1',
      row: { key: 'other_disclosed_docs', label: '其他主动公开文件', groups: [] },
      replaces: [],
    },
  ],
  checks: [...requestChecks(['result.other_processing']), REMEDY_CHECK],
};
