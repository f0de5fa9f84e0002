import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { unifyRadicals } from '../../text/fold.ts';
import type { Box, Matrix, Turn } from './geometry.ts';
import type { Glyph, PageMarks, Rule } from './marks.ts';
import { fontNames, runProgram } from './operators.ts';
import { joinRules } from './rules.ts';
import type { FontFacts } from './text-state.ts';
import { tileRules } from './tiles.ts';

/** By how much a page is turned clockwise so that text running this way reads from left to right. */
const UPRIGHTING: Readonly<Record<Turn, Turn>> = { 0: 0, 90: 270, 180: 180, 270: 90 };

/** Reads what is printed on a page and sets it upright. Marks outside the page are left out, as no reader sees them. */
export async function readPageMarks(page: PDFPageProxy): Promise<PageMarks> {
  const program = await page.getOperatorList();
  const fonts = new Map<string, FontFacts>();
  for (const name of fontNames(program)) fonts.set(name, await fontFacts(page, name));
  return marksOf(page.pageNumber, (turned) => {
    const view = page.getViewport({ scale: 1, rotation: (page.rotate + turned) % 360 });
    return { width: view.width, height: view.height, ...runProgram(program, matrixOf(view.transform), fonts) };
  });
}

/** A page as some format draws it, turned clockwise by so much: its size, characters, line pieces and filled areas in points. */
export type DrawPage = (turned: Turn) => {
  width: number;
  height: number;
  glyphs: Glyph[];
  rules: Rule[];
  areas: Box[];
};

/** The marks of a page (1-based), drawn so that most of its text reads from left to right. */
export function marksOf(page: number, draw: DrawPage): PageMarks {
  const asShown = draw(0);
  const turned = UPRIGHTING[commonTurn(asShown.glyphs)];
  const view = turned === 0 ? asShown : draw(turned);
  const inside = view.glyphs.filter(
    (glyph) => glyph.x1 > 0 && glyph.y1 > 0 && glyph.x0 < view.width && glyph.y0 < view.height,
  );
  const rules = joinRules(view.rules);
  return {
    page,
    width: view.width,
    height: view.height,
    turned,
    glyphs: onceEach(inside.filter((glyph) => !glyph.slanted).map(withoutRadicals)),
    rules: [...rules, ...tileRules(view.areas, rules, inside)],
    watermark: inside
      .filter((glyph) => glyph.slanted)
      .map((glyph) => glyph.text)
      .join('')
      .trim(),
  };
}

async function fontFacts(page: PDFPageProxy, name: string): Promise<FontFacts> {
  const font: unknown = await new Promise((resolve) => {
    page.commonObjs.get(name, resolve);
  });
  const scale = member(font, 'fontMatrix');
  const metrics = member(font, 'defaultVMetrics');
  return {
    scale: Array.isArray(scale) && typeof scale[0] === 'number' ? scale[0] : 0.001,
    vertical: member(font, 'vertical') === true,
    verticalMetrics: Array.isArray(metrics) ? metrics.map(Number) : null,
  };
}

/** Fonts of pdfjs answer through getters on their prototype, so `in` and not own keys. */
function member(font: unknown, key: string): unknown {
  return typeof font === 'object' && font !== null ? Reflect.get(font, key) : undefined;
}

function matrixOf(transform: readonly number[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = transform;
  return [a, b, c, d, e, f];
}

/** The direction in which more than half of the characters run: 90 where a page lies on its right side. */
function commonTurn(glyphs: readonly Glyph[]): Turn {
  const printed = glyphs.filter((glyph) => glyph.text.trim() !== '');
  for (const turn of [90, 180, 270] as const) {
    if (printed.filter((glyph) => glyph.turn === turn).length > printed.length / 2) return turn;
  }
  return 0;
}

function withoutRadicals(glyph: Glyph): Glyph {
  const text = unifyRadicals(glyph.text);
  return text === glyph.text ? glyph : { ...glyph, text };
}

/** A character painted twice at nearly one place (imitated bold, a shadow) is one character. */
function onceEach(glyphs: readonly Glyph[]): Glyph[] {
  const seen = new Map<string, Glyph[]>();
  return glyphs.filter((glyph) => {
    const key = `${glyph.text}|${Math.round(glyph.size)}`;
    const others = seen.get(key) ?? [];
    const near = 0.15 * glyph.size;
    if (others.some((other) => Math.abs(other.x0 - glyph.x0) <= near && Math.abs(other.y0 - glyph.y0) <= near)) {
      return glyph.text.trim() === '';
    }
    others.push(glyph);
    seen.set(key, others);
    return true;
  });
}
