import { encodingOfCodePage } from './encodings.ts';
import {
  addNode,
  addText,
  emptyRow,
  endParagraph,
  groupOf,
  type Group,
  type RowDraft,
  type RtfState,
} from './state.ts';

type Act = (state: RtfState, value: number | null) => void;

/** Control words and symbols that stand for a character (RTF 1.9.1, special characters). */
const CHARACTERS: Readonly<Record<string, string>> = {
  '\\': '\\',
  '{': '{',
  '}': '}',
  '~': '\u00a0',
  _: '-',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  emspace: '\u2003',
  enspace: '\u2002',
  qmspace: '\u2005',
};

/** Control words that act; all others only change how text looks, and are left out on purpose. */
const ACTS: Readonly<Record<string, Act>> = {
  ansicpg: (state, value) => {
    state.encoding = encodingOfCodePage(value ?? 0);
  },
  uc: (state, value) => set(state, { fallback: Math.max(0, value ?? 1) }),
  f: (state, value) => set(state, { font: value, isWide: false }),
  af: (state, value) => {
    if (groupOf(state).isWide) set(state, { wideFont: value });
  },
  loch: (state) => set(state, { isWide: false }),
  hich: (state) => set(state, { isWide: false }),
  dbch: (state) => set(state, { isWide: true }),
  fcharset: (state, value) => {
    const { destination, font } = groupOf(state);
    if (destination === 'fonts' && font !== null) state.fonts.set(font, value ?? 0);
  },
  plain: (state) => set(state, { isHidden: false, isDeleted: false, font: null, wideFont: null, isWide: false }),
  v: (state, value) => set(state, { isHidden: value !== 0 }),
  deleted: (state, value) => {
    if (value !== 0) state.deletions += 1;
    set(state, { isDeleted: value !== 0 });
  },
  revised: (state, value) => {
    if (value !== 0) state.insertions += 1;
  },
  pard: (state) => set(state, { nesting: 0, isInTable: false, style: null, isListed: false }),
  intbl: (state) => set(state, { isInTable: true }),
  itap: (state, value) => set(state, { nesting: Math.max(0, value ?? 1) }),
  s: (state, value) => set(state, { style: value }),
  ls: (state, value) => set(state, { isListed: (value ?? 0) > 0 }),
  par: (state) => endText(state, 'none'),
  sect: (state) => endText(state, 'none'),
  cell: (state) => endText(state, 'cell', 1),
  nestcell: (state) => endText(state, 'cell', Math.max(2, groupOf(state).nesting)),
  row: (state) => endRow(state, state.row, 1),
  nestrow: (state) => endRow(state, state.innerRow, Math.max(2, groupOf(state).nesting)),
  tab: (state) => addNode(state, { type: 'tab' }),
  line: (state) => addNode(state, { type: 'break', breakType: 'line' }),
  trowd: (state) => Object.assign(rowOf(state), emptyRow()),
  trleft: (state, value) => {
    rowOf(state).edge = value ?? 0;
  },
  clmgf: (state) => {
    rowOf(state).across = 'first';
  },
  clmrg: (state) => {
    rowOf(state).across = 'merged';
  },
  clvmgf: (state) => {
    rowOf(state).down = 'first';
  },
  clvmrg: (state) => {
    rowOf(state).down = 'merged';
  },
  cellx: (state, value) => addCell(rowOf(state), value ?? 0),
};

/** Does what a control word or symbol says; `u` and words that begin groups are not for here. */
export function act(state: RtfState, name: string, value: number | null): void {
  const character = CHARACTERS[name];
  if (character === undefined) ACTS[name]?.(state, value);
  else addText(state, character);
}

function set(state: RtfState, change: Partial<Group>): void {
  Object.assign(groupOf(state), change);
}

/** Paragraphs end only in printed text: those of heads, feet and labels are none of it. */
function endText(state: RtfState, end: 'none' | 'cell', nesting?: number): void {
  const { destination, isDeleted } = groupOf(state);
  if (destination !== 'text' && destination !== 'box') return;
  // A deleted mark joins its paragraph with the next.
  if (end === 'none' && isDeleted) return;
  endParagraph(state, end, nesting === undefined ? {} : { nesting });
}

function endRow(state: RtfState, row: RowDraft, nesting: number): void {
  const { destination } = groupOf(state);
  if (destination !== 'text' && destination !== 'box' && destination !== 'innerRow') return;
  endParagraph(state, 'row', { nesting, rowCells: [...row.cells] });
}

/** The row whose cells are being defined: that of a table within a table has a group of its own. */
function rowOf(state: RtfState): RowDraft {
  return groupOf(state).destination === 'innerRow' ? state.innerRow : state.row;
}

function addCell(row: RowDraft, right: number): void {
  row.cells.push({ left: row.edge, right: Math.max(right, row.edge), across: row.across, down: row.down });
  row.edge = Math.max(right, row.edge);
  row.across = 'none';
  row.down = 'none';
}
