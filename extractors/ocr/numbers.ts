import type { Print } from './print.ts';

/** What was read in a cell: `second` is what another recognition of it read, only where that differs. */
export interface CellReading {
  text: string;
  confidence: number;
  second?: string;
}

/** The three recognitions of a cell that may hold a number: any characters, and twice only those of numbers. */
export interface NumberReadings {
  open: string;
  /** Chinese model, plain black, with units. */
  first: string;
  /** English model (where it is installed), shades kept, digits and signs only. */
  second: string;
}

/** Characters that the first reading of a number may give. */
export const NUMBER_CHARACTERS = '0123456789-.,元万亿';
/** Characters that the second may give. */
export const DIGIT_CHARACTERS = '0123456789-.,';

/** Both readings agree and all else fits. */
const SURE = 0.98;
/** Both readings agree, but the open reading or the shapes of the blobs do not fit. */
const LIKELY = 0.7;
/** Only one reading saw a number, or the readings differ. */
const UNSURE = 0.3;

const UNIT = /[元万亿]+$/u;

/** Whether what was read without restriction may be a number, misread or not: anything but words. */
export function mayBeNumber(open: string): boolean {
  const words = open.replace(UNIT, '').match(/\p{Script=Han}/gu)?.length ?? 0;
  return words <= 1 || (/\d/u.test(open) && words <= 2 && open.length <= 8);
}

/** Settles what a cell holds that may be a number. Never gives a digit that neither restricted reading saw. */
export function settleNumber(readings: NumberReadings, print: Print): CellReading {
  const { open, first, second } = readings;
  if (isDash(print)) return { text: /[-—–―─一]/u.test(open) ? '—' : open === '' ? '—' : open, confidence: LIKELY };
  const digits = first.replace(UNIT, '');
  const openDigits = open.replace(UNIT, '');
  // A letter or word where a number was forced out of it: kept as the word, never as that number.
  if (!/\d/u.test(open) && /[\p{Script=Han}\p{Script=Latin}/]/u.test(open) && digits !== second) {
    return { text: open, confidence: UNSURE, ...(/\d/u.test(digits) ? { second: first } : {}) };
  }
  if (!/\d/u.test(digits)) {
    if (/\d/u.test(second)) return { text: second, confidence: UNSURE, second: open };
    return { text: open, confidence: UNSURE };
  }
  if (second === '' && openDigits === digits) return { text: first, confidence: LIKELY };
  const mark = pointsOnly(first, { open, second });
  if (mark !== null) return { text: mark, confidence: LIKELY };
  if (digits !== second && !(UNIT.test(first) && isUnitForced(digits, second))) {
    if (openDigits === second) return { text: open, confidence: UNSURE, second: first };
    return { text: first, confidence: UNSURE, second };
  }
  const fits = openDigits === digits && fitsBlobs(digits, print, UNIT.test(first));
  return { text: openDigits === digits && UNIT.test(open) ? open : first, confidence: fits ? SURE : LIKELY };
}

/**
 * An amount whose readings differ in points and commas alone, as the reading with commas between thousands has it; null
 * where its digits differ, or no reading has such commas.
 */
function pointsOnly(first: string, { open, second }: { open: string; second: string }): string | null {
  const grouped = [first, open].find((text) => /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/u.test(text.replace(UNIT, '')));
  const isSame = figures(first) === figures(open) && figures(second).startsWith(figures(first));
  const isLonger = figures(second).length > figures(first).length + (UNIT.test(open) ? 1 : 0);
  return grouped !== undefined && isSame && !isLonger && first !== open ? grouped : null;
}

function figures(text: string): string {
  return text.replace(/\D/gu, '');
}

/** The second reading has no units: it makes one more digit or sign of 元. */
function isUnitForced(digits: string, second: string): boolean {
  return second.startsWith(digits) && second.length <= digits.length + 2;
}

/** A single flat blob: a dash, or the minus sign of a lost number. */
function isDash({ blobs }: Print): boolean {
  const [only] = blobs;
  return blobs.length === 1 && only !== undefined && only.x1 - only.x0 >= 2.2 * (only.y1 - only.y0);
}

/** Whether there are as many high, flat and low blobs as digits, minus signs and points: nothing was dropped or made up. */
function fitsBlobs(digits: string, { blobs, strips }: Print, hasUnit: boolean): boolean {
  if (strips.length > 1) return false;
  const sorted = [...blobs].sort((a, b) => a.x0 - b.x0);
  const height = Math.max(...sorted.map((blob) => blob.y1 - blob.y0));
  let shapes = '';
  for (const blob of sorted) {
    const [wide, high] = [blob.x1 - blob.x0, blob.y1 - blob.y0];
    if (high >= 0.6 * height) shapes += 'd';
    else if (wide >= 1.6 * high && wide >= 0.2 * height) shapes += '-';
    else shapes += '.';
  }
  const expected = digits.replace(/\d/gu, 'd').replace(/[.,]/gu, '.');
  return hasUnit ? shapes.startsWith(expected) : shapes === expected;
}
