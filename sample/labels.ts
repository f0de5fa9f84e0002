// The official labels as DOMAIN.md 1.4 and 1.5 print them, on purpose not taken from model/templates: a slip there must show.

/** A key of the cell path and the official label. */
export type Named = readonly [key: string, label: string];
/** One of the stacked blocks of table 2. */
export interface Table2Block {
  head: string;
  columns: readonly Named[];
  rows: readonly Named[];
}

const itemColumns: Named[] = [
  ['prev_items', '上一年项目数量'],
  ['change', '本年增/减'],
  ['decisions', '处理决定数量'],
];
const decisions: Named[] = [['decisions', '本年处理决定数量']];

/** Table 2: blocks in the order of the form. */
export const table2: Record<'E3' | 'E4', Table2Block[]> = {
  E3: [
    {
      head: '第二十条第（一）项',
      columns: [
        ['new_made', '本年新制作数量'],
        ['new_disclosed', '本年新公开数量'],
        ['total_disclosed', '对外公开总数量'],
      ],
      rows: [
        ['art20_1.rules', '规章'],
        ['art20_1.normative_docs', '规范性文件'],
      ],
    },
    {
      head: '第二十条第（五）项',
      columns: itemColumns,
      rows: [
        ['art20_5.licensing', '行政许可'],
        ['art20_5.other_services', '其他对外管理服务事项'],
      ],
    },
    {
      head: '第二十条第（六）项',
      columns: itemColumns,
      rows: [
        ['art20_6.penalty', '行政处罚'],
        ['art20_6.coercion', '行政强制'],
      ],
    },
    { head: '第二十条第（八）项', columns: itemColumns.slice(0, 2), rows: [['art20_8.fees', '行政事业性收费']] },
    {
      head: '第二十条第（九）项',
      columns: [
        ['projects', '采购项目数量'],
        ['amount', '采购总金额'],
      ],
      rows: [['art20_9.procurement', '政府集中采购']],
    },
  ],
  E4: [
    {
      head: '第二十条第（一）项',
      columns: [
        ['made', '本年制发件数'],
        ['repealed', '本年废止件数'],
        ['in_force', '现行有效件数'],
      ],
      rows: [
        ['art20_1.rules', '规章'],
        ['art20_1.normative_docs', '行政规范性文件'],
      ],
    },
    { head: '第二十条第（五）项', columns: decisions, rows: [['art20_5.licensing', '行政许可']] },
    {
      head: '第二十条第（六）项',
      columns: decisions,
      rows: [
        ['art20_6.penalty', '行政处罚'],
        ['art20_6.coercion', '行政强制'],
      ],
    },
    {
      head: '第二十条第（八）项',
      columns: [['amount', '本年收费金额（单位：万元）']],
      rows: [['art20_8.fees', '行政事业性收费']],
    },
  ],
};

/** A label that spans several rows of table 3. */
export interface Group {
  label: string;
  rows: readonly Named[];
}
/** Table 3, （六）: one row in the form of 2019, three in that of 2021. */
export const otherProcessing: Record<'E3' | 'E4', Group | Named> = {
  E3: ['result.other_processing', '（六）其他处理'],
  E4: {
    label: '（六）其他处理',
    rows: [
      ['result.other_processing.no_correction', '1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请'],
      [
        'result.other_processing.fee_unpaid',
        '2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请',
      ],
      ['result.other_processing.other', '3.其他'],
    ],
  },
};

/** Table 3, 三、本年度办理结果 up to （五）. */
export const resultsBeforeOther: (Group | Named)[] = [
  ['result.granted', '（一）予以公开'],
  ['result.partial', '（二）部分公开（区分处理的，只计这一情形，不计其他情形）'],
  {
    label: '（三）不予公开',
    rows: [
      ['result.denied.state_secret', '1.属于国家秘密'],
      ['result.denied.law_prohibited', '2.其他法律行政法规禁止公开'],
      ['result.denied.security_stability', '3.危及“三安全一稳定”'],
      ['result.denied.third_party_rights', '4.保护第三方合法权益'],
      ['result.denied.internal_affairs', '5.属于三类内部事务信息'],
      ['result.denied.process_info', '6.属于四类过程性信息'],
      ['result.denied.enforcement_file', '7.属于行政执法案卷'],
      ['result.denied.admin_query', '8.属于行政查询事项'],
    ],
  },
  {
    label: '（四）无法提供',
    rows: [
      ['result.unable.not_held', '1.本机关不掌握相关政府信息'],
      ['result.unable.needs_creation', '2.没有现成信息需要另行制作'],
      ['result.unable.still_unclear', '3.补正后申请内容仍不明确'],
    ],
  },
  {
    label: '（五）不予处理',
    rows: [
      ['result.not_processed.petition', '1.信访举报投诉类申请'],
      ['result.not_processed.duplicate', '2.重复申请'],
      ['result.not_processed.publication', '3.要求提供公开出版物'],
      ['result.not_processed.abusive_volume', '4.无正当理由大量反复申请'],
      ['result.not_processed.reconfirm', '5.要求行政机关确认或重新出具已获取信息'],
    ],
  },
];

/** Columns of table 3 under 法人或其他组织. */
export const organisations: Named[] = [
  ['business', '商业企业'],
  ['research', '科研机构'],
  ['public_interest_org', '社会公益组织'],
  ['legal_service', '法律服务机构'],
  ['other_org', '其他'],
];
/** Keys of all seven columns of table 3. */
export const applicants = ['natural_person', ...organisations.map(([key]) => key), 'total'];
/** Columns of table 4 within a block. */
export const outcomes: Named[] = [
  ['upheld', '结果维持'],
  ['corrected', '结果纠正'],
  ['other', '其他结果'],
  ['pending', '尚未审结'],
  ['total', '总计'],
];
/** Keys of the three blocks of table 4. */
export const proceedings = ['review', 'litigation_direct', 'litigation_after_review'];
