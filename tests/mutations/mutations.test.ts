import { describe, expect, test } from '@jest/globals';
import { readCells } from '../../normalizer/cells.ts';
import { documentOf, gold } from '../normalizer/record-documents.ts';
import { describeWithShared } from '../shared.ts';
import { sampleBases, seedBases, withDistinctNumbers, type Base } from './bases.ts';
import { DAMAGES } from './damages.ts';
import { judge, type Judged, type Verdict, damagesFor, runOne } from './judge.ts';
import { randomFrom } from './random.ts';
import { render } from './render.ts';

/** Rounds over all damages; `OGI_MUTATIONS=40 npx jest tests/mutations` looks deeper than every commit needs. */
const ROUNDS = Number(process.env['OGI_MUTATIONS'] ?? 1);

/** Every base as printed and once more with a different number in every cell. */
function twice(bases: readonly Base[]): Base[] {
  return [...bases, ...bases.map((base, index) => withDistinctNumbers(base, randomFrom(index)))];
}

async function runAll(bases: readonly Base[], seed: number): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (let index = 0; index < ROUNDS * DAMAGES.length; index += 1) {
    const random = randomFrom(seed + index);
    const one = await runOne(bases, damagesFor(index, random), random);
    if (one !== null) judged.push(one);
  }
  return judged;
}

function sum(judged: readonly Judged[], of: (verdict: Verdict) => number): number {
  return judged.reduce((total, one) => total + of(one), 0);
}

/** No figure reads wrong unsaid, none is lost without a notice, and most are still read. */
function expectNoSilence(judged: readonly Judged[]): void {
  expect(
    judged.flatMap(({ damage, base, rendering, silent }) =>
      silent.map((cell) => `${base} ${rendering} ${damage}: ${cell}`),
    ),
  ).toEqual([]);
  expect(judged.filter(({ lost }) => lost > 0)).toEqual([]);
  const all = sum(judged, ({ right, refused, missing, flagged }) => right + refused + missing + flagged);
  expect(sum(judged, ({ right }) => right) / all).toBeGreaterThan(0.8);
}

describe('a damaged report reads right or says that it does not', () => {
  test('reports of the sample portal', async () => {
    expectNoSilence(await runAll(twice(sampleBases()), 1_000_000));
  }, 600_000);

  test('the judge sees a shifted figure: it is no test that always passes', async () => {
    const [base] = sampleBases().map((one) => withDistinctNumbers(one, randomFrom(7)));
    const rendered = base ? await render(base.draft, 'blocks') : null;
    if (!base || !rendered) throw new Error('The sample portal has no base');
    const blocks = rendered.document.blocks.map((block) =>
      block.kind === 'table'
        ? {
            ...block,
            rows: block.rows.map((row) =>
              row.map((cell, index) => ({
                ...cell,
                text: /^\d+$/u.test(cell.text) ? (row[index - 1]?.text ?? '').replace(/\D/gu, '') : cell.text,
              })),
            ),
          }
        : block,
    );
    expect(judge(base.draft, { ...rendered, document: { ...documentOf([]), blocks } }).silent.length).toBeGreaterThan(
      50,
    );
  });
});

describeWithShared('damaged seeds', () => {
  test('read right or say that they do not', async () => {
    expectNoSilence(await runAll(twice(seedBases()), 2_000_000));
  }, 600_000);

  test('have bases that print what the gold says', async () => {
    for (const { name, draft } of seedBases()) {
      const rendered = await render(draft, 'html');
      const cells = rendered ? readCells(rendered.document).cells : {};
      const expected = gold(`seed${name}`).cells ?? {};
      const read = Object.entries(expected).map(([path]) => [
        path,
        { status: cells[path]?.status, value: cells[path]?.value },
      ]);
      expect(Object.fromEntries(read)).toEqual(
        Object.fromEntries(Object.entries(expected).map(([path, { status, value }]) => [path, { status, value }])),
      );
    }
  });
});
