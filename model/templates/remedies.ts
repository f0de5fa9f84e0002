import type { SumCheck, TemplateColumn, TemplateTable } from '../template.ts';

const OUTCOMES: readonly TemplateColumn[] = [
  { key: 'upheld', label: '结果维持', aliases: ['结果维护'], kind: 'count', unit: null },
  { key: 'corrected', label: '结果纠正', kind: 'count', unit: null },
  { key: 'other', label: '其他结果', aliases: ['其它结果'], kind: 'count', unit: null },
  { key: 'pending', label: '尚未审结', aliases: ['尚未审理'], kind: 'count', unit: null },
  { key: 'total', label: '总计', aliases: ['合计'], kind: 'count', unit: null },
];

/**
 * Table 4, the same in every form since 2019. It is printed as one line of fifteen numbers; each row here is one of its
 * three blocks of five, in printed order.
 */
export const REMEDIES: TemplateTable = {
  key: 't4',
  blocks: [
    {
      key: null,
      label: null,
      columns: OUTCOMES,
      rows: [
        { key: 'review', label: '行政复议', groups: [] },
        { key: 'litigation_direct', label: '未经复议直接起诉', groups: ['行政诉讼'] },
        { key: 'litigation_after_review', label: '复议后起诉', groups: ['行政诉讼'] },
      ],
    },
  ],
};

/** R4 of DOMAIN.md 2.1: the total of each block of table 4. */
export const REMEDY_CHECK: SumCheck = {
  id: 'R4',
  table: 't4',
  each: 'row',
  stated: ['total'],
  summed: ['upheld', 'corrected', 'other', 'pending'],
  printed: ['total'],
  emptySumIsUnknown: true,
};
