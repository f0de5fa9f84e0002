import type { Block, Table } from '../../model/document.ts';
import type { Notice } from '../../model/notice.ts';
import { lowered, raised, struckOut } from '../../text/ornaments.ts';

/** What this reader needs of mammoth's document tree; readers of other Word formats make the same tree. */
export interface DocxNode {
  type: string;
  children?: DocxNode[] | undefined;
  value?: string | undefined;
  breakType?: string | undefined;
  styleName?: string | null | undefined;
  colSpan?: number | undefined;
  rowSpan?: number | undefined;
  /** Of a table: `cells` where its merges are not known; `spans` if absent. */
  fidelity?: 'spans' | 'cells' | undefined;
  verticalAlignment?: string | undefined;
  isStrikethrough?: boolean | undefined;
}

/** Checks that mammoth handed over a document tree of the form this reader was written for. */
export function parseTree(tree: unknown): DocxNode {
  if (isNode(tree)) return tree;
  throw new Error('Cannot read the document tree of mammoth: a node in it is not of the known form');
}

/** The kinds of values that a node may have beside its children. */
const FIELDS: readonly (readonly [name: string, kinds: readonly string[]])[] = [
  ['value', ['string']],
  ['breakType', ['string']],
  ['styleName', ['string', 'null']],
  ['colSpan', ['number']],
  ['rowSpan', ['number']],
  ['verticalAlignment', ['string']],
  ['isStrikethrough', ['boolean']],
];

/** By hand and without copying, since a tree has tens of thousands of nodes. */
function isNode(value: unknown): value is DocxNode {
  if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string') return false;
  for (const [name, kinds] of FIELDS) {
    const field: unknown = Reflect.get(value, name);
    const kind = field === null ? 'null' : typeof field;
    if (field !== undefined && !kinds.includes(kind)) return false;
  }
  const children: unknown = Reflect.get(value, 'children');
  return children === undefined || (Array.isArray(children) && children.every(isNode));
}

/** The blocks of a document with their notices; `title` from paragraphs of Word's own title style, null without. */
export interface DocxBody {
  blocks: Block[];
  title: string | null;
  notices: Notice[];
}

/** Paragraphs, headings and tables in order. A table of one column, or around other tables, is unfolded. */
export function blocksOf(document: DocxNode): DocxBody {
  const blocks: Block[] = [];
  const titles: string[] = [];
  const visit = (node: DocxNode): void => {
    if (node.type === 'table') {
      if (isLayout(node)) (node.children ?? []).flatMap(cellsIn).flatMap(childrenOf).forEach(visit);
      else blocks.push(tableOf(node, blocks.length));
    } else if (node.type === 'paragraph') {
      const level = levelOf(node.styleName);
      for (const text of textOf(node).split('\n')) {
        if (text.trim() === '') continue;
        const at = { block: blocks.length };
        blocks.push(level === null ? { kind: 'paragraph', text, at } : { kind: 'heading', text, level, at });
        if (/^(?:title|标题)$/iu.test(node.styleName ?? '')) titles.push(text.trim());
      }
    } else childrenOf(node).forEach(visit);
  };
  visit(document);
  return { blocks, title: titles.length > 0 ? titles.join('') : null, notices: noticesOf(document) };
}

function noticesOf(document: DocxNode): Notice[] {
  const nodes = nodesIn(document);
  const count = (type: string): number => nodes.filter((node) => node.type === type).length;
  const notices: Notice[] = [];
  const images = count('image');
  const notes = count('noteReference');
  if (images > 0) notices.push({ code: 'image_in_body', message: `${images} images in the body were not read` });
  if (notes > 0) notices.push({ code: 'footnotes_left_out', message: `${notes} footnotes were left out` });
  return notices;
}

function nodesIn(top: DocxNode): DocxNode[] {
  const found: DocxNode[] = [];
  const visit = (node: DocxNode): void => {
    found.push(node);
    node.children?.forEach(visit);
  };
  visit(top);
  return found;
}

function childrenOf(node: DocxNode): DocxNode[] {
  return node.children ?? [];
}

function cellsIn(row: DocxNode): DocxNode[] {
  return childrenOf(row).filter((cell) => cell.type === 'tableCell');
}

function isLayout(table: DocxNode): boolean {
  const rows = childrenOf(table).map(cellsIn);
  const nested = nodesIn(table).filter((node) => node.type === 'table' && node !== table);
  return (
    rows.every((cells) => cells.length < 2) || nested.some((inner) => childrenOf(inner).flatMap(cellsIn).length > 1)
  );
}

function tableOf(table: DocxNode, block: number): Table {
  const rows = childrenOf(table)
    .filter((row) => row.type === 'tableRow')
    .map((row, index) =>
      cellsIn(row).map((cell, col) => ({
        text: childrenOf(cell).map(cellText).join('\n'),
        colSpan: Math.max(1, cell.colSpan ?? 1),
        rowSpan: Math.max(1, cell.rowSpan ?? 1),
        at: { block, row: index, col },
      })),
    );
  return { kind: 'table', rows, fidelity: table.fidelity ?? 'spans' };
}

/** Text with every space as written; a line break, and the edge of a cell of a nested table, is `\n`. */
function textOf(node: DocxNode): string {
  if (node.type === 'text') return (node.value ?? '').replace(/\u2011/gu, '-');
  if (node.type === 'tab') return '\t';
  if (node.type === 'break') return node.breakType === 'line' ? '\n' : '';
  const between = /^(?:table|tableRow|tableCell)$/u.test(node.type) ? '\n' : '';
  return childrenOf(node).map(textOf).join(between);
}

/** As `textOf`, raised, lowered and struck characters written as Unicode has them. */
function cellText(node: DocxNode): string {
  if (childrenOf(node).length === 0) return textOf(node);
  const between = /^(?:table|tableRow|tableCell)$/u.test(node.type) ? '\n' : '';
  const text = childrenOf(node).map(cellText).join(between);
  if (node.verticalAlignment === 'superscript') return raised(text);
  if (node.verticalAlignment === 'subscript') return lowered(text);
  return node.isStrikethrough === true ? struckOut(text) : text;
}

function levelOf(styleName: string | null | undefined): number | null {
  const level = /^(?:heading|标题)\s*([1-9])$/iu.exec(styleName ?? '')?.[1];
  return level === undefined ? null : Number(level);
}
