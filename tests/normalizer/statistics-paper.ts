import type { Table } from '../../model/document.ts';
import type { IndicatorForm, IndicatorRow } from '../../model/indicator-form.ts';
import { isHeaderRow } from '../../model/indicator-form.ts';
import { E2_2014 } from '../../model/templates/e2-2014.ts';
import { docx, paragraph } from '../extractors/docx-paper.ts';
import { paper, ruled, write } from '../extractors/pdf-paper.ts';
import { tableOf } from './gold-cells.ts';

/** A fictional report of 2016 (labels recalled: DOMAIN.md 1.3) before and after its table. */
const E2_OPENING = [
  '云禾县教育局2016年政府信息公开工作年度报告',
  '一、概述',
  '本报告所列数据的统计期限自2016年1月1日起至2016年12月31日止。',
  '二、主动公开政府信息情况',
  '2016年主动公开政府信息120条。',
  '三、依申请公开政府信息情况',
  '2016年收到政府信息公开申请9件。',
  '四、主要问题和改进措施',
  '公开内容有待充实。',
];
const TITLE = '政府信息公开情况统计表（2016年度）';
const FOOT = '单位负责人：某某 审核人：某某 填报人：某某 联系电话：0000 填报日期：2017年1月10日';

/** Figures of the fictional year that keep every sum; all others are 0. */
export const E2_FIGURES: Readonly<Record<string, string>> = {
  'proactive.total': '120',
  'proactive.normative_disclosed': '3',
  'proactive.normative_made': '4',
  'channel.website': '100',
  'channel.other': '',
  'requests.received': '9',
  'requests.online': '7',
  'requests.mail': '2',
  'requests.closed': '9',
  'requests.closed_on_time': '8',
  'requests.closed_extended': '1',
  'replies.total': '9',
  'replies.granted': '5',
  'replies.refused': '2',
  'replies.refused.privacy': '2',
  'replies.not_exist': '2',
  'review.total': '1',
  'review.other': '1',
  'litigation.total': '2',
  'litigation.corrected': '2',
  fees_wan: '0.05',
  'org.staff': '3',
  'org.staff_full': '1',
  'org.staff_part': '2',
};

/** What a line of the form prints as its label: the first of unnumbered parts has 其中 in front. */
function printedLabel(form: IndicatorForm, row: IndicatorRow, index: number): string {
  const unnumbered = /^[^（(\d一二三四五六七八九]/u.test(row.label) && row.parent !== null;
  const before = form.rows[index - 1];
  const isFirst = before !== undefined && before.key === row.parent;
  return unnumbered && isFirst ? `其中：${row.label}` : row.label;
}

/** The lines of the national table as printed: label, unit, figure. `extra`: lines after the one of that key. */
export function nationalLines(
  figures: Readonly<Record<string, string>> = E2_FIGURES,
  extra: Readonly<Record<string, string[][]>> = {},
): string[][] {
  return E2_2014.rows.flatMap((row, index) => [
    [printedLabel(E2_2014, row, index), row.unit ?? '——', isHeaderRow(row) ? '——' : (figures[row.key] ?? '0')],
    ...(extra[row.key] ?? []),
  ]);
}

/** The national table as a block. */
export function nationalTable(lines: string[][] = nationalLines(), block = 0): Table {
  return tableOf(['统计指标|单位|统计数', ...lines.map((cells) => cells.join('|'))], { block });
}

/** The report as a page. */
export function nationalHtml(): string {
  const rows = [[TITLE], ['统计指标', '单位', '统计数'], ...nationalLines(), [FOOT]]
    .map(
      (cells) =>
        `<tr>${cells.map((text) => `<td${cells.length === 1 ? ' colspan="3"' : ''}>${text}</td>`).join('')}</tr>`,
    )
    .join('');
  return `<html><head><meta charset="utf-8"><title>${E2_OPENING[0]}</title></head><body><div id="zoom"><h1>${E2_OPENING[0]}</h1>${E2_OPENING.slice(
    1,
  )
    .map((text) => `<p>${text}</p>`)
    .join('')}<table border="1">${rows}</table></div></body></html>`;
}

/** The report as a Word document. */
export async function nationalDocx(): Promise<Uint8Array> {
  const rows = [['统计指标', '单位', '统计数'], ...nationalLines()]
    .map((cells) => `<w:tr>${cells.map((text) => `<w:tc>${paragraph(text)}</w:tc>`).join('')}</w:tr>`)
    .join('');
  return await docx(
    `${E2_OPENING.map((text) => paragraph(text)).join('')}${paragraph(TITLE)}<w:tbl>${rows}</w:tbl>${paragraph(FOOT)}`,
  );
}

/** The report as text with bars between the cells, as archives store it. */
export function nationalText(): string {
  const rows = [['统计指标', '单位', '统计数'], ...nationalLines()].map((cells) => cells.join(' | '));
  return [...E2_OPENING, TITLE, ...rows, FOOT].join('\n');
}

/** The report as a PDF with a ruled table over three pages, the head repeated on each. */
export function nationalPdf(): Uint8Array {
  const opening = E2_OPENING.map((text, index) => write(60, 60 + index * 20, text)).join('');
  const lines = nationalLines();
  const sheets = [lines.slice(0, 33), lines.slice(33)].map((part) => {
    const rows = [['统计指标', '单位', '统计数'], ...part];
    const ys = [...rows, []].map((_, index) => 60 + index * 20);
    const xs = [30, 460, 510, 565];
    const texts = rows.flatMap((cells, index) =>
      cells.map((text, col) => write((xs[col] ?? 0) + 4, 74 + index * 20, text, 8)),
    );
    return { content: ruled(xs, ys) + texts.join('') };
  });
  return paper([{ content: opening }, ...sheets]);
}
