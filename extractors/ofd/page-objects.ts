import { compose, IDENTITY } from '../pdf/geometry.ts';
import type { Matrix, Turn } from '../pdf/geometry.ts';
import type { Glyph, PageMarks, Rule } from '../pdf/marks.ts';
import { marksOf } from '../pdf/page-marks.ts';
import { attribute, children, descend, numbers } from './parts.ts';
import { rulesOfPathObject } from './path-object.ts';
import { glyphsOfText } from './text-object.ts';

/** PDF points in a millimetre. */
const POINTS = 72 / 25.4;
/** Objects within objects, deeper than which no sane file goes. */
const MAX_DEPTH = 16;

/** A page to be drawn: its box [x, y, width, height] in mm, the layers of its templates and its own, in order. */
export interface OfdPage {
  page: number;
  box: readonly number[];
  layers: readonly Element[];
  /** Drawings that pages use by number. */
  composites: ReadonlyMap<string, Element>;
}

/** What is printed on a page, in points and upright. */
export function marksOfPage({ page, box, layers, composites }: OfdPage): PageMarks {
  const [left = 0, top = 0, width = 210, height = 297] = box;
  return marksOf(page, (turned) => {
    const [wide, high] = turned === 90 || turned === 270 ? [height, width] : [width, height];
    const base = compose(turn(turned, { width: width * POINTS, height: height * POINTS }), [
      POINTS,
      0,
      0,
      POINTS,
      -left * POINTS,
      -top * POINTS,
    ]);
    const painter: Painter = { glyphs: [], rules: [], composites };
    for (const layer of layers) paint(layer, { painter, toPage: base, depth: 0 });
    return { width: wide * POINTS, height: high * POINTS, glyphs: painter.glyphs, rules: painter.rules, areas: [] };
  });
}

/** The map that turns a page of this size clockwise and brings it back to the origin; y downwards. */
function turn(turned: Turn, { width, height }: { width: number; height: number }): Matrix {
  if (turned === 90) return [0, 1, -1, 0, height, 0];
  if (turned === 180) return [-1, 0, 0, -1, width, height];
  if (turned === 270) return [0, -1, 1, 0, 0, width];
  return IDENTITY;
}

interface Painter {
  glyphs: Glyph[];
  rules: Rule[];
  composites: ReadonlyMap<string, Element>;
}

interface Place {
  painter: Painter;
  toPage: Matrix;
  depth: number;
}

/** Paints the objects in an element: text and paths, and what stands in blocks and drawings within it; pictures are not read. */
function paint(container: Element, { painter, toPage, depth }: Place): void {
  if (depth > MAX_DEPTH) return;
  for (const object of children(container)) {
    if (attribute(object, 'Visible') === 'false') continue;
    const own = objectSpace(object, toPage);
    if (object.localName === 'TextObject') painter.glyphs.push(...glyphsOfText(object, own));
    else if (object.localName === 'PathObject') painter.rules.push(...rulesOfPathObject(object, own));
    else if (object.localName === 'PageBlock') paint(object, { painter, toPage, depth: depth + 1 });
    else if (object.localName === 'CompositeObject') {
      const drawing = painter.composites.get(attribute(object, 'ResourceID') ?? '');
      for (const content of drawing === undefined ? [] : descend(drawing, 'Content')) {
        paint(content, { painter, toPage: own, depth: depth + 1 });
      }
    }
  }
}

/** From the space of an object to the page: its own map, then the corner of its box (GB/T 33190, 8.5). */
function objectSpace(object: Element, toPage: Matrix): Matrix {
  const [x = 0, y = 0] = numbers(attribute(object, 'Boundary'));
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers(attribute(object, 'CTM'));
  return compose(toPage, [a, b, c, d, x + e, y + f]);
}
