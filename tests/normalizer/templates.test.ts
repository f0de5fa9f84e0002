import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { cellPaths } from '../../model/template.ts';
import { E3_2019 } from '../../model/templates/e3-2019.ts';
import { E4_2021 } from '../../model/templates/e4-2021.ts';
import { TEMPLATES } from '../../model/templates/list.ts';
import { matchColumn, matchRow } from '../../normalizer/form-rows.ts';
import { labelCore } from '../../normalizer/labels.ts';
import { describeWithShared, shared } from '../shared.ts';

describeWithShared('the cells of a form in printed order', () => {
  test.each([
    [E3_2019, 'seed000', 198],
    [E4_2021, 'pingtan2022', 200],
  ])('are those of the gold: $id', (template, id, count) => {
    const gold: unknown = JSON.parse(readFileSync(shared('gold', `${id}.json`), 'utf8'));
    const paths = cellPaths(template).map((place) => place.path);
    expect(paths).toHaveLength(count);
    expect(gold).toMatchObject({ cells: Object.fromEntries(paths.map((path) => [path, expect.anything()])) });
    expect(Object.keys(Object(gold).cells)).toEqual(paths);
  });
});

describe('templates', () => {
  test('a variant adds its own row and lists those that it replaces', () => {
    const paths = cellPaths(E4_2021, 'one_other_row').map((place) => place.path);
    expect(paths).toHaveLength(207);
    expect(paths[paths.indexOf('t3.result.other_processing.total') + 1]).toBe(
      't3.result.other_processing.no_correction.natural_person',
    );
    expect(cellPaths(E3_2019, 'hubei_2020').map((place) => place.path)).toContain(
      't2.art20_1.other_disclosed_docs.new_made',
    );
  });

  test('a cell says what is printed around it', () => {
    expect(cellPaths(E3_2019).find((place) => place.path === 't3.result.denied.process_info.legal_service')).toEqual({
      path: 't3.result.denied.process_info.legal_service',
      table: 't3',
      row: 'result.denied.process_info',
      column: 'legal_service',
      groups: ['三、本年度办理结果', '（三）不予公开'],
      rowLabel: '6.属于四类过程性信息',
      columnLabel: '法律服务机构',
      kind: 'count',
      unit: null,
    });
    expect(cellPaths(E4_2021).find((place) => place.path === 't2.art20_8.fees.amount')).toMatchObject({
      groups: ['第二十条第（八）项'],
      columnLabel: '本年收费金额（单位：万元）',
      kind: 'money',
      unit: '万元',
    });
  });

  test('no mark of one form is a label of another', () => {
    for (const template of TEMPLATES) {
      const others = TEMPLATES.filter((other) => other !== template).flatMap((other) =>
        cellPaths(other).flatMap((place) => [place.rowLabel, place.columnLabel].map(labelCore)),
      );
      for (const mark of template.marks) expect(others.filter((label) => label.includes(labelCore(mark)))).toEqual([]);
    }
  });

  test('every label of a form finds its own row and column', () => {
    for (const place of TEMPLATES.flatMap((template) => cellPaths(template))) {
      const group = place.groups.at(-1);
      expect(matchRow(place.table, place.rowLabel, group === undefined ? null : labelCore(group))?.path).toBe(
        place.row,
      );
      expect(matchColumn(place.table, place.columnLabel)).toBe(place.column);
    }
  });
});

describe('a printed label', () => {
  test.each([
    ['t3', '（二）部分公开（区分处理的，只记这一情形，不计其他情形）', 'result.partial'],
    ['t3', '1、属于国家秘密', 'result.denied.state_secret'],
    ['t3', '属于国家秘密', 'result.denied.state_secret'],
    ['t3', '3.危及"三安全一稳定"', 'result.denied.security_stability'],
    ['t3', '2.重復申請', 'result.not_processed.duplicate'],
    ['t3', '4.无正当理由大量反复申请', 'result.not_processed.abusive_volume'],
    ['t3', '3.补正后申请内容仍\n不明确', 'result.unable.still_unclear'],
    [
      't3',
      '2.申请人逾期未按收费通知要求缴纳费用，行政机关不再处理其政府信息公开申请',
      'result.other_processing.fee_unpaid',
    ],
    ['t3', '⼀、本年新收政府信息公开申请数量', 'new_received'],
    ['t3', '四、结转下年度继续办理', 'carried_out'],
    ['t3', '2.其他法律行政止公开', null],
    ['t3', '3.其他', null],
    ['t3', '小计', null],
    ['t2', '规    章', 'art20_1.rules'],
    ['t2', '規範性檔案', 'art20_1.normative_docs'],
    ['t2', '其他对外管理服务事项（除行政许可、行政处罚外）', 'art20_5.other_services'],
    ['t2', '行政强制执行', 'art20_6.coercion'],
  ] as const)('of %s, "%s", is the row %s', (table, printed, path) => {
    expect(matchRow(table, printed, null)?.path ?? null).toBe(path);
  });

  test.each([
    ['t2', '本年(2023)制发件数', 'made'],
    ['t2', '本年新\n制作数量', 'new_made'],
    ['t2', '本年增/减(指2020年增加或减少的事项数,减用负值表示,如-8', 'change'],
    ['t2', '处理决定数量（2020年）', 'decisions'],
    ['t3', '社会\n公益组织', 'public_interest_org'],
    ['t4', '结果维护', 'upheld'],
    ['t2', '项目数量', null],
  ] as const)('of %s, "%s", is the column %s', (table, printed, key) => {
    expect(matchColumn(table, printed)).toBe(key);
  });
});
