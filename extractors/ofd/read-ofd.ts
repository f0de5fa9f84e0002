import { UnreadableError } from '../../errors.ts';
import type { ExtractedDocument } from '../../model/document.ts';
import type { Notice, Reading } from '../../model/notice.ts';
import { sha256 } from '../../text/hash.ts';
import type { DocumentHint } from '../hint.ts';
import { blocksOfPages } from '../pdf/page-blocks.ts';
import { marksOfPage, type OfdPage } from './page-objects.ts';
import { attribute, children, descend, numbers, placeOf, readParts, rootOf, type Parts } from './parts.ts';

/** Raised when the output of this reader changes. */
export const OFD_EXTRACTOR = 'ofd/1';

/**
 * An OFD document (GB/T 33190-2016) as blocks, by the same rules as a PDF: tables from ruling lines, joined over pages,
 * paragraphs from lines of text; page 1-based, boxes in points from the top left of the page as shown. Pages stand on
 * their templates; annotations and pictures are not read. Notices: those of PDF, `annotations_left_out`, `other_documents`.
 * Throws `UnreadableError`: `damaged`, `encrypted`, `scan` (no text on any page), `too_large`.
 */
export async function readOfd(bytes: Uint8Array, hint: DocumentHint): Promise<Reading<ExtractedDocument>> {
  const name = hint.name ?? hint.url;
  const parts = await readParts(bytes, name);
  const { pages, meta, notices } = openDocument(parts, name);
  const marks = pages.map(marksOfPage);
  if (marks.every(({ glyphs }) => glyphs.every(({ text }) => text.trim() === ''))) {
    const message = `Cannot read "${name}": its ${pages.length} pages hold images and no text (a scan); it needs OCR`;
    throw new UnreadableError(message, 'scan');
  }
  const read = blocksOfPages(marks);
  return {
    value: {
      sha256: sha256(bytes),
      format: 'ofd',
      extractor: OFD_EXTRACTOR,
      meta,
      blocks: read.blocks,
      attachments: [],
    },
    notices: [...notices, ...read.notices],
  };
}

interface OpenDocument {
  pages: OfdPage[];
  meta: Record<string, string>;
  notices: Notice[];
}

/** The pages of the first document of a package. */
function openDocument(parts: Parts, name: string): OpenDocument {
  const bodies = descend(rootOf(parts, 'OFD.xml'), 'DocBody');
  const [body] = bodies;
  const [root] = body === undefined ? [] : descend(body, 'DocRoot');
  if (body === undefined || root === undefined) {
    throw new UnreadableError(`Cannot read "${name}": the package names no document`, 'damaged');
  }
  const place = placeOf('OFD.xml', root.textContent ?? '');
  const document = rootOf(parts, place);
  const pages = pagesOf(document, { parts, place });
  const notices: Notice[] = [];
  if (bodies.length > 1) {
    notices.push({ code: 'other_documents', message: `Read the first of ${bodies.length} documents in one package` });
  }
  if (descend(document, 'Annotations').length > 0) {
    notices.push({
      code: 'annotations_left_out',
      message: 'The annotations of the document (stamps, marks) were not read',
    });
  }
  return { pages, meta: { ...propertiesOf(body), pages: String(pages.length) }, notices };
}

function propertiesOf(body: Element): Record<string, string> {
  const names = { title: 'Title', author: 'Author', created: 'CreationDate' };
  return Object.fromEntries(
    Object.entries(names).flatMap(([key, tag]) => {
      const text = descend(body, 'DocInfo', tag)[0]?.textContent?.trim() ?? '';
      return text === '' ? [] : [[key, text]];
    }),
  );
}

function pagesOf(document: Element, { parts, place }: { parts: Parts; place: string }): OfdPage[] {
  const common = descend(document, 'CommonData');
  const usual = common.flatMap((one) => descend(one, 'PageArea', 'PhysicalBox'))[0];
  const composites = compositesOf(common, { parts, place });
  const templates = new Map(
    common
      .flatMap((one) => children(one, 'TemplatePage'))
      .map((one) => [attribute(one, 'ID') ?? '', rootOf(parts, placeOf(place, attribute(one, 'BaseLoc') ?? ''))]),
  );
  return descend(document, 'Pages', 'Page').map((entry, index) => {
    const page = rootOf(parts, placeOf(place, attribute(entry, 'BaseLoc') ?? ''));
    const below = children(page, 'Template').flatMap((one) => templates.get(attribute(one, 'TemplateID') ?? '') ?? []);
    const box = descend(page, 'Area', 'PhysicalBox')[0] ?? usual;
    return {
      page: index + 1,
      box: numbers(box?.textContent ?? null),
      layers: [...below, page].flatMap((one) => descend(one, 'Content', 'Layer')),
      composites,
    };
  });
}

/** The drawings that the resources of a document define, by their number. */
function compositesOf(
  common: readonly Element[],
  { parts, place }: { parts: Parts; place: string },
): Map<string, Element> {
  const resources = common.flatMap((one) => children(one, 'PublicRes', 'DocumentRes'));
  const found = resources
    .map((one) => placeOf(place, one.textContent ?? ''))
    .filter((part) => parts.has(part))
    .flatMap((part) => descend(rootOf(parts, part), 'CompositeGraphicUnits', 'CompositeGraphicUnit'));
  return new Map(found.map((unit) => [attribute(unit, 'ID') ?? '', unit]));
}
