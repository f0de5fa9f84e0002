import { DOMParser, XMLSerializer } from '@xmldom/xmldom';
import { UnreadableError } from '../../errors.ts';

/** Parses a part of an Office file. Entities are not fetched. Throws `UnreadableError` `damaged` for what is no XML. */
export function parseXml(bytes: Uint8Array, part: string): Document {
  const faults: string[] = [];
  const note = (message: string): void => {
    faults.push(message);
  };
  const parser = new DOMParser({ errorHandler: { warning: () => {}, error: note, fatalError: note } });
  const text = decodePart(bytes, part);
  const document: Document | undefined = parser.parseFromString(text, 'text/xml');
  if (document?.documentElement === undefined || document.documentElement === null || faults.length > 0) {
    throw new UnreadableError(
      `Cannot read the part "${part}" of the document: ${faults[0] ?? 'no XML in it'}`,
      'damaged',
    );
  }
  return document;
}

/** The text of a part of an Office file, by its byte order mark UTF-16, else UTF-8. */
export function decodePart(bytes: Uint8Array, part: string): string {
  return new TextDecoder(part.endsWith('.xml') ? encodingOf(bytes) : 'utf-8').decode(bytes);
}

function encodingOf(bytes: Uint8Array): string {
  return bytes[0] === 0xff && bytes[1] === 0xfe
    ? 'utf-16le'
    : bytes[0] === 0xfe && bytes[1] === 0xff
      ? 'utf-16be'
      : 'utf-8';
}

/** The XML text of a document or a part of it. */
export function writeXml(node: Node): string {
  return new XMLSerializer().serializeToString(node);
}

/** All elements below with this qualified name, in document order, as a list that does not change. */
export function all(node: Document | Element, name: string): Element[] {
  return Array.from(node.getElementsByTagName(name));
}

/** The first child element with this qualified name. */
export function child(element: Element | null | undefined, name: string): Element | null {
  for (let node = element?.firstChild ?? null; node !== null; node = node.nextSibling) {
    if (isElement(node) && node.nodeName === name) return node;
  }
  return null;
}

/** The `w:val` of the first child with this name; null where either is absent. */
export function childValue(element: Element | null | undefined, name: string): string | null {
  return attributeOf(child(element, name), 'w:val');
}

/** An attribute by its qualified name; null where it is absent. */
export function attributeOf(element: Element | null | undefined, name: string): string | null {
  return element?.hasAttribute(name) === true ? element.getAttribute(name) : null;
}

/** The nearest element above with this qualified name. */
export function above(element: Element, name: string): Element | null {
  for (let node = element.parentNode; node !== null; node = node.parentNode) {
    if (isElement(node) && node.nodeName === name) return node;
  }
  return null;
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}
