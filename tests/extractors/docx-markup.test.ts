import { describe, expect, test } from '@jest/globals';
import {
  all,
  attributeOf,
  insert,
  newRun,
  parseMarkup,
  remove,
  textOf,
  writeMarkup,
} from '../../extractors/docx/markup.ts';

const parse = (source: string): ReturnType<typeof parseMarkup> => parseMarkup(Buffer.from(source), 'word/document.xml');

describe('markup of Word parts', () => {
  test('what is not changed is written back as it stands', () => {
    const source = `<?xml version="1.0"?>\n<!-- < --><w:a x='1 > 0'  y = "&#x4e00;">一 &amp; 二<![CDATA[<b>]]><w:b/></w:a>\n`;
    expect(writeMarkup(parse(source)).trim()).toBe(source.trim());
  });

  test('attributes and texts are read with their references resolved', () => {
    const [element] = all(
      parse(`<w:a w:x="w:val='0'" w:val='&lt;&#x4e00;&#20108;'>一&amp;<![CDATA[<]]><!-- 二 --></w:a>`),
      'w:a',
    );
    expect(attributeOf(element, 'w:val')).toBe('<一二');
    expect(attributeOf(element, 'w:other')).toBeNull();
    expect(element === undefined ? '' : textOf(element)).toBe('一&<');
  });

  test('nodes are moved, added and removed in their place', () => {
    const root = parse('<a><b>1</b><c>2</c><d><e/></d></a>');
    const [a] = all(root, 'a');
    const [b] = all(root, 'b');
    const [e] = all(root, 'e');
    if (a === undefined || b === undefined || e === undefined) throw new Error('Cannot test: an element is missing');
    insert(e, a, b);
    remove(b);
    insert(newRun('1 < 2'), a, null);
    expect(writeMarkup(root)).toBe('<a><e/><c>2</c><d/><w:r><w:t xml:space="preserve">1 &lt; 2</w:t></w:r></a>');
  });

  test.each([
    ['ends that cross', '<a><b></a></b>'],
    ['an element without an end', '<a><b></b>'],
    ['two roots', '<a/><b/>'],
    ['text behind the root', '<a/>text'],
    ['nothing at all', ''],
    ['an attribute without quotes', '<a b=1/>'],
    ['a comment without an end', '<a/><!-- '],
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
  ])('%s: damaged', (_, source) => {
    expect(() => parse(source)).toThrow(expect.objectContaining({ name: 'UnreadableError', reason: 'damaged' }));
  });
});
