import { bodies } from './facts/bodies.ts';
import { sectionKeys, type ReportFacts, type SectionKey } from './facts/facts.ts';
import { layOutForm, printedCells, type FormTable } from './forms.ts';

/** One piece of a report, in reading order. `heading` level 1 = 一、…, level 2 = （一）…; `signature` stands at the right. */
export type Part =
  | { kind: 'title' | 'text' | 'signature'; text: string }
  | { kind: 'heading'; level: 1 | 2; text: string }
  | { kind: 'table'; table: FormTable };

const headings: Record<SectionKey, string> = {
  overview: '一、总体情况',
  proactive: '二、主动公开政府信息情况',
  requests: '三、收到和处理政府信息公开申请情况',
  review_litigation: '四、政府信息公开行政复议、行政诉讼情况',
  problems: '五、存在的主要问题及改进情况',
  other: '六、其他需要报告的事项',
};
const subheads = ['（一）主动公开', '（二）依申请公开', '（三）政府信息管理', '（四）平台建设', '（五）监督保障'];

const notices = {
  '2019-60':
    '《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）',
  '2021-30':
    '《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）',
};

/** The notice that the preface cites. */
export function citedNotice(report: ReportFacts): '2019-60' | '2021-30' {
  return report.citedNotice ?? (report.template === 'E3' ? '2019-60' : '2021-30');
}

