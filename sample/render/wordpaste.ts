import type { FormCell, FormTable } from '../forms.ts';
import type { Part } from '../narrative.ts';
import { escapeHtml } from './markup.ts';

const officeHead = `<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom></w:WordDocument></xml><![endif]-->
<style>
<!--
 @font-face {font-family:宋体; mso-font-alt:SimSun;}
 p.MsoNormal, li.MsoNormal, div.MsoNormal {mso-style-parent:""; margin:0cm; margin-bottom:.0001pt; text-align:justify; font-size:10.5pt; font-family:"Times New Roman"; mso-fareast-font-family:宋体;}
 @page Section1 {size:595.3pt 841.9pt; margin:72.0pt 90.0pt 72.0pt 90.0pt; layout-grid:15.6pt;}
-->
</style>`;

/** Word puts Latin text and Han text into runs of their own, and what was typed twice (digits) into runs of single signs. */
function runs(text: string, font: string, splitDigits: boolean): string {
  const pieces = text.match(splitDigits ? /\d|[!-~]|[^!-~]+/gu : /[!-~]+|[^!-~]+/gu) ?? [];
  return pieces
    .map((piece) => {
      const lang = /^[!-~]+$/u.test(piece) ? ' lang=EN-US' : '';
      return `<span${lang} style='font-family:${font};mso-bidi-font-family:宋体'>${escapeHtml(piece)}</span>`;
    })
    .join('');
}

/** A label of more than eight characters falls into two runs, as after an edit. */
function labelRuns(text: string, font: string): string {
  if (text.length <= 8) return runs(text, font, false);
  const cut = Math.ceil(text.length / 2);
  return runs(text.slice(0, cut), font, false) + runs(text.slice(cut), font, false);
}

function renderCell(cell: FormCell): string {
  const spans =
    (cell.rowSpan > 1 ? ` rowspan=${cell.rowSpan}` : '') + (cell.colSpan > 1 ? ` colspan=${cell.colSpan}` : '');
  const inside = cell.path === undefined ? labelRuns(cell.text, '宋体') : runs(cell.text, '宋体', true);
  return `<td${spans} valign=center style='border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt'><p class=MsoNormal align=center style='text-align:center'>${inside}<span lang=EN-US><o:p></o:p></span></p></td>`;
}

function renderTable(table: FormTable): string {
  const rows = table.rows.map(
    (cells) => `<tr style='mso-yfti-irow:0;height:18.0pt'>\r\n${cells.map(renderCell).join('\r\n')}\r\n</tr>`,
  );
  return `<div align=center>\r\n<table class=MsoNormalTable border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse;border:none;mso-padding-alt:0cm 5.4pt 0cm 5.4pt'>\r\n${rows.join('\r\n')}\r\n</table>\r\n</div>`;
}

function paragraph(text: string, font: string, style: string): string {
  const inside = font === '黑体' ? `<b>${runs(text, font, false)}</b>` : runs(text, font, false);
  return `<p class=MsoNormal style='${style}'><font face="${font}">${inside}</font><span lang=EN-US><o:p></o:p></span></p>`;
}

/** The report as pasted from Word 2003 into a portal's editor: markup of Word, one empty paragraph before each table. */
export function renderWordPaste(parts: readonly Part[]): string {
  const lines = parts.map((part) => {
    switch (part.kind) {
      case 'title':
        return paragraph(part.text, '方正小标宋简体', 'text-align:center;line-height:30.0pt;font-size:22.0pt');
      case 'heading':
        return part.level === 1
          ? paragraph(part.text, '黑体', 'text-indent:32.0pt;line-height:28.0pt')
          : paragraph(part.text, '楷体_GB2312', 'text-indent:32.0pt;line-height:28.0pt');
      case 'text':
        return paragraph(part.text, '仿宋_GB2312', 'text-indent:32.0pt;mso-char-indent-count:2.0;line-height:28.0pt');
      case 'signature':
        return paragraph(part.text, '仿宋_GB2312', 'text-align:right;line-height:28.0pt');
    }
    return `<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>\r\n${renderTable(part.table)}`;
  });
  return `${officeHead}\r\n<div class=Section1 style='layout-grid:15.6pt'>\r\n${lines.join('\r\n\r\n')}\r\n</div>`;
}
