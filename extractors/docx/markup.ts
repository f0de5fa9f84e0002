import { UnreadableError } from '../../errors.ts';
import { decodePart } from './xml.ts';

/**
 * A part of a Word file as a tree over its source: what is not changed is written back as it stands. A document has tens of
 * thousands of nodes of which a few are moved; a DOM of them costs more than all the rest of the reading.
 */
export interface MarkupElement {
  kind: 'element';
  /** Qualified name; '' for what holds the whole part. */
  name: string;
  /** The start tag as in the source, without its end (`>` or `/>`). */
  tag: string;
  parent: MarkupElement | null;
  first: MarkupNode | null;
  last: MarkupNode | null;
  before: MarkupNode | null;
  next: MarkupNode | null;
}

/** Text, CDATA, a comment or an instruction, as in the source. */
interface MarkupText {
  kind: 'text';
  raw: string;
  parent: MarkupElement | null;
  before: MarkupNode | null;
  next: MarkupNode | null;
}

/** Anything that stands in an element. */
export type MarkupNode = MarkupElement | MarkupText;

const START = /<([^\s/>"'=<!?]+)((?:\s+[^\s/>"'=<]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/uy;
const ATTRIBUTE = /\s([^\s/>"'=<]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu;

/** What is neither a tag nor text, by its beginning and its end. */
const ASIDES = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

/**
 * Parses a part of a Word file. Throws `UnreadableError` `damaged` for what is not well-formed, and for a document type,
 * which parts must not have (ECMA-376-2, 8.1.4). Entities are left to whoever reads the result.
 */
export function parseMarkup(bytes: Uint8Array, part: string): MarkupElement {
  const source = decodePart(bytes, part).replace(/^\ufeff/u, '');
  const root = newElement('');
  let open = root;
  let at = 0;
  const fail = (why: string): never => {
    throw new UnreadableError(`Cannot read the part "${part}" of the document: ${why} at character ${at}`, 'damaged');
  };
  for (let tag = source.indexOf('<'); tag >= 0; tag = source.indexOf('<', at)) {
    if (tag > at) append(open, newText(source.slice(at, tag)));
    at = tag;
    const aside = ASIDES.find(([begin]) => source.startsWith(begin, tag));
    if (aside !== undefined) {
      const end = source.indexOf(aside[1], tag + aside[0].length);
      if (end < 0) fail(`"${aside[0]}" without an end`);
      at = end + aside[1].length;
      append(open, newText(source.slice(tag, at)));
    } else if (source.charAt(tag + 1) === '/') {
      const end = source.indexOf('>', tag);
      const name = end < 0 ? '' : source.slice(tag + 2, end).trimEnd();
      if (name !== open.name || open.parent === null) fail(`the end of "${name}" in "${open.name}"`);
      open = open.parent ?? root;
      at = end + 1;
    } else {
      START.lastIndex = tag;
      const [whole = '', name = '', attributes = '', closed] = START.exec(source) ?? fail('no sound tag');
      if (open === root && elements(root).length > 0) fail('a second root');
      const element = newElement(name, `<${name}${attributes}`);
      append(open, element);
      if (closed === '') open = element;
      at = tag + whole.length;
    }
  }
  if (open !== root || elements(root).length === 0 || source.slice(at).trim() !== '') fail('the end is missing');
  return root;
}

function elements(parent: MarkupElement): MarkupElement[] {
  const found: MarkupElement[] = [];
  for (let node = parent.first; node !== null; node = node.next) if (node.kind === 'element') found.push(node);
  return found;
}

/** An element that stands nowhere yet. */
export function newElement(name: string, tag = `<${name}`): MarkupElement {
  return { kind: 'element', name, tag, parent: null, first: null, last: null, before: null, next: null };
}

/** Source text that stands nowhere yet; `raw` is escaped. */
function newText(raw: string): MarkupText {
  return { kind: 'text', raw, parent: null, before: null, next: null };
}

/** A run of text that stands nowhere yet. */
export function newRun(text: string): MarkupElement {
  const run = newElement('w:r');
  const piece = newElement('w:t', '<w:t xml:space="preserve"');
  append(run, piece);
  append(piece, newText(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')));
  return run;
}

/** Puts a node at the end of an element. */
export function append(parent: MarkupElement, node: MarkupNode): void {
  insert(node, parent, null);
}

/** Moves a node into `parent`, before `next` (null: at the end). */
export function insert(node: MarkupNode, parent: MarkupElement, next: MarkupNode | null): void {
  remove(node);
  const before = next === null ? parent.last : next.before;
  node.parent = parent;
  node.before = before;
  node.next = next;
  if (before === null) parent.first = node;
  else before.next = node;
  if (next === null) parent.last = node;
  else next.before = node;
}

/** Takes a node out of the tree. */
export function remove(node: MarkupNode): void {
  const { parent, before, next } = node;
  if (parent === null) return;
  if (before === null) parent.first = next;
  else before.next = next;
  if (next === null) parent.last = before;
  else next.before = before;
  node.parent = null;
}

/** The nodes that stand in an element, as a list that does not change. */
export function nodesIn(parent: MarkupElement): MarkupNode[] {
  const found: MarkupNode[] = [];
  for (let node = parent.first; node !== null; node = node.next) found.push(node);
  return found;
}

/** All elements below with one of these qualified names, in document order, as a list that does not change. */
export function all(top: MarkupElement, ...names: string[]): MarkupElement[] {
  const wanted = new Set(names);
  const found: MarkupElement[] = [];
  walk(top, (node) => {
    if (node.kind === 'element' && wanted.has(node.name)) found.push(node);
  });
  return found;
}

/** Visits everything below, in document order; `leave` when all in an element was visited. Nests as deep as it likes. */
function walk(
  top: MarkupElement,
  enter: (node: MarkupNode) => void,
  leave: (element: MarkupElement) => void = () => {},
): void {
  let node = top.first;
  while (node !== null) {
    enter(node);
    if (node.kind === 'element' && node.first !== null) {
      node = node.first;
      continue;
    }
    while (node !== null && node.next === null) {
      const parent: MarkupElement | null = node.parent;
      if (parent === null || parent === top) return;
      leave(parent);
      node = parent;
    }
    node = node?.next ?? null;
  }
}

/** The source of a part with what was changed in it. */
export function writeMarkup(root: MarkupElement): string {
  const pieces: string[] = [];
  walk(
    root,
    (node) => pieces.push(node.kind === 'text' ? node.raw : node.first === null ? `${node.tag}/>` : `${node.tag}>`),
    (element) => pieces.push(`</${element.name}>`),
  );
  return pieces.join('');
}

/** The first child element with this qualified name. */
export function child(element: MarkupElement | null | undefined, name: string): MarkupElement | null {
  for (let node = element?.first ?? null; node !== null; node = node.next) {
    if (node.kind === 'element' && node.name === name) return node;
  }
  return null;
}

/** The `w:val` of the first child with this name; null where either is absent. */
export function childValue(element: MarkupElement | null | undefined, name: string): string | null {
  return attributeOf(child(element, name), 'w:val');
}

/** An attribute by its qualified name; null where it is absent. */
export function attributeOf(element: MarkupElement | null | undefined, name: string): string | null {
  for (const [, found, double, single] of element?.tag.matchAll(ATTRIBUTE) ?? []) {
    if (found === name) return unescaped(double ?? single ?? '');
  }
  return null;
}

/** Whether the toggle child (`w:vanish`, `w:del` …) is there and not switched off. */
export function isOn(element: MarkupElement | null | undefined, name: string): boolean {
  const toggle = child(element, name);
  return toggle !== null && !/^(?:0|false|off)$/u.test(attributeOf(toggle, 'w:val') ?? '');
}

/** The nearest element above with this qualified name. */
export function above(element: MarkupElement, name: string): MarkupElement | null {
  for (let node = element.parent; node !== null; node = node.parent) if (node.name === name) return node;
  return null;
}

/** The text below an element. */
export function textOf(element: MarkupElement): string {
  let text = '';
  walk(element, (node) => {
    if (node.kind === 'element') return;
    if (node.raw.startsWith('<![CDATA[')) text += node.raw.slice(9, -3);
    else if (!node.raw.startsWith('<')) text += unescaped(node.raw);
  });
  return text;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/giu,
    (whole, hex?: string, decimal?: string, name = '') => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      if (Number.isNaN(code)) return NAMED[String(name)] ?? whole;
      return code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
