const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const SUBSCRIPT = '₀₁₂₃₄₅₆₇₈₉';

/** U+0336, the stroke through the character before it. */
const STROKE = '\u0336';

/**
 * Stands in a text for something shown there that is no text: a picture, a formula, what a script writes (Unicode's own
 * OBJECT REPLACEMENT CHARACTER). A cell that holds it is never blank and never a number.
 */
export const OBJECT = '\ufffc';

/** Raised digits as Unicode writes them, so that a footnote mark beside a figure is no digit of it. */
export function raised(text: string): string {
  return text.replace(/\d/gu, (digit) => SUPERSCRIPT.charAt(Number(digit)));
}

/** Lowered digits as Unicode writes them. */
export function lowered(text: string): string {
  return text.replace(/\d/gu, (digit) => SUBSCRIPT.charAt(Number(digit)));
}

/** Text that is struck out, the stroke kept on every character, so that it is neither lost nor read as valid. */
export function struckOut(text: string): string {
  return text.replace(/\S/gu, (char) => `${char}${STROKE}`);
}
