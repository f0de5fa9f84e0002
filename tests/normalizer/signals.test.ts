import { describe, expect, test } from '@jest/globals';
import type { Cell } from '../../model/record.ts';
import { CheckResult } from '../../model/record.ts';
import { cellPaths } from '../../model/template.ts';
import { E3_2019 } from '../../model/templates/e3-2019.ts';
import { E4_2021 } from '../../model/templates/e4-2021.ts';
import { runSignals } from '../../normalizer/signals.ts';
import { linesOf } from '../../normalizer/lines.ts';
import { readSections } from '../../normalizer/sections.ts';
import { read, tableOf } from './gold-cells.ts';
import { documentOf } from './record-documents.ts';

type Printed = number | Cell['status'];

interface Case {
  form?: typeof E3_2019;
  cells?: Record<string, Printed>;
  others?: Printed;
  kind?: string;
  level?: string;
  fiscalYear?: number | null;
  periodStart?: string | null;
  text?: string[];
  header?: string;
}

function cellOf(printed: Printed): Cell {
  const at = { block: 0 };
  if (typeof printed === 'number') return { status: 'value', value: printed, raw: String(printed), unit: null, at };
  return { status: printed, value: null, raw: printed.endsWith('_missing') ? null : '', unit: null, at };
}

/** The signals over a report whose every cell is 1 (or `others`) but those given. */
function signals(id: string, given: Case) {
  const paths = cellPaths(given.form ?? E4_2021).map(({ path }) => path);
  const cells = Object.fromEntries(paths.map((path) => [path, cellOf(given.cells?.[path] ?? given.others ?? 1)]));
  const { sections } = readSections(linesOf(documentOf(given.text ?? []).blocks), []);
  const statistics =
    given.header === undefined ? [] : read(tableOf([`指标名称|计量单位|${given.header}`, '申请数|件|1'])).statistics;
  const body = { kind: given.kind ?? 'department', level: given.level ?? 'county' };
  const results = runSignals({
    cells,
    indicators: statistics.flatMap((table) => table.lines.flatMap((line) => line.indicators)),
    statistics,
    sections,
    identity: {
      body: {
        nameInTitle: null,
        nameSigned: null,
        nameNormalised: null,
        divisionCode: null,
        townCode: null,
        codeMethod: 'none',
        codeConfidence: null,
        codeRevision: null,
        parentBodyId: null,
        ...body,
      },
      fiscalYear: given.fiscalYear === undefined ? 2023 : given.fiscalYear,
      periodStart: given.periodStart ?? null,
    },
  });
  results.forEach((result) => CheckResult.parse(result));
  return results.filter((result) => result.id === id);
}

const NEW = 't2.art20_1.rules.new_disclosed';
const ALL = 't2.art20_1.rules.total_disclosed';

describe('U4: what is newly disclosed is at most what is disclosed in total', () => {
  test.each<[Printed, Printed, string, string | null, string | undefined]>([
    [2, 5, 'pass', 'none', undefined],
    [5, 5, 'pass', 'none', undefined],
    [6, 5, 'fail', 'none', 'attribution:undecided'],
    ['blank', 5, 'pass', 'zero', undefined],
    [6, 'blank', 'indeterminate', null, 'total_blank'],
    ['blank', 'placeholder', 'indeterminate', null, 'all_blank'],
    ['text', 5, 'indeterminate', null, 'not_numeric'],
  ])('%s of %s: %s', (added, all, status, blankPolicy, reason) => {
    const [result] = signals('U4', { form: E3_2019, cells: { [NEW]: added, [ALL]: all } });
    expect(result).toMatchObject({ scope: 'art20_1.rules', status, blankPolicy, strength: 'usual', cells: [NEW, ALL] });
    expect(result?.reason).toBe(reason);
  });

  test('has two rows in the form of 2019 and none in that of 2021', () => {
    expect(signals('U4', { form: E3_2019 })).toHaveLength(2);
    expect(signals('U4', { form: E4_2021 })).toEqual([]);
  });
});

