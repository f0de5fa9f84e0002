import type { IndicatorForm, IndicatorRow, IndicatorSum } from '../indicator-form.ts';

function row(key: string, label: string, unit: string, parent: string | null, en: string): IndicatorRow {
  return { key, label, unit, parent, en, mark: 'A' };
}

function sum(total: string, parts: readonly string[]): IndicatorSum {
  return { id: 'R5', total, parts };
}

/** Two-digit codes from `first` to `last`. */
function codes(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String(first + index).padStart(2, '0'));
}

// Codes 01–54 with labels and units as a municipal reporting program prints them (DOMAIN.md 1.2); 49–54 are half-yearly.
const SHANGHAI_ROWS: readonly IndicatorRow[] = [
  row('01', '主动公开信息数', '条', null, 'Information disclosed proactively'),
  row('02', '全文电子化的主动公开信息数', '条', '01', 'of these: with full text online'),
  row('03', '公文类信息数', '条', null, 'Official documents'),
  row('04', '新增的行政规范性文件数', '条', '03', 'of these: new normative documents'),
  row('05', '提供服务类信息数', '条', null, 'Service information provided'),
  row('06', '网站专栏页面访问量', '人次', null, 'Visits to the website column'),
  row('07', '现场接待人数', '人次', null, 'Visitors received on site'),
  row('08', '网上咨询数', '人次', null, 'Online enquiries'),
  row('09', '咨询电话接听数', '人次', null, 'Telephone enquiries answered'),
  row('10', '依申请公开信息目录数', '条', null, 'Entries in the catalogue of information on request'),
  row('11', '属于国家秘密的公文类信息数', '条', null, 'Official documents that are state secrets'),
  row('12', '申请总次数', '条', null, 'Requests'),
  row('13', '当面申请数', '条', '12', 'in person'),
  row('14', '传真申请数', '条', '12', 'by fax'),
  row('15', '电子邮件申请数', '条', '12', 'by e-mail'),
  row('16', '网上申请数', '条', '12', 'online'),
  row('17', '信函申请数', '条', '12', 'by letter'),
  row('18', '其它形式申请数', '条', '12', 'in other forms'),
  row('19', '对申请的答复总数', '条', null, 'Replies to requests'),
  row('20', '1.同意公开答复数', '条', '19', 'Reply: disclosure agreed'),
  row('21', '2.同意部分公开答复数', '条', '19', 'Reply: partial disclosure agreed'),
  row('22', '3.非《规定》所指政府信息数', '条', '19', 'Reply: no government information in the sense of the rules'),
  row('23', '4.信息不存在数', '条', '19', 'Reply: the information does not exist'),
  row('24', '5.非本机关职权范围数', '条', '19', 'Reply: outside the powers of this body'),
  row('25', '6.申请内容不明确数', '条', '19', 'Reply: request unclear'),
  row('26', '7.重复申请数', '条', '19', 'Reply: repeated request'),
  row('27', '8.不予公开答复总数', '条', '19', 'Reply: disclosure refused'),
  row('28', '（1）国家秘密', '条', '27', 'Refused: state secret'),
  row('29', '（2）商业秘密', '条', '27', 'Refused: trade secret'),
  row('30', '（3）个人隐私', '条', '27', 'Refused: personal privacy'),
  row(
    '31',
    '（4）过程中信息且影响安全稳定',
    '条',
    '27',
    'Refused: information in process that affects security or stability',
  ),
  row('32', '（5）危及安全和稳定', '条', '27', 'Refused: endangers security and stability'),
  row('33', '（6）法律法规规定的其他情形', '条', '27', 'Refused: other cases of laws and regulations'),
  row('34', '行政复议数', '件', null, 'Administrative reviews'),
  row('35', '行政诉讼数', '件', null, 'Administrative suits'),
  row('36', '行政申诉数', '件', null, 'Administrative complaints'),
  row('37', '收取费用总额', '元', null, 'Fees charged'),
  row('38', '主动公开信息收费总数', '元', '37', 'Fees for information disclosed proactively'),
  row('39', '邮寄费', '元', '38', 'postage'),
  row('40', '复制费（纸张）', '元', '38', 'copies on paper'),
  row('41', '复制费（光盘）', '元', '38', 'copies on disc'),
  row('42', '复制费（软盘）', '元', '38', 'copies on diskette'),
  row('43', '依申请提供信息收取费用', '元', '37', 'Fees for information on request'),
  row('44', '检索费', '元', '43', 'searching'),
  row('45', '邮寄费', '元', '43', 'postage'),
  row('46', '复制费（纸张）', '元', '43', 'copies on paper'),
  row('47', '复制费（光盘）', '元', '43', 'copies on disc'),
  row('48', '复制费（软盘）', '元', '43', 'copies on diskette'),
  row('49', '政府信息公开指定专职人员数', '人', null, 'Staff appointed for information disclosure'),
  row('50', '全职人员', '人', '49', 'full-time'),
  row('51', '兼职人员', '人', '49', 'part-time'),
  row('52', '处理政府信息公开的专项经费', '万元', null, 'Dedicated funds'),
  row('53', '处理政府信息公开的实际支出', '万元', null, 'Actual spending'),
  row('54', '与诉讼有关的总费用', '万元', null, 'Costs of litigation'),
];

