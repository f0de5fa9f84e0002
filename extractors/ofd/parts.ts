import { posix } from 'node:path';
import { UnreadableError } from '../../errors.ts';
import { parseXml } from '../docx/xml.ts';
import { listZip, readZip } from '../zip.ts';

/** The XML parts of an OFD package by their place in it, without a leading slash. */
export type Parts = ReadonlyMap<string, Uint8Array>;

/** Unpacks the XML of an OFD package. Throws `UnreadableError`: `damaged`, `encrypted`, `too_large`. */
export async function readParts(bytes: Uint8Array, name: string): Promise<Parts> {
  await listZip(bytes, name);
  const found = await readZip(bytes, name, (entry) => /\.xml$/iu.test(entry));
  const parts = new Map([...found].map(([entry, content]) => [posix.normalize(entry.replace(/^\/+/u, '')), content]));
  if (parts.has('Encryptions.xml')) {
    throw new UnreadableError(`Cannot read "${name}": an OFD document protected by a password`, 'encrypted');
  }
  return parts;
}

/** Where a place named in one part lies in the package (GB/T 33190, 7.2: from the folder of that part, or from the root). */
export function placeOf(part: string, named: string): string {
  const path = named.trim().replaceAll('\\', '/');
  return posix.normalize(path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(part), path));
}

/** The root element of a part. Throws `UnreadableError` `damaged` where it is missing or no XML. */
export function rootOf(parts: Parts, part: string): Element {
  const content = parts.get(part);
  if (content === undefined) {
    throw new UnreadableError(`Cannot read the part "${part}" of the document: it is not there`, 'damaged');
  }
  return parseXml(content, part).documentElement;
}

/** The child elements with one of these local names, in order; all without names. */
export function children(element: Element, ...names: string[]): Element[] {
  const found: Element[] = [];
  for (let node = element.firstChild; node !== null; node = node.nextSibling) {
    if (isElement(node) && (names.length === 0 || names.includes(node.localName))) found.push(node);
  }
  return found;
}

/** Elements at the end of a way of local names, from the children down. */
export function descend(element: Element, ...way: string[]): Element[] {
  return way.reduce<Element[]>((level, name) => level.flatMap((one) => children(one, name)), [element]);
}

/** An attribute; null where it is absent or empty. */
export function attribute(element: Element, name: string): string | null {
  const value = element.getAttribute(name);
  return value === null || value.trim() === '' ? null : value.trim();
}

/** The numbers in a text, separated by white space. */
export function numbers(text: string | null): number[] {
  return (text ?? '')
    .split(/[\s,]+/u)
    .flatMap((word) => (word === '' || Number.isNaN(Number(word)) ? [] : [Number(word)]));
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}
