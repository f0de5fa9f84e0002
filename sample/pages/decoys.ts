import { articlePath, columnFolder } from '../addresses.ts';

/**
 * A document that looks like a report and is none (DOMAIN.md 4.5). `list`: folder of the list that shows it; `html` its
 * body; `why` the reason of the truth file; `emptyForm`: an empty form of the report is attached as DOCX.
 */
export interface Decoy {
  kind: string;
  list: string;
  date: string;
  article: number;
  title: string;
  source: string;
  html: string;
  why: string;
  emptyForm?: boolean;
}

const paragraphs = (...lines: string[]): string => lines.map((line) => `<p>${line}</p>`).join('\n');
const table = (rows: string[][]): string =>
  `<table class="report" border="1">${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;
const office = '云禾县人民政府办公室';
const old = `${columnFolder}lnnb/`;
const disclosed = '/zwgk/zfxxgk/fdzdgknr/';

const websiteReport = (year: number, visits: number): string =>
  table([
    ['网站名称', '云禾县人民政府门户网站'],
    ['主办单位', office],
    ['网站标识码', '0000000001'],
    ['独立用户访问总量（单位：个）', String(visits)],
    ['信息发布（单位：条）总数', String(Math.round(visits / 97))],
    ['依申请公开（单位：件）收到申请总数', String(year - 2000)],
    ['专栏专题维护数量（单位：个）', '14'],
  ]);

/** Neighbours of the reports in the lists of the annual-report column. */
const inColumn: Decoy[] = [
  {
    kind: 'website_report',
    list: `${columnFolder}2022n/`,
    date: '2023-01-12',
    article: 1403,
    title: '云禾县人民政府门户网站2022年政府网站工作年度报表',
    source: office,
    html: websiteReport(2022, 412906),
    why: 'the yearly report of the web site (政府网站工作年度报表), not of information disclosure',
  },
  {
    kind: 'website_report',
    list: old,
    date: '2021-01-14',
    article: 1166,
    title: '云禾县政府网站工作年度报表（2020年度）',
    source: office,
    html: websiteReport(2020, 387214),
    why: 'the yearly report of the web site (政府网站工作年度报表), not of information disclosure',
  },
  {
    kind: 'rule',
    list: old,
    date: '2019-11-06',
    article: 968,
    title: '政府信息公开工作年度报告发布审核制度',
    source: office,
    html: paragraphs(
      '第一条　为规范全县政府信息公开工作年度报告的编制和发布，制定本制度。',
      '第二条　年度报告包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项。',
      '第三条　各乡镇人民政府、县政府各部门应当在每年1月31日前公布上一年度的年度报告，公布前由本单位负责同志审核。',
      '第四条　本制度自印发之日起施行。',
    ),
    why: 'a rule about the reports (年度报告…制度) that names all their sections',
  },
  {
    kind: 'notice_with_empty_form',
    list: old,
    date: '2021-01-04',
    article: 1158,
    title: '关于做好2020年政府信息公开工作年度报告编制发布工作的通知',
    source: office,
    html: paragraphs(
      '各乡镇人民政府，县政府各部门，云禾经济开发区管理委员会：',
      '请按照国务院办公厅规定的统一格式编制本单位2020年政府信息公开工作年度报告，统计期限为2020年1月1日至2020年12月31日，于2021年1月31日前公布并报县政府办公室备案。',
      '表格请逐项填写，没有发生的事项填“0”，不得空项。格式见附件。',
    ),
    why: 'a notice (通知) about writing the reports; the form attached to it is empty',
    emptyForm: true,
  },
  {
    kind: 'summary_of_work',
    list: old,
    date: '2020-01-08',
    article: 997,
    title: '云禾县2019年政务公开工作总结',
    source: office,
    html: paragraphs(
      '2019年，全县政务公开工作围绕县委、县政府中心工作展开，现将情况总结如下。',
      '一、主要做法。调整充实县政务公开领导小组，召开推进会2次，组织培训1期。',
      '二、取得的成效。县政府门户网站全年发布信息1499条，办理网民留言206件。',
      '三、下一步打算。继续推进基层政务公开标准化规范化，办好政府开放日。',
    ),
    why: 'a summary of work (政务公开工作总结) without the sections and tables of the form',
  },
  {
    kind: 'quarterly_form',
    list: old,
    date: '2020-04-09',
    article: 1116,
    title: '政府信息公开情况统计表（2020年第一季度，样表）',
    source: office,
    html: table([
      ['统计指标', '单位', '统计数'],
      ['一、主动公开情况', '——', '——'],
      ['（一）主动公开政府信息数', '条', ''],
      ['其中：主动公开规范性文件数', '条', ''],
      ['二、依申请公开情况', '——', '——'],
      ['（一）收到申请数', '件', ''],
      ['（二）申请办结数', '件', ''],
      ['三、行政复议数量', '件', ''],
    ]),
    why: 'a quarterly form (季度, 样表) without figures',
  },
  {
    kind: 'rule_of_law_report',
    list: `${columnFolder}2021n/`,
    date: '2022-03-02',
    article: 1326,
    title: '云禾县2021年法治政府建设年度报告',
    source: '云禾县人民政府',
    html: paragraphs(
      '2021年，云禾县深入推进依法行政，现将法治政府建设情况报告如下。',
      '一、主要举措和成效。完成规范性文件备案审查6件，受理行政复议案件11件，行政机关负责人出庭应诉率达到95%。',
      '二、存在的不足。基层执法力量仍然薄弱。',
      '三、下年度安排。开展行政执法案卷评查，推进行政复议体制改革。',
    ),
    why: 'the yearly report on rule of law (法治政府建设年度报告)',
  },
  {
    kind: 'infographic',
    list: `${columnFolder}2023n/`,
    date: '2024-03-28',
    article: 1588,
    title: '一图读懂云禾县人民政府2023年政府信息公开工作年度报告',
    source: office,
    html: '<p style="text-align:center;"><img src="/images/W020240328.svg" alt="一图读懂2023年年度报告" width="640"></p>',
    why: 'an infographic (一图读懂) made from the report',
  },
];

/** Documents elsewhere on the portal. */
const elsewhere: Decoy[] = [
  {
    kind: 'work_report',
    list: '/xwzx/',
    date: '2025-01-10',
    article: 1655,
    title: '2025年云禾县政府工作报告',
    source: '云禾县人民政府',
    html: paragraphs(
      '各位代表：现在，我代表云禾县人民政府向大会报告工作，请予审议。',
      '一、2024年工作回顾。全县经济运行总体平稳，粮食产量稳中有增。',
      '二、2025年主要任务。持续优化营商环境，推进政务公开，自觉接受人大监督、政协民主监督和社会监督。',
    ),
    why: 'the government’s work report (政府工作报告)',
  },
  {
    kind: 'final_accounts',
    list: disclosed,
    date: '2024-09-12',
    article: 1621,
    title: '云禾县财政局2023年度部门决算',
    source: '云禾县财政局',
    html: `${paragraphs('第一部分　部门概况', '第二部分　2023年度部门决算表')}\n${table([
      ['项目', '决算数（万元）'],
      ['一般公共预算财政拨款收入', '1862.40'],
      ['本年支出合计', '1855.17'],
      ['“三公”经费', '6.32'],
    ])}`,
    why: 'final accounts of a department (部门决算)',
  },
  {
    kind: 'statistical_bulletin',
    list: disclosed,
    date: '2024-05-20',
    article: 1602,
    title: '云禾县2023年国民经济和社会发展统计公报',
    source: '云禾县统计局',
    html: paragraphs('初步核算，2023年全县地区生产总值比上年增长4.8%。', '年末全县常住人口21.4万人，城镇化率为46.2%。'),
    why: 'a statistical bulletin (统计公报)',
  },
  {
    kind: 'request_statistics',
    list: '/zwgk/zfxxgk/ysqgk/',
    date: '2023-01-31',
    article: 1430,
    title: '2022年度云禾县政府信息依申请公开统计情况',
    source: office,
    html: paragraphs(
      '一、收到申请情况。2022年县政府收到政府信息公开申请54件，其中网络申请31件，信函申请20件，当面申请3件。',
      '二、答复情况。已答复54件，均在规定期限内办结。',
      '三、收费情况。收取信息处理费90元。',
    ),
    why: 'a page of statistics on requests without the six sections',
  },
  {
    kind: 'news',
    list: '/xwzx/',
    date: '2024-12-19',
    article: 1650,
    title: '我县举办2024年政府信息公开工作年度报告编制培训会',
    source: office,
    html: paragraphs(
      '12月18日，县政府办公室举办政府信息公开工作年度报告编制培训会，各乡镇、县直各部门分管负责同志和工作人员60余人参加。',
      '培训会讲解了统计口径和表格之间的勾稽关系，并对上一年度报告中常见的差错作了通报。',
    ),
    why: 'news about a training course on the reports',
  },
];

/** All decoys of the portal. */
export const decoys: Decoy[] = [...inColumn, ...elsewhere];

/** Path of a decoy's page. */
export function decoyPath(decoy: Decoy): string {
  return articlePath(decoy.list, decoy.date, decoy.article);
}

/** The infographic as a drawing; its figures are those of the report and must not be read as a report. */
export const infographic = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="420" viewBox="0 0 640 420" font-family="sans-serif">
<rect width="640" height="420" fill="#eaf2fb"/><text x="320" y="60" font-size="30" text-anchor="middle" fill="#174a86">一图读懂2023年政府信息公开</text>
${[
  ['公开信息', '1503条'],
  ['新收申请', '75件'],
  ['结转下年', '1件'],
]
  .map(([name, figure], at) => {
    const x = 50 + at * 190;
    return `<rect x="${x}" y="130" width="160" height="180" rx="14" fill="#1f5fa8"/><text x="${x + 80}" y="205" font-size="24" text-anchor="middle" fill="#fff">${name}</text><text x="${x + 80}" y="255" font-size="32" text-anchor="middle" fill="#ffd666">${figure}</text>`;
  })
  .join('\n')}
</svg>
`;
