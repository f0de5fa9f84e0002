import type { Box, Turn } from './geometry.ts';

/**
 * One printed character (or ligature) with its box in PDF points as shown, y downwards. `base` is the y of the baseline
 * (its x for text turned by 90 or 270), `size` the font size in points; `hidden` text is not painted (an OCR layer),
 * `slanted` text runs across the page as watermarks do.
 */
export interface Glyph extends Box {
  text: string;
  base: number;
  size: number;
  turn: Turn;
  hidden: boolean;
  slanted: boolean;
}

/** A straight ruling line in PDF points: along x at height `at`, or along y at abscissa `at`, `from` < `to`. */
export interface Rule {
  along: 'x' | 'y';
  at: number;
  from: number;
  to: number;
}

/**
 * What is printed on one page (1-based), set upright: `turned` says by how much the page as shown was turned clockwise
 * so that most of its text reads from left to right. `width` and `height` in points, after that turn. `watermark`: the
 * slanted text, which is not among the glyphs.
 */
export interface PageMarks {
  page: number;
  width: number;
  height: number;
  turned: Turn;
  glyphs: Glyph[];
  rules: Rule[];
  watermark: string;
  recognised?: Recognition;
}

/**
 * What a character recogniser made of a page that holds no text: the page was turned back by `skew` degrees clockwise
 * about its middle, and all boxes hold for the turned page. `cells`: the cells of its ruled tables.
 */
interface Recognition {
  skew: number;
  cells: RecognisedCell[];
}

/** A cell as recognised: `confidence` 0..1; `second` is what an independent recognition read, only where it differs. */
interface RecognisedCell {
  box: Box;
  text: string;
  confidence: number;
  second?: string;
}