describe('S4: rules of a body that makes none', () => {
  const RULES = 't2.art20_1.rules.in_force';
  const none = Object.fromEntries(['made', 'repealed', 'in_force'].map((key) => [`t2.art20_1.rules.${key}`, 0]));
  test.each([
    ['town_government', 'township', 6, 'fail'],
    ['street_office', 'township', 1, 'fail'],
    ['government', 'county', 1, 'fail'],
    ['department', 'prefecture', 1, 'fail'],
    ['zone_committee', 'unknown', 1, 'fail'],
    ['government', 'unknown', 1, 'indeterminate'],
    ['department', 'unknown', 1, 'indeterminate'],
    ['government', 'prefecture', 1, undefined],
    ['government_office', 'province', 1, undefined],
    ['department', 'national', 1, undefined],
    ['town_government', 'township', 0, undefined],
  ])('%s (%s) with %d: %s', (kind, level, value, status) => {
    const [result] = signals('S4', { kind, level, cells: { ...none, [RULES]: value } });
    expect(result?.status).toBe(status);
    if (status === 'fail') {
      expect(result).toMatchObject({ scope: RULES, left: value, strength: 'soft', reason: 'body_makes_no_rules' });
    }
  });
});

describe('S5: nothing but zeros or blanks', () => {
  test.each<[string, Case, string | undefined]>([
    ['all zeros', { others: 0 }, 'all_zero'],
    ['zeros and blanks', { others: 0, cells: { [ALL]: 'blank', 't3.carried_out.total': 'blank' } }, 'all_zero'],
    ['all blank', { others: 'blank' }, 'all_blank'],
    ['blanks and dashes', { others: 'blank', cells: { 't4.review.total': 'placeholder' } }, 'all_blank'],
    ['one figure', { others: 0, cells: { 't4.review.total': 1 } }, undefined],
    ['an unreadable cell', { others: 0, cells: { 't4.review.total': 'unreadable' } }, undefined],
    ['no table at all', { others: 'table_missing' }, undefined],
  ])('%s', (_, given, reason) => {
    const [result] = signals('S5', given);
    expect(result?.reason).toBe(reason);
    if (reason !== undefined) expect(result).toMatchObject({ scope: 'report', status: 'fail', strength: 'soft' });
  });
});

describe('S8: another year than the report’s', () => {
  const head = '一、总体情况';
  test.each<[string, Case, [string, number][]]>([
    ['a paragraph left over', { text: [head, '2022年，我镇主动公开信息56条。'] }, [['overview', 2022]]],
    ['its own year', { text: [head, '2023年，我镇主动公开信息56条。'] }, []],
    ['a comparison', { text: [head, '2022年公开信息5条，2023年公开信息6条。'] }, []],
    ['figures since a year', { text: [head, '2020年以来，共公开信息56条。'] }, []],
    ['a month', { text: [head, '2024年1月，发布解读3篇。'] }, []],
    ['no figure', { text: [head, '2022年，我镇认真工作。'] }, []],
    ['plans under 五', { text: ['五、存在的主要问题及改进情况', '2024年，将举办培训2次。'] }, []],
    ['the period', { periodStart: '2022-01-01' }, [['period', 2022]]],
    ['its own period', { periodStart: '2023-01-01' }, []],
    ['the header of the table', { header: '2022年度' }, [['table_header', 2022]]],
    ['its own header', { header: '2023年度' }, []],
    ['no year known', { fiscalYear: null, periodStart: '2022-01-01' }, []],
  ])('%s', (_, given, found) => {
    const results = signals('S8', given);
    expect(results.map(({ scope, left }) => [scope, left])).toEqual(found);
    for (const result of results)
      expect(result).toMatchObject({ status: 'fail', strength: 'soft', right: 2023, delta: -1 });
  });
});

describe('S9: yuan in a column of 万元', () => {
  const FEES = 't2.art20_8.fees.amount';
  test.each([
    ['township', 1_000_000, 'fail'],
    ['township', 999_999, undefined],
    ['township', 1_000_000.5, undefined],
    ['prefecture', 1_000_000, undefined],
  ])('%s with %d: %s', (level, value, status) => {
    const [result] = signals('S9', { level, kind: 'town_government', cells: { [FEES]: value } });
    expect(result?.status).toBe(status);
    if (status !== undefined) expect(result).toMatchObject({ scope: FEES, left: value, strength: 'soft' });
  });
});
