import { addressesOf, columnFolder, filePath } from './addresses.ts';
import type { ReportFacts } from './facts/facts.ts';
import { reports } from './facts/reports.ts';
import { composeEmptyForm, composeReport } from './narrative.ts';
import {
  columnChrome,
  renderArticle,
  renderReportPage,
  renderTwin,
  renderWordPage,
  type Neighbours,
} from './pages/article.ts';
import { styleSheet } from './pages/chrome.ts';
import { decoyPath, decoys, infographic, type Decoy } from './pages/decoys.ts';
import { renderDisclosure, renderHome, renderPlainColumns, renderSearch, renderSiteMap } from './pages/front.ts';
import { renderHub } from './pages/hub.ts';
import { columnLists, itemsOf } from './pages/lists.ts';
import { renderDocx } from './render/docx.ts';
import { encodeGb18030 } from './render/gb18030.ts';
import { escapeHtml } from './render/markup.ts';
import { renderPdf } from './render/pdf.ts';

/** One answer of the portal: bytes, the Content-Type it is sent with, and the day of its last change (ISO 8601). */
interface SiteFile {
  bytes: Uint8Array;
  contentType: string;
  changed: string;
}

/** The portal: path → file. */
export type Site = Map<string, SiteFile>;

const utf8 = 'text/html; charset=utf-8';
const types: Record<string, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
};

/** The day on which the pages without a date of their own were last built. */
const built = '2025-04-02';

const robots = 'User-agent: *\nAllow: /\nDisallow: /search/\n';

function textFile(text: string, contentType: string, changed = built): SiteFile {
  return { bytes: new TextEncoder().encode(text), contentType, changed };
}

/** The lines above and below a page in its own list. */
function neighboursOf(path: string): Neighbours {
  for (const [folder] of columnLists) {
    const items = itemsOf(folder);
    const at = items.findIndex((item) => item.path === path);
    if (at < 0 || !path.startsWith(folder)) continue;
    const near = (place: number): Neighbours['next'] => {
      const item = items[place];
      return item === undefined ? null : { href: item.path, text: item.title ?? item.text };
    };
    return { previous: near(at - 1), next: near(at + 1) };
  }
  return { previous: null, next: null };
}

async function reportFile(report: ReportFacts): Promise<Uint8Array> {
  const parts = composeReport(report, report.docxPrints);
  if (report.rendering === 'pdf' || report.rendering === 'landing-pdf') {
    return renderPdf(parts, { largePrint: report.largePrint ?? false });
  }
  return renderDocx(parts, { autoNumbered: report.autoNumbered ?? false });
}

async function addReport(site: Site, report: ReportFacts): Promise<void> {
  const { page, twin, file } = addressesOf(report);
  const changed = report.published;
  const near = neighboursOf(page);
  if (report.rendering === 'pdf') {
    site.set(page, { bytes: await reportFile(report), contentType: types['pdf'] ?? '', changed });
    return;
  }
  if (report.rendering === 'word') {
    const bytes = encodeGb18030(renderWordPage(report, near));
    site.set(page, { bytes, contentType: 'text/html', changed });
  } else {
    site.set(page, textFile(renderReportPage(report, near), utf8, changed));
  }
  if (twin !== null) site.set(twin, textFile(renderTwin(report), utf8, changed));
  if (file !== null) {
    const contentType = types[file.slice(file.lastIndexOf('.') + 1)] ?? '';
    site.set(file, { bytes: await reportFile(report), contentType, changed });
  }
}

async function addDecoy(site: Site, decoy: Decoy): Promise<void> {
  const path = decoyPath(decoy);
  const chrome = columnChrome(decoy.title, path, decoy.date, decoy.source);
  if (!decoy.list.startsWith(columnFolder)) {
    chrome.column = { name: '政务公开', type: '信息公开目录' };
    chrome.trail = [{ text: '政务公开', href: '/zwgk/' }, { text: '正文' }];
  }
  let after = '';
  if (decoy.emptyForm === true) {
    const file = filePath(decoy.list, decoy.date, decoy.article, 'docx');
    const name = '政府信息公开工作年度报告（格式）';
    const bytes = await renderDocx(composeEmptyForm(name));
    site.set(file, { bytes, contentType: types['docx'] ?? '', changed: decoy.date });
    after = `<p class="insertfileTag">附件：<a href="./${file.slice(file.lastIndexOf('/') + 1)}">${escapeHtml(name)}.docx</a></p>`;
  }
  const body = `<div class="body"><div class="TRS_Editor">\n${decoy.html}\n</div></div>`;
  site.set(path, textFile(renderArticle(chrome, { box: '', body, after, near: neighboursOf(path) }), utf8, decoy.date));
}

/** Builds the whole portal from the facts; the same facts always give the same bytes. */
export async function buildSite(): Promise<Site> {
  const site: Site = new Map();
  const pages = new Map([...renderPlainColumns(), ...renderHub()]);
  pages.set('/index.html', renderHome());
  pages.set('/zwgk/index.html', renderDisclosure());
  pages.set('/wzdt/index.html', renderSiteMap());
  pages.set('/search/index.html', renderSearch());
  for (const [path, html] of pages) site.set(path, textFile(html, utf8));
  site.set('/robots.txt', textFile(robots, 'text/plain'));
  site.set('/images/style.css', textFile(styleSheet, 'text/css'));
  site.set('/images/W020240328.svg', textFile(infographic, 'image/svg+xml'));
  for (const report of reports) await addReport(site, report);
  for (const decoy of decoys) await addDecoy(site, decoy);
  return site;
}
