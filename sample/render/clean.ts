import type { FormTable } from '../forms.ts';
import type { Part } from '../narrative.ts';
import { escapeHtml } from './markup.ts';

function renderTable(table: FormTable): string {
  const rows = table.rows.map((cells) => {
    const line = cells.map((cell) => {
      const spans =
        (cell.rowSpan > 1 ? ` rowspan="${cell.rowSpan}"` : '') + (cell.colSpan > 1 ? ` colspan="${cell.colSpan}"` : '');
      return `<td${spans}>${escapeHtml(cell.text)}</td>`;
    });
    return `<tr>${line.join('')}</tr>`;
  });
  return `<table class="report" border="1" cellspacing="0" cellpadding="2"><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}

/** The report as an editor of a portal would have typed it: plain paragraphs and tables. The title stays with the page. */
export function renderClean(parts: readonly Part[]): string {
  const lines = parts.map((part) => {
    switch (part.kind) {
      case 'title':
        return '';
      case 'heading':
        return part.level === 1
          ? `<p class="h1"><strong>${escapeHtml(part.text)}</strong></p>`
          : `<p class="h2">${escapeHtml(part.text)}</p>`;
      case 'text':
        return `<p>${escapeHtml(part.text)}</p>`;
      case 'signature':
        return `<p style="text-align: right;">${escapeHtml(part.text)}</p>`;
    }
    return renderTable(part.table);
  });
  return lines.filter((line) => line !== '').join('\n');
}
