import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Table } from '../../model/document.ts';
import { matchColumn, matchRow } from '../../normalizer/form-rows.ts';
import { normalizeReport } from '../../normalizer/normalize.ts';
import { isReportTitle } from '../../normalizer/title.ts';
import { describeWithShared, projectRoot, shared } from '../shared.ts';
import { tableFour, tableThree, tableTwoE4 } from './form-tables.ts';
import { read } from './gold-cells.ts';
import { documentOf, inputOf } from './record-documents.ts';

/** The table with every text changed. */
function rewritten(table: Table, change: (text: string) => string): Table {
  const rows = table.rows.map((row) => row.map((cell) => ({ ...cell, text: change(cell.text) })));
  return { ...table, rows };
}

const spaced = (text: string) => text.replace(/(\p{Script=Han})(?=\p{Script=Han})/gu, '$1 \u3000');

const broken = (text: string) => (text.length > 3 ? `${text.slice(0, 3)}\n${text.slice(3)}` : text);

const vertical = (text: string) => (/\p{Script=Han}/u.test(text) ? Array.from(text).join('\n') : text);

const ZEROS = Array.from({ length: 15 }, () => '0').join('|');
const TWO = tableTwoE4('0|0|0', '3|1|7', ['4', '5', '6', '0']);
const THREE = tableThree('E4', { new_received: '2|0|0|0|0|1|3', 'result.other_processing.other': '1|0|0|0|0|0|1' }, 1);

function expectRead(...tables: Table[]) {
  const reading = read(...tables);
  expect(reading.template.detected).toBe('E4');
  expect(reading.value('t2.art20_1.normative_docs.in_force')).toBe(7);
  expect(reading.value('t2.art20_6.penalty.decisions')).toBe(5);
  expect(reading.value('t3.new_received.other_org')).toBe(1);
  expect(reading.value('t3.result.other_processing.other.total')).toBe(1);
  expect(reading.value('t4.review.total')).toBe(0);
  expect(reading.extraRows).toEqual([]);
}

describe('labels that are printed in another way', () => {
  test('with spaces inside them are the same labels', () => {
    expectRead(rewritten(TWO, spaced), rewritten(THREE, spaced), rewritten(tableFour(ZEROS, 2), spaced));
  });

  test('broken in the middle are the same labels', () => {
    expectRead(rewritten(TWO, broken), rewritten(THREE, broken), rewritten(tableFour(ZEROS, 2), broken));
  });

  test('set one character a line are the same labels', () => {
    expectRead(rewritten(TWO, vertical), rewritten(THREE, vertical), rewritten(tableFour(ZEROS, 2), vertical));
  });

  test('in traditional characters, and in the words of a mirror, are the same labels', () => {
    const pairs =
      '規规範范處处罰罚許许強强費费數数減减對对廢废現现購购總总額额條条據据關关請请結结轉转屬属國国與与類类過过執执詢询無无製制補补後后內内確确認认訪访舉举報报訴诉復复繳缴納纳機机構构會会組组織织業业單单糾纠審审維维經经議议訟讼務务個个開开發发區区這这種种計计其其';
    const traditional = new Map((pairs.match(/../gu) ?? []).map((pair) => [pair.charAt(1), pair.charAt(0)]));
    const turned = (text: string) =>
      Array.from(text.replaceAll('规范性文件', '規範性檔案'), (char) => traditional.get(char) ?? char).join('');
    expectRead(rewritten(TWO, turned), rewritten(THREE, turned), rewritten(tableFour(ZEROS, 2), turned));
  });
});

