import { printedLabel } from '../docx/list-counts.ts';
import { above, all, attributeOf, child, childValue, writeXml } from '../docx/xml.ts';

/** The namespace of Word 2003's XML, and that of OOXML, whose elements mostly have the same names. */
const OLD_NAMESPACE = 'http://schemas.microsoft.com/office/word/2003/wordml';
const NAMESPACE = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';

/** What was left out on the way to OOXML, as counts. */
export interface LeftOut {
  deletions: number;
  insertions: number;
  footnotes: number;
  /** Paragraphs of a list of which the file does not say what number is printed. */
  unlabelled: number;
}

/**
 * The parts of an OOXML document with the same content as a document in Word 2003's XML (`w:wordDocument`): revisions
 * settled, printed numbers written out, merged cells in the words of OOXML. The document given is changed.
 */
export function partsOfWordXml(document: Document): { parts: Map<string, Uint8Array>; leftOut: LeftOut } {
  const remove = (name: string): number => all(document, name).map(detach).length;
  for (const name of ['w:hdr', 'w:ftr', 'w:docOleData', 'w:binData']) remove(name);
  const footnotes = remove('w:footnote') + remove('w:endnote');
  const leftOut = { ...settleRevisions(document), footnotes, unlabelled: writeLabels(document) };
  for (const name of ['wx:sect', 'wx:sub-section', 'wx:pBdrGroup', 'wx:allowEmptyCollapse']) {
    all(document, name).forEach(unwrap);
  }
  all(document, 'w:tr').forEach(joinAcross);
  for (const merge of all(document, 'w:vmerge')) rename(merge, 'w:vMerge');
  const body = all(document, 'w:body')[0];
  const styles = all(document, 'w:styles')[0];
  const namespaces = ` xmlns:w="${NAMESPACE}" xmlns:v="urn:schemas-microsoft-com:vml"`;
  const write = (element: Element | undefined): string =>
    element === undefined ? '' : writeXml(element).replaceAll(OLD_NAMESPACE, NAMESPACE);
  const encoder = new TextEncoder();
  const parts = new Map([
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${MAIN_TYPE}"/></Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    ],
    ['word/document.xml', `<w:document${namespaces}>${write(body)}</w:document>`],
    ['word/styles.xml', styles === undefined ? `<w:styles${namespaces}/>` : write(styles)],
  ]);
  return { parts: new Map([...parts].map(([name, text]) => [name, encoder.encode(text)])), leftOut };
}

/** The parts of a document that was saved as one XML file (`pkg:package`, "Word XML Document"). */
export function partsOfPackage(document: Document): Map<string, Uint8Array> {
  const parts = new Map<string, Uint8Array>();
  for (const part of all(document, 'pkg:part')) {
    const content = Array.from(child(part, 'pkg:xmlData')?.childNodes ?? []).find((node) => node.nodeType === 1);
    const name = (attributeOf(part, 'pkg:name') ?? '').replace(/^\//u, '');
    if (content !== undefined) parts.set(name, new TextEncoder().encode(writeXml(content)));
  }
  return parts;
}

/** Tracked changes stand in elements of a namespace of their own, around what they change. */
function settleRevisions(document: Document): { deletions: number; insertions: number } {
  let deletions = 0;
  let insertions = 0;
  for (const annotation of all(document, 'aml:annotation')) {
    const type = attributeOf(annotation, 'w:type');
    const content = child(annotation, 'aml:content');
    if (type === 'Word.Insertion') insertions += 1;
    if (type === 'Word.Deletion') deletions += 1;
    if (type !== 'Word.Insertion' || content === null) detach(annotation);
    else {
      unwrap(content);
      unwrap(annotation);
    }
  }
  return { deletions, insertions };
}

/** Word writes beside the list what it prints before the paragraph. Returns for how many that is missing. */
function writeLabels(document: Document): number {
  let missing = 0;
  for (const list of all(document, 'w:listPr')) {
    const paragraph = above(list, 'w:p');
    const properties = list.parentNode;
    detach(list);
    // In a style, or list 0, which takes the number away.
    if (paragraph === null || childValue(list, 'w:ilfo') === '0') continue;
    const printed = attributeOf(child(list, 'wx:t'), 'wx:val');
    if (printed === null) missing += 1;
    const label = printedLabel(printed ?? '', true);
    if (label === '') continue;
    const run = document.createElementNS(OLD_NAMESPACE, 'w:r');
    const text = document.createElementNS(OLD_NAMESPACE, 'w:t');
    text.setAttribute('xml:space', 'preserve');
    text.appendChild(document.createTextNode(label));
    run.appendChild(text);
    paragraph.insertBefore(run, properties?.nextSibling ?? null);
  }
  return missing;
}

/** Cells that continue the one before (`w:hmerge`) become one cell over several columns. */
function joinAcross(row: Element): void {
  let first: Element | null = null;
  for (const cell of Array.from(row.childNodes)) {
    if (!isCell(cell)) continue;
    const properties = child(cell, 'w:tcPr');
    const merge = child(properties, 'w:hmerge');
    const isFirst = merge === null || attributeOf(merge, 'w:val') === 'restart';
    if (isFirst || first === null) first = merge === null ? null : cell;
    else {
      setSpan(first, spanOf(first) + spanOf(cell));
      row.removeChild(cell);
    }
  }
}

function isCell(node: Node): node is Element {
  return node.nodeName === 'w:tc';
}

function spanOf(cell: Element): number {
  return Number(childValue(child(cell, 'w:tcPr'), 'w:gridSpan') ?? 1);
}

function setSpan(cell: Element, span: number): void {
  const properties = child(cell, 'w:tcPr');
  const document = cell.ownerDocument;
  const known = child(properties, 'w:gridSpan');
  const element = known ?? document.createElementNS(OLD_NAMESPACE, 'w:gridSpan');
  element.setAttributeNS(OLD_NAMESPACE, 'w:val', String(span));
  if (known === null) properties?.appendChild(element);
}

function rename(element: Element, name: string): void {
  const renamed = element.ownerDocument.createElementNS(OLD_NAMESPACE, name);
  const value = attributeOf(element, 'w:val');
  if (value !== null) renamed.setAttributeNS(OLD_NAMESPACE, 'w:val', value);
  element.parentNode?.replaceChild(renamed, element);
}

function unwrap(element: Element): void {
  for (const node of Array.from(element.childNodes)) element.parentNode?.insertBefore(node, element);
  detach(element);
}

function detach(element: Element): void {
  element.parentNode?.removeChild(element);
}
