import type { SumCheck, TemplateColumn, TemplateRow } from '../template.ts';

const RESULT = '三、本年度办理结果';
const DENIED = '（三）不予公开';
const UNABLE = '（四）无法提供';
const NOT_PROCESSED = '（五）不予处理';
// A row in 2019, the label of a group of three rows from 2021 on.
const OTHER_PROCESSING = '（六）其他处理';

function count(key: string, label: string, aliases: readonly string[] = []): TemplateColumn {
  return { key, label, aliases, kind: 'count', unit: null };
}

function result(key: string, label: string, options: Partial<TemplateRow> = {}): TemplateRow {
  return { key: `result.${key}`, label, groups: [RESULT], ...options };
}

function reason(
  group: string,
  key: string,
  label: string,
  contains: readonly string[],
  aliases: readonly string[] = [],
) {
  return { key: `result.${key}`, label, groups: [RESULT, group], contains, aliases };
}

/** The seven applicant columns of table 3, the same in every form since 2019. */
export const APPLICANTS: readonly TemplateColumn[] = [
  count('natural_person', '自然人'),
  count('business', '商业企业'),
  count('research', '科研机构'),
  count('public_interest_org', '社会公益组织', ['公益组织', '社会公益机构']),
  count('legal_service', '法律服务机构'),
  count('other_org', '其他', ['其它', '其他组织']),
  count('total', '总计', ['合计']),
];

/** Rows of table 3 from the first to （五）5, the same in every form since 2019. */
export const ROWS_BEFORE_OTHER: readonly TemplateRow[] = [
  { key: 'new_received', label: '一、本年新收政府信息公开申请数量', groups: [], contains: ['本年新收'] },
  { key: 'carried_in', label: '二、上年结转政府信息公开申请数量', groups: [], contains: ['上年结转'] },
  result('granted', '（一）予以公开'),
  result('partial', '（二）部分公开（区分处理的，只计这一情形，不计其他情形）'),
  reason(DENIED, 'denied.state_secret', '1.属于国家秘密', ['属于国家秘密']),
  reason(DENIED, 'denied.law_prohibited', '2.其他法律行政法规禁止公开', ['法律行政法规禁止'], ['其他法律法规禁止公开']),
  reason(DENIED, 'denied.security_stability', '3.危及“三安全一稳定”', ['三安全一稳定']),
  reason(DENIED, 'denied.third_party_rights', '4.保护第三方合法权益', ['第三方合法权益']),
  reason(DENIED, 'denied.internal_affairs', '5.属于三类内部事务信息', ['内部事务信息']),
  reason(DENIED, 'denied.process_info', '6.属于四类过程性信息', ['过程性信息']),
  reason(DENIED, 'denied.enforcement_file', '7.属于行政执法案卷', ['行政执法案卷']),
  reason(DENIED, 'denied.admin_query', '8.属于行政查询事项', ['行政查询事项']),
  reason(UNABLE, 'unable.not_held', '1.本机关不掌握相关政府信息', ['本机关不掌握']),
  reason(UNABLE, 'unable.needs_creation', '2.没有现成信息需要另行制作', ['没有现成信息']),
  reason(UNABLE, 'unable.still_unclear', '3.补正后申请内容仍不明确', ['仍不明确']),
  reason(NOT_PROCESSED, 'not_processed.petition', '1.信访举报投诉类申请', ['信访举报投诉']),
  reason(NOT_PROCESSED, 'not_processed.duplicate', '2.重复申请', []),
  reason(NOT_PROCESSED, 'not_processed.publication', '3.要求提供公开出版物', ['公开出版物']),
  reason(NOT_PROCESSED, 'not_processed.abusive_volume', '4.无正当理由大量反复申请', ['大量反复申请']),
  reason(NOT_PROCESSED, 'not_processed.reconfirm', '5.要求行政机关确认或重新出具已获取信息', ['重新出具已获取']),
];

/** （六）其他处理 as one row: the form of 2019, and a deviation from 2021 on. */
export const OTHER_AS_ONE_ROW: TemplateRow = result('other_processing', OTHER_PROCESSING, {
  aliases: ['其它处理'],
});

/** （六）其他处理 as three rows: the form of 2021. */
export const OTHER_AS_THREE_ROWS: readonly TemplateRow[] = [
  reason(
    OTHER_PROCESSING,
    'other_processing.no_correction',
    '1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请',
    ['逾期不补正'],
  ),
  reason(
    OTHER_PROCESSING,
    'other_processing.fee_unpaid',
    '2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请',
    ['未按收费通知'],
  ),
  { ...reason(OTHER_PROCESSING, 'other_processing.other', '3.其他', [], ['其它']), needsGroup: true },
];

/** The last two rows of table 3. */
export const ROWS_AFTER_OTHER: readonly TemplateRow[] = [
  result('total', '（七）总计', { aliases: ['合计'] }),
  { key: 'carried_out', label: '四、结转下年度继续办理', groups: [], contains: ['结转下年度'] },
];

/** R1–R3 of DOMAIN.md 2.1 over table 3; `other` = keys of the rows that make up （六）其他处理. */
export function requestChecks(other: readonly string[]): SumCheck[] {
  const addends = ROWS_BEFORE_OTHER.map((row) => row.key).filter((key) => key.startsWith('result.'));
  return [
    {
      id: 'R1',
      table: 't3',
      each: 'row',
      stated: ['total'],
      summed: APPLICANTS.map((column) => column.key).filter((key) => key !== 'total'),
      printed: ['total'],
      emptySumIsUnknown: true,
    },
    {
      id: 'R2',
      table: 't3',
      each: 'column',
      stated: ['result.total'],
      summed: [...addends, ...other],
      printed: ['result.total'],
      emptySumIsUnknown: true,
    },
    {
      id: 'R3',
      table: 't3',
      each: 'column',
      stated: ['new_received', 'carried_in'],
      summed: ['result.total', 'carried_out'],
      printed: ['new_received', 'result.total'],
      emptySumIsUnknown: false,
    },
  ];
}
