import { onePage } from './pdf-writer.ts';
import type { HostileFile } from './specials.ts';
import { wordFile, part, zipOf } from './zip-paper.ts';

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const WORD = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${OFFICE}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`;

/**
 * Documents that ask their reader to fetch from `host` (`http://…`) or to open the file `canary`: pictures, frames, style
 * sheets, DTDs, external entities, relationships and actions.
 */
export function lures(host: string, canary: string): HostileFile[] {
  return [
    file('page.html', page(host, canary)),
    file('page.xhtml', `${dtd(host, canary, 'html')}<html><body><p>年报 &canary; &remote;</p></body></html>`),
    file(
      'entities.docx',
      wordFile(document('<w:p><w:r><w:t>年报 &canary; &remote;</w:t></w:r></w:p>', dtd(host, canary, 'w:document'))),
    ),
    file(
      'entities in parts.docx',
      wordFile(document('<w:p><w:r><w:t>年报</w:t></w:r></w:p>'), [
        part('word/styles.xml', `${dtd(host, canary, 'w:styles')}<w:styles ${WORD}>&canary;&remote;</w:styles>`),
        part('word/numbering.xml', `${dtd(host, canary, 'w:numbering')}<w:numbering ${WORD}>&canary;</w:numbering>`),
        part('docProps/core.xml', `${dtd(host, canary, 'x')}<x>&canary;</x>`),
      ]),
    ),
    file(
      'relations.docx',
      wordFile(
        document(
          '<w:p><w:r><w:t>年报</w:t><w:drawing><a:blip r:link="r1"/><a:blip r:link="r2"/></w:drawing></w:r></w:p><w:altChunk r:id="r3"/><w:subDoc r:id="r4"/>',
        ),
        [
          part('word/_rels/document.xml.rels', relations(host, canary)),
          part('word/_rels/settings.xml.rels', relations(host, canary)),
          part('word/settings.xml', `<w:settings ${WORD}><w:attachedTemplate r:id="r5"/></w:settings>`),
        ],
      ),
    ),
    file('actions.pdf', actions(host, canary)),
    file(
      'entities.xlsx',
      zipOf([
        part(
          '[Content_Types].xml',
          `${dtd(host, canary, 'Types')}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">&canary;</Types>`,
        ),
        part(
          'xl/workbook.xml',
          `${dtd(host, canary, 'workbook')}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">&canary;&remote;</workbook>`,
        ),
        part('xl/_rels/workbook.xml.rels', relations(host, canary)),
      ]),
    ),
    file('entities.ofd', zipOf([part('OFD.xml', `${dtd(host, canary, 'OFD')}<OFD>&canary;&remote;</OFD>`)])),
    file('entities.xml.doc', `${dtd(host, canary, 'w:wordDocument')}<w:wordDocument ${WORD}>&canary;</w:wordDocument>`),
    file(
      'fields.rtf',
      `{\\rtf1 {\\field{\\*\\fldinst INCLUDETEXT "${canary}"}}{\\field{\\*\\fldinst INCLUDEPICTURE "${host}/a.png"}}{\\*\\template ${canary}}}`,
    ),
    file('links.txt', `年报 ${host}/a.txt file://${canary}`),
  ];
}

function file(name: string, content: string | Buffer): HostileFile {
  return { name, bytes: Buffer.from(content) };
}

function dtd(host: string, canary: string, root: string): string {
  return `<?xml version="1.0"?><!DOCTYPE ${root} SYSTEM "${host}/form.dtd" [<!ENTITY canary SYSTEM "file://${canary}"><!ENTITY remote SYSTEM "${host}/entity"><!ENTITY % more SYSTEM "file://${canary}"> %more;]>`;
}

function document(body: string, head = ''): string {
  return `${head}<w:document ${WORD}><w:body>${body}</w:body></w:document>`;
}

function relations(host: string, canary: string): string {
  const targets = [
    ['image', `${host}/a.png`],
    ['image', `file://${canary}`],
    ['aFChunk', `file://${canary}`],
    ['subDocument', `${host}/b.docx`],
    ['attachedTemplate', `${host}/c.dotm`],
  ];
  const rows = targets.map(
    ([type, target], index) =>
      `<Relationship Id="r${index + 1}" Type="${OFFICE}/${type}" Target="${target}" TargetMode="External"/>`,
  );
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${rows.join('')}</Relationships>`;
}

function page(host: string, canary: string): string {
  const body = [
    `<img src="${host}/a.png"><img src="file://${canary}">`,
    `<iframe src="${host}/frame.html"></iframe><iframe src="file://${canary}"></iframe><embed src="${host}/a.pdf"><object data="file://${canary}"></object>`,
    `<video src="${host}/a.mp4"></video><script src="${host}/a.js"></script><script>fetch("${host}/b")</script>`,
    `<p>一、总体情况</p><table><tr><td>第二十条</td><td background="${host}/b.png">1</td></tr></table><a href="file://${canary}">年度报告.docx</a>`,
  ];
  return `<!doctype html><html><head><base href="${host}/"><meta http-equiv="refresh" content="0;url=${host}/c"><link rel="stylesheet" href="${host}/a.css"></head><body>${body.join('')}</body></html>`;
}

function actions(host: string, canary: string): Buffer {
  const annotations = [
    `<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (${host}/uri) >> >>`,
    `<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (${canary}) >> >>`,
    `<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /GoToR /F (${canary}) /D [0 /Fit] >> >>`,
    `<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /SubmitForm /F (${host}/form) >> /AA << /PO << /S /JavaScript /JS (app.launchURL\\("${host}/js"\\)) >> >> >>`,
  ];
  const page = `/AA << /O << /S /URI /URI (${host}/open) >> >> /Annots [${annotations.join(' ')}]`;
  const outside = `<< /Length 0 /F (${canary}) /FFilter /FlateDecode /Type /XObject /Subtype /Form /BBox [0 0 9 9] >>\nstream\n\nendstream`;
  return onePage('BT /F1 12 Tf 72 700 Td (report) Tj ET /X Do', {
    page,
    resources: '/XObject << /X 6 0 R >>',
    more: [outside],
  });
}
