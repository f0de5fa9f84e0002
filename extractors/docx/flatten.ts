import { OBJECT } from '../../text/ornaments.ts';
import { above, all, child, isOn } from './xml.ts';

/**
 * Text boxes become ordinary paragraphs before the paragraph they hang on. Word writes each twice (`mc:Choice` for
 * drawings, `mc:Fallback` for VML): the form with more text stays, so that it is counted once. Returns how many there were.
 */
export function unfoldTextBoxes(document: Document): number {
  for (const alternative of all(document, 'mc:AlternateContent')) {
    const forms = [child(alternative, 'mc:Fallback'), child(alternative, 'mc:Choice')].filter((form) => form !== null);
    const best = forms.toSorted((a, b) => shownText(b).length - shownText(a).length)[0];
    for (const node of Array.from(best?.childNodes ?? [])) alternative.parentNode?.insertBefore(node, alternative);
    alternative.parentNode?.removeChild(alternative);
  }
  const boxes = all(document, 'w:txbxContent');
  for (const box of boxes) {
    const place = above(box, 'w:p') ?? box;
    for (const node of Array.from(box.childNodes)) place.parentNode?.insertBefore(node, place);
    box.parentNode?.removeChild(box);
  }
  return boxes.length;
}

/**
 * Puts U+FFFC where a cell shows a picture, an embedded object or a formula, so that it does not read as blank; a double
 * stroke through text becomes a single one. Ask `unfoldTextBoxes` first.
 */
export function markObjects(document: Document): void {
  for (const name of ['w:drawing', 'w:pict', 'w:object', 'm:oMath']) {
    for (const object of all(document, name)) {
      const paragraph = above(object, 'w:p');
      if (above(object, 'w:tc') !== null && paragraph !== null) paragraph.appendChild(newRun(document, OBJECT));
    }
  }
  for (const stroke of all(document, 'w:dstrike')) {
    const properties = stroke.parentNode;
    if (properties !== null && !/^(?:0|false|off)$/u.test(stroke.getAttribute('w:val') ?? ''))
      properties.appendChild(document.createElement('w:strike'));
  }
}

function newRun(document: Document, text: string): Element {
  const run = document.createElement('w:r');
  const piece = document.createElement('w:t');
  piece.appendChild(document.createTextNode(text));
  run.appendChild(piece);
  return run;
}

/** Removes runs that Word hides; returns their texts. */
export function removeHiddenRuns(document: Document): string[] {
  return all(document, 'w:r').flatMap((run) => {
    if (!isOn(child(run, 'w:rPr'), 'w:vanish')) return [];
    run.parentNode?.removeChild(run);
    const text = shownText(run);
    return text.trim() === '' ? [] : [text];
  });
}

function shownText(element: Element): string {
  return all(element, 'w:t')
    .map((piece) => piece.textContent ?? '')
    .join('');
}
