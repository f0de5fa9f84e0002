import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { readDoc } from '../../extractors/doc/read-doc.ts';
import { describeWithShared, shared } from '../shared.ts';
import { orderOf, placed, tablesOf, textsOf, truthOf } from './truth.ts';

const HINT = { url: 'http://www.yunhe.gov.test/a/report.doc' };

/** What Word prints before paragraphs that lost their number in the flattened text. */
const RESTORED: Record<string, Record<string, string>> = {
  '002': { 总体情况: '一、', 主动公开: '（一）', 依申请公开: '（二）' },
  '004': { '因政府信息公开申请行政复议、提起行政诉讼的情况': '五、' },
};

describeWithShared('readDoc on the rebuilt reports', () => {
  test.each(['000', '001', '002', '003', '004'])(
    '%s/report.doc gives every cell, span and paragraph of its truth, in order',
    async (seed) => {
      const truth = truthOf(seed);
      const { value, notices } = await readDoc(readFileSync(shared('documents', seed, 'report.doc')), HINT);
      expect(tablesOf(value.blocks).map(placed)).toEqual(truth.tables);
      expect(orderOf(value.blocks)).toEqual(truth.order);
      expect(textsOf(value.blocks)).toEqual(truth.paragraphs.map((text) => `${RESTORED[seed]?.[text] ?? ''}${text}`));
      expect(notices).toEqual([]);
    },
  );
});