describe('labels that collide', () => {
  test.each([
    ['t3', '3.其他', '其他处理', 'result.other_processing.other'],
    ['t3', '2.其他法律行政法规禁止公开', '不予公开', 'result.denied.law_prohibited'],
    ['t3', '（六）其他处理', null, 'result.other_processing'],
    ['t2', '其他对外管理服务事项', null, 'art20_5.other_services'],
    ['t2', '其他主动公开文件（含行政规范性文件以外的2020年文件）', null, 'art20_1.other_disclosed_docs'],
    ['t3', '（七）总计', null, 'result.total'],
    ['t3', '2.重复申请', '不予处理', 'result.not_processed.duplicate'],
    ['t3', '4.无正当理由大量反复申请', '不予处理', 'result.not_processed.abusive_volume'],
    ['t3', '3.补正后申请内容仍不明确', '无法提供', 'result.unable.still_unclear'],
    [
      't3',
      '1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请',
      '其他处理',
      'result.other_processing.no_correction',
    ],
    ['t2', '规章（指本机关2020年制定的规章，没有的填0，如-8不可）', null, 'art20_1.rules'],
    ['t2', '行政规范性文件', null, 'art20_1.normative_docs'],
    ['t2', '其他对外管理服务事项（除行政许可、行政处罚、行政强制外）', null, 'art20_5.other_services'],
    ['t3', '（一）予以公开', '本年度办理结果', 'result.granted'],
    ['t3', '（三）不予公开', '本年度办理结果', null],
  ] as const)('%s "%s" below "%s" is %s', (table, label, group, path) => {
    expect(matchRow(table, label, group)?.path ?? null).toBe(path);
  });

  test.each([
    ['t3', '其他', 'other_org'],
    ['t3', '总计', 'total'],
    ['t4', '其他结果', 'other'],
    ['t4', '总计', 'total'],
    ['t2', '2019', null],
    ['t2', '-8', null],
  ] as const)('the header %s "%s" is %s', (table, label, key) => {
    expect(matchColumn(table, label)).toBe(key);
  });
});

describe('documents under another name or in another language', () => {
  test.each(['舒兰市2016年政务信息公开年度报告', '云禾县2016年政府信息公开年度报告', '云禾县教育局2016年信息公开年报'])(
    '%s is the title of a report',
    (title) => {
      expect(isReportTitle(title)).toBe(true);
    },
  );

  test('an edition in English is no report of the form and gives no figures', () => {
    const english = [
      'Annual Report on Government Information Disclosure (2011)',
      'I. Overview',
      'In 2011, 1,204 items were disclosed.',
    ];
    expect(normalizeReport(inputOf(documentOf(english, { title: english[0] ?? '' })))).toMatchObject({
      kind: 'rejected',
    });
  });
});

describe('docs/variations.md', () => {
  const page = readFileSync(join(projectRoot, 'docs', 'variations.md'), 'utf8');
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| row'))
    .map((line) => line.slice(2, -2).split(/ (?<!\\)\| /u));

  test('names tests that are there', () => {
    for (const [row = '', proof = ''] of rows) {
      const named = [...proof.matchAll(/`(tests\/[^`]+\.ts)` “([^”]+)”/gu)];
      expect([row, named.length > 0 || proof.startsWith('No test: ')]).toEqual([row, true]);
      for (const [, file = '', name = ''] of named) {
        const text = readFileSync(join(projectRoot, file), 'utf8');
        expect([file, name, text.includes(name)]).toEqual([file, name, true]);
      }
    }
  });

  describeWithShared('against the catalogue', () => {
    test('has one line for every row of DOMAIN.md 3.1–3.4, in its order', () => {
      const text = readFileSync(shared('DOMAIN.md'), 'utf8');
      const catalogue = text
        .slice(text.indexOf('### 3.1'), text.indexOf('### 3.5'))
        .split('\n')
        .flatMap((line) => /^(?:\| (?!deviation|form \||case)|- )(.*?)(?: \| .*)?$/u.exec(line)?.[1] ?? [])
        .map((row) => row.replaceAll('*', '').slice(0, 24));
      expect(rows.map(([row = '']) => row.replaceAll('*', '').slice(0, 24))).toEqual(catalogue);
    });
  });
});
