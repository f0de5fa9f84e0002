import type { Bytes } from '../office/bytes.ts';
import type { Place } from './fib.ts';
import { readSprms, type Sprm } from './sprms.ts';

/** A style as far as it decides text: what kind of heading it is, its list, and what it hides. */
export interface Style {
  /** The English name of a built-in heading or title style, such as `heading 1`, as in DOCX; null for all others. */
  name: string | null;
  /** Properties of the styles that it is based on come first. */
  paragraph: Sprm[];
  character: Sprm[];
}

interface RawStyle {
  builtIn: number;
  kind: number;
  basedOn: number;
  parts: Bytes[];
}

const PARAGRAPH = 1;
const CHARACTER = 2;
/** Number of a built-in style ([MS-DOC] 2.9.260 sti) → its name. */
const TITLE = 62;
/** Styles based on styles: deeper chains lead back to themselves. */
const MAX_DEPTH = 12;

/** The styles by number ([MS-DOC] 2.9.272 STSH); null where a number names none. */
export function readStyles(table: Bytes, place: Place): (Style | null)[] {
  if (place.length === 0) return [];
  const sheet = table.slice(place.at, place.length);
  const count = sheet.u16(2);
  const baseSize = sheet.u16(4);
  const raw: (RawStyle | null)[] = [];
  let at = 2 + sheet.u16(0);
  for (let index = 0; index < count && at + 2 <= sheet.length; index += 1) {
    const size = sheet.u16(at);
    raw.push(size === 0 ? null : readStyle(sheet.slice(at + 2, size), baseSize));
    at += 2 + size;
  }
  return raw.map((style) => style && resolve(style, raw, 0));
}

function readStyle(bytes: Bytes, baseSize: number): RawStyle {
  const kinds = bytes.u16(2);
  const count = bytes.u16(4) & 0xf;
  const nameUnits = bytes.u16(baseSize);
  const parts: Bytes[] = [];
  let at = baseSize + 2 + nameUnits * 2 + 2;
  for (let part = 0; part < count && at + 2 <= bytes.length; part += 1) {
    at += at % 2;
    const size = bytes.u16(at);
    parts.push(bytes.slice(at + 2, size));
    at += 2 + size;
  }
  return { builtIn: bytes.u16(0) & 0xfff, kind: kinds & 0xf, basedOn: kinds >> 4, parts };
}

function resolve(style: RawStyle, all: readonly (RawStyle | null)[], depth: number): Style {
  const base = all[style.basedOn];
  const inherited = base && depth < MAX_DEPTH ? resolve(base, all, depth + 1) : { paragraph: [], character: [] };
  const [first, second] = style.parts;
  const ofParagraph = style.kind === PARAGRAPH && first !== undefined && first.length > 2 ? first : null;
  const ofCharacter = style.kind === PARAGRAPH ? second : style.kind === CHARACTER ? first : undefined;
  return {
    name: nameOf(style),
    paragraph: [
      ...inherited.paragraph,
      ...(ofParagraph === null ? [] : readSprms(ofParagraph.slice(2, ofParagraph.length - 2))),
    ],
    character: [...inherited.character, ...(ofCharacter === undefined ? [] : readSprms(ofCharacter))],
  };
}

function nameOf({ builtIn, kind }: RawStyle): string | null {
  if (kind !== PARAGRAPH) return null;
  if (builtIn === TITLE) return 'title';
  return builtIn >= 1 && builtIn <= 9 ? `heading ${builtIn}` : null;
}
