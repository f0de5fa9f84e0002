import { STATES, type CoverageState } from '../model/coverage.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Portal } from '../model/portal.ts';
import type { ReportRecord } from '../model/record.ts';
import { classifyBody } from '../normalizer/body-kind.ts';
import { statutoryDeadline } from '../normalizer/deadline.ts';
import type { Store } from '../storage/store.ts';
import { matchForm } from '../text/fold.ts';
import { lastLooks, type Look } from './looks.ts';

/** A page that stands for a report: the late one itself, or one that gave none and why. `at`: when it was decided, ISO 8601, UTC. */
interface Page {
  url: string;
  text: string | null;
  why: string | null;
  at: string | null;
}

/**
 * One body with the state of each year of the range, the statutory day that each is measured against (null: the law sets none
 * for this kind), the pages behind states but `found`, and the portals it was found on. `expectedFrom`: it has a report of some
 * year here, or the registry says that a portal is its own, which was looked at and gave no report; then its id is null.
 */
export interface BodyCoverage {
  bodyId: string | null;
  name: string | null;
  kind: string | null;
  level: string | null;
  divisionCode: string | null;
  expectedFrom: 'reports' | 'registry';
  years: Record<string, CoverageState>;
  deadlines: Record<string, string | null>;
  pages: Record<string, Page>;
  portals: string[];
}

/** A nomination without record that fits no body of the store (or no year). */
interface Unassigned {
  url: string;
  text: string;
  year: number | null;
  state: CoverageState;
  why: string | null;
  at: string;
  portalId: string | null;
}

/**
 * Expected × found. Expected, in every year of the range: every body with a report of any year here, and every body whose own
 * portal was looked at in vain. `looks`: by id of the portal.
 */
export interface Coverage {
  years: { year: number; expected: number; states: Record<CoverageState, number> }[];
  bodies: BodyCoverage[];
  unassigned: Unassigned[];
  looks: Record<string, Look>;
}

/** How a report stands, and the page that says so. */
interface Standing {
  state: CoverageState;
  page: Page | null;
}

interface Body {
  body: Pick<ReportRecord['body'], 'nameNormalised' | 'kind' | 'level' | 'divisionCode'>;
  newest: number;
  states: Map<number, Standing>;
  portals: Set<string>;
}

/** The books while counting: some hundred bytes a body and a report, never a report itself. */
interface Books {
  bodies: Map<string, Body>;
  /** Body by its name as printed, in matching form; null where two bodies share it. */
  byName: Map<string, string | null>;
  byLanding: Map<string, { bodyId: string; year: number }>;
}

/** Counts the store. `range` null: from the first to the last year with a report here. `registry`: says whose own a portal is. */
export async function countCoverage(
  store: Store,
  { range = null, registry = [] }: { range?: { from: number; to: number } | null; registry?: readonly Portal[] },
): Promise<Coverage> {
  const books: Books = { bodies: new Map(), byName: new Map(), byLanding: new Map() };
  for await (const record of store.records.all()) addRecord(books, record);
  const unassigned: Unassigned[] = [];
  for await (const outcome of store.outcomes.all()) {
    const left = addOutcome(books, outcome);
    if (left !== null) unassigned.push(left);
  }
  const seen = [...books.byLanding.values()].map(({ year }) => year);
  const from = range?.from ?? seen.reduce((least, year) => Math.min(least, year), Infinity);
  const to = range?.to ?? seen.reduce((most, year) => Math.max(most, year), -Infinity);
  const years = Array.from({ length: Math.max(0, to - from + 1) || 0 }, (_, index) => from + index);
  const looks = await lastLooks(store);
  const seenBodies = [...books.bodies]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([bodyId, one]) => bodyCoverage(one, { bodyId, years, expectedFrom: 'reports' as const }));
  const bodies = [...seenBodies, ...silentBodies(books, { looks, registry, years })];
  return {
    years: years.map((year) => ({ year, expected: bodies.length, states: countStates(bodies, year) })),
    bodies,
    unassigned: unassigned.filter(({ year }) => range === null || year === null || (year >= from && year <= to)),
    looks: Object.fromEntries(looks),
  };
}

function bodyCoverage(
  { body, states, portals }: Pick<Body, 'body' | 'states' | 'portals'>,
  { bodyId, years, expectedFrom }: Pick<BodyCoverage, 'bodyId' | 'expectedFrom'> & { years: readonly number[] },
): BodyCoverage {
  const { nameNormalised: name, kind, level, divisionCode } = body;
  return {
    bodyId,
    name,
    kind,
    level,
    divisionCode,
    expectedFrom,
    years: Object.fromEntries(years.map((year) => [String(year), states.get(year)?.state ?? ('not_found' as const)])),
    deadlines: Object.fromEntries(years.map((year) => [String(year), statutoryDeadline(kind, year)])),
    pages: pagesOf(states, years),
    portals: [...portals].sort(),
  };
}

