import { articleHead, factsBox, page, type Look, type PageFacts } from './page.ts';
import { reportHtml, type Markup } from './render.ts';
import { hash, type ReplicaReport } from './report.ts';

/**
 * How a family shows a report. `container`: tags around the body; `box`: how 索引号 stands; `publisher`: 发布机构, the body by
 * default; `heading`: the title as the page has it; `after`: markup below the body; `body`: what stands instead of the report
 * (the report is in a file).
 */
export interface ArticlePlan {
  look: Look;
  report: ReplicaReport;
  markup: Markup;
  trail: NonNullable<PageFacts['trail']>;
  column?: PageFacts['column'];
  container: readonly [open: string, close: string];
  box?: 'table' | 'spaced' | 'line' | 'none';
  publisher?: string;
  after?: string;
  body?: string;
  head?: string;
}

/** The page of a report as its family makes it. */
export function reportPage(plan: ArticlePlan): string {
  const { look, report, markup, container, box = 'table' } = plan;
  const publisher = plan.publisher ?? report.body;
  const index = `00${hash(report.body) % 10_000_000}/${report.published.slice(0, 4)}-${hash(report.title + report.year) % 100_000}`;
  const facts: PageFacts = {
    title: report.title,
    trail: plan.trail,
    article: { title: report.title, date: report.published, source: publisher },
    ...(plan.column === undefined ? {} : { column: plan.column }),
    ...(plan.head === undefined ? {} : { head: plan.head }),
  };
  const shown = { index, publisher, date: report.published, title: report.title };
  const boxes = {
    table: factsBox(shown),
    spaced: factsBox(shown, true),
    line: `<div class="xx"><span>${index}</span> / <span>${publisher}</span> / <span>政务公开,年报</span> / <span>${report.published}</span></div>`,
    none: '',
  };
  const body = plan.body ?? reportHtml(report, markup);
  return page(
    look,
    facts,
    `${boxes[box]}\n${articleHead(report.title, report.published, publisher)}\n${container[0]}${body}${container[1]}\n${plan.after ?? ''}`,
  );
}
