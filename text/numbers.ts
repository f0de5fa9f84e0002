import { foldWidth, stripSpace } from './fold.ts';

/** A number as printed: `digits` without separators and plus sign, e.g. `-57` or `59237.2449`; `unit` null if none. */
export interface PrintedNumber {
  digits: string;
  unit: string | null;
}

const NUMBER = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(元|万元|亿元|千元|件|条|项|个|次|批次|份|宗)?$/u;

// Signs that NFKC would turn into plain digits (superscripts, fractions, circled and bracketed numbers): never data.
const DIGIT_LOOKALIKES =
  /[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209f\u2150-\u218b\u2460-\u24ff\u2776-\u2793\u3220-\u325f\u3280-\u32cf]/u;

/** Width folded and all white space removed: the form in which a printed cell is read. */
export function cellForm(printed: string): string {
  return stripSpace(foldWidth(printed));
}

/**
 * The number that a cell prints, with its unit (DOMAIN.md 3.2, step 6); null if anything else stands there too, or the
 * number has more than 15 digits and would not survive as a JavaScript number.
 */
export function readNumber(printed: string): PrintedNumber | null {
  if (DIGIT_LOOKALIKES.test(printed)) return null;
  const match = NUMBER.exec(cellForm(printed));
  if (!match) return null;
  const [, sign = '', whole = '', fraction = '', unit] = match;
  const digits = whole.replaceAll(',', '');
  if (digits.length + Math.max(0, fraction.length - 1) > 15) return null;
  return { digits: (sign === '-' ? '-' : '') + digits + fraction, unit: unit ?? null };
}
