import { renderClean } from '../../../sample/render/clean.ts';
import { renderDocx } from '../../../sample/render/docx.ts';
import { escapeHtml } from '../../../sample/render/markup.ts';
import { renderPdf } from '../../../sample/render/pdf.ts';
import { renderWordPaste } from '../../../sample/render/wordpaste.ts';
import { composeParts, type ReplicaReport } from './report.ts';
import type { Answer } from './site.ts';

/** How an editor put the report into the page: typed, pasted from Word, pasted from WPS. */
export type Markup = 'clean' | 'word' | 'wps';

/** Kinds of markup by turns. */
export function markupOf(index: number): Markup {
  return index % 3 === 0 ? 'clean' : index % 3 === 1 ? 'word' : 'wps';
}

/** The body of a report as HTML, without its title. */
export function reportHtml(report: ReplicaReport, markup: Markup): string {
  const parts = composeParts(report);
  if (markup === 'word') return renderWordPaste(parts);
  const clean = renderClean(parts);
  return markup === 'clean'
    ? clean
    : clean
        .replaceAll(
          /<p(?: class="h[12]")?>/gu,
          '<p style="text-indent:32px;line-height:150%"><span style="font-family:仿宋;font-size:21px">',
        )
        .replaceAll('</p>', '</span></p>\n<p style="text-indent:32px"><br/></p>');
}

/** Types with which servers send files that they know. */
const TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
};

/** The report as a DOCX; `headers` change those of an honest server. */
export async function docxFile(report: ReplicaReport, headers: Record<string, string> = {}): Promise<Answer> {
  return { body: await renderDocx(composeParts(report)), headers: { 'content-type': TYPES.docx, ...headers } };
}

/** The report as a PDF with text; `headers` change those of an honest server. */
export function pdfFile(report: ReplicaReport, headers: Record<string, string> = {}): Answer {
  return { body: renderPdf(composeParts(report)), headers: { 'content-type': TYPES.pdf, ...headers } };
}

/** `<a>` with the text escaped; `title` holds the whole text where it is cut. */
export function link(href: string, text: string, attributes: Record<string, string> = {}): string {
  const more = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeHtml(value)}"`);
  return `<a href="${escapeHtml(href)}"${more.join('')}>${escapeHtml(text)}</a>`;
}

/** A title as lists cut it. */
export function cut(title: string, length = 20): string {
  return title.length <= length ? title : `${title.slice(0, length)}…`;
}
