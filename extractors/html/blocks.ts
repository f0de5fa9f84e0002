import { isTag, isText, type AnyNode, type Element } from 'domhandler';
import type { Block } from '../../model/document.ts';
import type { Notice } from '../../model/notice.ts';
import { stripSpace } from '../../text/fold.ts';
import { isBlock, isChrome, isHidden, isPageFurniture, isSilent, rawText } from './dom.ts';
import { holdsLandmark } from './container.ts';
import { collapseSpace, headingLevel, isBlank } from './lines.ts';
import { hiddenText, readTable, roleOfTable } from './tables.ts';

/** The body as blocks; `images` counts those shown in it. */
export interface BodyReading {
  blocks: Block[];
  notices: Notice[];
  images: number;
}

/**
 * The blocks that the element shows, in order: a line break or the edge of an element ends a paragraph, data tables are
 * kept, tables that only place things are unfolded, boxes of page facts and what surrounds the article are left out.
 * `pathOf` answers the CSS path of an element.
 */
export function readBody(body: Element, pathOf: (element: Element) => string): BodyReading {
  const reading: BodyReading = { blocks: [], notices: [], images: 0 };
  const line = { raw: '', owner: body };

  const endLine = (): void => {
    const text = collapseSpace(line.raw);
    line.raw = '';
    if (isBlank(text)) return;
    const at = { block: reading.blocks.length, path: pathOf(line.owner) };
    const level = headingLevel(line.owner);
    reading.blocks.push(level === null ? { kind: 'paragraph', text, at } : { kind: 'heading', text, level, at });
  };

  const visitTable = (table: Element): void => {
    endLine();
    const role = roleOfTable(table);
    if (role === 'layout') visitInside(table);
    if (role !== 'data') return;
    const caption = table.children.find((child) => isTag(child) && child.name === 'caption');
    if (caption !== undefined) visit(caption);
    const read = readTable(table, { block: reading.blocks.length, pathOf });
    reading.notices.push(...read.notices);
    if (read.table.rows.length > 0) reading.blocks.push(read.table);
  };

  const visitInside = (element: Element): void => {
    const outer = line.owner;
    endLine();
    line.owner = element;
    element.children.forEach(visit);
    endLine();
    line.owner = outer;
  };

  const visit = (node: AnyNode): void => {
    if (isText(node)) line.raw += node.data;
    if (!isTag(node) || isSilent(node) || isLeftOut(node, reading)) return;
    if (node.name === 'img') reading.images += 1;
    if (node.name === 'br') endLine();
    else if (node.name === 'table') visitTable(node);
    else if (isBlock(node)) visitInside(node);
    else node.children.forEach(visit);
  };

  visitInside(body);
  return reading;
}

function isLeftOut(element: Element, reading: BodyReading): boolean {
  if (isHidden(element)) {
    const text = rawText(element);
    if (!isBlank(text)) reading.notices.push(hiddenText(text, reading.blocks.length));
    return true;
  }
  if (isPageFurniture(element)) {
    const text = rawText(element);
    const message = `Left out the running header or footer of the printed page: "${stripSpace(text).slice(0, 60)}"`;
    if (!isBlank(text)) reading.notices.push({ code: 'page_furniture', message });
    return true;
  }
  return isBlock(element) && isChrome(element) && !holdsLandmark(element);
}
