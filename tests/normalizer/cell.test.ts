import { describe, expect, test } from '@jest/globals';
import { Cell } from '../../model/record.ts';
import { readCell } from '../../normalizer/cell.ts';

const at = { block: 3, row: 4, col: 1 };

function read(text: string, kind: 'count' | 'signed' | 'money' = 'count', headerUnit: string | null = null) {
  const cell = readCell({ text, colSpan: 1, rowSpan: 1, at }, kind, headerUnit);
  expect(Cell.parse(cell)).toEqual(cell);
  return cell;
}

describe('a printed cell', () => {
  test.each(['', ' ', '\u00a0', '\u3000\u3000', '\u200b', '\n'])(
    'of white space only is blank, never 0: %j',
    (text) => {
      expect(read(text)).toEqual({ status: 'blank', value: null, raw: text, unit: null, at });
    },
  );

  test.each(['-', '—', '--', '－', '–', '/', '\\', '——'])('with a dash is a placeholder: "%s"', (text) => {
    expect(read(text)).toEqual({ status: 'placeholder', value: null, raw: text, unit: null, flags: ['dash'], at });
  });

  test.each(['无', ' 暂无 ', '没有', '不适用', 'N/A', 'n/a', 'NA'])(
    'with a word for none is a placeholder: "%s"',
    (text) => {
      expect(read(text)).toMatchObject({ status: 'placeholder', value: null, raw: text, flags: ['none_word'] });
    },
  );

  test.each(['O', 'o', '〇', '○', '1O', 'l0', '２Ｏ'])(
    'with a letter for a digit is text under suspicion: "%s"',
    (text) => {
      expect(read(text)).toMatchObject({ status: 'text', value: null, raw: text, flags: ['ocr_suspect'] });
    },
  );

  test.each(['公务用车10辆', '1,23', '详见附件', '0①', '-0-'])('with anything else is text: "%s"', (text) => {
    expect(read(text)).toEqual({ status: 'text', value: null, raw: text, unit: null, at });
  });

  test('keeps a unit printed behind a count', () => {
    expect(read('12 件')).toEqual({ status: 'value', value: 12, raw: '12 件', unit: '件', at });
  });

  test('wrapped inside a number is one number, and says so', () => {
    expect(read('106\n90')).toMatchObject({ status: 'value', value: 10690, flags: ['space_in_number'] });
    expect(read(' 10690 件\n').flags).toBeUndefined();
  });

  test('keeps at most 200 characters of raw text and halves no character', () => {
    expect(read('字'.repeat(300)).raw).toBe('字'.repeat(200));
    expect(read(`${'字'.repeat(199)}😀`).raw).toBe('字'.repeat(199));
  });
});

describe('an amount', () => {
  test.each([
    ['59237.2449', '万元', { value: 59237.2449, unit: '万元', yuan: '592372449' }],
    ['0', '万元', { value: 0, unit: '万元', yuan: '0' }],
    ['0', null, { value: 0, unit: null, yuan: '0' }],
    ['12', null, { value: 12, unit: null, yuan: null, flags: ['unit_missing'] }],
    ['7545元', '万元', { value: 7545, unit: '元', yuan: '7545', flags: ['unit_conflict'] }],
    ['7545万元', '万元', { value: 7545, unit: '万元', yuan: '75450000' }],
    ['12件', null, { value: 12, unit: '件', yuan: null, flags: ['unit_missing'] }],
  ])('printed "%s" under the unit %s', (text, headerUnit, expected) => {
    expect(read(text, 'money', headerUnit)).toEqual({ status: 'value', raw: text, at, ...expected });
  });

  test('that is blank has no yuan', () => {
    expect(read(' ', 'money', '万元')).toEqual({
      status: 'blank',
      value: null,
      raw: ' ',
      unit: '万元',
      yuan: null,
      at,
    });
  });
});