/** An ISO date as a Chinese office writes it: `2021-01-08` → `2021年1月8日`. */
function chineseDate(iso: string): string {
  const [year, month, day] = iso.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

function preface(report: ReportFacts): string {
  const { name, street, phone } = bodies[report.body];
  const year = report.fiscalYear;
  return (
    `本报告根据《中华人民共和国政府信息公开条例》（国务院令第711号）和${notices[citedNotice(report)]}要求，由${name}编制。` +
    `报告所列数据的统计期限自${year}年1月1日起至${year}年12月31日止。` +
    `本报告电子版可在云禾县人民政府门户网站（www.yunhe.gov.test）下载。` +
    `如对本报告有疑问，请与${name}联系（地址：云禾县${street}，电话：${phone}）。`
  );
}

/** What the text tells of requests: the table's own numbers, a blank row being no request. */
function requestSentence(report: ReportFacts, cells: ReadonlyMap<string, string>): string {
  const count = (row: string): number => Number((cells.get(`t3.${row}`) ?? '').replace(/[\s\u00a0\u3000]/gu, ''));
  const received =
    report.textNewReceived ?? Math.max(count('new_received.total'), count('new_received.natural_person'));
  const carriedIn = count('carried_in.total');
  if (received + carriedIn === 0) return `${report.fiscalYear}年未收到政府信息公开申请。`;
  return (
    `${report.fiscalYear}年新收政府信息公开申请${received}件，上年结转${carriedIn}件，` +
    `结转下年度继续办理${count('carried_out.total')}件，均按《条例》规定的期限答复。`
  );
}

function overview(report: ReportFacts, cells: ReadonlyMap<string, string>): string[] {
  const { we } = bodies[report.body];
  const [about = 0, policy = 0, news = 0, rest = 0] = report.disclosed;
  const year = report.fiscalYear;
  return [
    `${year}年，${we}坚持以公开为常态、不公开为例外，通过县政府门户网站公开政府信息${about + policy + news + rest}条，` +
      `其中机构职能${about}条、政策文件${policy}条、工作动态${news}条、其他信息${rest}条。`,
    requestSentence(report, cells),
    `${we}执行“谁起草、谁审核，谁公开、谁负责”的办法，信息在发布前逐条进行保密审查，对已公开的文件定期清理。`,
    `${we}以县政府门户网站为第一平台，栏目有专人维护，在政务服务大厅设有公开查阅点，群众可以现场查询和打印。`,
    `${we}明确一名负责同志分管、一个科室承办，年内组织业务学习，并接受社会评议，没有发生责任追究情形。`,
  ];
}

function problems(report: ReportFacts): string[] {
  const { we } = bodies[report.body];
  return [
    `${report.fiscalYear}年${we}的政府信息公开工作还存在解读形式较少、部分栏目更新不够及时的问题。`,
    `下一步，${we}将充实工作力量，按季度检查栏目更新情况，增加图表等群众容易看懂的解读形式，进一步规范答复文书。`,
  ];
}

function sentence(line: string): Part {
  return { kind: 'text', text: line };
}

function sectionBody(
  key: SectionKey,
  report: ReportFacts,
  tables: FormTable[],
  cells: ReadonlyMap<string, string>,
): Part[] {
  const after = report.afterTables === undefined ? [] : [sentence(report.afterTables)];
  const table = (name: FormTable['key']): Part[] =>
    tables.filter((candidate) => candidate.key === name).map((found) => ({ kind: 'table', table: found }));
  switch (key) {
    case 'overview':
      return overview(report, cells).flatMap((line, at): Part[] => [
        { kind: 'heading', level: 2, text: report.subheads?.[at] ?? subheads[at] ?? '' },
        sentence(line),
      ]);
    case 'proactive':
      return [...(report.beforeTables === undefined ? [] : [sentence(report.beforeTables)]), ...table('t2'), ...after];
    case 'requests':
      return [...table('t3'), ...after];
    case 'review_litigation':
      return [...table('t4'), ...after];
    case 'problems':
      return problems(report).map((line) => sentence(line));
  }
  return report.other.text === '' ? [] : [sentence(report.other.text)];
}

/** The whole report as parts; `overrides` prints single cells otherwise (the attached file of `docxPrints`). */
export function composeReport(report: ReportFacts, overrides: Record<string, string> = {}): Part[] {
  const cells = printedCells(report);
  for (const [path, text] of Object.entries(overrides)) cells.set(path, text);
  const tables = layOutForm(report.template, cells, report.labels);
  const sections = sectionKeys.flatMap((key): Part[] => {
    const printed = report.headings?.[key];
    if (printed === null) return [];
    const heading = (report.headingIndent ?? '') + (printed ?? headings[key]);
    return [{ kind: 'heading', level: 1, text: heading }, ...sectionBody(key, report, tables, cells)];
  });
  const titles = report.titleLines ?? [report.title];
  return [
    ...titles.map((line): Part => ({ kind: 'title', text: line })),
    { kind: 'text', text: preface(report) },
    ...sections,
    { kind: 'signature', text: bodies[report.body].name },
    { kind: 'signature', text: chineseDate(report.signed) },
  ];
}

/** An empty form without a body: what a 通知 attaches for others to fill in. */
export function composeEmptyForm(title: string): Part[] {
  const empty: ReportFacts = {
    key: 'empty-form',
    body: 'office',
    fiscalYear: 2020,
    template: 'E3',
    title,
    published: '2020-12-31',
    signed: '2020-12-31',
    article: 0,
    rendering: 'landing-docx',
    disclosed: [],
    other: { state: 'empty', text: '' },
    t2: Object.fromEntries(
      ['1.rules', '1.normative_docs', '5.licensing', '5.other_services', '6.penalty', '6.coercion'].map((row) => [
        `art20_${row}`,
        '_ _ _',
      ]),
    ),
    t3: {},
    t4: '_ _ _ _ _ | _ _ _ _ _ | _ _ _ _ _',
    fill: '_',
  };
  empty.t2['art20_8.fees'] = '_ _';
  empty.t2['art20_9.procurement'] = '_ _';
  const tables = layOutForm('E3', printedCells(empty));
  const keep = sectionKeys.flatMap((key): Part[] => [
    { kind: 'heading', level: 1, text: headings[key] },
    ...tables.filter((_, at) => sectionKeys[at + 1] === key).map((table): Part => ({ kind: 'table', table })),
  ]);
  return [{ kind: 'title', text: title }, ...keep];
}
