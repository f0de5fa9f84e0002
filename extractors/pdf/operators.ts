import { compose, IDENTITY } from './geometry.ts';
import type { Box, Matrix } from './geometry.ts';
import type { Glyph, Rule } from './marks.ts';
import { OPS } from './open.ts';
import { areasOfPath, rulesOfPath } from './rules.ts';
import { FIRST_TEXT_STATE, moved, penAt, placeText } from './text-state.ts';
import type { FontFacts, Pen, ShownGlyph, TextState } from './text-state.ts';

/** A page's drawing program as pdfjs hands it out: operator codes and their arguments, side by side. */
export interface Program {
  fnArray: readonly number[];
  argsArray: readonly unknown[];
}

interface State {
  toPage: Matrix;
  text: TextState;
}

interface Painter {
  base: Matrix;
  state: State;
  stack: State[];
  pen: Pen;
  fonts: ReadonlyMap<string, FontFacts>;
  glyphs: Glyph[];
  rules: Rule[];
  areas: Box[];
}

const STROKES: ReadonlySet<unknown> = new Set([OPS.stroke, OPS.closeStroke]);
const FILLS: ReadonlySet<unknown> = new Set([OPS.fill, OPS.eoFill]);
const BOTH: ReadonlySet<unknown> = new Set([
  OPS.fillStroke,
  OPS.eoFillStroke,
  OPS.closeFillStroke,
  OPS.closeEOFillStroke,
]);
/** Text rendering modes that paint nothing: invisible, and clip only (ISO 32000-1, table 106). */
const UNPAINTED: ReadonlySet<number> = new Set([3, 7]);

/** Names of the fonts that a program uses. */
export function fontNames(program: Program): string[] {
  const names = new Set<string>();
  for (const [index, code] of program.fnArray.entries()) {
    if (code === OPS.setFont) names.add(fontArgument(list(program.argsArray[index]))[0]);
    if (code === OPS.setGState) {
      const font = graphicsFont(program.argsArray[index]);
      if (font !== null) names.add(font[0]);
    }
  }
  return [...names];
}

/** Runs a drawing program and returns its characters, line pieces and filled areas, placed by `base` (user space → page, y downwards). */
export function runProgram(
  program: Program,
  base: Matrix,
  fonts: ReadonlyMap<string, FontFacts>,
): { glyphs: Glyph[]; rules: Rule[]; areas: Box[] } {
  const painter: Painter = {
    base,
    state: { toPage: base, text: FIRST_TEXT_STATE },
    stack: [],
    pen: penAt(),
    fonts,
    glyphs: [],
    rules: [],
    areas: [],
  };
  for (const [index, code] of program.fnArray.entries()) {
    const args = list(program.argsArray[index]);
    if (!runGraphics(painter, code, args) && !runTextState(painter, code, args)) runText(painter, code, args);
  }
  return { glyphs: painter.glyphs, rules: painter.rules, areas: painter.areas };
}

function runGraphics(painter: Painter, code: number, args: readonly unknown[]): boolean {
  if (code === OPS.save) painter.stack.push(painter.state);
  else if (code === OPS.restore || code === OPS.paintFormXObjectEnd || code === OPS.endAnnotation) {
    painter.state = painter.stack.pop() ?? painter.state;
  } else if (code === OPS.transform) {
    painter.state = { ...painter.state, toPage: compose(painter.state.toPage, matrix(args)) };
  } else if (code === OPS.paintFormXObjectBegin) {
    painter.stack.push(painter.state);
    painter.state = { ...painter.state, toPage: compose(painter.state.toPage, matrix(list(args[0]))) };
  } else if (code === OPS.beginAnnotation) {
    painter.stack.push(painter.state);
    const placed = compose(matrix(list(args[2])), matrix(list(args[3])));
    painter.state = { text: FIRST_TEXT_STATE, toPage: compose(painter.base, placed) };
  } else if (code === OPS.constructPath) runPath(painter, args);
  else return false;
  return true;
}

