import type { Notice } from '../model/notice.ts';
import type { Provenance, ReportRecord, TrailStep } from '../model/record.ts';
import { stableJson } from '../text/json.ts';
import { judge, type Verdict } from './accept.ts';
import { bodyIdOf } from './body-id.ts';
import { runChecks } from './checks.ts';
import { publicFacts, readFacts } from './facts.ts';
import { type Identity, readIdentity } from './identity.ts';
import { runIndicatorChecks } from './indicator-checks.ts';
import type { ReportInput, SourceDocument } from './input.ts';
import { textLines, wholeText } from './lines.ts';
import { settleUnreadNames } from './ocr-names.ts';
import { type ChosenRendition, chooseRendition, compareRenditions } from './renditions.ts';
import { countHeadings } from './sections.ts';
import { runSignals } from './signals.ts';
import { runSoftChecks } from './soft-checks.ts';
import { matchTemplate } from './template-match.ts';
import { titlesOf } from './title.ts';

export type { ReportInput, SourceDocument } from './input.ts';

/** Name and version of the normaliser, raised whenever the same document would give another record. */
export const NORMALIZER = 'normalizer/3';

/** A record, or the stable code of why the candidate is none, with the reason in plain words. */
export type Normalized = { kind: 'report'; record: ReportRecord } | { kind: 'rejected'; code: string; why: string };

/**
 * Makes the record of one report from its landing page and files; pure. Version is 1 and `versionReason` `first`: storage
 * settles versions and `-2` suffixes. Where body or year is unknown the ids say so, with notices `body_unknown` and
 * `year_unknown`.
 */
export function normalizeReport(printed: ReportInput): Normalized {
  const { value: input, notices } = settleUnreadNames(printed);
  const chosen = chooseRendition(input);
  const verdict = judgeChosen(input, chosen);
  if (!verdict.accepted) return { kind: 'rejected', code: verdict.code, why: verdict.why };
  return { kind: 'report', record: buildRecord(input, chosen, notices) };
}

function judgeChosen(input: ReportInput, chosen: ChosenRendition): Verdict {
  const { primary } = chosen;
  const documents = [...new Set([input.landing.document, primary.source.document])];
  return judge({
    titles: documents.flatMap(titlesOf).map(({ text }) => text),
    text: documents.map(wholeText).join('\n'),
    narrative: textLines(primary.lines)
      .map((line) => line.text)
      .join('\n'),
    headings: countHeadings(primary.sections),
    tables: primary.cells.tables.map(({ table }) => table),
    cells: { ...primary.cells.cells, ...byPath(primary.cells.indicators) },
    hasIndicators: primary.cells.indicators.length > 0,
    unreadFiles: Math.max(0, input.landing.document.attachments.length - input.attachments.length),
  });
}

/** Figures of statistical tables as cells, for judging whether a form was filled in at all. */
function byPath(indicators: ReportRecord['indicators']): ReportRecord['cells'] {
  return Object.fromEntries(indicators.map(({ path, column, cell }) => [`${path}@${column}`, cell]));
}

function buildRecord(input: ReportInput, chosen: ChosenRendition, before: readonly Notice[]): ReportRecord {
  const { primary } = chosen;
  const { identity, notices } = readIdentity(input, chosen);
  const text = wholeText(primary.source.document);
  const match = matchTemplate(primary.cells.template, { fiscalYear: identity.fiscalYear, text });
  const compared = compareRenditions(chosen);
  const statements = readFacts(primary.sections.sections, identity.fiscalYear);
  const { cells, extraRows, template } = primary.cells;
  return {
    schema: 'ogi-report/1',
    ...idsOf(input.landing, identity),
    version: 1,
    versionReason: 'first',
    ...identity,
    template: match.template,
    sections: primary.sections.sections.map(({ section }) => section),
    cells,
    extraRows,
    indicators: primary.cells.indicators,
    narrativeFacts: publicFacts(statements),
    checks: [
      ...runChecks({ template, cells }),
      ...runIndicatorChecks(primary.cells.statistics),
      ...runSignals({ ...primary.cells, identity, sections: primary.sections.sections }),
      ...runSoftChecks(statements, cells, primary.sections.sections),
    ],
    notices: inOrder([
      ...before,
      ...readingNotices(chosen),
      ...chosen.notices,
      ...primary.cells.notices,
      ...primary.sections.notices,
      ...notices,
      ...match.notices,
      ...compared.notices,
    ]),
    provenance: provenanceOf(input, primary.source, compared.renditions),
  };
}

/** DESIGN.md 3, "Ids": a function of the report alone, never of the order of discovery. */
function idsOf(landing: SourceDocument, identity: Identity): { bodyId: string; id: string } {
  const name = identity.body.nameNormalised;
  const bodyId = name === null ? 'unknown' : bodyIdOf(landing.finalUrl, name);
  if (name === null) return { bodyId, id: 'unknown' };
  return { bodyId, id: `${bodyId}-${identity.fiscalYear ?? 'unknown'}` };
}

function provenanceOf(input: ReportInput, primary: SourceDocument, renditions: Provenance['renditions']): Provenance {
  const { document } = primary;
  const { landing } = input;
  const pages = (source: SourceDocument): TrailStep[] => (source.pages ?? []).map((page) => stepOf(page, 'file'));
  const steps =
    primary === landing
      ? [stepOf(landing, isPage(landing) ? 'landing' : 'file'), ...pages(landing)]
      : [stepOf(landing, 'landing'), ...pages(landing), stepOf(primary, 'file'), ...pages(primary)];
  return {
    portalId: input.portalId,
    trail: [...input.trail, ...steps],
    url: primary.url,
    ...(primary.part === undefined ? {} : { part: primary.part }),
    finalUrl: primary.finalUrl,
    sha256: document.sha256,
    fetchedAt: primary.fetchedAt,
    httpStatus: primary.httpStatus,
    contentType: primary.contentType,
    charset: document.charset ?? null,
    via: document.format,
    extractor: document.extractor,
    normalizer: NORMALIZER,
    software: input.software,
    renditions,
  };
}

function isPage(source: SourceDocument): boolean {
  return source.document.format === 'html' || source.document.format === 'text';
}

function stepOf(source: SourceDocument, role: TrailStep['role']): TrailStep {
  const step: TrailStep = { role, url: source.url, sha256: source.document.sha256 };
  return source.fetchedAt === null ? step : { ...step, fetchedAt: source.fetchedAt };
}

/** What was odd about reading the documents; places are kept only where they lie in the primary one. */
function readingNotices({ primary, others }: ChosenRendition): Notice[] {
  const foreign = others.flatMap(({ source }) =>
    source.notices.map(({ code, message }): Notice => ({ code, message: `${source.url}: ${message}` })),
  );
  return [...primary.source.notices, ...foreign];
}

/** Sorted by code, message and place, each once: the order in which parts were read must not show. */
function inOrder(notices: readonly Notice[]): Notice[] {
  const unique = new Map(
    notices.map((notice) => [`${notice.code}|${notice.message}|${stableJson(notice.at ?? null)}`, notice]),
  );
  return [...unique].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, notice]) => notice);
}
