import type { DocxNode } from '../docx/blocks.ts';
import { faultNotices, flowOf, type FlowFaults, type FlowParagraph } from '../docx/flow.ts';
import { printedLabel } from '../docx/list-counts.ts';
import type { Merge, RowCell } from '../docx/merged-rows.ts';
import type { Notice } from '../../model/notice.ts';
import type { Destination } from './destinations.ts';
import { encodingOfCharacterSet } from './encodings.ts';

/** What holds in a group and ends with it. */
export interface Group {
  destination: Destination;
  /** Characters that stand after a Unicode one for readers that do not know it. */
  fallback: number;
  font: number | null;
  /** The font of East Asian characters, and whether the next characters are such. */
  wideFont: number | null;
  isWide: boolean;
  /** The next font named is one for other characters than those that follow. */
  isHidden: boolean;
  isDeleted: boolean;
  /** Of the paragraph: in how many tables, its style, whether a list numbers it. */
  nesting: number;
  isInTable: boolean;
  style: number | null;
  isListed: boolean;
}

/** The definition of a row's cells as far as it was read. */
export interface RowDraft {
  cells: RowCell[];
  edge: number;
  across: Merge;
  down: Merge;
}

/** A text under way: the main one, or that of a text box. */
interface Story {
  paragraphs: FlowParagraph[];
  children: DocxNode[];
  before: DocxNode[];
  label: string;
}

/** Everything that reading an RTF file remembers. */
export interface RtfState {
  groups: Group[];
  stories: Story[];
  /** The encoding of the document. */
  encoding: string;
  fonts: Map<number, number>;
  styles: Map<number, string>;
  styleName: string;
  row: RowDraft;
  innerRow: RowDraft;
  pending: Uint8Array[];
  faults: FlowFaults;
  hidden: string[];
  /** The text before was hidden as well. */
  isHiding: boolean;
  deletions: number;
  insertions: number;
  unlabelled: number;
}

const FIRST: Group = {
  destination: 'text',
  fallback: 1,
  font: null,
  wideFont: null,
  isWide: false,
  isHidden: false,
  isDeleted: false,
  nesting: 0,
  isInTable: false,
  style: null,
  isListed: false,
};

/** The state before the first token. */
export function emptyState(encoding: string): RtfState {
  return {
    groups: [],
    stories: [emptyStory()],
    encoding,
    fonts: new Map(),
    styles: new Map(),
    styleName: '',
    row: emptyRow(),
    innerRow: emptyRow(),
    pending: [],
    faults: { lostTexts: [], undefinedTables: 0 },
    hidden: [],
    isHiding: false,
    deletions: 0,
    insertions: 0,
    unlabelled: 0,
  };
}

function emptyStory(): Story {
  return { paragraphs: [], children: [], before: [], label: '' };
}

/** A row of which no cell is defined yet. */
export function emptyRow(): RowDraft {
  return { cells: [], edge: 0, across: 'none', down: 'none' };
}

/** The innermost group; outside of all groups that of the document. */
export function groupOf(state: RtfState): Group {
  return state.groups.at(-1) ?? FIRST;
}

/** The text that is being read. */
function storyOf(state: RtfState): Story {
  const story = state.stories.at(-1);
  if (story === undefined) throw new Error('No text is open: more text boxes were closed than opened');
  return story;
}

/** Opens a group: what holds outside holds in it. */
export function openGroup(state: RtfState): void {
  state.groups.push({ ...groupOf(state) });
}

/** Closes a group; the text of a text box then stands before the paragraph it hangs on. */
export function closeGroup(state: RtfState): void {
  const closed = state.groups.pop();
  if (closed?.destination === 'styles') nameStyle(state, closed.style);
  if (closed?.destination !== 'box' || groupOf(state).destination === 'box' || state.stories.length < 2) return;
  endParagraph(state, 'none', { nesting: 0, onlyIfFilled: true });
  const nodes = flowOf(state.stories.pop()?.paragraphs ?? [], state.faults);
  storyOf(state).before.push(...nodes);
}

function nameStyle(state: RtfState, style: number | null): void {
  const name = state.styleName.replace(/;.*$/su, '').trim();
  if (style !== null && name !== '') state.styles.set(style, name);
  state.styleName = '';
}

