import { expect, test } from '@jest/globals';
import { ConfigError } from '../../errors.ts';
import { parseCorrections } from '../../storage/corrections.ts';

const HEADER = 'record,cell_path,value,why,by,date,sha256,locator,read';
const SHA = 'ab'.repeat(32);
const LINE = `0123456789ab-2023,t3.result.granted.total,7,"misread, see page",A. Reader,2024-03-01,${SHA},block=2;row=5;col=9,1`;

function fault(...lines: string[]): string {
  try {
    parseCorrections(lines.join('\n'), 'corrections.csv');
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
}

test('reads every column, with a byte order mark, CRLF and empty lines', () => {
  expect(parseCorrections(`\ufeff${HEADER}\r\n${LINE}\r\n\r\n`, 'x')).toEqual([
    {
      line: 2,
      record: '0123456789ab-2023',
      cellPath: 't3.result.granted.total',
      value: '7',
      why: 'misread, see page',
      by: 'A. Reader',
      date: '2024-03-01',
      sha256: SHA,
      at: { block: 2, row: 5, col: 9 },
      read: '1',
    },
  ]);
});

test('the column read may be missing, names may have spaces, and an empty file holds nothing', () => {
  const text = `record,cell path,value,why,by,date,sha256,locator\n${LINE.slice(0, -2)}`;
  expect(parseCorrections(text, 'x')).toMatchObject([{ cellPath: 't3.result.granted.total', read: null }]);
  expect(parseCorrections('', 'x')).toEqual([]);
  expect(parseCorrections(HEADER, 'x')).toEqual([]);
});

test.each(['240万元', '1,118,992元', '—', '无', 'blank', '0', '-57'])('"%s" can be printed in a cell', (value) => {
  expect(fault(HEADER, LINE.replace(',7,', `,"${value}",`))).toBe('accepted');
});

test.each([
  ['no columns', ['a,b,c', '1,2,3'], 'its first line has no column record, cell_path, value'],
  [
    'a forgotten value',
    [HEADER, LINE.replace(',7,', ',,')],
    'line 2: value "" is not valid; expected what the source prints',
  ],
  ['a value in words', [HEADER, LINE.replace(',7,', ',seven,')], 'line 2: value "seven" is not valid'],
  ['no id', [HEADER, LINE.replace('0123456789ab-2023', '2023')], 'line 2: record "2023" is not valid'],
  ['no reason', [HEADER, LINE.replace('"misread, see page"', '')], 'line 2: why "" is not valid'],
  ['a day that is none', [HEADER, LINE.replace('2024-03-01', '2024-02-30')], 'line 2: date "2024-02-30" is not valid'],
  ['a cut hash', [HEADER, LINE.replace(SHA, 'abab')], 'line 2: sha256 "abab" is not valid'],
  ['no place', [HEADER, LINE.replace('block=2;row=5;col=9', 'page 3')], 'line 2: locator "page 3" is not valid'],
  ['a column too few', [HEADER, LINE, LINE.slice(0, -2)], 'line 3: 8 columns, the first line has 9'],
  ['an open quote', [HEADER, `${LINE},"`], 'it is no CSV file'],
])('%s is refused, with the line', (_name, lines, message) => {
  expect(fault(...lines)).toContain(message);
});
