import type { ExtractedDocument, Format } from '../../model/document.ts';
import type { Notice, Reading } from '../../model/notice.ts';
import { sha256 } from '../../text/hash.ts';
import { blocksOf, type DocxNode } from '../docx/blocks.ts';
import { faultNotices, flowOf, type FlowFaults, type FlowParagraph } from '../docx/flow.ts';
import { startCounting } from '../docx/list-counts.ts';
import type { DocumentHint } from '../hint.ts';
import { readConverted } from '../office/read-converted.ts';
import { isCompoundFile, openCompoundFile } from '../office/compound-file.ts';
import { paragraphProperties } from './paragraph-properties.ts';
import { isCellEnd, readStory, type Story, type StoryParagraph } from './story.ts';
import { readWordXml } from './read-word-xml.ts';
import { readTextBoxes, type TextBox } from './text-boxes.ts';
import { openWordFile, type WordFile } from './word-file.ts';

/** Raised when the output of this reader changes. */
export const DOC_EXTRACTOR = 'doc/1';

/** As `DOC_EXTRACTOR`, for files that WPS Office marks as its own. */
export const WPS_EXTRACTOR = 'wps/1';

/**
 * A Word 97–2003 document ([MS-DOC]; WPS Office writes the same under `.doc` and `.wps`) as blocks, with the same rules as
 * for DOCX, and Word's XML of one file: automatic numbers written out, text boxes at their place, deletions dropped, merged cells as spans; running
 * headers, footers and notes left out.
 * Notices: `tracked_changes`, `hidden_text`, `image_in_body`, `footnotes_left_out`, `merged_cell_text`,
 * `table_definition_missing`, `text_box_unplaced`.
 * Word 6 and 95 go through LibreOffice, where it is installed (`converted`).
 * Throws `UnreadableError`: `encrypted`, `damaged`, `too_large`, `timeout`, `format` (other OLE2 files; no LibreOffice).
 */
export async function readDoc(bytes: Uint8Array, hint: DocumentHint): Promise<Reading<ExtractedDocument>> {
  const name = hint.name ?? hint.url;
  if (!isCompoundFile(bytes)) return await readWordXml(bytes, { name, extractor: DOC_EXTRACTOR });
  const opened = openWordFile(openCompoundFile(bytes, name), name);
  if (opened.kind === 'older') {
    const what = `a Word document of version ${opened.version}, older than Word 97`;
    return await readConverted(bytes, hint, { format: 'doc', extractor: DOC_EXTRACTOR, what });
  }
  return readWord97(bytes, opened.word, { format: 'doc', extractor: DOC_EXTRACTOR });
}

/** A file with the mark of WPS: Word's format inside is read as such, WPS's own older one goes through LibreOffice. */
export async function readWps(bytes: Uint8Array, hint: DocumentHint): Promise<Reading<ExtractedDocument>> {
  const name = hint.name ?? hint.url;
  const file = openCompoundFile(bytes, name);
  const as = { format: 'wps', extractor: WPS_EXTRACTOR } as const;
  const opened = file.names.includes('WordDocument') ? openWordFile(file, name) : null;
  if (opened?.kind === 'word97') return readWord97(bytes, opened.word, as);
  return await readConverted(bytes, hint, { ...as, what: "a document in WPS's own older format" });
}

function readWord97(
  bytes: Uint8Array,
  word: WordFile,
  as: { format: Format; extractor: string },
): Reading<ExtractedDocument> {
  const { nodes, notices } = readMainText(word);
  const body = blocksOf({ type: 'document', children: nodes });
  return {
    value: {
      sha256: sha256(bytes),
      ...as,
      ...(body.title === null ? {} : { title: body.title }),
      meta: {},
      blocks: body.blocks,
      attachments: [],
    },
    notices: [...notices, ...body.notices],
  };
}

interface Collected {
  stories: Story[];
  faults: FlowFaults;
}

function readMainText(word: WordFile): { nodes: DocxNode[]; notices: Notice[] } {
  const nextLabel = startCounting();
  const boxes = readTextBoxes(word);
  const found: Collected = { stories: [], faults: { lostTexts: [], undefinedTables: 0 } };
  const sections = sectionEnds(word);
  const read = (first: number, last: number, boxesAt: ReadonlyMap<number, TextBox[]>): DocxNode[] => {
    const story = readStory(word, first, last, sections);
    found.stories.push(story);
    const paragraphs = story.paragraphs.map((paragraph): FlowParagraph => {
      const before = paragraph.anchors
        .flatMap((anchor) => boxesAt.get(anchor) ?? [])
        .flatMap((box) => read(box.first, box.last, new Map()));
      return flowParagraph(word, paragraph, before, nextLabel);
    });
    return flowOf(paragraphs, found.faults);
  };
  const loose = boxes.unplaced.flatMap((box) => read(box.first, box.last, new Map()));
  const nodes = [...loose, ...read(0, word.fib.mainLength, boxes.byAnchor)];
  return { nodes, notices: noticesOf(found, boxes.unplaced.length) };
}

function flowParagraph(
  word: WordFile,
  paragraph: StoryParagraph,
  before: DocxNode[],
  nextLabel: ReturnType<typeof startCounting>,
): FlowParagraph {
  const properties = paragraphProperties(word, paragraph.mark);
  const { nesting, isRowEnd, isInnerCellEnd, listPlace } = properties;
  const isOuterEnd = nesting === 1 && isCellEnd(paragraph.markCode);
  const label = listPlace === null || isRowEnd ? '' : nextLabel(listPlace);
  return {
    node: {
      type: 'paragraph',
      styleName: properties.styleName,
      children: [...(label === '' ? [] : [{ type: 'text', value: label }]), ...paragraph.children],
    },
    before,
    nesting,
    end: isRowEnd ? 'row' : isOuterEnd || isInnerCellEnd ? 'cell' : 'none',
    rowCells: properties.rowCells,
  };
}

/** Numbers of the characters behind which a section begins; the others of that code are page breaks in a paragraph. */
function sectionEnds(word: WordFile): Set<number> {
  const { at, length } = word.fib.places.sections;
  const count = Math.floor((length - 4) / 16);
  const list = word.table.slice(at, length);
  return new Set(Array.from({ length: Math.max(0, count) }, (_, index) => list.u32((index + 1) * 4)));
}

function noticesOf({ stories, faults }: Collected, unplaced: number): Notice[] {
  const notices: Notice[] = [];
  const sum = (key: 'deletions' | 'insertions'): number => stories.reduce((total, story) => total + story[key], 0);
  if (sum('deletions') + sum('insertions') > 0) {
    const message = `Tracked changes: ${sum('deletions')} deletions left out, ${sum('insertions')} insertions kept`;
    notices.push({ code: 'tracked_changes', message });
  }
  for (const text of stories.flatMap((story) => story.hidden)) {
    notices.push({ code: 'hidden_text', message: `Left out text that Word hides: "${text.slice(0, 60)}"` });
  }
  notices.push(...faultNotices(faults));
  if (unplaced > 0) {
    const message = `${unplaced} text boxes without a known place stand first`;
    notices.push({ code: 'text_box_unplaced', message });
  }
  return notices;
}
