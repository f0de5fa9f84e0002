import JSZip from 'jszip';
import type { FormTable } from '../forms.ts';
import type { Part } from '../narrative.ts';
import { placeCells } from '../tables.ts';
import { escapeText } from './markup.ts';

const wordNamespace = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** Width of the text area in twentieths of a point. */
const textWidth = 8306;

function run(text: string, size: number, bold = false): string {
  const properties = `<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:hint="eastAsia"/>${bold ? '<w:b/>' : ''}<w:sz w:val="${size}"/></w:rPr>`;
  const lines = text
    .split('\n')
    .map((line) => `<w:t xml:space="preserve">${escapeText(line)}</w:t>`)
    .join('<w:br/>');
  return text === '' ? '' : `<w:r>${properties}${lines}</w:r>`;
}

function paragraph(properties: string, content: string): string {
  return `<w:p><w:pPr>${properties}</w:pPr>${content}</w:p>`;
}

/** A heading; numbered by Word where `autoNumbered`: then the number is in no run of text, only in numbering.xml. */
function heading(part: Extract<Part, { kind: 'heading' }>, autoNumbered: boolean): string {
  const level = part.level - 1;
  const bare = part.text.replace(/^(?:[一二三四五六]、|（[一二三四五]）)/u, '');
  const numbering = autoNumbered ? `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="1"/></w:numPr>` : '';
  const text = autoNumbered ? bare : part.text;
  return paragraph(
    `<w:pStyle w:val="${part.level}"/>${numbering}<w:ind w:firstLine="640"/>`,
    run(text, 32, part.level === 1),
  );
}

function renderTable(table: FormTable): string {
  const total = table.widths.reduce((sum, width) => sum + width, 0);
  const widths = table.widths.map((width) => Math.floor((width * textWidth) / total));
  const borders = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
    .map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
    .join('');
  const placed = placeCells(table);
  const rows = table.rows.map((_, row) => {
    // A cell that spans rows stands again in each row below, empty and marked as continued.
    const here = placed.filter((at) => at.row <= row && row < at.row + at.cell.rowSpan);
    here.sort((a, b) => a.col - b.col);
    const cells = here.map(({ cell, row: start, col }) => {
      const width = widths.slice(col, col + cell.colSpan).reduce((sum, one) => sum + one, 0);
      const span = cell.colSpan > 1 ? `<w:gridSpan w:val="${cell.colSpan}"/>` : '';
      const merge = cell.rowSpan === 1 ? '' : start === row ? '<w:vMerge w:val="restart"/>' : '<w:vMerge/>';
      const text = start === row ? cell.text : '';
      return `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${span}${merge}<w:vAlign w:val="center"/></w:tcPr>${paragraph('<w:jc w:val="center"/>', run(text, 21))}</w:tc>`;
    });
    const repeated = row < table.headerRows ? '<w:tblHeader/>' : '';
    return `<w:tr><w:trPr><w:cantSplit/>${repeated}</w:trPr>${cells.join('')}</w:tr>`;
  });
  const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('');
  return `<w:tbl><w:tblPr><w:tblW w:w="${textWidth}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>${borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${rows.join('')}</w:tbl>`;
}

function renderBody(parts: readonly Part[], autoNumbered: boolean): string {
  return parts
    .map((part) => {
      switch (part.kind) {
        case 'title':
          return paragraph('<w:jc w:val="center"/>', run(part.text, 44));
        case 'heading':
          return heading(part, autoNumbered);
        case 'text':
          return paragraph('<w:ind w:firstLineChars="200" w:firstLine="640"/>', run(part.text, 32));
        case 'signature':
          return paragraph('<w:jc w:val="right"/>', run(part.text, 32));
      }
      return renderTable(part.table) + paragraph('', '');
    })
    .join('');
}

const numbering = ['%1、', '（%2）']
  .map(
    (text, level) =>
      `<w:lvl w:ilvl="${level}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="${text}"/><w:lvlJc w:val="left"/></w:lvl>`,
  )
  .join('');

function headingStyle(level: 1 | 2): string {
  return `<w:style w:type="paragraph" w:styleId="${level}"><w:name w:val="heading ${level}"/><w:basedOn w:val="a"/><w:next w:val="a"/><w:qFormat/><w:pPr><w:keepNext/><w:outlineLvl w:val="${level - 1}"/></w:pPr></w:style>`;
}

/** The files of the package, by name, in the order in which they are packed. */
function packageParts(body: string): [name: string, xml: string][] {
  const types = 'http://schemas.openxmlformats.org/package/2006/content-types';
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const kind = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
  const override = (name: string): string =>
    `<Override PartName="/word/${name}.xml" ContentType="${kind}.${name === 'document' ? 'document.main' : name}+xml"/>`;
  return [
    [
      '[Content_Types].xml',
      `<Types xmlns="${types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${['document', 'styles', 'numbering'].map(override).join('')}</Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="word/document.xml"/></Relationships>`,
    ],
    [
      'word/_rels/document.xml.rels',
      `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="${office}/numbering" Target="numbering.xml"/></Relationships>`,
    ],
    [
      'word/styles.xml',
      `<w:styles xmlns:w="${wordNamespace}"><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/></w:style>${headingStyle(1)}${headingStyle(2)}</w:styles>`,
    ],
    [
      'word/numbering.xml',
      `<w:numbering xmlns:w="${wordNamespace}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>${numbering}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
    ],
    [
      'word/document.xml',
      `<w:document xmlns:w="${wordNamespace}"><w:body>${body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr></w:body></w:document>`,
    ],
  ];
}

/** The report as a DOCX file: real merged cells, header rows marked as repeating, packed with a fixed date. */
export async function renderDocx(
  parts: readonly Part[],
  options: { autoNumbered?: boolean } = {},
): Promise<Uint8Array> {
  const zip = new JSZip();
  const date = new Date(Date.UTC(2020, 0, 1));
  for (const [name, xml] of packageParts(renderBody(parts, options.autoNumbered ?? false))) {
    zip.file(name, declaration + xml, { date, createFolders: false });
  }
  return zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE', platform: 'DOS' });
}