/** Changes what the innermost group is. */
export function setDestination(state: RtfState, destination: Destination): void {
  const group = groupOf(state);
  if (destination === 'box' && group.destination !== 'box') state.stories.push(emptyStory());
  if (group.destination !== 'skip') group.destination = destination;
}

/** Puts bytes aside until their encoding is certain and pairs are whole. */
export function addBytes(state: RtfState, bytes: Uint8Array): void {
  state.pending.push(bytes);
}

/** The bytes put aside become text. */
export function flushBytes(state: RtfState): void {
  if (state.pending.length === 0) return;
  const bytes = state.pending.length === 1 ? state.pending[0] : Buffer.concat(state.pending);
  state.pending = [];
  addText(state, new TextDecoder(encodingNow(state)).decode(bytes));
}

function encodingNow(state: RtfState): string {
  const { font, wideFont, isWide } = groupOf(state);
  const number = isWide && wideFont !== null ? wideFont : font;
  const characterSet = number === null ? undefined : state.fonts.get(number);
  return (characterSet === undefined ? null : encodingOfCharacterSet(characterSet)) ?? state.encoding;
}

/** Text where the group puts it. */
export function addText(state: RtfState, text: string): void {
  const { destination, isDeleted, isHidden } = groupOf(state);
  if (destination === 'styles') state.styleName += text;
  if (destination === 'label') storyOf(state).label += text;
  if (destination !== 'text' && destination !== 'box') return;
  if (isDeleted) return;
  if (isHidden) {
    state.hidden.push((state.isHiding ? (state.hidden.pop() ?? '') : '') + text);
    state.isHiding = true;
    return;
  }
  state.isHiding = false;
  const { children } = storyOf(state);
  const before = children.at(-1);
  if (before?.type === 'text') before.value = (before.value ?? '') + text;
  else children.push({ type: 'text', value: text });
}

/** A tab, break or picture in the text. */
export function addNode(state: RtfState, node: DocxNode): void {
  const { destination, isDeleted, isHidden } = groupOf(state);
  if (destination === 'label' && node.type === 'tab') storyOf(state).label += '\t';
  if ((destination === 'text' || destination === 'box') && !isDeleted && !isHidden) storyOf(state).children.push(node);
}

/** Ends a paragraph, and with it a cell or row. */
export function endParagraph(
  state: RtfState,
  end: FlowParagraph['end'],
  place: { nesting?: number; rowCells?: RowCell[]; onlyIfFilled?: boolean } = {},
): void {
  const story = storyOf(state);
  const group = groupOf(state);
  if (place.onlyIfFilled === true && story.children.length === 0 && story.before.length === 0) return;
  const label = printedLabel(story.label, /\s$/u.test(story.label));
  if (group.isListed && story.label === '' && story.children.length > 0) state.unlabelled += 1;
  story.paragraphs.push({
    node: {
      type: 'paragraph',
      styleName: group.style === null ? null : (state.styles.get(group.style) ?? null),
      children: [...(label === '' ? [] : [{ type: 'text', value: label }]), ...story.children],
    },
    before: story.before,
    nesting: place.nesting ?? Math.max(group.nesting, group.isInTable ? 1 : 0),
    end,
    rowCells: place.rowCells ?? null,
  });
  story.children = [];
  story.before = [];
  story.label = '';
}

/** The tree of the whole document, and what was odd about it. */
export function finish(state: RtfState): { nodes: DocxNode[]; notices: Notice[] } {
  endParagraph(state, 'none', { nesting: 0, onlyIfFilled: true });
  const nodes = flowOf(storyOf(state).paragraphs, state.faults);
  const notices: Notice[] = [];
  if (state.deletions + state.insertions > 0) {
    const message = `Tracked changes: ${state.deletions} deletions left out, ${state.insertions} insertions kept`;
    notices.push({ code: 'tracked_changes', message });
  }
  for (const text of state.hidden.filter((piece) => piece.trim() !== '')) {
    notices.push({ code: 'hidden_text', message: `Left out text that Word hides: "${text.slice(0, 60)}"` });
  }
  if (state.unlabelled > 0) {
    const message = `${state.unlabelled} paragraphs belong to a list, but the file does not say what is printed before them`;
    notices.push({ code: 'list_number_missing', message });
  }
  return { nodes, notices: [...notices, ...faultNotices(state.faults)] };
}
