import type { Matrix } from '../pdf/geometry.ts';
import type { Rule } from '../pdf/marks.ts';
import { PATH, rulesOfPath } from '../pdf/rules.ts';
import { attribute, children } from './parts.ts';

/** How many numbers follow each letter of a path, and which of our steps it is (GB/T 33190, table 35). */
const STEPS: Readonly<Record<string, { code: number; take: number }>> = {
  S: { code: PATH.moveTo, take: 2 },
  M: { code: PATH.moveTo, take: 2 },
  L: { code: PATH.lineTo, take: 2 },
  B: { code: PATH.curveTo, take: 6 },
  Q: { code: PATH.curveTo, take: 4 },
  A: { code: PATH.curveTo, take: 7 },
  C: { code: PATH.close, take: 0 },
};

/** The straight lines that a path object draws, `toPage` from its own space (mm) to the page. */
export function rulesOfPathObject(object: Element, toPage: Matrix): Rule[] {
  const isStroked = attribute(object, 'Stroke') !== 'false';
  const isFilled = attribute(object, 'Fill') === 'true';
  if (!isStroked && !isFilled) return [];
  const data = children(object, 'AbbreviatedData')
    .map((one) => one.textContent ?? '')
    .join(' ');
  return rulesOfPath(pathOf(data), isStroked ? (isFilled ? 'both' : 'stroke') : 'fill', toPage);
}

/** A path in the codes of `rulesOfPath`; of curves only the end matters, as none of them is a ruling line. */
function pathOf(data: string): number[] {
  const words = data.match(/[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/gu) ?? [];
  const path: number[] = [];
  for (let index = 0; index < words.length;) {
    const step = STEPS[(words[index] ?? '').toUpperCase()];
    index += 1;
    if (step === undefined) continue;
    const given = words.slice(index, index + step.take).map(Number);
    index += step.take;
    if (given.length < step.take || given.some(Number.isNaN)) break;
    path.push(step.code, ...(step.code === PATH.curveTo ? [0, 0, 0, 0, ...given.slice(-2)] : given));
  }
  return path;
}
