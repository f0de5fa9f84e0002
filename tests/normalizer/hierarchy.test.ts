import { describe, expect, test } from '@jest/globals';
import type { ReportRecord } from '../../model/record.ts';
import { addChild, hierarchyChecks, type Children } from '../../normalizer/hierarchy.ts';
import { BLANK, buildRecord, cell } from '../dumps/records.ts';

const REQUESTS = 't3.new_received.total';
type Printed = number | 'blank' | 'text';

function report(bodyId: string, printed: Printed, scope: ReportRecord['scope'] = 'own'): ReportRecord {
  const asText = { ...cell(0), status: 'text' as const, value: null, raw: '约3' };
  const one = printed === 'blank' ? BLANK : printed === 'text' ? asText : cell(printed);
  return { ...buildRecord({ bodyId, year: 2023, cells: { [REQUESTS]: one } }), scope };
}

function childrenOf(...printed: Printed[]): Children {
  const records = printed.map((one, index) => report(`${index}`.padStart(12, '0'), one));
  const [first, ...rest] = records;
  if (first === undefined) throw new Error('A family needs a child');
  return rest.reduce<Children>((family, record) => addChild(family, record), addChild(undefined, first));
}

function instance(parent: Printed, children: readonly Printed[], id: 'U6' | 'U7') {
  const region = report('ffffffffffff', parent, 'region');
  return hierarchyChecks(region, childrenOf(...children)).find(
    (check) => check.id === id && check.scope === 'new_received',
  );
}

describe('a report on a region against those of the bodies below it', () => {
  test.each<[Printed, Printed[], string, string | null, string | undefined]>([
    [9, [4, 3, 2], 'pass', 'none', undefined],
    [9, [4, 5, 'blank'], 'pass', 'zero', undefined],
    [9, [4, 3, 3], 'fail', 'none', undefined],
    [9, [4, 3], 'indeterminate', null, 'children_incomplete'],
    [9, [4, 'text', 5], 'indeterminate', null, 'not_numeric'],
    ['text', [4, 5], 'indeterminate', null, 'not_numeric'],
    ['blank', [4, 5], 'indeterminate', null, 'total_blank'],
    [9, ['blank', 'blank'], 'indeterminate', null, 'addends_blank'],
  ])('U6: %s over %j is %s', (parent, children, status, blankPolicy, reason) => {
    const check = instance(parent, children, 'U6');
    expect(check).toMatchObject({ status, blankPolicy, strength: 'usual' });
    expect(check?.reason).toBe(reason);
  });

  test.each<[Printed, Printed[], string | undefined, number | undefined]>([
    [4, [4, 3], 'pass', 4],
    [3, [1, 4, 'text'], 'fail', 4],
    ['blank', [4], undefined, undefined],
    [3, ['blank'], undefined, undefined],
  ])('U7: %s over %j is %s', (parent, children, status, right) => {
    const check = instance(parent, children, 'U7');
    expect(check?.status).toBe(status);
    expect(check?.right).toBe(right);
  });

  test('U7 names the region and the largest body below it', () => {
    expect(instance(3, [1, 4], 'U7')?.cells).toEqual([
      `ffffffffffff-2023#${REQUESTS}`,
      `000000000001-2023#${REQUESTS}`,
    ]);
  });

  test('a report that does not say it covers the region is not compared', () => {
    for (const scope of ['own', 'unknown'] as const) {
      expect(hierarchyChecks(report('ffffffffffff', 3, scope), childrenOf(4))).toEqual([]);
    }
  });
});
