import { FORM_CELLS } from '../form.ts';

/** Columns in Chinese, by name; a name means the same in every table. */
const TITLES: Readonly<Record<string, string>> = {
  report_id: '报告编号',
  version: '版本号',
  body_id: '机构编号',
  body_name: '机构名称',
  body_name_in_title: '标题中的机构名称',
  body_name_signed: '落款机构名称',
  kind: '机构类型',
  level: '行政层级',
  division_code: '行政区划代码',
  town_code: '乡镇统计代码',
  code_method: '代码确定方法',
  code_confidence: '代码可信度',
  code_revision: '代码版本',
  parent_body_id: '上级机构编号',
  fiscal_year: '报告年度',
  fiscal_year_source: '报告年度来源',
  period_start: '统计期起始日',
  period_end: '统计期截止日',
  scope: '统计范围',
  title: '标题',
  doc_no: '文号',
  index_no: '索引号',
  publisher_on_page: '发布机构',
  date_published: '发布日期',
  date_published_source: '发布日期来源',
  date_signed: '落款日期',
  deadline_statutory: '法定期限',
  deadline_local: '地方规定期限',
  template_expected: '应用表式',
  template_variant: '表式变体',
  template_mismatch: '表式不符',
  cited_notice: '引用文件',
  portal_id: '门户编号',
  source_url: '来源网址',
  source_sha256: '来源文件SHA-256',
  source_format: '来源格式',
  source_part: '文件中第几份报告',
  source_extractor: '读取程序',
  fetched_at: '采集时间',
  days_to_publish: '年末至发布天数',
  days_late: '逾期天数',
  checks_failed_exact: '勾稽关系不符数',
  checks_failed_usual: '通常关系不符数',
  checks_indeterminate: '无法判断的检查数',
  cells_blank: '空白格数',
  cells_placeholder: '占位符格数',
  cells_unreadable: '无法识别格数',
  template: '实际表式',
  text_chars: '正文字数',
  similarity_prev_year: '与上年文本相似度',
  table: '表',
  cell_path: '单元格路径',
  row_key: '行键',
  col_key: '列键',
  row_label_zh: '行名称',
  col_label_zh: '列名称',
  status: '状态',
  value: '数值',
  raw: '原文',
  unit: '单位',
  yuan: '折合元',
  flags: '标记',
  text_sha256: '正文SHA-256',
  check_id: '检查编号',
  strength: '检查强度',
  left: '左边（所列数）',
  right: '右边（合计数）',
  delta: '差额',
  blank_policy: '空白处理',
  reason: '原因',
  cells: '涉及单元格',
  reports: '报告数',
  first_year: '最早年度',
  last_year: '最近年度',
  printed: '原件所印',
  read_status: '更正前状态',
  read_value: '更正前数值',
  read_unit: '更正前单位',
  read_yuan: '更正前折合元',
  read_raw: '更正前原文',
  why: '说明',
  by: '更正人',
  date: '更正日期',
  path: '指标路径',
  label: '指标名称',
  code: '指标代码',
  indicator_unit: '计量单位',
  column: '列',
  row: '行',
  series: '序列',
  value_b0: '数值（空白计为0）',
  from_cells: '来源单元格',
  segment: '可比区段',
  break: '与前段关系',
  note: '备注',
  province: '省级代码',
  province_name: '省份',
  expected: '应有报告数',
  found: '已找到',
  late: '逾期发布',
  withdrawn: '已撤下',
  unreadable: '无法读取',
  declined: '网站拒绝',
  unreachable: '无法取得',
  not_found: '未找到',
  deadlines_statutory: '法定期限',
  without_deadline: '无法定期限数',
  governments_in_tree: '区划表中政府数',
  governments_here: '其中本库有报告数',
  state: '状况',
  state_meaning: '状况说明',
  page_url: '页面网址',
  page_seen_at: '页面查看时间',
  looked_where: '检索网址',
  looked_at: '最近检索时间',
  looked_pages: '检索页面数',
  looked_failed: '未能取得的页面数',
  looked_verdict: '最近检索结果',
  page_text: '链接文字',
  label_en: '英文名称',
  templates: '适用表式',
  definition: '定义',
  compare_with: '可比单元格',
  from_e2_to_e3: '2018→2019可比性',
  from_e3_to_e4: '2020→2021可比性',
  requests_handled: '办结申请数',
  requests_inflow: '新收申请数',
  disclosure_rate_closed: '公开率（占办结）',
  full_disclosure_rate_closed: '全部公开率（占办结）',
  denial_rate_closed: '不予公开率（占办结）',
  unable_rate_closed: '无法提供率（占办结）',
  not_processed_rate_closed: '不予处理率（占办结）',
  other_rate_closed: '其他处理率（占办结）',
  disclosure_rate_substantive: '实体公开率',
  backlog_rate: '结转率',
  review_per_100: '每百件复议数',
  suits_per_100: '每百件诉讼数',
  correction_rate_review: '复议纠错率',
  pending_share_review: '复议未结比例',
  pending_share_suits: '诉讼未结比例',
  escalation: '复议后起诉比例',
  in_force_net_rules: '规章净增数',
  in_force_net_normative_docs: '规范性文件净增数',
};

const SHARES: Readonly<Record<string, string>> = {
  denied: '占不予公开比例',
  undisclosed: '占未公开比例',
  new: '占新收比例',
};

const KEYS: ReadonlyMap<string, string> = new Map(
  FORM_CELLS.filter(({ table }) => table === 't3').flatMap((cell) => [
    [cell.row.slice(cell.row.indexOf('.') + 1).replace(/^[^.]+\./u, ''), lastPart(cell.rowLabels.at(-1))],
    [cell.column, lastPart(cell.columnLabels.at(-1))],
  ]),
);

/** The Chinese title of a column; '' for a column that has none. Cells: row — column of the newest form. */
export function titleZh(name: string): string {
  const known = TITLES[name];
  if (known !== undefined) return known;
  const twin = /^(.*)_b0$/u.exec(name)?.[1];
  if (twin !== undefined) return `${titleZh(twin)}（空白计为0）`;
  const [, key = '', of = ''] = /^(.*)_share_of_(denied|undisclosed|new)$/u.exec(name) ?? [];
  if (key !== '') return `${KEYS.get(key) ?? key}${SHARES[of] ?? ''}`;
  return cellTitle(name);
}

const SUFFIXES: readonly (readonly [string, string])[] = [
  ['__status', '（状态）'],
  ['__unit', '（单位）'],
  ['__yuan', '（折合元）'],
];

function cellTitle(name: string): string {
  const [suffix, words] = SUFFIXES.find(([end]) => name.endsWith(end)) ?? ['', ''];
  const path = name.slice(0, name.length - suffix.length).replaceAll('__', '.');
  const cell = FORM_CELLS.find((one) => one.path === path);
  if (cell === undefined) return '';
  return `${cell.rowLabels.at(-1) ?? ''} — ${cell.columnLabels.at(-1) ?? ''}${words}`;
}

/** 三、本年度办理结果 / （三）不予公开 / 1.属于国家秘密 → 属于国家秘密. */
function lastPart(label = ''): string {
  return (label.split(' / ').at(-1) ?? label).replace(/^\d+\./u, '');
}
