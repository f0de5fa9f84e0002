import { deflateSync } from 'node:zlib';
import { manyPages, onePage, pdfOf, streamOf } from './pdf-writer.ts';
import { part, wordFile, zipOf } from './zip-paper.ts';

/** A file made to harm its reader. */
export interface HostileFile {
  name: string;
  bytes: Uint8Array;
}

/** A hostile file that is made only when its turn comes: some take 100 MB. */
export type Recipe = readonly [name: string, make: () => Uint8Array | string];

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const WORD =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"';

function wordBody(body: string, dtd = ''): string {
  return `<?xml version="1.0"?>${dtd}<w:document ${WORD}><w:body>${body}</w:body></w:document>`;
}

function page(body: string): string {
  return `<!doctype html><html><head><meta charset="utf-8"><title>年报</title></head><body>${body}</body></html>`;
}

const LAUGHS = `<!DOCTYPE x [<!ENTITY a0 "ha">${Array.from({ length: 12 }, (_, index) => `<!ENTITY a${index + 1} "${`&a${index};`.repeat(10)}">`).join('')}]>`;
const SQUARE = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(100_000)}">]>`;
const P = '<w:p><w:r><w:t>1</w:t></w:r></w:p>';

const HTML: readonly Recipe[] = [
  ['100,000 nested div.html', () => page(`${'<div>'.repeat(100_000)}x`)],
  ['100,000 nested tables.html', () => page(`${'<table><tr><td>'.repeat(100_000)}x`)],
  ['5,000 nested tables.html', () => page(`${'<table><tr><td>1</td><td>'.repeat(5_000)}x`)],
  ['100,000 open formats.html', () => page(`${'<b><i><a href=x>'.repeat(33_000)}x`)],
  ['100,000 nested lists.html', () => page(`${'<ul><li>'.repeat(50_000)}x`)],
  ['a million cells.html', () => page(`<table>${`<tr>${'<td>1'.repeat(1_000)}`.repeat(1_000)}</table>`)],
  ['a million rows.html', () => page(`<table>${'<tr><td>1<td>2'.repeat(1_000_000)}</table>`)],
  [
    'colspan of a billion.html',
    () => page(`<table>${'<tr><td colspan=1000000000>第二十条<td colspan=1000000000>1'.repeat(2_000)}</table>`),
  ],
  [
    'rowspan of a billion.html',
    () =>
      page(
        `<table>${'<tr><td rowspan=1000000000>第二十条<td rowspan=1000000000 colspan=1000>1'.repeat(2_000)}</table>`,
      ),
  ],
  ['a million paragraphs.html', () => page('<p>年</p>'.repeat(1_000_000))],
  ['9 MB of one word.html', () => page('年'.repeat(3_000_000))],
  [
    'a million spaces after a label.html',
    () =>
      page(
        `<table><tr><td>索引号：${' '.repeat(1_000_000)}</td><td>发布机构：${'\u3000'.repeat(200_000)}</td></tr></table>`,
      ),
  ],
  ['many labels.html', () => page('索引号：名称：'.repeat(100_000))],
  [
    'a million attributes.html',
    () => page(`<div ${Array.from({ length: 300_000 }, (_, index) => `a${index}=1`).join(' ')}>x</div>`),
  ],
  [
    'an endless script string.html',
    () => page(`<script>var DETAIL={"content":"${'\\\\'.repeat(500_000)}</script><div class="article-content"></div>`),
  ],
  [
    'many script strings.html',
    () => page(`<script>var DETAIL=1;${'"content": '.repeat(100_000)}</script><div class="article-content"></div>`),
  ],
  ['unclosed comments.html', () => `${'<!--'.repeat(500_000)}<html>`],
  ['a million entities.html', () => page('&amp;&#x5e74;&lt;'.repeat(400_000))],
  ['an endless attribute.html', () => `<html><body style="${'display:none;'.repeat(500_000)}`],
  [
    'many numbers in a line.html',
    () => page(`<p>第二十条第（一）项${'规章 0 0 0 '.repeat(20_000)}行政复议行政诉讼${'0'.repeat(300_000)}</p>`),
  ],
  [
    'many bases and frames.html',
    () => page('<base href="http://a.gov.test/"><iframe src="x.html"></iframe><a href="a.pdf">年报</a>'.repeat(50_000)),
  ],
  ['XML laughs.xhtml', () => `<?xml version="1.0"?>${LAUGHS}<html><body>&a12;</body></html>`],
];

