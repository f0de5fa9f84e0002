import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordSchema } from '../../model/schema.ts';
import { describeWithShared, projectRoot } from '../shared.ts';
import { documentOf, normalize, truthDocument } from './record-documents.ts';

const accepts = new Ajv2020({ strict: false }).compile(recordSchema());

test('docs/schema/ogi-report-1.json is the schema of the validator', () => {
  const published: unknown = JSON.parse(readFileSync(join(projectRoot, 'docs', 'schema', 'ogi-report-1.json'), 'utf8'));
  expect(published).toEqual(JSON.parse(JSON.stringify(recordSchema())));
});

test('the schema refuses a record with a wrong state, a missing or an unknown year form', () => {
  const lines = [
    '云河市教育局2020年政府信息公开工作年度报告',
    '一、总体情况',
    '甲。',
    '二、主动公开政府信息情况',
    '乙。',
    '六、其他需要报告的事项',
    '无',
  ];
  const record = normalize(documentOf(lines));
  expect(accepts(record)).toBe(true);
  expect(accepts({ ...record, fiscalYear: '2020' })).toBe(false);
  expect(accepts({ ...record, sections: [{ ...record.sections[0], state: 'maybe' }] })).toBe(false);
  const { checks, ...without } = record;
  expect(checks).toEqual([]);
  expect(accepts(without)).toBe(false);
});

describeWithShared('records of the five seeds', () => {
  test.each(['000', '001', '002', '003', '004'])('seed %s fits the published schema', (seed) => {
    expect([accepts(normalize(truthDocument(seed))), accepts.errors]).toEqual([true, null]);
  });
});
