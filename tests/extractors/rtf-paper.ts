import { cellsInRow, PAGE_NUMBER, truthPieces, type TruthCell } from './truth.ts';

/** Characters → the two bytes that GBK has for them; Node can only decode. */
const GBK = gbkTable();

function gbkTable(): Map<string, [number, number]> {
  const decoder = new TextDecoder('gb18030');
  const table = new Map<string, [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail !== 0x7f) table.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
    }
  }
  return table;
}

/** A rich text document with this body; `head` comes after the font table. */
export function rtf(body: string, head = ''): Uint8Array {
  const fonts = "{\\fonttbl{\\f0\\froman\\fcharset0 Times New Roman;}{\\f1\\fnil\\fcharset134 \\'cb\\'ce\\'cc\\'e5;}}";
  return new TextEncoder().encode(`{\\rtf1\\ansi\\ansicpg936\\uc2\\deff0${fonts}${head}${body}}`);
}

/** Text as Word writes it: pairs of GBK bytes in hexadecimal. */
export function inGbk(text: string): string {
  return Array.from(text, (char) => {
    if (char === '\n') return '\\par ';
    if (/[\\{}]/u.test(char)) return `\\${char}`;
    if (/[ -~]/u.test(char)) return char;
    return (GBK.get(char) ?? []).map(hex).join('') || inUnicode(char);
  }).join('');
}

/** Text as Word writes what its code page lacks: numbers, each with two characters for readers that know none. */
export function inUnicode(text: string): string {
  const numbers = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return numbers.map((code) => `\\u${code > 0x7fff ? code - 0x10000 : code} ?\\'3f`).join('');
}

function hex(byte: number): string {
  return `\\'${byte.toString(16)}`;
}

/**
 * A rebuilt seed as a rich text document. `edges`: cells merged across are wide ones; `flags`: they are many, marked as
 * merged. Cells merged down are marked in both.
 */
export function rtfOfTruth(seed: string, across: 'edges' | 'flags'): Uint8Array {
  const body = truthPieces(seed).map(({ text, rows, cells }) =>
    cells === null
      ? paragraphOf(text)
      : Array.from({ length: rows }, (_, row) => tableRow(cells, row, across)).join(''),
  );
  return rtf(body.join(''));
}

/** The page number of seed 001 is a running foot, its bookmark a group of its own. */
function paragraphOf(text: string): string {
  if (PAGE_NUMBER.test(text)) return `{\\footer\\pard ${text}\\par}`;
  const [, mark = '', rest = text] = /^\[bookmark: (\w+)\](.*)$/su.exec(text) ?? [];
  return `\\pard\\plain \\f1 {\\*\\bkmkstart ${mark}}${inGbk(rest)}\\par\n`;
}

const WIDTH = 700;

function tableRow(cells: readonly TruthCell[], row: number, across: 'edges' | 'flags'): string {
  const definition: string[] = [];
  const content: string[] = [];
  for (const [first, col, down, wide, , text] of cellsInRow(cells, row)) {
    const merge = down === 1 ? '' : first === row ? '\\clvmgf' : '\\clvmrg';
    const printed = first === row ? inGbk(text) : '';
    for (let part = 0; part < (across === 'flags' ? wide : 1); part += 1) {
      const flag = across === 'edges' || wide === 1 ? '' : part === 0 ? '\\clmgf' : '\\clmrg';
      const right = (across === 'flags' ? col + part + 1 : col + wide) * WIDTH - 108;
      definition.push(`${merge}${flag}\\clbrdrt\\brdrs\\cellx${right}`);
      content.push(`\\pard\\plain \\intbl \\f1 ${part === 0 ? printed : ''}\\cell`);
    }
  }
  return `\\trowd\\trgaph108\\trleft-108${definition.join('')}\n${content.join('\n')}\n\\row\n`;
}
