import type { ReportRecord } from '../../model/record.ts';

type Attributes = Readonly<Record<string, string | number>>;
type Section = Record<string, Attributes>;

/** A provenance document as W3C PROV-JSON (member submission of 24 April 2013). */
export interface ProvDocument {
  prefix: Readonly<Record<string, string>>;
  entity: Section;
  activity: Section;
  agent: Section;
  wasGeneratedBy: Section;
  used: Section;
  wasDerivedFrom: Section;
  wasAttributedTo: Section;
  wasAssociatedWith: Section;
}

const PREFIX = {
  prov: 'http://www.w3.org/ns/prov#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  ogi: 'urn:ogi-harvest:',
};

/**
 * Where a record comes from, as PROV: the pages that led to it, the bytes of the document and of its other renditions, the
 * blocks read from them, the record, and every corrected cell with who corrected it. Ids of bytes are their SHA-256.
 */
export function provDocument(record: ReportRecord): ProvDocument {
  const { provenance, id, version, bodyId, body } = record;
  const prov = emptyDocument();
  const bytes = `ogi:bytes/${provenance.sha256}`;
  const [text, own] = [`ogi:text/${provenance.sha256}/${provenance.extractor}`, `ogi:record/${id}/v${version}`];
  prov.agent[`ogi:body/${bodyId}`] = labelled(body.nameNormalised ?? bodyId, { 'prov:type': 'prov:Organization' });
  prov.agent['ogi:software'] = labelled(provenance.software, { 'prov:type': 'prov:SoftwareAgent' });
  addPages(prov, record);
  prov.entity[bytes] = {
    'prov:location': provenance.finalUrl,
    'prov:type': 'ogi:bytes',
    'ogi:sha256': provenance.sha256,
    'ogi:contentType': provenance.contentType,
    ...(provenance.part === undefined ? {} : { 'ogi:part': provenance.part }),
  };
  prov.entity[text] = { 'prov:type': 'ogi:blocks', 'ogi:format': provenance.via };
  prov.entity[own] = labelled(record.title ?? id, { 'prov:type': 'ogi:record', 'ogi:reason': record.versionReason });
  relate(prov, 'wasAttributedTo', { 'prov:entity': bytes, 'prov:agent': `ogi:body/${bodyId}` });
  step(prov, { name: 'fetch', makes: bytes, from: lastPage(record), at: provenance.fetchedAt, plan: 'ogi:client' });
  step(prov, { name: 'extract', makes: text, from: bytes, at: null, plan: provenance.extractor });
  step(prov, { name: 'normalize', makes: own, from: text, at: null, plan: provenance.normalizer });
  for (const one of provenance.renditions) {
    const other = `ogi:bytes/${one.sha256}`;
    prov.entity[other] = { 'prov:location': one.url, 'prov:type': 'ogi:bytes', 'ogi:sha256': one.sha256 };
    relate(prov, 'wasDerivedFrom', { 'prov:generatedEntity': own, 'prov:usedEntity': other });
  }
  addCorrections(prov, record, own);
  return prov;
}

function emptyDocument(): ProvDocument {
  const relations = { wasGeneratedBy: {}, used: {}, wasDerivedFrom: {}, wasAttributedTo: {}, wasAssociatedWith: {} };
  return { prefix: PREFIX, entity: {}, activity: {}, agent: {}, ...relations };
}

/** The pages of the way, each derived from the one before. */
function addPages(prov: ProvDocument, { provenance }: ReportRecord): void {
  let before: string | null = null;
  for (const page of provenance.trail) {
    const id = pageId(page);
    prov.entity[id] = {
      'prov:location': page.url,
      'prov:type': `ogi:${page.role}`,
      ...(page.sha256 === undefined ? {} : { 'ogi:sha256': page.sha256 }),
      ...(page.fetchedAt === undefined ? {} : { 'ogi:fetchedAt': page.fetchedAt }),
    };
    if (before !== null && before !== id) {
      relate(prov, 'wasDerivedFrom', { 'prov:generatedEntity': id, 'prov:usedEntity': before });
    }
    before = id;
  }
}

function pageId({ role, url }: ReportRecord['provenance']['trail'][number]): string {
  return `ogi:page/${role}/${encodeURIComponent(url)}`;
}

function lastPage({ provenance }: ReportRecord): string | null {
  const last = provenance.trail.at(-1);
  return last === undefined ? null : pageId(last);
}

/** An activity of the software that makes one entity from another. `at`: ISO 8601, null where it was not kept. */
function step(
  prov: ProvDocument,
  {
    name,
    makes,
    from,
    at,
    plan,
  }: { name: string; makes: string; from: string | null; at: string | null; plan: string },
): void {
  const activity = `ogi:${name}`;
  prov.activity[activity] = {
    'ogi:by': plan,
    ...(at === null ? {} : { 'prov:startTime': at, 'prov:endTime': at }),
  };
  relate(prov, 'wasGeneratedBy', { 'prov:entity': makes, 'prov:activity': activity });
  relate(prov, 'wasAssociatedWith', { 'prov:activity': activity, 'prov:agent': 'ogi:software' });
  if (from === null) return;
  relate(prov, 'used', { 'prov:activity': activity, 'prov:entity': from });
  relate(prov, 'wasDerivedFrom', { 'prov:generatedEntity': makes, 'prov:usedEntity': from });
}

function addCorrections(prov: ProvDocument, record: ReportRecord, own: string): void {
  for (const [path, { correction, value }] of Object.entries(record.cells)) {
    if (correction === undefined) continue;
    const [cell, act, person] = [
      `${own}/${path}`,
      `ogi:correct/${path}`,
      `ogi:person/${encodeURIComponent(correction.by)}`,
    ];
    prov.entity[cell] = {
      'prov:type': 'ogi:cell',
      'ogi:printed': correction.printed,
      'ogi:why': correction.why,
      ...(value === null ? {} : { 'prov:value': value }),
    };
    prov.agent[person] = labelled(correction.by, { 'prov:type': 'prov:Person' });
    prov.activity[act] = {
      'prov:startTime': `${correction.date}T00:00:00Z`,
      'prov:endTime': `${correction.date}T00:00:00Z`,
    };
    relate(prov, 'wasGeneratedBy', { 'prov:entity': cell, 'prov:activity': act });
    relate(prov, 'wasAssociatedWith', { 'prov:activity': act, 'prov:agent': person });
    relate(prov, 'used', { 'prov:activity': act, 'prov:entity': own });
    relate(prov, 'wasDerivedFrom', { 'prov:generatedEntity': cell, 'prov:usedEntity': own });
  }
}

type Relation = 'wasGeneratedBy' | 'used' | 'wasDerivedFrom' | 'wasAttributedTo' | 'wasAssociatedWith';

function relate(prov: ProvDocument, relation: Relation, attributes: Attributes): void {
  const known = prov[relation];
  known[`_:${relation}${Object.keys(known).length + 1}`] = attributes;
}

function labelled(label: string, attributes: Attributes): Attributes {
  return { 'prov:label': label, ...attributes };
}
