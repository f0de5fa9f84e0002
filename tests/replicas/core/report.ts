import { createHash } from 'node:crypto';
import type { ReportFacts } from '../../../sample/facts/facts.ts';
import { layOutForm, printedCells } from '../../../sample/forms.ts';
import type { Part } from '../../../sample/narrative.ts';
import { weOf } from './bodies.ts';

/**
 * A report of a fictional body. `printedName` stands in preface, contact and signature (null: the report names nobody).
 * Dates ISO 8601.
 */
export interface ReplicaReport {
  body: string;
  printedName: string | null;
  year: number;
  title: string;
  published: string;
  /** The portal that the preface names. */
  portal: string;
  /** Changes the figures: another number, another version of the report. */
  edition: number;
}

/** A report with the usual title; published in January, governments' in March. */
export function reportOf(body: string, year: number, more: Partial<ReplicaReport> = {}): ReplicaReport {
  const day = String(8 + (hash(`${body}${year}day`) % 21)).padStart(2, '0');
  const month = /(?<![镇乡])人民政府$/u.test(body) ? '03' : '01';
  return {
    body,
    printedName: body,
    year,
    title: `${body}${year}年政府信息公开工作年度报告`,
    published: `${year + 1}-${month}-${day}`,
    portal: '本级政府门户网站',
    edition: 0,
    ...more,
  };
}

/** A number that is always the same for the same text. */
export function hash(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}

/** Hexadecimal digits that are always the same for the same text. */
export function hex(text: string, digits = 32): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}

/** The report in reading order: preface, six sections, three tables whose sums are right, signature. */
export function composeParts(report: ReplicaReport): Part[] {
  const { year, title, printedName } = report;
  const we = weOf(report.body);
  const facts = factsOf(report);
  const received = Number(facts.t3['new_received']?.split(' ').at(-1));
  const [t2, t3, t4] = layOutForm(facts.template, printedCells(facts)).map((table): Part => ({ kind: 'table', table }));
  const text = (line: string): Part => ({ kind: 'text', text: line });
  const heading = (line: string): Part => ({ kind: 'heading', level: 1, text: line });
  const tables = { t2, t3, t4 };
  const put = (key: 't2' | 't3' | 't4'): Part[] => (tables[key] === undefined ? [] : [tables[key]]);
  const pieces = 40 + (hash(`${report.body}${year}pieces`) % 900);
  return [
    { kind: 'title', text: title },
    text(preface(report, facts.template)),
    heading('一、总体情况'),
    text(`${year}年，${we}坚持以公开为常态、不公开为例外，通过门户网站公开政府信息${pieces}条，政策文件均配有解读。`),
    text(
      `${year}年新收政府信息公开申请${received}件，均按《条例》规定的期限答复。${we}明确一名负责同志分管，专人负责栏目更新。`,
    ),
    heading('二、主动公开政府信息情况'),
    ...put('t2'),
    heading('三、收到和处理政府信息公开申请情况'),
    ...put('t3'),
    heading('四、政府信息公开行政复议、行政诉讼情况'),
    ...put('t4'),
    heading('五、存在的主要问题及改进情况'),
    text(`${year}年${we}的政府信息公开工作还存在解读形式较少的问题，下一步将充实力量，按季度检查栏目更新情况。`),
    heading('六、其他需要报告的事项'),
    text(report.edition === 0 ? '无其他需要报告的事项。' : `本报告于第${report.edition + 1}次发布时更正了部分数据。`),
    ...(printedName === null ? [] : [{ kind: 'signature' as const, text: printedName }]),
    { kind: 'signature', text: chineseDate(report.published) },
  ];
}

function preface({ year, printedName, portal }: ReplicaReport, template: 'E3' | 'E4'): string {
  const notice =
    template === 'E3'
      ? '《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）'
      : '《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）';
  const by = printedName === null ? '' : `由${printedName}编制。`;
  const contact = printedName === null ? '' : `如对本报告有疑问，请与${printedName}联系（电话：0000-6660000）。`;
  return (
    `本报告根据《中华人民共和国政府信息公开条例》（国务院令第711号）和${notice}要求${by === '' ? '编制。' : `，${by}`}` +
    `报告所列数据的统计期限自${year}年1月1日起至${year}年12月31日止。本报告电子版可在${portal}下载。${contact}`
  );
}

function factsOf(report: ReplicaReport): ReportFacts {
  const { body, year, published } = report;
  const next = numbers(`${body}|${year}|${report.edition}`);
  const [granted, notHeld, carriedIn] = [next(60), next(20), next(5)];
  const carriedOut = next(4);
  const received = granted + notHeld + carriedOut + 5 - carriedIn;
  const business = Math.min(4, received);
  const row = (person: number, firm = 0): string => `${person} ${firm} 0 0 0 0 ${person + firm}`;
  const template = year <= 2020 ? 'E3' : 'E4';
  return {
    key: `${body} ${year}`,
    body: 'gov',
    fiscalYear: year,
    template,
    title: report.title,
    published,
    signed: published,
    article: 0,
    rendering: 'html',
    disclosed: [],
    other: { state: 'present', text: '' },
    t2: template === 'E3' ? tableTwo2019(next) : tableTwo2021(next),
    t3: {
      new_received: row(received - business, business),
      carried_in: row(carriedIn),
      'result.granted': row(granted, business),
      'result.denied.internal_affairs': row(5 - business),
      'result.unable.not_held': row(notHeld),
      'result.total': row(granted + notHeld + 5 - business, business),
      carried_out: row(carriedOut),
    },
    t4: tableFour(next),
  };
}

function tableTwo2019(next: (below: number) => number): Record<string, string> {
  return {
    'art20_1.rules': '0 0 0',
    'art20_1.normative_docs': `${next(9)} ${next(9)} ${next(90)}`,
    'art20_5.licensing': `${next(300)} ${next(9)} ${next(9000)}`,
    'art20_5.other_services': `${next(99)} 0 ${next(900)}`,
    'art20_6.penalty': `${next(500)} 0 ${next(900)}`,
    'art20_6.coercion': `${next(50)} 0 ${next(50)}`,
    'art20_8.fees': `${next(30)} 0`,
    'art20_9.procurement': `${next(50)} ${next(9_000_000)}元`,
  };
}

function tableTwo2021(next: (below: number) => number): Record<string, string> {
  return {
    'art20_1.rules': '0 0 0',
    'art20_1.normative_docs': `${next(9)} ${next(9)} ${next(90)}`,
    'art20_5.licensing': String(next(9000)),
    'art20_6.penalty': String(next(900)),
    'art20_6.coercion': String(next(50)),
    'art20_8.fees': `${next(4000)}.${10 + next(90)}`,
  };
}

function tableFour(next: (below: number) => number): string {
  return Array.from({ length: 3 }, () => {
    const parts = Array.from({ length: 4 }, () => next(4));
    return [...parts, parts.reduce((sum, part) => sum + part, 0)].join(' ');
  }).join(' | ');
}

/** Small numbers, the same for the same text: a linear congruential sequence (Numerical Recipes). */
function numbers(seed: string): (below: number) => number {
  let state = hash(seed);
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) % below;
  };
}

function chineseDate(iso: string): string {
  const [year, month, day] = iso.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}
