import { composeEmptyForm } from '../../../sample/narrative.ts';
import { renderClean } from '../../../sample/render/clean.ts';

/** A document that looks like our report and is none (PORTALS.md 4.0). `place`: in the lists of reports or elsewhere. */
export interface Decoy {
  kind: string;
  place: 'column' | 'elsewhere';
  title: string;
  date: string;
  html: string;
}

const lines = (...texts: string[]): string => texts.map((text) => `<p>${text}</p>`).join('\n');

const websiteTable = (visits: number): string =>
  `<table border="1">${[
    ['网站标识码', '0000000001'],
    ['独立用户访问总量（单位：个）', String(visits)],
    ['信息发布（单位：条）总数', '1499'],
    ['依申请公开（单位：件）收到申请总数', '12'],
    ['专栏专题维护数量（单位：个）', '14'],
  ]
    .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('')}</table>`;

/** The decoys of a place, 15 of them: 8 stand among the reports. */
export function decoysOf(place: string): Decoy[] {
  const rank = place.slice(-1);
  return [
    ...inColumn(place),
    {
      kind: 'work_report',
      place: 'elsewhere',
      title: `2025年${place}政府工作报告`,
      date: '2025-01-10',
      html: lines(
        '各位代表：现在，我代表人民政府向大会报告工作，请予审议。',
        '一、2024年工作回顾。',
        '二、2025年主要任务。推进政务公开。',
      ),
    },
    {
      kind: 'final_accounts',
      place: 'elsewhere',
      title: `${place}财政局2023年度部门决算`,
      date: '2024-09-12',
      html: lines('第一部分　部门概况', '第二部分　2023年度部门决算表', '“三公”经费支出6.32万元。'),
    },
    {
      kind: 'environment',
      place: 'elsewhere',
      title: `${place}2023年度环境质量公报`,
      date: '2024-06-05',
      html: lines('全年空气质量优良天数比例为91.2%。'),
    },
    {
      kind: 'institution',
      place: 'elsewhere',
      title: `${place}图书馆事业单位法人年度报告（2023年度）`,
      date: '2024-03-20',
      html: lines('宗旨和业务范围：提供图书借阅服务。', '开办资金：120万元。'),
    },
    {
      kind: 'enterprises',
      place: 'elsewhere',
      title: `关于${place}市场主体2023年度企业年报公示的公告`,
      date: '2024-01-05',
      html: lines('请各类市场主体在6月30日前报送2023年度报告。'),
    },
    {
      kind: 'statistics',
      place: 'elsewhere',
      title: `${place}2023年国民经济和社会发展统计公报`,
      date: '2024-05-20',
      html: lines('初步核算，全年地区生产总值比上年增长4.8%。'),
    },
    {
      kind: 'news',
      place: 'elsewhere',
      title: `我${rank}举办2024年政府信息公开工作年度报告编制培训会`,
      date: '2024-12-19',
      html: lines('培训会讲解了统计口径和表格之间的勾稽关系，各部门60余人参加。'),
    },
  ];
}

function inColumn(place: string): Decoy[] {
  const rank = place.slice(-1);
  return [
    {
      kind: 'website_report',
      place: 'column',
      title: `${place}人民政府门户网站2022年政府网站工作年度报表`,
      date: '2023-01-12',
      html: websiteTable(412_906),
    },
    {
      kind: 'website_report',
      place: 'column',
      title: `${place}政府网站工作年度报表（2020年度）`,
      date: '2021-01-14',
      html: websiteTable(387_214),
    },
    {
      kind: 'rule',
      place: 'column',
      title: '政府信息公开工作年度报告发布审核制度',
      date: '2019-11-06',
      html: lines(
        `第一条　为规范全${rank}政府信息公开工作年度报告的编制和发布，制定本制度。`,
        '第二条　年度报告包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项。',
      ),
    },
    {
      kind: 'notice_with_empty_form',
      place: 'column',
      title: '关于做好2020年政府信息公开工作年度报告编制发布工作的通知',
      date: '2021-01-04',
      html: `${lines('请按照统一格式编制，统计期限为2020年1月1日至2020年12月31日，于2021年1月31日前公布。格式如下。')}${renderClean(composeEmptyForm('政府信息公开工作年度报告（格式）'))}`,
    },
    {
      kind: 'rule_of_law_report',
      place: 'column',
      title: `${place}2021年法治政府建设年度报告`,
      date: '2022-03-02',
      html: lines('一、主要举措和成效。受理行政复议案件11件。', '二、存在的不足。', '三、下年度安排。'),
    },
    {
      kind: 'infographic',
      place: 'column',
      title: `一图读懂${place}人民政府2023年政府信息公开工作年度报告`,
      date: '2024-03-28',
      html: '<p style="text-align:center"><img src="/images/W020240328.jpg" alt="一图读懂"></p>',
    },
    {
      kind: 'summary_of_work',
      place: 'column',
      title: `${place}2019年政务公开工作总结`,
      date: '2020-01-08',
      html: lines('一、主要做法。', '二、取得的成效。门户网站全年发布信息1499条。', '三、下一步打算。'),
    },
    {
      kind: 'request_statistics',
      place: 'column',
      title: `2022年度${place}政府信息依申请公开统计情况`,
      date: '2023-01-31',
      html: lines('一、收到申请情况。2022年收到政府信息公开申请54件。', '二、答复情况。已答复54件。'),
    },
  ];
}
