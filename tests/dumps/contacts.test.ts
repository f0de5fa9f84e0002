import { describe, expect, test } from '@jest/globals';
import { CONTACT_MARK as MARK, publicRecord, withoutContacts } from '../../dumps/contacts.ts';
import { stableJson } from '../../text/json.ts';
import { buildRecord, cell } from './records.ts';
import { dumpOf } from './varied.ts';

describe('contacts', () => {
  test.each([
    [
      '如有疑问，请与区生态环境分局联系（地址：某区金星路7号，电话：0797-8370000，邮编：341000）。',
      `如有疑问，请与区生态环境分局联系（地址：${MARK}，电话：${MARK}，邮编：${MARK}）。`,
    ],
    ['请与张小明联系（电话：0797－8370000）。', `请与${MARK}联系（电话：${MARK}）。`],
    ['联系人：李四；电子邮箱：a.b@x.gov.cn', `联系人：${MARK}；电子邮箱：${MARK}`],
    ['联系电话:（0797）8370000，QQ：12345678', `联系电话:${MARK}，QQ：${MARK}`],
    ['可拨打13800001234或010-12345678转801咨询', `可拨打${MARK}或${MARK}咨询`],
    ['单位负责人：王五 审核人：赵六', `单位负责人：${MARK}`],
  ])('%s', (text, expected) => {
    expect(withoutContacts(text)).toBe(expected);
  });

  test.each([
    '通过信函、传真申请12件，电话咨询：300次',
    '2.传真申请数',
    '请与我办公室联系',
    '与住建局联系',
    '2023年主动公开政府信息13800001234.5条',
    '国办公开办函〔2021〕30号',
    '12345热线：共受理诉求2300件',
  ])('%s is no contact', (text) => {
    expect(withoutContacts(text)).toBe(text);
  });

  const text = '如有疑问，请联系（联系人：张小明，电话：0797-8370000）。';
  const base = buildRecord({});
  const record = buildRecord({
    fields: {
      sections: base.sections.map((section) => ({ ...section, text })),
      indicators: [
        {
          path: '联系电话',
          label: '联系电话',
          code: null,
          unit: null,
          column: 'year',
          cell: cell({ status: 'value', value: 7978370000, raw: '07978370000' }),
        },
      ],
      narrativeFacts: [{ key: 'x', value: 1, unit: null, quote: text, at: { block: 0 } }],
    },
  });

  test('no file of a dump holds them, unless they are asked for', async () => {
    const formats = ['csv', 'jsonl', 'parquet', 'sqlite', 'xlsx'];
    const { bytes } = await dumpOf([record], { formats });
    for (const [name, content] of bytes) {
      const held = ['张小明', '8370000'].filter((one) => Buffer.from(content).includes(one));
      expect([name, held]).toEqual([name, []]);
    }
    const open = await dumpOf([record], { formats: ['jsonl', 'sqlite'], withContacts: true });
    expect(open.texts.get('sections.jsonl')).toContain('张小明');
    expect(Buffer.from(open.bytes.get('reports.sqlite') ?? '').includes('张小明')).toBe(true);
    expect(JSON.parse(open.texts.get('dump.json') ?? '')).toMatchObject({ contacts: 'included' });
    expect(open.texts.get('README.md')).toContain('as published');
  });

  test('figures, names of bodies and addresses of pages stay', () => {
    const shown = publicRecord(record);
    expect([shown.cells, shown.body, shown.provenance]).toEqual([record.cells, record.body, record.provenance]);
    expect(stableJson(publicRecord(shown))).toBe(stableJson(shown));
  });
});
