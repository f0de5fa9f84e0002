import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { deltas } from '../../extractors/ofd/text-object.ts';
import { readDocument } from '../../extractors/read.ts';
import { ExtractedDocument } from '../../model/document.ts';
import { matchForm } from '../../text/fold.ts';
import { describeWithShared, shared } from '../shared.ts';
import { grid, layer, ofd, path, words, type OfdSheet } from './ofd-paper.ts';
import { orderOf, placed, tablesOf, textsOf, truthOf } from './truth.ts';

const HINT = { url: 'file:年报.ofd', name: '年报.ofd' };

async function read(sheets: readonly OfdSheet[], options?: Parameters<typeof ofd>[1]) {
  const { value, notices } = await readDocument(await ofd(sheets, options), HINT);
  return {
    value,
    texts: textsOf(value.blocks),
    rows: tablesOf(value.blocks).map(({ rows }) => rows.map((cells) => cells.map(({ text }) => text))),
    codes: notices.map(({ code }) => code),
  };
}

function folded<T extends { text: string }>(cells: readonly T[]): T[] {
  return cells.map((cell) => ({ ...cell, text: matchForm(cell.text) }));
}

/** A page with a table of two columns: labels, and their numbers from 0. */
function twoColumns(labels: readonly string[], ys: readonly number[]): OfdSheet {
  const rows = labels.map((label, index) => {
    const y = (ys[index] ?? 0) + 2;
    return words([22, y], label) + words([62, y], String(index));
  });
  return { objects: grid([20, 60, 100], ys) + rows.join('') };
}

describeWithShared('the report rebuilt as OFD', () => {
  test('000/report.ofd gives every cell, span and paragraph of its truth, in order', async () => {
    const truth = truthOf('000');
    const { value } = await readDocument(readFileSync(shared('documents', '000', 'report.ofd')), HINT);
    expect(ExtractedDocument.parse(value)).toEqual(value);
    expect(value).toMatchObject({ format: 'ofd', extractor: 'ofd/1', meta: { created: '2021-01-26', pages: '4' } });
    expect(tablesOf(value.blocks).map((table) => folded(placed(table)))).toEqual(truth.tables.map(folded));
    expect(orderOf(value.blocks)).toEqual(truth.order);
    expect(textsOf(value.blocks).map(matchForm)).toEqual(truth.paragraphs.map(matchForm));
    for (const cell of tablesOf(value.blocks).flatMap(({ rows }) => rows.flat())) {
      const [x0, y0, x1, y1] = cell.at.box ?? [0, 0, 0, 0];
      expect(cell.at.page).toBeGreaterThan(0);
      expect(Math.min(x1 - x0, y1 - y0)).toBeGreaterThan(5);
      expect(Math.max(x1, y1)).toBeLessThan(842);
    }
  });
});

describe('distances between characters', () => {
  test.each([
    ['2.293 2.293', [2.293, 2.293]],
    ['g 3 4.5 1', [4.5, 4.5, 4.5, 1]],
    ['1 g 2 3', [1, 3, 3]],
    ['g 0 4', []],
    ['g x 4', []],
    [null, []],
  ])('%s', (text, expected) => {
    expect(deltas(text)).toEqual(expected);
  });

  test('a run that claims a billion is cut', () => {
    expect(deltas('g 1000000000 1')).toHaveLength(100_000);
  });
});

