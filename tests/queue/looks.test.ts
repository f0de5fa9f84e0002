import { describe, expect, test } from '@jest/globals';
import type { Gap } from '../../model/gap.ts';
import { gapWords, secondLook, type Look } from '../../queue/looks.ts';

const WHERE = { how: 'own_page', url: 'http://www.yunhe.gov.test/jyj/', at: '2024-02-02T00:10:00.000Z' } as const;

function lookWith(...gaps: Gap[]): Look {
  return { portalId: 'yunhe', at: null, asked: [], pages: 0, failed: 0, verdict: null, gaps };
}

describe('the second look for a missing report', () => {
  test('is told where it was had, by the name of the body', () => {
    const look = lookWith({ body: '教育局', year: 2023, look: WHERE, result: 'not_there' });
    expect(secondLook(look, '云禾县教育局', 2023)).toEqual(WHERE);
    expect(secondLook(look, '云禾县教育局', 2022)).toBeNull();
    expect(secondLook(look, '云禾县财政局', 2023)).toBeNull();
  });

  test.each(['failed', 'found'] as const)('that %s is no place where nothing was found', (result) => {
    expect(secondLook(lookWith({ body: '教育局', year: 2023, look: WHERE, result }), '云禾县教育局', 2023)).toBeNull();
  });

  test('of two bodies that fit alike is taken for neither', () => {
    const gap = { body: '教育局', year: 2023, look: WHERE, result: 'not_there' } as const;
    const other = { ...gap, look: { ...WHERE, url: 'http://www.yunhe.gov.test/other/' } };
    expect(secondLook(lookWith(gap, other), '云禾县教育局', 2023)).toBeNull();
  });

  test('is put in words with its address and time, if there was one', () => {
    expect(gapWords({ body: '教育局', year: 2023, look: WHERE, result: 'not_there' })).toBe(
      '教育局 2023 is on no list, though those beside it are: not there at a second look at http://www.yunhe.gov.test/jyj/ (2024-02-02T00:10:00.000Z)',
    );
    expect(gapWords({ body: '教育局', year: 2023, look: null, result: 'not_looked' })).toMatch(
      /: no other place to look at is known, or the looks of this discovery were spent$/u,
    );
  });
});
