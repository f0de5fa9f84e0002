import { OBJECT } from '../../text/ornaments.ts';
import {
  above,
  all,
  append,
  attributeOf,
  child,
  insert,
  isOn,
  newElement,
  newRun,
  nodesIn,
  remove,
  textOf,
  type MarkupElement,
} from './markup.ts';

/**
 * Text boxes become ordinary paragraphs before the paragraph they hang on. Word writes each twice (`mc:Choice` for
 * drawings, `mc:Fallback` for VML): the form with more text stays, so that it is counted once. Returns how many there were.
 */
export function unfoldTextBoxes(document: MarkupElement): number {
  for (const alternative of all(document, 'mc:AlternateContent')) {
    const forms = [child(alternative, 'mc:Fallback'), child(alternative, 'mc:Choice')].filter((form) => form !== null);
    const best = forms.toSorted((a, b) => shownText(b).length - shownText(a).length)[0];
    if (best !== undefined) moveBefore(best, alternative);
    remove(alternative);
  }
  const boxes = all(document, 'w:txbxContent');
  for (const box of boxes) {
    moveBefore(box, above(box, 'w:p') ?? box);
    remove(box);
  }
  return boxes.length;
}

/** Moves what stands in `element` before `place`. */
function moveBefore(element: MarkupElement, place: MarkupElement): void {
  const { parent } = place;
  if (parent !== null) for (const node of nodesIn(element)) insert(node, parent, place);
}

/**
 * Puts U+FFFC where a cell shows a picture, an embedded object or a formula, so that it does not read as blank; a double
 * stroke through text becomes a single one. Ask `unfoldTextBoxes` first.
 */
export function markObjects(document: MarkupElement): void {
  for (const object of all(document, 'w:drawing', 'w:pict', 'w:object', 'm:oMath')) {
    const paragraph = above(object, 'w:p');
    if (above(object, 'w:tc') !== null && paragraph !== null) append(paragraph, newRun(OBJECT));
  }
  for (const stroke of all(document, 'w:dstrike')) {
    if (stroke.parent !== null && !/^(?:0|false|off)$/u.test(attributeOf(stroke, 'w:val') ?? ''))
      append(stroke.parent, newElement('w:strike'));
  }
}

/** Removes runs that Word hides; returns their texts. */
export function removeHiddenRuns(document: MarkupElement): string[] {
  return all(document, 'w:r').flatMap((run) => {
    if (!isOn(child(run, 'w:rPr'), 'w:vanish')) return [];
    remove(run);
    const text = shownText(run);
    return text.trim() === '' ? [] : [text];
  });
}

function shownText(element: MarkupElement): string {
  return all(element, 'w:t').map(textOf).join('');
}
