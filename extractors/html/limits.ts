import { UnreadableError } from '../../errors.ts';

/** Elements beyond which a page is no report (the longest seen has some 20,000); parsing takes time with their number. */
const MAX_ELEMENTS = 300_000;

/** Open elements beyond which a page is made to harm: the work of a parser grows with the square of them. */
const MAX_DEPTH = 2_000;

/** Elements whose end tag may be left out, or that have none: they do not nest by being left open. */
const LEFT_OPEN: ReadonlySet<string> = new Set(
  (
    'area base body br col embed hr html head img input link meta param source track wbr p li dd dt option td th tr tbody ' +
    'thead tfoot'
  ).split(' '),
);

const SLASH = 0x2f;

/**
 * Refuses a page before it is parsed where parsing would take longer than any report is worth. Throws `UnreadableError`:
 * `too_large` for elements without number, `damaged` for elements nested without end.
 */
export function checkMarkup(page: string, document: string): void {
  let elements = 0;
  let depth = 0;
  for (let at = page.indexOf('<'); at >= 0; at = page.indexOf('<', at + 1)) {
    const isClosing = page.charCodeAt(at + 1) === SLASH;
    const name = tagName(page, isClosing ? at + 2 : at + 1);
    if (name === '') continue;
    const nests = !LEFT_OPEN.has(name) && !LEFT_OPEN.has(name.toLowerCase());
    if (isClosing) depth = nests ? Math.max(0, depth - 1) : depth;
    else {
      elements += 1;
      if (nests) depth += 1;
    }
    if (elements > MAX_ELEMENTS) {
      throw new UnreadableError(
        `Cannot read "${document}": more than ${MAX_ELEMENTS} elements, no report has`,
        'too_large',
      );
    }
    if (depth > MAX_DEPTH) {
      throw new UnreadableError(`Cannot read "${document}": elements nested more than ${MAX_DEPTH} deep`, 'damaged');
    }
  }
}

/** The name of the tag whose name would begin here; '' where none does. */
function tagName(page: string, from: number): string {
  let to = from;
  while (isNamePart(page.charCodeAt(to), to > from)) to += 1;
  return page.slice(from, to);
}

/** Whether the character is a letter or, behind the first, a digit or colon. */
function isNamePart(code: number, isBehind: boolean): boolean {
  const letter = code | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (isBehind && code >= 0x30 && code <= 0x3a);
}
