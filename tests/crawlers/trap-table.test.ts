import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { projectRoot } from '../shared.ts';

/** Traps of PORTALS.md 3.1. */
const TRAPS = Array.from({ length: 31 }, (_, index) => `T${index + 1}`);

const REFUSALS = 'tests/crawlers/traps-refusals.test.ts';
const PAGES = 'tests/crawlers/traps.test.ts';
const DRIFT = 'tests/crawlers/drift.test.ts';
const FETCH = 'tests/queue/fetch.test.ts';
const MANNERS = 'tests/net/manners.test.ts';

/** Each trap with the file and the words of the test that meets it. */
const MET: readonly (readonly [trap: string, file: string, words: string])[] = [
  ['T1', REFUSALS, 'T1: 521 with __jsluid_s'],
  ['T2', REFUSALS, 'T2: 412 with $_ts'],
  ['T3', REFUSALS, 'T3: 468'],
  ['T4', REFUSALS, 'T4: acw_sc__v2 with status 200'],
  ['T5', REFUSALS, 'T5: a slider with status 200'],
  ['T6', REFUSALS, 'T6: a shell that only sets a cookie'],
  ['T7', REFUSALS, 'T7: the second request of a session is answered 400'],
  ['T8', PAGES, 'T8: a page with the bytes of another ends its list'],
  ['T8', FETCH, 'T8: a host that answers with its home page'],
  ['T9', REFUSALS, 'T9: a burst is answered 429'],
  ['T10', PAGES, 'T10: an error page with status 200'],
  ['T11', PAGES, 'T11: a list that lies about its tail'],
  ['T12', PAGES, 'T12: a shell that only points elsewhere'],
  ['T13', PAGES, 'T13: a list inside a frame'],
  ['T14', MANNERS, 'T14: the other scheme'],
  ['T15', MANNERS, 'T15: a certificate that nobody vouches for'],
  ['T16', PAGES, 'T16: GBK that says it is UTF-8'],
  [
    'T17',
    'tests/net/body.test.ts',
    'T17: gzip, deflate and br are asked for, and a server that compresses without being asked',
  ],
  ['T18', PAGES, 'T18: dots, line breaks and back-slashes'],
  ['T19', PAGES, 'T19: session ids and noise'],
  ['T20', PAGES, 'T20: what has no end is not entered'],
  ['T21', PAGES, 'T21: the same report on www and without'],
  ['T21', 'tests/storage/hosts.test.ts', 'the same report of one body on two hosts'],
  ['T22', PAGES, 'T22, T23: mirrors beyond'],
  ['T23', PAGES, 'T22, T23: mirrors beyond'],
  ['T24', DRIFT, 'T24: an address that leads to another place'],
  ['T25', FETCH, 'T25: a download that asks for the letters of a picture'],
  ['T26', PAGES, 'T26: words in a footer'],
  ['T27', DRIFT, 'T27: a hub that no longer leads to the column'],
  ['T28', 'tests/text/file-name.test.ts', 'T28: the name of a download'],
  ['T29', 'tests/extractors/mislabelled.test.ts', 'T29: what a file becomes is decided by its bytes'],
  ['T30', 'tests/normalizer/hard-cases-cells.test.ts', 'T30, H15 glued table 4: %s'],
  ['T31', PAGES, 'T31: a page that does not answer'],
];

describe('every trap of the portals', () => {
  test.each(TRAPS)('%s has a test', (trap) => {
    expect(MET.filter(([met]) => met === trap)).not.toEqual([]);
  });

  test.each(MET)('%s is met in %s: "%s"', (_, file, words) => {
    expect(readFileSync(join(projectRoot, file), 'utf8').split(words).length - 1).toBe(1);
  });
});
