import { cellsInRow, PAGE_NUMBER, truthPieces, type TruthCell } from './truth.ts';

const NAMESPACES =
  'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" ' +
  'xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:v="urn:schemas-microsoft-com:vml"';

const STYLES =
  '<w:styles><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><wx:uiName wx:val="标题 1"/></w:style></w:styles>';

/** A document in Word 2003's XML with this body, in a section with a running foot. */
export function wordXml(body: string): Uint8Array {
  const foot = '<w:sectPr><w:ftr w:type="odd"><w:p><w:r><w:t>running foot</w:t></w:r></w:p></w:ftr></w:sectPr>';
  return new TextEncoder().encode(
    `\ufeff<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<?mso-application progid="Word.Document"?>\r\n` +
      `<w:wordDocument ${NAMESPACES} xml:space="preserve">${STYLES}<w:body><wx:sect>${body}${foot}</wx:sect></w:body></w:wordDocument>`,
  );
}

/** A paragraph with one run; `properties` go into its `w:pPr`. */
export function paragraph(text: string, properties = ''): string {
  return `<w:p><w:pPr>${properties}</w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
}

/** A rebuilt seed in Word 2003's XML; `hmerge`: cells merged across are many, marked; `gridSpan`: one wide one. */
export function wordXmlOfTruth(seed: string, across: 'hmerge' | 'gridSpan'): Uint8Array {
  const pieces = truthPieces(seed).filter(({ text }) => !PAGE_NUMBER.test(text));
  const body = pieces.map(({ text, rows, cells }) => {
    if (cells === null) return `<wx:sub-section>${paragraph(text.replace('[bookmark: _GoBack]', ''))}</wx:sub-section>`;
    return `<w:tbl>${Array.from({ length: rows }, (_, row) => tableRow(cells, row, across)).join('')}</w:tbl>`;
  });
  return wordXml(body.join(''));
}

function tableRow(cells: readonly TruthCell[], row: number, across: 'hmerge' | 'gridSpan'): string {
  const parts = cellsInRow(cells, row).flatMap(([first, , down, wide, , text]) => {
    const merge = down === 1 ? '' : first === row ? '<w:vmerge w:val="restart"/>' : '<w:vmerge/>';
    const content = (first === row ? text : '')
      .split('\n')
      .map((line) => paragraph(line))
      .join('');
    if (across === 'gridSpan' || wide === 1) {
      return [`<w:tc><w:tcPr><w:gridSpan w:val="${wide}"/>${merge}</w:tcPr>${content}</w:tc>`];
    }
    return Array.from({ length: wide }, (_, part) => {
      const flag = part === 0 ? '<w:hmerge w:val="restart"/>' : '<w:hmerge/>';
      return `<w:tc><w:tcPr>${flag}${merge}</w:tcPr>${part === 0 ? content : '<w:p/>'}</w:tc>`;
    });
  });
  return `<w:tr>${parts.join('')}</w:tr>`;
}