describe('OFD', () => {
  test('lines make a table with merged cells, each with page and box in points', async () => {
    const lines =
      grid([20, 60, 100], [30, 40]) +
      path([20, 30], 'M 0 10 L 0 30 M 80 10 L 80 30 M 40 20 L 40 30 M 0 20 L 80 20 M 0 30 L 80 30');
    const { value, rows } = await read([
      {
        objects:
          `${lines}${words([22, 32], '项目')}${words([62, 32], '总计')}${words([22, 42], '合并')}${words([22, 52], '一')}` +
          words([62, 52], '12', { object: '', code: 'DeltaX="2"' }),
      },
    ]);
    expect(rows).toEqual([[['项目', '总计'], ['合并'], ['一', '12']]]);
    const [table] = tablesOf(value.blocks);
    expect(table?.rows[1]?.[0]).toMatchObject({ colSpan: 2, rowSpan: 1 });
    expect(table?.rows[0]?.[0]?.at).toEqual({ block: 0, row: 0, col: 0, page: 1, box: [56.69, 85.04, 170.08, 113.39] });
    expect(value.meta).toEqual({ title: '年报', pages: '1' });
  });

  test('rules drawn as thin rectangles and closed frames are lines', async () => {
    const frame = path([20, 30], 'M 0 0 L 80 0 L 80 20 L 0 20 C');
    const thin = path([20, 40], 'M 0 0 L 80 0 L 80 0.3 L 0 0.3 C', 'Stroke="false" Fill="true"');
    const { rows } = await read([{ objects: frame + thin + words([22, 32], '甲') + words([22, 43], '乙') }]);
    expect(rows).toEqual([[['甲'], ['乙']]]);
  });

  test('the map of an object, and the corner of the page box, move what it holds', async () => {
    const { value } = await read([
      {
        box: '10 10 210 297',
        objects: words([30, 40], '总体情况', { object: 'CTM="2 0 0 2 5 0"', code: 'DeltaX="4 4 4"' }),
      },
    ]);
    // 30 − 10 + 5 mm from the left; four characters of 8 mm; baseline at 40 − 10 + 8 mm.
    const [x0 = 0, , x1 = 0] = value.blocks[0]?.kind === 'paragraph' ? (value.blocks[0].at.box ?? []) : [];
    expect(x0).toBeCloseTo((25 * 72) / 25.4, 1);
    expect(x1 - x0).toBeCloseTo((32 * 72) / 25.4, 1);
  });

  test('characters set one below the other are a label of one cell', async () => {
    const { rows } = await read([
      {
        objects:
          grid([20, 30, 60], [30, 60]) +
          words([22, 32], '自然人', { object: '', code: 'DeltaX="g 2 0" DeltaY="g 2 5"' }) +
          words([35, 40], '7'),
      },
    ]);
    expect(rows).toEqual([[['自然人', '7']]]);
  });

  test('without distances characters stand side by side, never on one place', async () => {
    expect((await read([{ objects: words([20, 30], '共2020件', { object: '', code: '' }) }])).texts).toEqual([
      '共2020件',
    ]);
  });

  test('a page stands on its templates; drawings are put in; what is invisible is not read', async () => {
    const { texts } = await read(
      [
        {
          templates: ['5'],
          objects:
            words([20, 60], '正文在此。') +
            words([20, 70], '不可见', { object: 'Visible="false"', code: 'DeltaX="g 9 4"' }) +
            '<ofd:CompositeObject ID="6" Boundary="20 80 50 10" ResourceID="77"/>',
        },
      ],
      {
        common: '<ofd:TemplatePage ID="5" BaseLoc="Tpls/T.xml"/><ofd:DocumentRes>Res.xml</ofd:DocumentRes>',
        parts: {
          'Doc_0/Tpls/T.xml': layer(words([20, 50], '在模板上。')),
          'Doc_0/Res.xml': `<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="77"><ofd:Content>${words([0, 0], '在图元中。')}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>`,
        },
      },
    );
    expect(texts.join('')).toBe('在模板上。正文在此。在图元中。');
  });

  test('a table goes on over the page', async () => {
    const { rows, value } = await read([
      twoColumns(['项目', '一、甲'], [260, 270, 280]),
      twoColumns(['二、乙'], [20, 30]),
    ]);
    expect(rows).toEqual([
      [
        ['项目', '0'],
        ['一、甲', '1'],
        ['二、乙', '0'],
      ],
    ]);
    expect(tablesOf(value.blocks)[0]?.rows[2]?.[0]?.at.page).toBe(2);
  });

  test('a page set sideways is read upright, its boxes on the page as shown', async () => {
    const { value, texts } = await read([
      { objects: words([100, 30], '总体情况', { object: 'CTM="0 1 -1 0 0 0"', code: 'DeltaX="g 3 4"' }) },
    ]);
    expect(texts).toEqual(['总体情况']);
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] =
      value.blocks[0]?.kind === 'paragraph' ? (value.blocks[0].at.box ?? []) : [];
    expect(y1 - y0).toBeGreaterThan(x1 - x0);
    expect(y0).toBeCloseTo((30 * 72) / 25.4, 1);
  });

  test.each([
    [
      'a page that is not there',
      { 'Doc_0/Document.xml': '<a xmlns:o="x"><o:Pages><o:Page BaseLoc="none.xml"/></o:Pages></a>' },
      'damaged',
    ],
    ['a package without a document', { 'OFD.xml': '<OFD/>' }, 'damaged'],
    ['XML that is broken', { 'Doc_0/Document.xml': '<a' }, 'damaged'],
    ['entities that unfold', { 'Doc_0/Document.xml': '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;&b;</a>' }, 'damaged'],
    ['a protected package', { 'Encryptions.xml': '<x/>' }, 'encrypted'],
    ['pages without text', { 'Doc_0/Pages/P0/Content.xml': layer(path([0, 0], 'M 0 0 L 5 5')) }, 'scan'],
  ])('%s cannot be read', async (_, parts, reason) => {
    await expect(read([{ objects: words([20, 30], '文') }], { parts })).rejects.toMatchObject({
      name: 'UnreadableError',
      reason,
    });
  });
});