const DOCX: readonly Recipe[] = [
  ['billion laughs.docx', () => wordFile(wordBody('<w:p><w:r><w:t>&a12;</w:t></w:r></w:p>', LAUGHS))],
  [
    'quadratic blow-up.docx',
    () => wordFile(wordBody(`<w:p><w:r><w:t>${'&a;'.repeat(100_000)}</w:t></w:r></w:p>`, SQUARE)),
  ],
  [
    'external entity.docx',
    () =>
      wordFile(
        wordBody('<w:p><w:r><w:t>&a;</w:t></w:r></w:p>', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
      ),
  ],
  ['zip bomb.docx', () => wordFile(Buffer.alloc(190 * 1024 * 1024, 0x20))],
  [
    'zip bomb with a tame header.docx',
    () => wordFile(Buffer.alloc(300 * 1024 * 1024, 0x20), [], { claims: { size: 4096 } }),
  ],
  ['1 GB declared.docx', () => wordFile(wordBody(P), [], { claims: { size: 1_000_000_000 } })],
  ['4 GB packed declared.docx', () => wordFile(wordBody(P), [], { claims: { packedSize: 0xfffffff0 } })],
  [
    'many files.docx',
    () =>
      wordFile(
        wordBody(P),
        Array.from({ length: 20_000 }, (_, index) => part(`word/media/${index}.xml`, 'x')),
      ),
  ],
  [
    'many bombs.docx',
    () =>
      wordFile(
        wordBody(P),
        Array.from({ length: 30 }, (_, index) => part(`word/header${index}.xml`, Buffer.alloc(6 * 1024 * 1024, 0x20))),
      ),
  ],
  ['password flag.docx', () => wordFile(wordBody(P), [], { flags: 1 })],
  [
    'paths out of the archive.docx',
    () =>
      wordFile(wordBody(P), [
        part('../../../../tmp/canary.xml', 'x'),
        part('/etc/passwd.xml', 'x'),
        part('word\\..\\x.xml', 'x'),
      ]),
  ],
  [
    '10,000 nested tables.docx',
    () => wordFile(wordBody(`${'<w:tbl><w:tr><w:tc>'.repeat(10_000)}${P}${'</w:tc></w:tr></w:tbl>'.repeat(10_000)}`)),
  ],
  [
    '1,000 nested tables.docx',
    () =>
      wordFile(
        wordBody(
          `${`<w:tbl><w:tr><w:tc>${P}</w:tc><w:tc>`.repeat(1_000)}${P}${'</w:tc></w:tr></w:tbl>'.repeat(1_000)}`,
        ),
      ),
  ],
  [
    'a million cells.docx',
    () => wordFile(wordBody(`<w:tbl>${`<w:tr>${'<w:tc><w:p/></w:tc>'.repeat(1_000)}</w:tr>`.repeat(1_000)}</w:tbl>`)),
  ],
  [
    'a grid span of a billion.docx',
    () =>
      wordFile(
        wordBody(
          `<w:tbl>${`<w:tr>${`<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/><w:vMerge/></w:tcPr>${P}</w:tc>`.repeat(20)}</w:tr>`.repeat(500)}</w:tbl>`,
        ),
      ),
  ],
  [
    'a grid span below nought.docx',
    () =>
      wordFile(
        wordBody(
          `<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="-5"/></w:tcPr>${P}</w:tc><w:tc><w:tcPr><w:gridSpan w:val="1.5"/></w:tcPr>${P}</w:tc><w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr>${P}</w:tc></w:tr></w:tbl>`,
        ),
      ),
  ],
  [
    '5,000 alternatives.docx',
    () =>
      wordFile(
        wordBody(
          `<mc:AlternateContent><mc:Choice>${P}</mc:Choice><mc:Fallback>${P}</mc:Fallback></mc:AlternateContent>`.repeat(
            5_000,
          ),
        ),
      ),
  ],
  [
    'nested alternatives.docx',
    () =>
      wordFile(
        wordBody(
          `${'<mc:AlternateContent><mc:Choice>'.repeat(3_000)}${P}${'</mc:Choice></mc:AlternateContent>'.repeat(3_000)}`,
        ),
      ),
  ],
  [
    'nested text boxes.docx',
    () =>
      wordFile(
        wordBody(`${'<w:p><w:r><w:txbxContent>'.repeat(2_000)}${P}${'</w:txbxContent></w:r></w:p>'.repeat(2_000)}`),
      ),
  ],
  ['20,000 paragraphs.docx', () => wordFile(wordBody(P.repeat(20_000)))],
  [
    'styles in a circle.docx',
    () =>
      wordFile(wordBody('<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr></w:p>'.repeat(1_000)), [
        part(
          'word/styles.xml',
          `<w:styles ${WORD}><w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>`,
        ),
        part(
          'word/numbering.xml',
          `<w:numbering ${WORD}><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="a"/><w:styleLink w:val="a"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
        ),
      ]),
  ],
  [
    'numbers out of all bounds.docx',
    () =>
      wordFile(
        wordBody(
          '<w:p><w:pPr><w:numPr><w:ilvl w:val="99999999"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'.repeat(1_000),
        ),
        [
          part(
            'word/numbering.xml',
            `<w:numbering ${WORD}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="99999999"><w:start w:val="1e300"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="${'%1'.repeat(1_000)}"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
          ),
        ],
      ),
  ],
  [
    'a roman number of a billion.docx',
    () =>
      wordFile(
        wordBody('<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'.repeat(100)),
        [
          part(
            'word/numbering.xml',
            `<w:numbering ${WORD}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1000000000"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1000000000"/><w:numFmt w:val="upperLetter"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
          ),
        ],
      ),
  ],
  ['no document.docx', () => zipOf([part('[Content_Types].xml', '<Types/>'), part('word/other.xml', '<x/>')])],
  ['no XML.docx', () => wordFile('\0\x01\x02 nothing')],
  ['two documents.docx', () => wordFile(wordBody(P), [part('word/document.xml', wordBody(P))])],
  ['no files.zip', () => zipOf([])],
  [
    'nested archives.zip',
    () => {
      let inner = zipOf([part('a.txt', 'a')]);
      for (let depth = 0; depth < 20; depth += 1) inner = zipOf([part(`${depth}.zip`, inner)]);
      return inner;
    },
  ],
  [
    'workbook with a million cells.xlsx',
    () =>
      zipOf([
        part(
          '[Content_Types].xml',
          '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        ),
        part(
          'xl/workbook.xml',
          '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        ),
        part(
          'xl/_rels/workbook.xml.rels',
          `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
        ),
        part(
          'xl/worksheets/sheet1.xml',
          `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData>${Array.from({ length: 1_000 }, (_, row) => `<row r="${row + 1}">${'<c><v>1</v></c>'.repeat(1_000)}</row>`).join('')}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>`,
        ),
      ]),
  ],
  [
    'pages in a circle.ofd',
    () =>
      zipOf([
        part(
          'OFD.xml',
          '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
        ),
        part(
          'Doc_0/Document.xml',
          `<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData><ofd:TemplatePage ID="1" BaseLoc="Document.xml"/></ofd:CommonData><ofd:Pages>${'<ofd:Page ID="2" BaseLoc="Document.xml"/>'.repeat(10_000)}</ofd:Pages></ofd:Document>`,
        ),
      ]),
  ],
];

const PDF: readonly Recipe[] = [
  ['10,000 pages.pdf', () => manyPages(10_000)],
  [
    'a page tree in a circle.pdf',
    () =>
      pdfOf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        '<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 /Parent 2 0 R >>',
      ]),
  ],
  [
    'a page tree of two in a circle.pdf',
    () =>
      pdfOf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        '<< /Type /Pages /Kids [3 0 R] /Count 5 >>',
        '<< /Type /Pages /Kids [2 0 R] /Count 5 /Parent 2 0 R >>',
      ]),
  ],
  [
    'a billion pages declared.pdf',
    () =>
      pdfOf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        '<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>',
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
      ]),
  ],
  ['no pages.pdf', () => pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>'])],
  ['no catalog.pdf', () => pdfOf(['<< >>'], '')],
  [
    'a form that draws itself.pdf',
    () =>
      onePage('/X Do', {
        resources: '/XObject << /X 6 0 R >>',
        more: [
          streamOf(
            '/X Do /X Do',
            '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>',
          ),
        ],
      }),
  ],
  [
    'forms that double.pdf',
    () =>
      onePage('/X Do', {
        resources: '/XObject << /X 6 0 R >>',
        more: Array.from({ length: 30 }, (_, index) =>
          streamOf(
            '/X Do /X Do',
            `/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X ${index + 7} 0 R >> >>`,
          ),
        ),
      }),
  ],
  ['nested arrays.pdf', () => onePage(`${'['.repeat(200_000)}${']'.repeat(200_000)} TJ`)],
  [
    'nested arrays in an object.pdf',
    () =>
      pdfOf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        `<< /Type /Pages /Kids ${'['.repeat(100_000)}${']'.repeat(100_000)} /Count 1 >>`,
      ]),
  ],
  [
    'nested dictionaries.pdf',
    () => pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', `${'<< /A '.repeat(50_000)}1${' >>'.repeat(50_000)}`]),
  ],
  [
    'a content bomb.pdf',
    () => onePage(deflateSync(Buffer.alloc(300 * 1024 * 1024, '0 0 m ')), { entries: '/Filter /FlateDecode' }),
  ],
  [
    'a bomb in a bomb.pdf',
    () =>
      onePage(deflateSync(deflateSync(Buffer.alloc(400 * 1024 * 1024))), {
        entries: '/Filter [/FlateDecode /FlateDecode]',
      }),
  ],
  ['a hundred filters.pdf', () => onePage('x', { entries: `/Filter [${'/ASCIIHexDecode '.repeat(100_000)}]` })],
  [
    '1 GB declared.pdf',
    () =>
      pdfOf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>',
        streamOf('BT ET', '', 1_000_000_000),
      ]),
  ],
  ['100,000 operators.pdf', () => onePage(`BT /F1 1 Tf ${'(ab) Tj 1 0 Td '.repeat(30_000)} ET`)],
  [
    '50,000 rules.pdf',
    () =>
      onePage(
        Array.from(
          { length: 50_000 },
          (_, index) => `${index % 595} ${index % 842} m ${(index * 7) % 595} ${index % 842} l S\n`,
        ).join(''),
      ),
  ],
  [
    'a fine grid.pdf',
    () =>
      onePage(
        Array.from({ length: 600 }, (_, index) => `${index} 0 m ${index} 842 l S 0 ${index} m 595 ${index} l S\n`).join(
          '',
        ) + `BT /F1 1 Tf ${'(1) Tj 1 0 Td '.repeat(1_000)} ET`,
      ),
  ],
  ['pushed states.pdf', () => onePage('q '.repeat(200_000))],
  [
    'a huge image.pdf',
    () =>
      onePage('/I Do', {
        resources: '/XObject << /I 6 0 R >>',
        more: [
          streamOf(
            deflateSync(Buffer.alloc(10_000_000)),
            '/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /FlateDecode',
          ),
        ],
      }),
  ],
  [
    'numbers that are none.pdf',
    () =>
      onePage('BT /F1 1e999 Tf 1e38 1e38 Td (a) Tj -99999999999999999999 . -- Td (b) Tj ET', {
        page: '/Rotate 1e9 /UserUnit -1',
      }),
  ],
  [
    'a page without size.pdf',
    () =>
      pdfOf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 0 0] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
        streamOf('BT /F1 9 Tf (a) Tj ET'),
        '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
      ]),
  ],
  [
    'a font of itself.pdf',
    () =>
      onePage('BT /F2 9 Tf (aaaa) Tj ET', {
        resources: '/Font << /F2 6 0 R >>',
        more: [
          '<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97 /Widths [1] /Encoding << /Differences [97 /a] >> /CharProcs << /a 7 0 R >> /Resources << /Font << /F2 6 0 R >> >> >>',
          streamOf('BT /F2 9 Tf (aaaa) Tj ET'),
        ],
      }),
  ],
  [
    'a table of references in a circle.pdf',
    () =>
      Buffer.concat([
        onePage('BT /F1 9 Tf (a) Tj ET'),
        Buffer.from('\nxref\n0 0\ntrailer << /Size 9 /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF'),
      ]),
  ],
  [
    'a size of a billion.pdf',
    () =>
      pdfOf(
        ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>'],
        '/Root 1 0 R /Size 1000000000',
      ),
  ],
  [
    'encrypted.pdf',
    () =>
      pdfOf(
        ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>'],
        `/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <${'ab'.repeat(32)}> /U <${'cd'.repeat(32)}> >>`,
      ),
  ],
  ['only a header.pdf', () => '%PDF-1.7\n'],
  [
    'actions.pdf',
    () =>
      pdfOf([
        '<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (/bin/true) >> /AA << /WC << /S /URI /URI (http://127.0.0.1:9/) >> >> >>',
        '<< /Type /Pages /Kids [] /Count 0 >>',
      ]),
  ],
];

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** An OLE2 file of 40 sectors of which each names itself as the next; the directory names `stream`. */
function oleLoop(stream: string, fat: (sector: number) => number): Buffer {
  const bytes = Buffer.alloc(512 * 41);
  OLE.copy(bytes, 0);
  bytes.writeUInt16LE(0x3e, 24);
  bytes.writeUInt16LE(3, 26);
  bytes.writeUInt16LE(0xfffe, 28);
  bytes.writeUInt16LE(9, 30);
  bytes.writeUInt16LE(6, 32);
  bytes.writeUInt32LE(1, 44);
  bytes.writeUInt32LE(1, 48);
  bytes.writeUInt32LE(4096, 56);
  bytes.writeUInt32LE(3, 60);
  bytes.writeUInt32LE(1, 64);
  bytes.writeUInt32LE(4, 68);
  bytes.writeUInt32LE(0x7fffffff, 72);
  for (let index = 0; index < 109; index += 1) bytes.writeUInt32LE(0, 76 + index * 4);
  for (let sector = 0; sector < 128; sector += 1) bytes.writeUInt32LE(fat(sector), 512 + sector * 4);
  ['Root Entry', stream, '1Table'].forEach((name, index) => {
    const at = 1024 + index * 128;
    bytes.write(name, at, 'utf16le');
    bytes.writeUInt16LE(name.length * 2 + 2, at + 64);
    bytes.writeUInt8(index === 0 ? 5 : 2, at + 66);
    for (const link of [68, 72, 76]) bytes.writeUInt32LE(index === 0 ? 1 : index, at + link);
    bytes.writeUInt32LE(2, at + 116);
    bytes.writeUInt32LE(0x3fffffff, at + 120);
  });
  return bytes;
}

