import { describe, expect, test } from '@jest/globals';
import { readDocx } from '../../extractors/docx/read-docx.ts';
import { readHtml } from '../../extractors/html/read-html.ts';
import { docx } from './docx-paper.ts';
import { tablesOf } from './truth.ts';

function htmlCells(...cells: string[]): { texts: string[]; codes: string[] } {
  const row = cells.map((cell) => `<td>${cell}</td>`).join('');
  const page = `<html><body><div class="TRS_Editor"><table><tr><td>行政许可</td><td>a</td></tr><tr>${row}</tr></table></div></body></html>`;
  const { value, notices } = readHtml(new TextEncoder().encode(page), { url: 'file:a.html' });
  return {
    texts: tablesOf(value.blocks)[0]?.rows[1]?.map((cell) => cell.text) ?? [],
    codes: notices.map(({ code }) => code),
  };
}

async function wordCells(...cells: string[]): Promise<string[]> {
  const row = cells.map((cell) => `<w:tc><w:p>${cell}</w:p></w:tc>`).join('');
  const { value } = await readDocx(await docx(`<w:tbl><w:tr>${row}</w:tr></w:tbl>`), { url: 'file:a.docx' });
  return tablesOf(value.blocks)[0]?.rows[0]?.map((cell) => cell.text) ?? [];
}

function run(text: string, properties = ''): string {
  return `<w:r><w:rPr>${properties}</w:rPr><w:t>${text}</w:t></w:r>`;
}

describe('what stands in a cell beside plain text stays visible as what it is', () => {
  test('in HTML: raised, lowered and struck signs', () => {
    expect(
      htmlCells(
        '2<sup>1</sup>',
        '2<sub>1</sub>',
        '<s>12</s>3',
        '<span style="text-decoration: line-through">4 5</span>',
      ).texts,
    ).toEqual(['2¹', '2₁', '1\u03362\u03363', '4\u0336 5\u0336']);
  });

  test('in HTML: pictures and what a script writes are no blank, a spacer of a pixel is', () => {
    const { texts } = htmlCells(
      '<img src="3.png">',
      '<svg></svg>',
      '<script>document.write(3)</script>',
      '<img src="a.gif" width="1">',
      '',
    );
    expect(texts).toEqual(['\ufffc', '\ufffc', '\ufffc', '', '']);
  });

  test('in HTML: form fields show their values', () => {
    expect(
      htmlCells(
        '<input readonly value="7">',
        '<input type="hidden" value="7">',
        '<textarea>8</textarea>',
        '<select><option>1<option selected>2</select>',
      ).texts,
    ).toEqual(['7', '', '8', '2']);
  });

  test('in HTML: a hidden cell is left out and told', () => {
    const page =
      '<table><tr><td>行政许可</td><td>a</td></tr><tr><td>x</td><td style="display:none">5</td></tr></table>';
    const { notices } = readHtml(new TextEncoder().encode(`<html><body>${page}</body></html>`), { url: 'file:a.html' });
    expect(notices).toContainEqual(
      expect.objectContaining({ code: 'hidden_text', message: expect.stringContaining('"5"') }),
    );
  });

  test('in DOCX: raised, lowered and struck signs', async () => {
    expect(
      await wordCells(
        run('2') + run('1', '<w:vertAlign w:val="superscript"/>'),
        run('2') + run('1', '<w:vertAlign w:val="subscript"/>'),
        run('12', '<w:strike/>') + run('3'),
        run('12', '<w:dstrike/>'),
      ),
    ).toEqual(['2¹', '2₁', '1\u03362\u03363', '1\u03362\u0336']);
  });

  test('in DOCX: pictures, objects and formulas are no blank', async () => {
    const formula =
      '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>3</m:t></m:r></m:oMath>';
    expect(await wordCells('<w:r><w:drawing/></w:r>', '<w:r><w:object/></w:r>', formula, '')).toEqual([
      '\ufffc',
      '\ufffc',
      '\ufffc',
      '',
    ]);
  });
});
