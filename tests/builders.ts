import { sha256 } from '../text/hash.ts';
import { ReportRecord } from '../model/record.ts';
import type { Page } from '../model/fetched.ts';

/** A page that a host of the tests might have answered. */
export function pageOf(url: string, body: string, more: Partial<Page['fetched']> = {}): Page {
  const bytes = new TextEncoder().encode(body);
  return {
    bytes,
    fetched: {
      sha256: sha256(bytes),
      url,
      finalUrl: url,
      redirects: [],
      status: 200,
      headers: {},
      contentType: 'text/html; charset=utf-8',
      size: bytes.length,
      fetchedAt: '2024-02-01T00:00:00.000Z',
      ...more,
    },
  };
}

/** A small whole record of a fictional body, for tests of what comes after reading. */
export function recordOf(more: {
  landing: string;
  granted?: number;
  text?: string;
  bodyId?: string;
  year?: number;
}): ReportRecord {
  const bodyId = more.bodyId ?? '0123456789ab';
  const year = more.year ?? 2023;
  const granted = more.granted ?? 3;
  return ReportRecord.parse({
    schema: 'ogi-report/1',
    id: `${bodyId}-${year}`,
    version: 1,
    versionReason: 'first',
    bodyId,
    body: {
      nameInTitle: '云禾县教育局',
      nameSigned: null,
      nameNormalised: '云禾县教育局',
      kind: 'department',
      level: 'county',
      divisionCode: null,
      townCode: null,
      codeMethod: 'none',
      codeConfidence: null,
      codeRevision: null,
      parentBodyId: null,
    },
    fiscalYear: year,
    fiscalYearSource: 'title',
    periodStart: null,
    periodEnd: null,
    scope: 'own',
    title: `云禾县教育局${year}年政府信息公开工作年度报告`,
    docNo: null,
    indexNo: null,
    publisherOnPage: null,
    datePublished: null,
    datePublishedSource: null,
    dateSigned: null,
    deadlineStatutory: null,
    deadlineLocal: null,
    daysLate: null,
    template: { detected: 'E4', variant: null, expected: 'E4', citedNotice: null, mismatch: false },
    sections: [
      {
        key: 'overview',
        heading: '一、总体情况',
        number: '一',
        order: 0,
        state: 'present',
        text: more.text ?? '正常。',
        at: { block: 1 },
      },
    ],
    cells: {
      't3.result.granted.total': {
        status: 'value',
        value: granted,
        raw: String(granted),
        unit: null,
        at: { block: 2, row: 5, col: 9 },
      },
    },
    extraRows: [],
    indicators: [],
    narrativeFacts: [],
    checks: [],
    notices: [],
    provenance: {
      portalId: 'yunhe.gov.test',
      trail: [{ role: 'landing', url: more.landing }],
      url: more.landing,
      finalUrl: more.landing,
      sha256: sha256(`${more.landing}${granted}${more.text}`),
      fetchedAt: '2024-02-01T00:00:00.000Z',
      httpStatus: 200,
      contentType: 'text/html',
      charset: 'utf-8',
      via: 'html',
      extractor: 'html/1',
      normalizer: 'normalizer/1',
      software: 'ogi-harvest/0.1.0',
      renditions: [],
    },
  });
}