const OTHERS: readonly Recipe[] = [
  ['empty.html', () => ''],
  ['one byte.bin', () => '\0'],
  ['only space.txt', () => ' \n'.repeat(100_000)],
  ...['WordDocument', 'Workbook', 'WpsDocument', 'Book'].flatMap((stream): Recipe[] => [
    [`${stream} in a circle.doc`, () => oleLoop(stream, (sector) => sector)],
    [`${stream} in a great circle.doc`, () => oleLoop(stream, (sector) => (sector + 1) % 128)],
    [`${stream} out of bounds.doc`, () => oleLoop(stream, (sector) => 0x7ffffff0 - sector)],
  ]),
  ['encrypted.doc', () => oleLoop('EncryptedPackage', () => 0xfffffffe)],
  ['nested groups.rtf', () => `{\\rtf1${'{'.repeat(200_000)}x${'}'.repeat(200_000)}}`],
  [
    'a million cells.rtf',
    () => `{\\rtf1 ${`\\trowd${'\\cellx99999999'.repeat(100)}${'1\\cell'.repeat(100)}\\row`.repeat(10_000)}}`,
  ],
  ['1 GB of binary declared.rtf', () => '{\\rtf1 \\bin1000000000 x}'],
  ['a million TABs.txt', () => `年报\n${'\t'.repeat(1_000_000)}\n${'\t1\n'.repeat(500_000)}`],
  ['a million bars.txt', () => `年报\n${'|0'.repeat(1_000_000)}\n${'规章|0|0|\n'.repeat(200_000)}`],
  ['a row that never ends.txt', () => `\t规章\n${'数\n'.repeat(300_000)}`],
  ['20 MB in a line.txt', () => '第二十条 '.repeat(1_500_000)],
  ['bookmarks.txt', () => `年报${'[bookmark: '.repeat(300_000)}`],
  ['one reading sentence.txt', () => `收到申请${'，，，'.repeat(300_000)}1件。${'未收到'.repeat(200_000)}`],
  [
    'half of a UTF-16.txt',
    () => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('年度报告'.repeat(10_000), 'utf16le').subarray(1)]),
  ],
  [
    'a huge picture.png',
    () =>
      Buffer.concat([
        Buffer.from('89504e470d0a1a0a0000000d494844520001869f0001869f08060000003de6cb2d', 'hex'),
        Buffer.alloc(1_000),
      ]),
  ],
  [
    'a huge picture.gif',
    () => Buffer.concat([Buffer.from('GIF89a'), Buffer.from('ffffffff', 'hex'), Buffer.alloc(1_000)]),
  ],
  [
    'directories in a circle.tif',
    () =>
      Buffer.concat([
        Buffer.from('49492a0008000000', 'hex'),
        Buffer.from('010000010300010000000100000008000000', 'hex'),
        Buffer.alloc(1_000),
      ]),
  ],
  [
    'a huge picture.bmp',
    () =>
      Buffer.concat([
        Buffer.from('BM'),
        Buffer.alloc(12, 0xff),
        Buffer.from('28000000', 'hex'),
        Buffer.alloc(30, 0x7f),
        Buffer.alloc(100),
      ]),
  ],
  [
    'a huge picture.webp',
    () => Buffer.concat([Buffer.from('RIFF\xff\xff\xff\x7fWEBPVP8 ', 'latin1'), Buffer.alloc(200, 0xff)]),
  ],
];

/** Hand-made hostile files: bombs, circles, nests, lies and giants. */
export const SPECIALS: readonly Recipe[] = [...HTML, ...DOCX, ...PDF, ...OTHERS];
