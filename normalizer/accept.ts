import type { Cell } from '../model/record.ts';
import { matchForm } from '../text/fold.ts';
import { isReportTitle } from './title.ts';

/** What is known of a candidate when it is judged: its titles, its whole text and what was read of form and sections. */
export interface Evidence {
  titles: readonly string[];
  /** The whole text of page and files, tables included. */
  text: string;
  /** The narrative alone, tables excluded. */
  narrative: string;
  headings: number;
  tables: readonly ('t2' | 't3' | 't4' | null)[];
  cells: Readonly<Record<string, Cell>>;
  hasIndicators: boolean;
  /** Files that the page offers and that were not read. */
  unreadFiles: number;
}

/** The verdict on a candidate; `code` is stable, `why` is for people. */
export type Verdict = { accepted: true; rule: 'A' | 'B' } | { accepted: false; code: string; why: string };

/** Titles of documents that look like our report and are not (DOMAIN.md 4.5, PORTALS.md 1.6), the first that fits. */
const OTHER_DOCUMENTS: readonly (readonly [RegExp, string, string])[] = [
  [
    /网站(?!.*信息公开).*(?:报表|年报|年度报告)/u,
    'website_report',
    'the yearly form on the government website, not on information disclosure',
  ],
  [
    /(?:制度|通知|格式|方案|函|办法|规定|规范|指南|模板|样表|样本|要求|填报说明|填表说明|目录|通报|公告)(?:[（(][^（）()]*[）)])?$/u,
    'notice_or_rules',
    'a notice, rule or blank form about the reports, not a report',
  ],
  [
    /^关于(?:报送|编制|做好|印发|开展|组织|填报|公布|发布).*(?:工作|事项)$/u,
    'notice_or_rules',
    'a notice about the reports, not a report',
  ],
  [
    /图解|一图读懂|一图看懂|解读|摘要|统计分析|数说|图说|H5|动漫/u,
    'derivative',
    'an explanation or summary of a report',
  ],
  [/季度|季报|月报|上半年|样表/u, 'quarterly_form', 'a form for less than a year'],
];
const NEIGHBOURS =
  /法治政府建设|部门(?:预|决)算|(?:预|决)算公开|政府工作报告|工作总结|工作要点|环境质量|统计公报|法人年度报告|企业年报|统计年报/u;
const KEYWORDS: readonly RegExp[] = [
  /总体情况|概述|基本情况/u,
  /主动公开/u,
  /依申请公开|收到和处理/u,
  /复议|诉讼/u,
  /存在的?(?:主要)?问题|改进(?:情况|措施)/u,
  /其[他它]需要(?:报告|说明)|收费/u,
];

/** Judges a candidate by the rules of DOMAIN.md 4.5: the reject rules first, then A (title and structure), then B (a filled table 3). */
export function judge(evidence: Evidence): Verdict {
  const title = evidence.titles[0] ?? null;
  const filled = hasFilledCell(evidence.cells, 't3.');
  const other = otherDocument(evidence, filled);
  if (other !== null) return other;
  if (isBlankForm(evidence)) {
    return rejected(
      'blank_form',
      'Every cell of the form is empty and the text holds no figure: a form to be filled in',
    );
  }
  if (evidence.titles.some(isReportTitle) && hasStructure(evidence)) return { accepted: true, rule: 'A' };
  const bare = evidence.narrative.trim() === '';
  const opening = matchForm(`${evidence.titles.join('')}${evidence.text.slice(0, 600)}`).slice(
    0,
    300 + evidence.titles.join('').length,
  );
  if (filled && (opening.includes('信息公开') || bare)) return { accepted: true, rule: 'B' };
  return withoutStructure(evidence, title);
}

function otherDocument(evidence: Evidence, filled: boolean): Verdict | null {
  const titles = evidence.titles.map(matchForm);
  for (const [pattern, code, what] of OTHER_DOCUMENTS) {
    const title = titles.find((text) => pattern.test(text));
    if (title === undefined) continue;
    const carriesReport =
      code === 'notice_or_rules' && filled && titles.some((text) => isReportTitle(text) && !pattern.test(text));
    if (!carriesReport) return rejected(code, `The title "${title}" is that of ${what}`);
  }
  const neighbour = titles.find((text) => NEIGHBOURS.test(text));
  if (neighbour !== undefined && !titles.some(isReportTitle) && !filled) {
    return rejected('other_yearly_report', `The title "${neighbour}" is that of another yearly document`);
  }
  const head = matchForm(evidence.narrative).slice(0, 200);
  if (/年?第?[一二三四1-4]?季度/u.test(head) && evidence.hasIndicators && !titles.some(isReportTitle)) {
    return rejected('quarterly_form', 'The head of the table names a quarter, not a year');
  }
  return null;
}

function hasStructure(evidence: Evidence): boolean {
  if (evidence.headings >= 3 || evidence.hasIndicators || evidence.tables.some((table) => table !== null)) return true;
  const text = evidence.narrative.replace(/(?:全文|本报告|报告)(?:共)?(?:由|包括|包含)[^。]*。/gu, '');
  return text.length >= 200 && KEYWORDS.filter((word) => word.test(text)).length >= 3;
}

function withoutStructure(evidence: Evidence, title: string | null): Verdict {
  if (!evidence.titles.some(isReportTitle)) {
    const named =
      title === null
        ? 'There is no title'
        : `The title "${matchForm(title)}" names no report on information disclosure`;
    return rejected('no_report_structure', `${named}, and no filled table of the form was found`);
  }
  const files = evidence.unreadFiles > 0 ? `; the page offers ${evidence.unreadFiles} file(s) that were not read` : '';
  return rejected(
    'no_report_structure',
    `Title fits, but fewer than 3 section headings and no table of the form were found${files}`,
  );
}

function isBlankForm(evidence: Evidence): boolean {
  const printed = Object.values(evidence.cells).filter((cell) => !cell.status.endsWith('_missing'));
  if (printed.length === 0 || printed.some((cell) => cell.status !== 'blank')) return false;
  return !/\d+\s*(?:件|条|次|篇|个|份)/u.test(evidence.narrative.replace(/[×xX*_]{2,}/gu, ''));
}

function hasFilledCell(cells: Evidence['cells'], prefix: string): boolean {
  return Object.entries(cells).some(
    ([path, cell]) => path.startsWith(prefix) && cell.status !== 'blank' && !cell.status.endsWith('_missing'),
  );
}

function rejected(code: string, why: string): Verdict {
  return { accepted: false, code, why };
}