/** The form of Shanghai and Pudong, codes 01–54, with the seven identities of that program. */
export const L1_SHANGHAI: IndicatorForm = {
  id: 'L',
  variant: 'L1_shanghai',
  source: '上海市、浦东新区政府信息公开统计表',
  rows: SHANGHAI_ROWS,
  sums: [
    sum('12', codes(13, 18)),
    sum('27', codes(28, 33)),
    sum('19', codes(20, 27)),
    sum('38', codes(39, 42)),
    sum('43', codes(44, 48)),
    sum('37', ['38', '43']),
    sum('49', ['50', '51']),
  ],
};

// The list of Shanghai without its 03 and 11; units where the source prints none are those of Shanghai.
const DINGXI_ROWS: readonly IndicatorRow[] = [
  row('01', '主动公开信息数', '条', null, 'Information disclosed proactively'),
  row('02', '全文电子化的主动公开信息数', '条', '01', 'of these: with full text online'),
  row('03', '新增的行政规范性文件数', '条', null, 'of these: new normative documents'),
  row('04', '提供服务类信息数', '条', null, 'Service information provided'),
  row('05', '网站专栏页面访问量', '人次', null, 'Visits to the website column'),
  row('06', '现场接待人数', '人次', null, 'Visitors received on site'),
  row('07', '网上咨询数', '人次', null, 'Online enquiries'),
  row('08', '咨询电话接听数', '人次', null, 'Telephone enquiries answered'),
  row('09', '依申请公开信息目录数', '条', null, 'Entries in the catalogue of information on request'),
  row('10', '申请总次数', '条', null, 'Requests'),
  row('11', '当面申请数', '条', '10', 'in person'),
  row('12', '传真申请数', '条', '10', 'by fax'),
  row('13', '电子邮件申请数', '条', '10', 'by e-mail'),
  row('14', '网上申请数', '条', '10', 'online'),
  row('15', '信函申请数', '条', '10', 'by letter'),
  row('16', '其它形式申请数', '条', '10', 'in other forms'),
  row('17', '对申请的答复总数', '条', null, 'Replies to requests'),
  row('18', '同意公开答复数', '条', '17', 'Reply: disclosure agreed'),
  row('19', '同意部分公开答复数', '条', '17', 'Reply: partial disclosure agreed'),
  row('20', '否决公开答复总数', '条', '17', 'Reply: disclosure refused'),
  row('21', '（1）非《规定》所指政府信息', '条', '20', 'Refused: no government information in the sense of the rules'),
  row('22', '（2）信息不存在', '条', '20', 'Refused: the information does not exist'),
  row('23', '（3）非本部门掌握', '条', '20', 'Refused: not held by this department'),
  row('24', '（4）申请内容不明确', '条', '20', 'Refused: request unclear'),
  row('25', '（5）免予公开范围1', '条', '20', 'Refused: exemption 1'),
  row('26', '（6）免予公开范围2', '条', '20', 'Refused: exemption 2'),
  row('27', '（7）免予公开范围3', '条', '20', 'Refused: exemption 3'),
  row('28', '（8）免予公开范围4', '条', '20', 'Refused: exemption 4'),
  row('29', '（9）免予公开范围5', '条', '20', 'Refused: exemption 5'),
  row('30', '（10）免予公开范围6', '条', '20', 'Refused: exemption 6'),
  row('31', '（11）其它原因', '条', '20', 'Refused: other reasons'),
  row('32', '行政复议数', '件', null, 'Administrative reviews'),
  row('33', '行政诉讼数', '件', null, 'Administrative suits'),
  row('34', '行政申诉数', '件', null, 'Administrative complaints'),
  row('35', '首次处理不满意的申诉数', '件', null, 'Complaints after a first unsatisfying answer'),
];

/** The form of 定西 2008 (columns 指标名称, 计量单位, 代码, 本期实际, 本年累计). The source breaks off after code 35. */
export const L2_DINGXI: IndicatorForm = {
  id: 'L',
  variant: 'L2_dingxi',
  source: '定西市政府信息公开统计表 2008',
  rows: DINGXI_ROWS,
  sums: [sum('10', codes(11, 16)), sum('17', codes(18, 20)), sum('20', codes(21, 31))],
};

/**
 * The form of Fujian (平潭 2011–2018; columns 指标名称, 计量单位, the year, 历年累计). Its lines change from year to year, so it
 * has no fixed rows: every line is kept under the labels it is nested in.
 */
export const L3_FUJIAN: IndicatorForm = {
  id: 'L',
  variant: 'L3_fujian',
  source: '福建省政府信息公开情况统计表',
  rows: [],
  sums: [],
};
