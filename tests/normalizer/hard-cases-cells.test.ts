import { describe, expect, test } from '@jest/globals';
import type { Table } from '../../model/document.ts';
import { readCells } from '../../normalizer/cells.ts';
import { runChecks } from '../../normalizer/checks.ts';
import { describeWithShared } from '../shared.ts';
import { flatten, tableThree } from './form-tables.ts';
import { paragraph, read, tableOf, truthDocument } from './gold-cells.ts';

/** One block of table 2 of 2019 with these rows under its usual header. */
function items(...rows: string[]): Table {
  return tableOf(['第二十条第（五）项>4', '信息内容|上一年项目数量|本年增/减|处理决定数量', ...rows]);
}

describe('hard cases of DOMAIN.md 7, cells and checks', () => {
  test('H1 total left at zero', () => {
    const { value, check } = read(
      tableThree('E3', {
        new_received: '2|0|0|0|0|0|0',
        'result.granted': '2|0|0|0|0|0|2',
        'result.total': '2|0|0|0|0|0|2',
      }),
    );
    expect(value('t3.new_received.total')).toBe(0);
    expect(value('t3.new_received.natural_person')).toBe(2);
    expect(check('R1', 'new_received')).toMatchObject({
      status: 'fail',
      blankPolicy: 'none',
      left: 0,
      right: 2,
      delta: -2,
    });
    expect(check('R3', 'total')).toMatchObject({ status: 'fail', left: 0, right: 2 });
    expect(check('R3', 'natural_person')).toMatchObject({ status: 'pass', blankPolicy: 'none', left: 2, right: 2 });
  });

  test.each([
    ['240万元', 240, '2400000', '万元'],
    ['7715700元', 7715700, '7715700', '元'],
    ['3,893,780元', 3893780, '3893780', '元'],
    ['0', 0, '0', null],
  ])('H2 money in three spellings: %s', (printed, value, yuan, unit) => {
    const { cell } = read(
      tableOf(['第二十条第（九）项>3', '信息内容|采购项目数量|采购总金额', `政府集中采购|3|${printed}`]),
    );
    const amount = cell('t2.art20_9.procurement.amount');
    expect(amount).toMatchObject({ status: 'value', value, yuan, unit, raw: printed });
    expect(amount?.flags).toBeUndefined();
  });

  test('H3 NBSP-padded blanks and zeros', () => {
    const { cells } = read(items('行政许可|\u00a0|\u00a00|0\u00a0', '其他对外管理服务事项||\u3000\u3000|\u30000'));
    const found = ['licensing', 'other_services'].flatMap((row) =>
      ['prev_items', 'change', 'decisions'].map((column) => {
        const cell = cells[`t2.art20_5.${row}.${column}`];
        return [cell?.status, cell?.value, cell?.raw];
      }),
    );
    expect(found).toEqual([
      ['blank', null, '\u00a0'],
      ['value', 0, '\u00a00'],
      ['value', 0, '0\u00a0'],
      ['blank', null, ''],
      ['blank', null, '\u3000\u3000'],
      ['value', 0, '\u30000'],
    ]);
  });

  test('H8 sign lost', () => {
    const { cell } = read(
      items('行政许可|46|42|88'),
      tableOf(['第二十条第（六）项>4', '信息内容|上一年项目数量|本年增/减|处理决定数量', '行政处罚|44|32|12'], {
        block: 1,
      }),
    );
    expect(cell('t2.art20_6.penalty.change')).toMatchObject({ value: 32, flags: ['sign_suspect'] });
    expect(cell('t2.art20_6.penalty.decisions')).toMatchObject({ value: 12, flags: ['suspect_decisions_column'] });
    expect(cell('t2.art20_5.licensing.change')?.flags).toBeUndefined();
    expect(cell('t2.art20_5.licensing.decisions')).toMatchObject({ value: 88, flags: ['suspect_decisions_column'] });
  });

  test.each([
    ['行政许可|22|+1|23', 'art20_5.licensing', 1],
    ['其他对外管理服务事项|1168|+173|1341', 'art20_5.other_services', 173],
    ['行政处罚|2|-2|0', 'art20_6.penalty', -2],
    ['行政许可|278|－57|221', 'art20_5.licensing', -57],
  ])('H9 signed columns: %s', (line, row, change) => {
    const { cell, value, checks } = read(items(line));
    expect(value(`t2.${row}.change`)).toBe(change);
    expect(cell(`t2.${row}.decisions`)?.flags).toEqual(['suspect_decisions_column']);
    expect(checks.filter((check) => check.id === 'R7')).toEqual([]);
  });

  test('H10 Hubei headers with digits and an extra row', () => {
    const change = '本年增/减(指2020年增加或减少的事项数,减用负值表示,如-8)';
    const { cell, cells, template, extraRows } = read(
      tableOf([
        '第二十条第（一）项>4',
        '信息内容|本年新制作数量|本年新公开数量|对外公开总数量（截至2020年底）',
        '规章（只有省、设区的市政府可以制定规章）|0|0|0',
        '规范性文件|1|1|9',
        '其他主动公开文件(除上述文件外，2020年主动公开的其他文件)|186|86|255',
      ]),
      tableOf(
        [
          '第二十条第（六）项>4',
          `信息内容|上一年项目数量(2019年)|${change}|处理决定数量(2020年办件量)`,
          '行政处罚|100|0|7',
          '行政强制|4|4|-',
        ],
        { block: 1 },
      ),
    );
    expect(template).toEqual({ detected: 'E3', variant: 'hubei_2020' });
    expect(cell('t2.art20_6.coercion.change')).toMatchObject({ status: 'value', value: 4, flags: ['alias_label'] });
    expect(cell('t2.art20_6.coercion.decisions')).toMatchObject({ status: 'placeholder', value: null, raw: '-' });
    expect(Object.values(cells).filter((one) => one.value === -8 || one.value === 2019 || one.value === 2020)).toEqual(
      [],
    );
    expect(
      ['new_made', 'new_disclosed', 'total_disclosed'].map(
        (key) => cells[`t2.art20_1.other_disclosed_docs.${key}`]?.value,
      ),
    ).toEqual([186, 86, 255]);
    expect(extraRows.map((row) => [row.table, row.label.slice(0, 8), row.cells.map((one) => one.value)])).toEqual([
      ['t2', '其他主动公开文件', [186, 86, 255]],
    ]);
  });

  test.each(['own label', 'merged label'])('H11 old template in a new year, procurement repeated, %s', (how) => {
    const again = how === 'own label' ? '政府集中采购|' : '';
    const { cell, template, extraRows, codes } = read(
      tableOf([
        '第二十条第（九）项>3',
        '信息内容|采购项目数量|采购总金额',
        `政府集中采购${how === 'own label' ? '' : '^4'}|公务用车10辆|1530000元`,
        `${again}电脑|350000元`,
        `${again}物业|621007.6元`,
        `${again}印刷|1118992元`,
      ]),
    );
    expect(template.detected).toBe('E3');
    expect(cell('t2.art20_9.procurement.projects')).toMatchObject({
      status: 'text',
      value: null,
      flags: ['duplicate_row'],
    });
    expect(cell('t2.art20_9.procurement.amount')).toMatchObject({
      status: 'text',
      value: null,
      yuan: null,
      flags: ['duplicate_row'],
    });
    expect(extraRows.map((row) => row.cells.map((one) => [one.status, one.yuan ?? one.raw]))).toEqual([
      [
        ['text', '公务用车10辆'],
        ['value', '1530000'],
      ],
      [
        ['text', '电脑'],
        ['value', '350000'],
      ],
      [
        ['text', '物业'],
        ['value', '621007.6'],
      ],
      [
        ['text', '印刷'],
        ['value', '1118992'],
      ],
    ]);
    expect(codes).toContain('row_repeated');
  });

  test('H13 E4 labels drifting', () => {
    const { cell, template } = read(
      tableOf([
        '第二十条第（一）项>4',
        '信息内容|本年(2023)制发件数|本年废止件数|现行有效件',
        '规章|0|0|0',
        '规范性文件|0|1|0',
      ]),
    );
    expect(template).toEqual({ detected: 'E4', variant: null });
    expect(cell('t2.art20_1.normative_docs.made')).toMatchObject({ value: 0, flags: ['alias_label'] });
    expect(cell('t2.art20_1.normative_docs.repealed')).toMatchObject({ value: 1, flags: ['alias_label'] });
    expect(cell('t2.art20_1.normative_docs.in_force')).toMatchObject({ value: 0, flags: ['alias_label'] });
    expect(cell('t2.art20_1.rules.repealed')?.flags).toBeUndefined();
  });

  test.each(['spans', 'flattened'])('H14 other-processing three-way, %s', (fidelity) => {
    const other = {
      'result.other_processing.no_correction': '75|1|0|1|0|0|77',
      'result.other_processing.fee_unpaid': '38|0|0|0|0|0|38',
      'result.other_processing.other': '352|2|0|0|0|0|354',
      'result.total': '3440|73|0|1|5|2|3521',
    };
    const grid = tableThree('E4', other);
    const { value } = read(fidelity === 'spans' ? grid : flatten(grid));
    expect(value('t3.result.other_processing.no_correction.total')).toBe(77);
    expect(value('t3.result.other_processing.fee_unpaid.total')).toBe(38);
    expect(value('t3.result.other_processing.other.total')).toBe(354);
    expect(value('t3.result.other_processing.other.other_org')).toBe(0);
    expect(value('t3.result.total.total')).toBe(3521);
  });

  const fifteen = '119 25 91 24 259 7 0 15 6 28 21 1 7 9 38';
  const t4Paths = ['review', 'litigation_direct', 'litigation_after_review'].flatMap((row) =>
    ['upheld', 'corrected', 'other', 'pending', 'total'].map((column) => `t4.${row}.${column}`),
  );

  test.each([
    ['one line', [fifteen]],
    ['one number a line', fifteen.split(' ')],
    ['head and numbers in one line', []],
  ])('T30, H15 glued table 4: %s', (_, lines) => {
    const head = lines.length === 0 ? `行政复议行政诉讼结果维持结果纠正 ${fifteen}` : '行政复议行政诉讼';
    const { value, check } = read(
      tableThree('E4', {}),
      paragraph(head, 1),
      ...lines.map((line, index) => paragraph(line, index + 2)),
    );
    expect(t4Paths.map(value).join(' ')).toBe(fifteen);
    for (const block of ['review', 'litigation_direct', 'litigation_after_review']) {
      expect(check('R4', block)).toMatchObject({ status: 'pass', blankPolicy: 'none' });
    }
  });

  test('H15 glued table 4 with 14 numbers is refused, never shifted', () => {
    const short = fifteen.split(' ').slice(1).join(' ');
    const { cell, check, notices } = read(tableThree('E4', {}), paragraph('行政复议行政诉讼', 1), paragraph(short, 2));
    for (const path of t4Paths)
      expect(cell(path)).toMatchObject({ status: 'unreadable', value: null, at: { block: 2 } });
    expect(notices.map((notice) => notice.code)).toContain('row_refused');
    expect(check('R4', 'review')).toMatchObject({ status: 'indeterminate', reason: 'not_numeric', blankPolicy: null });
  });

  test('H18 totals column blank on result rows', () => {
    const { cell, check } = read(
      tableThree('E3', {
        new_received: '821|35| | |2|1|859',
        carried_in: '18| | | | | |18',
        'result.granted': '258|12| | |1|1| ',
        'result.unable.not_held': '509|23| | |1|0| ',
        ...blankResults(['granted', 'unable.not_held', 'total']),
        'result.total': '767|35| | |2|1|805',
        carried_out: '72| | | | | |72',
      }),
    );
    expect(cell('t3.result.granted.total')).toMatchObject({ status: 'blank', value: null });
    expect(check('R1', 'result.granted')).toMatchObject({
      status: 'indeterminate',
      reason: 'total_blank',
      left: null,
      blankPolicy: null,
    });
    expect(check('R2', 'natural_person')).toMatchObject({ status: 'pass', blankPolicy: 'zero', left: 767, right: 767 });
    expect(check('R2', 'total')).toMatchObject({ status: 'indeterminate', reason: 'addends_blank', right: null });
    expect(check('R3', 'total')).toMatchObject({ status: 'pass', blankPolicy: 'none', left: 877, right: 877 });
  });
});

