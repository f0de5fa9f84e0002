import { compose } from '../pdf/geometry.ts';
import type { Matrix } from '../pdf/geometry.ts';
import type { Glyph } from '../pdf/marks.ts';
import { FIRST_TEXT_STATE, penAt, placeText } from '../pdf/text-state.ts';
import { attribute, children, numbers } from './parts.ts';

/** A run longer than this is no line of a page: what a file may claim is not what is built. */
const MAX_RUN = 100_000;
/** Letters, digits and signs that fonts make half as wide as they are high; all others are as wide as high. */
const NARROW = /^[\u0020-\u02ff\u2010-\u2027\u2030-\u203a]$/u;

/**
 * The characters of a text object (GB/T 33190, 11.3), `toPage` from its own space (mm, y downwards) to the page. Their places
 * are given one by one; their widths are not, as fonts are often only named: half an em for Latin, one for all others, and
 * no more than the way to the next.
 */
export function glyphsOfText(object: Element, toPage: Matrix): Glyph[] {
  const size = Number(attribute(object, 'Size') ?? '0');
  const horizontal = Number(attribute(object, 'HScale') ?? '1');
  const reading = angle(object, 'ReadDirection');
  const [cos, sin] = turnOf(angle(object, 'CharDirection'));
  const glyphs: Glyph[] = [];
  let pen = { x: 0, y: 0 };
  for (const code of children(object, 'TextCode')) {
    pen = { x: Number(attribute(code, 'X') ?? pen.x), y: Number(attribute(code, 'Y') ?? pen.y) };
    const characters = Array.from((code.textContent ?? '').replace(/^[\r\n]+|[\r\n]+$/gu, ''));
    const across = deltas(attribute(code, 'DeltaX'));
    const down = deltas(attribute(code, 'DeltaY'));
    for (const [index, text] of characters.entries()) {
      const nominal = (NARROW.test(text) ? 0.5 : 1) * size * horizontal;
      const step = stepFrom(index, { across, down, reading, nominal });
      const way = Math.hypot(step.x, step.y);
      const isLast = index === characters.length - 1;
      const width = step.y === 0 && way > 0 && !isLast ? Math.min(nominal, way) : nominal;
      const matrix = compose(toPage, [cos, sin, sin, -cos, pen.x, pen.y]);
      glyphs.push(...placed({ text, width, size }, matrix));
      pen = { x: pen.x + step.x, y: pen.y + step.y };
    }
  }
  return glyphs;
}

function placed({ text, width, size }: { text: string; width: number; size: number }, matrix: Matrix): Glyph[] {
  const shown = { unicode: text, width: size === 0 ? 0 : (1000 * width) / size, isSpace: false };
  return placeText([shown], { ...FIRST_TEXT_STATE, size }, penAt(), matrix).glyphs;
}

function angle(object: Element, name: string): number {
  return (((Number(attribute(object, name) ?? '0') % 360) + 360) % 360) / 90;
}

/** Cosine and sine of quarter turns, without the dust of floating point. */
function turnOf(quarters: number): [number, number] {
  return [[1, 0, -1, 0][quarters] ?? 1, [0, 1, 0, -1][quarters] ?? 0];
}

interface Steps {
  across: readonly number[];
  down: readonly number[];
  reading: number;
  nominal: number;
}

/** The way from a character to the next: as given, the last once more where too few are given, its width where none are. */
function stepFrom(index: number, { across, down, reading, nominal }: Steps): { x: number; y: number } {
  if (across.length + down.length === 0) {
    const [cos, sin] = turnOf(reading);
    return { x: cos * nominal, y: sin * nominal };
  }
  return { x: across[index] ?? across.at(-1) ?? 0, y: down[index] ?? down.at(-1) ?? 0 };
}

/** Distances, where `g 3 4.5` stands for 4.5 three times (GB/T 33190, 11.3). */
export function deltas(text: string | null): number[] {
  const words = (text ?? '').split(/\s+/u).filter((word) => word !== '');
  const found: number[] = [];
  for (let index = 0; index < words.length && found.length < MAX_RUN; index += 1) {
    if (words[index] !== 'g') {
      found.push(...numbers(words[index] ?? null));
      continue;
    }
    const count = Math.max(0, Math.min(MAX_RUN, Math.floor(Number(words[index + 1]))));
    const [step] = numbers(words[index + 2] ?? null);
    if (step !== undefined && count > 0) for (let turn = 0; turn < count; turn += 1) found.push(step);
    index += 2;
  }
  return found;
}
