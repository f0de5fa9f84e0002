import { bodies } from './facts/bodies.ts';
import type { ReportFacts } from './facts/facts.ts';

/** Folder of the annual-report column. */
export const columnFolder = '/zwgk/zfxxgk/zfxxgknb/';

/** Folder of the list under which the report's own page lies: towns apart, years up to 2020 together. */
export function listFolder(report: ReportFacts): string {
  if (report.fiscalYear <= 2020) return `${columnFolder}lnnb/`;
  return report.body === 'qs' || report.body === 'lx' ? `${columnFolder}xz/` : `${columnFolder}${report.fiscalYear}n/`;
}

/** Where an article of the portal lies: `<folder>202103/t20210315_1234.html`. `date` is ISO 8601. */
export function articlePath(folder: string, date: string, article: number): string {
  const day = date.replaceAll('-', '');
  return `${folder}${day.slice(0, 6)}/t${day}_${article}.html`;
}

/** Where a file attached to an article lies, beside it, under a name as this family of software makes them. */
export function filePath(folder: string, date: string, article: number, extension: string): string {
  const day = date.replaceAll('-', '');
  // Seventeen digits: the day, the time and the article, so that no two files share a name.
  return `${folder}${day.slice(0, 6)}/P0${day}${String(article * 7919).padStart(9, '3')}.${extension}`;
}

/** Paths of one report: where it is asked for (`page`), its second address, and its file. */
export interface ReportAddresses {
  page: string;
  twin: string | null;
  file: string | null;
}

/** Paths of a report on the portal; for a PDF that is linked from the list, `page` is the file itself. */
export function addressesOf(report: ReportFacts): ReportAddresses {
  const folder = listFolder(report);
  const { published, article } = report;
  const page = articlePath(folder, published, article);
  const twin = report.wapTwin === true ? page.replace(/\.html$/u, '_wap.html') : null;
  switch (report.rendering) {
    case 'html':
    case 'word':
      return { page, twin, file: null };
    case 'html+docx':
    case 'landing-docx':
      return { page, twin, file: filePath(folder, published, article, 'docx') };
    case 'landing-pdf':
      return { page, twin, file: filePath(folder, published, article, 'pdf') };
  }
  return { page: filePath(folder, published, article, 'pdf'), twin, file: null };
}

/** 索引号 of a report, in the portal's own scheme; null where the report is a bare file. */
export function indexNumber(report: ReportFacts): string | null {
  if (report.rendering === 'pdf') return null;
  return `yh${report.body}/${report.published.slice(0, 4)}-${String(report.article).padStart(5, '0')}`;
}

/** The name in 发布机构 and ContentSource. */
export function publisherOf(report: ReportFacts): string {
  return bodies[report.body].publisher;
}