describeWithShared('hard cases of the seeds', () => {
  test('H4 blank table that balances only if blank is 0', () => {
    const reading = readCells(truthDocument('003'));
    const checks = runChecks(reading);
    const count = (status: string, policy: string | null) =>
      checks.filter((check) => check.status === status && check.blankPolicy === policy).length;
    expect([count('pass', 'none'), count('pass', 'zero'), count('indeterminate', null), count('fail', 'none')]).toEqual(
      [3, 18, 19, 0],
    );
    expect(checks).toHaveLength(40);
    const of = (id: string, scope: string) => checks.find((check) => check.id === id && check.scope === scope);
    expect(of('R3', 'total')).toMatchObject({ status: 'pass', blankPolicy: 'zero', left: 2, right: 2 });
    expect(of('R3', 'natural_person')).toMatchObject({ status: 'pass', blankPolicy: 'zero', left: 2, right: 2 });
    expect(of('R1', 'carried_out')).toMatchObject({ status: 'indeterminate', reason: 'all_blank' });
  });
});

/** Every result row but these printed empty. */
function blankResults(except: string[]): Record<string, string> {
  const keys =
    'partial denied.state_secret denied.law_prohibited denied.security_stability denied.third_party_rights denied.internal_affairs denied.process_info denied.enforcement_file denied.admin_query unable.not_held unable.needs_creation unable.still_unclear not_processed.petition not_processed.duplicate not_processed.publication not_processed.abusive_volume not_processed.reconfirm other_processing';
  return Object.fromEntries(
    keys.split(' ').flatMap((key) => (except.includes(key) ? [] : [[`result.${key}`, ' | | | | | | ']])),
  );
}
