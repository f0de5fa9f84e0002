import { all, attributeOf, parseXml } from '../docx/xml.ts';

/**
 * The names of those sheets of a workbook that are no grids of cells but charts, dialogs or macros: hucre takes a workbook
 * that has one for broken. `parts` by their place in the package. Throws `UnreadableError` `damaged`.
 */
export function otherSheets(parts: ReadonlyMap<string, Uint8Array>): ReadonlySet<string> {
  const find = (end: string): Document | null => {
    const part = [...parts].find(([entry]) => entry.replace(/^\//u, '') === end);
    return part === undefined ? null : parseXml(part[1], part[0]);
  };
  const [workbook, relations] = [find('xl/workbook.xml'), find('xl/_rels/workbook.xml.rels')];
  if (workbook === null || relations === null) return new Set();
  const kinds = new Map(
    elements(relations, 'Relationship').map((one) => [attributeOf(one, 'Id'), attributeOf(one, 'Type') ?? '']),
  );
  return new Set(
    elements(workbook, 'sheet').flatMap((sheet) => {
      const kind = kinds.get(attributeOf(sheet, 'r:id')) ?? '/worksheet';
      return kind.endsWith('/worksheet') ? [] : [attributeOf(sheet, 'name') ?? ''];
    }),
  );
}

/** Elements with this local name, whatever prefix a program writes before it. */
function elements(document: Document, name: string): Element[] {
  return all(document, '*').filter((element) => element.localName === name);
}
