import type { Block, ExtractedDocument } from '../model/document.ts';
import type { Locator } from '../model/notice.ts';
import { foldWidth } from '../text/fold.ts';

/** One line of the narrative (`text`), or the place of a table (`table` = its block, 0-based). `index`: order in the document. */
export type Line =
  | { kind: 'text'; index: number; text: string; at: Locator }
  | { kind: 'table'; index: number; table: number; at: Locator };

/** A line of words. */
export type TextLine = Extract<Line, { kind: 'text' }>;

/** A place before which a paragraph is cut: a first-level number followed by the words of a section (DOMAIN.md 1.1). */
const INLINE_HEAD =
  /(?<![、，；:：（(“"《])(?=[一二三四五六七八九十]{1,2}、\s*(?:总体情况|概述|概况|主动公开政府信息|收到和处理|政府信息依申请|依申请公开|政府信息公开行政|因政府信息公开|政府信息公开的收费|存在的|主要问题|政府信息公开工作存在|其[他它]需要|政府信息公开情况统计表))/gu;

/** The narrative as lines in reading order; tables keep their place. Word's bookmark debris is dropped (seed 001). */
export function linesOf(blocks: readonly Block[]): Line[] {
  const lines: Line[] = [];
  for (const [number, block] of blocks.entries()) {
    if (block.kind === 'table') {
      const at = block.rows[0]?.[0]?.at ?? { block: number };
      lines.push({ kind: 'table', index: lines.length, table: number, at: { block: at.block } });
      continue;
    }
    for (const text of splitParagraph(block.text)) {
      lines.push({ kind: 'text', index: lines.length, text, at: block.at });
    }
  }
  return lines;
}

/** The text lines alone. */
export function textLines(lines: readonly Line[]): TextLine[] {
  return lines.filter((line) => line.kind === 'text');
}

/** Everything a document says in words, tables included, folded, one piece a line: for looking up, never for showing. */
export function wholeText(document: ExtractedDocument): string {
  const pieces = document.blocks.flatMap((block) =>
    block.kind === 'table' ? block.rows.flatMap((row) => row.map((cell) => cell.text)) : [block.text],
  );
  return foldWidth(pieces.join('\n'));
}

/** Cuts a paragraph at line breaks and, where an archive ran the whole report together, before its section headings. */
function splitParagraph(text: string): string[] {
  const clean = text.replace(/\[bookmark:[^\]]*\]/gu, '');
  const lines = clean.split('\n').flatMap((line) => {
    const pieces = line.split(INLINE_HEAD);
    const contents = pieces.slice(1).filter((piece) => piece.trim().length > 30).length;
    return pieces.length > 2 && contents < 2 ? [line] : pieces;
  });
  return lines.filter((line) => line.trim() !== '');
}