/** Bodies whose own portal was looked at and gave no report of theirs, by id of the portal. */
function silentBodies(
  { bodies, byName }: Books,
  about: { looks: ReadonlyMap<string, Look>; registry: readonly Portal[]; years: readonly number[] },
): BodyCoverage[] {
  const heard = new Set([...bodies.values()].flatMap(({ portals }) => [...portals]));
  return about.registry
    .filter(({ id, scope, name }) => scope === 'own' && name !== null && about.looks.has(id) && !heard.has(id))
    .filter(({ name }) => !byName.has(matchForm(name ?? '')))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, name }) => {
      const body = { nameNormalised: name, ...classifyBody(name ?? ''), divisionCode: null };
      const one = { body, states: new Map<number, Standing>(), portals: new Set([id]) };
      return bodyCoverage(one, { bodyId: null, years: about.years, expectedFrom: 'registry' });
    });
}

function pagesOf(states: ReadonlyMap<number, Standing>, years: readonly number[]): Record<string, Page> {
  return Object.fromEntries(
    years.flatMap((year) => {
      const { state = 'not_found', page = null } = states.get(year) ?? {};
      return page === null || state === 'found' ? [] : [[String(year), page]];
    }),
  );
}

function addRecord({ bodies, byName, byLanding }: Books, record: ReportRecord): void {
  const { bodyId, fiscalYear, body, daysLate, provenance } = record;
  if (fiscalYear === null) return;
  const entry = bodies.get(bodyId) ?? { body, newest: fiscalYear, states: new Map(), portals: new Set() };
  bodies.set(bodyId, entry);
  if (provenance.portalId !== null) entry.portals.add(provenance.portalId);
  if (fiscalYear >= entry.newest) Object.assign(entry, { body, newest: fiscalYear });
  // Where a body has two reports of a year, one in time is enough.
  if (entry.states.get(fiscalYear)?.state !== 'found') {
    const isLate = (daysLate ?? 0) > 0;
    const page = { url: provenance.url, text: record.title, why: null, at: provenance.fetchedAt };
    entry.states.set(fiscalYear, isLate ? { state: 'late', page } : { state: 'found', page: null });
  }
  for (const name of [body.nameNormalised, body.nameInTitle, body.nameSigned]) {
    if (name === null) continue;
    const known = byName.get(matchForm(name));
    byName.set(matchForm(name), known === undefined || known === bodyId ? bodyId : null);
  }
  const landing = provenance.trail.find((step) => step.role === 'landing')?.url ?? provenance.url;
  byLanding.set(landing, { bodyId, year: fiscalYear });
}

/** Books a nomination that gave no record; returns it where it fits no body or year. */
function addOutcome({ bodies, byName, byLanding }: Books, outcome: Outcome): Unassigned | null {
  const { kind, url, candidate, why, at, portalId } = outcome;
  if (candidate === null || kind === 'record' || kind === 'rejected') return null;
  const state: CoverageState = kind === 'gone' ? 'withdrawn' : kind;
  const standing: Standing = { state, page: { url, text: candidate.text, why, at } };
  const known = byLanding.get(url);
  if (known !== undefined) {
    if (kind === 'gone') bodies.get(known.bodyId)?.states.set(known.year, standing);
    return null;
  }
  const year = candidate.hints.year ?? yearIn(candidate.text);
  const bodyId = byName.get(matchForm(candidate.hints.body ?? nameIn(candidate.text) ?? '')) ?? null;
  const states = bodyId === null ? undefined : bodies.get(bodyId)?.states;
  if (states === undefined || year === null) return { url, text: candidate.text, year, state, why, at, portalId };
  const before = states.get(year);
  if (before === undefined || STATES.indexOf(state) < STATES.indexOf(before.state)) states.set(year, standing);
  return null;
}

/** The reporting year and the body as a title prints them: 云禾县教育局2023年政府信息公开工作年度报告. */
const TITLE = /^(.*?)(20[0-3]\d)年/u;

function yearIn(text: string): number | null {
  const year = TITLE.exec(text)?.[2];
  return year === undefined ? null : Number(year);
}

function nameIn(text: string): string | null {
  return TITLE.exec(text)?.[1] ?? null;
}

function countStates(bodies: readonly BodyCoverage[], year: number): Record<CoverageState, number> {
  const counts = { found: 0, late: 0, withdrawn: 0, unreadable: 0, declined: 0, unreachable: 0, not_found: 0 };
  for (const { years } of bodies) counts[years[String(year)] ?? 'not_found'] += 1;
  return counts;
}