function runPath(painter: Painter, args: readonly unknown[]): void {
  const paint = STROKES.has(args[0]) ? 'stroke' : FILLS.has(args[0]) ? 'fill' : BOTH.has(args[0]) ? 'both' : null;
  if (paint === null) return;
  const path = numbers(list(args[1])[0]);
  for (const rule of rulesOfPath(path, paint, painter.state.toPage)) painter.rules.push(rule);
  if (paint !== 'stroke') painter.areas.push(...areasOfPath(path, painter.state.toPage));
}

function runTextState(painter: Painter, code: number, args: readonly unknown[]): boolean {
  const value = number(args[0]);
  let change: Partial<TextState> | null = null;
  if (code === OPS.setCharSpacing) change = { charSpacing: value };
  else if (code === OPS.setWordSpacing) change = { wordSpacing: value };
  else if (code === OPS.setHScale) change = { horizontal: value / 100 };
  else if (code === OPS.setLeading) change = { leading: value };
  else if (code === OPS.setTextRise) change = { rise: value };
  else if (code === OPS.setTextRenderingMode) change = { hidden: UNPAINTED.has(value) };
  else if (code === OPS.setFont) change = fontChange(painter, fontArgument(args));
  else if (code === OPS.setGState) {
    const font = graphicsFont(args);
    const opacity = fillOpacity(args);
    change = {
      ...(font === null ? {} : fontChange(painter, font)),
      ...(opacity === null ? {} : { transparent: opacity === 0 }),
    };
  }
  if (change === null) return false;
  painter.state = { ...painter.state, text: { ...painter.state.text, ...change } };
  return true;
}

function fontChange(painter: Painter, [name, size]: [string, number]): Partial<TextState> {
  return { size, font: painter.fonts.get(name) ?? FIRST_TEXT_STATE.font };
}

function runText(painter: Painter, code: number, args: readonly unknown[]): void {
  const { text } = painter.state;
  if (code === OPS.beginText) painter.pen = penAt();
  else if (code === OPS.setTextMatrix) painter.pen = penAt(matrix(list(args[0])));
  else if (code === OPS.moveText) painter.pen = moved(painter.pen, number(args[0]), number(args[1]));
  else if (code === OPS.setLeadingMoveText) {
    painter.state = { ...painter.state, text: { ...text, leading: -number(args[1]) } };
    painter.pen = moved(painter.pen, number(args[0]), number(args[1]));
  } else if (code === OPS.nextLine) painter.pen = moved(painter.pen, 0, -text.leading);
  else if (code === OPS.showText) {
    const shown = list(args[0]).filter((item) => typeof item === 'number' || isShown(item));
    const placed = placeText(shown, text, painter.pen, painter.state.toPage);
    painter.pen = placed.pen;
    painter.glyphs.push(...placed.glyphs);
  }
}

/** pdfjs types arguments as `any`: here they are looked at before they are used, never by class, since workers copy them. */
function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'object' && value !== null && isIterable(value) ? [...value] : [];
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}

function numbers(value: unknown): number[] {
  return list(value).filter((item) => typeof item === 'number');
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function matrix(values: readonly unknown[]): Matrix {
  const [a, b, c, d, e, f] = values;
  if (values.length < 6) return IDENTITY;
  return [number(a), number(b), number(c), number(d), number(e), number(f)];
}

function isShown(item: unknown): item is ShownGlyph {
  return typeof item === 'object' && item !== null && 'unicode' in item && typeof item.unicode === 'string';
}

function fontArgument(args: readonly unknown[]): [string, number] {
  return [typeof args[0] === 'string' ? args[0] : '', number(args[1])];
}

/** The constant alpha of fills and text that a graphics state sets; null where it sets none. */
function fillOpacity(args: unknown): number | null {
  for (const entry of list(list(args)[0])) {
    const [key, value] = list(entry);
    if (key === 'ca') return number(value);
  }
  return null;
}

function graphicsFont(args: unknown): [string, number] | null {
  for (const entry of list(list(args)[0])) {
    const [key, value] = list(entry);
    if (key === 'Font') return fontArgument(list(value));
  }
  return null;
}
