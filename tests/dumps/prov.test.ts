import { expect, test } from '@jest/globals';
import { provDocument } from '../../dumps/explain/prov.ts';
import { buildRecord, cell } from './records.ts';

const base = buildRecord({});
const correction = {
  read: { status: 'value' as const, value: 7, unit: null },
  printed: '9',
  why: 'misread',
  by: 'A. Reader',
  date: '2024-03-01',
};
const record = {
  ...base,
  cells: { ...base.cells, 't3.result.granted.total': { ...cell(9), correction } },
  provenance: {
    ...base.provenance,
    trail: [
      { role: 'home' as const, url: 'http://www.yunhe.gov.test/' },
      { role: 'landing' as const, url: 'http://www.yunhe.gov.test/1.html', sha256: 'cd'.repeat(32) },
    ],
    renditions: [
      { url: 'http://www.yunhe.gov.test/1.pdf', sha256: 'ef'.repeat(32), via: 'pdf' as const, agrees: true },
    ],
  },
};

test('every end of every relation is an entity, an activity or an agent of the document', () => {
  const prov = provDocument(record);
  const kinds: Record<string, Record<string, unknown>> = {
    'prov:entity': prov.entity,
    'prov:generatedEntity': prov.entity,
    'prov:usedEntity': prov.entity,
    'prov:activity': prov.activity,
    'prov:agent': prov.agent,
  };
  const relations = [prov.wasGeneratedBy, prov.used, prov.wasDerivedFrom, prov.wasAttributedTo, prov.wasAssociatedWith];
  const ends = relations.flatMap((one) => Object.values(one).flatMap((relation) => Object.entries(relation)));
  expect(ends.length).toBeGreaterThan(20);
  for (const [role, id] of ends) expect(Object.keys(kinds[role] ?? {})).toContain(id);
});

test('the record leads back to the home page, and a corrected cell to the person', () => {
  const { wasDerivedFrom, wasAssociatedWith } = provDocument(record);
  const way = [`ogi:record/${record.id}/v1`];
  for (let at = way[0]; at !== undefined;) {
    const from = Object.values(wasDerivedFrom).find((one) => one['prov:generatedEntity'] === at)?.['prov:usedEntity'];
    at = typeof from === 'string' ? from : undefined;
    if (at !== undefined) way.push(at);
  }
  expect(way.map((id) => id.split('/')[0] ?? '')).toEqual([
    'ogi:record',
    'ogi:text',
    'ogi:bytes',
    'ogi:page',
    'ogi:page',
  ]);
  expect(way.at(-1)).toBe('ogi:page/home/http%3A%2F%2Fwww.yunhe.gov.test%2F');
  expect(Object.values(wasAssociatedWith)).toContainEqual({
    'prov:activity': 'ogi:correct/t3.result.granted.total',
    'prov:agent': 'ogi:person/A.%20Reader',
  });
});
