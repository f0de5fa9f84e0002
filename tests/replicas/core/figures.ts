import type { ReportRecord } from '../../../model/record.ts';
import { canonicalAddress } from '../../../text/address.ts';
import { matchForm } from '../../../text/fold.ts';
import type { Built } from './replica.ts';
import type { Entry } from './server.ts';
import type { Form, TrueReport } from './truth.ts';

/** What a harvest made of one replica. Shares are counted by the reader: `found` of `published`, `bodies` of `found`. */
export interface Figures {
  published: number;
  /** Reports of the truth that have a record. */
  found: number;
  /** Reports known to be scans that no recogniser of this machine read: nominated, fetched, and said so. */
  scans: number;
  /** Records, of which `right` lead to a report of the truth. */
  records: number;
  right: number;
  /** Found with the right body, the right year, the right day, the right rendition (strict: all but the day, and every cell read). */
  bodies: number;
  years: number;
  dates: number;
  strict: number;
  decoys: string[];
  duplicates: string[];
  /** Records that are neither reports of the truth nor decoys. */
  strangers: string[];
  missing: string[];
  /** Found, but with another body or year than printed. */
  misattributed: string[];
  /** Found, but with cells that were not read. */
  incomplete: string[];
  /** Hosts that turned us away, with a reason that is not theirs. */
  wrongReasons: string[];
  traffic: Traffic;
}

/** How a harvest behaved towards the hosts of a replica. */
export interface Traffic {
  requests: number;
  bytes: number;
  /** Least time between the starts of two requests to one host, ms; null below two. */
  smallestGapMs: number | null;
  /** Requests while another to the same host was under way. */
  parallel: number;
  /** Requests to a host after it had turned us away, beyond what the truth grants it. */
  afterRefusal: string[];
  disallowed: string[];
  /** Requests under a name that is not ours. */
  dishonest: number;
}

/** Statuses with which a host turns programs away (PORTALS.md T1–T3, T5). */
const REFUSING = new Set([401, 403, 405, 412, 468, 521]);

/** What stands in a cell that was not read; every report of the replicas fills all cells of its form. */
const LOST = new Set(['unreadable', 'row_missing', 'table_missing']);

/** What a record says of where it came from and what it is. */
export interface Found {
  record: ReportRecord;
  addresses: string[];
}

/** All addresses of a record that may stand in a truth. */
export function foundOf(record: ReportRecord): Found {
  const { url, finalUrl, trail } = record.provenance;
  const landing = trail.filter((step) => step.role === 'landing').map((step) => step.url);
  return { record, addresses: [...landing, url, finalUrl].map(plainAddress) };
}

/** An address without scheme, noise and case of the host. */
export function plainAddress(address: string): string {
  return (canonicalAddress(address) ?? address).replace(/^https?:\/\//u, '');
}

/** Compares the records of a replica's hosts with its truth. `unread`: addresses of documents that only a recogniser reads. */
export function figuresOf(
  built: Built,
  records: readonly Found[],
  log: readonly Entry[],
  unread: ReadonlySet<string>,
): Figures {
  const { truth } = built;
  const byAddress = new Map<string, TrueReport>();
  for (const report of truth.reports) {
    for (const url of [report.url, ...report.aliases, ...report.files]) byAddress.set(plainAddress(url), report);
  }
  const negatives = new Set(truth.negatives.map(({ url }) => plainAddress(url)));
  const optional = new Set(
    truth.optional.flatMap(({ url, aliases, files }) => [url, ...aliases, ...files]).map(plainAddress),
  );
  const matched = new Map<TrueReport, Found[]>();
  const figures = emptyFigures(truth.reports.length, trafficOf(built, log));
  for (const found of records) {
    if (found.addresses.some((address) => optional.has(address))) continue;
    figures.records += 1;
    const report = found.addresses.map((address) => byAddress.get(address)).find((one) => one !== undefined);
    if (report !== undefined) matched.set(report, [...(matched.get(report) ?? []), found]);
    else if (found.addresses.some((address) => negatives.has(address))) figures.decoys.push(nameOf(found));
    else figures.strangers.push(nameOf(found));
  }
  for (const report of truth.reports) countReport(figures, report, matched.get(report) ?? [], unread);
  return figures;
}

function countReport(figures: Figures, report: TrueReport, found: readonly Found[], unread: ReadonlySet<string>): void {
  const [first, ...more] = found;
  const isScan = [report.url, ...report.files].some((url) => unread.has(plainAddress(url)));
  if (first === undefined) {
    if (isScan && (report.form === 'scan' || report.form === 'pictures')) figures.scans += 1;
    else figures.missing.push(`${report.body} ${report.year} ${report.url}`);
    return;
  }
  figures.found += 1;
  figures.right += found.length;
  figures.duplicates.push(...more.map(nameOf));
  const { body, fiscalYear, datePublished, provenance, cells } = first.record;
  const names = [report.body, ...(report.otherNames ?? [])].map(matchForm);
  const isBody = names.includes(matchForm(body.nameNormalised ?? ''));
  const isYear = fiscalYear === report.year;
  if (isBody) figures.bodies += 1;
  if (isYear) figures.years += 1;
  if (datePublished === report.publishedAt) figures.dates += 1;
  const isWhole = Object.values(cells).every(({ status }) => !LOST.has(status));
  if (isBody && isYear && isWhole && isForm(provenance.via, report.form)) figures.strict += 1;
  if (!isWhole) figures.incomplete.push(nameOf(first));
  if (!isBody || !isYear) figures.misattributed.push(`${nameOf(first)}, expected ${report.body} ${report.year}`);
}

function isForm(via: string, form: Form): boolean {
  if (form === 'scan') return via === 'pdf';
  if (form === 'pictures') return via === 'image';
  return via === form;
}

function nameOf({ record, addresses }: Found): string {
  return `${record.body.nameNormalised ?? 'nobody'} ${record.fiscalYear ?? 'no year'} (${addresses[0] ?? ''})`;
}

/** How the requests of a log behaved towards the hosts of a replica. */
export function trafficOf({ site, truth }: Built, log: readonly Entry[]): Traffic {
  const own = log.filter((entry) => site.hosts.has(entry.host));
  const closed = truth.disallowed.map(plainAddress);
  const gaps: number[] = [];
  const afterRefusal: string[] = [];
  for (const host of site.hosts.keys()) {
    const entries = own.filter((entry) => entry.host === host);
    entries.forEach((entry, index) => {
      const before = entries[index - 1];
      if (before !== undefined) gaps.push(entry.at - before.at);
    });
    const granted = truth.refusals.find((one) => one.host === host)?.maxRequests;
    const first = entries.findIndex((entry) => REFUSING.has(entry.status));
    const most = granted ?? (first < 0 ? entries.length : first + 1);
    afterRefusal.push(...entries.slice(most).map(({ path }) => `${host}${path}`));
  }
  return {
    requests: own.length,
    bytes: own.reduce((sum, entry) => sum + entry.bytes, 0),
    smallestGapMs: gaps.length === 0 ? null : Math.min(...gaps),
    parallel: own.filter((entry) => entry.open > 1).length,
    afterRefusal,
    disallowed: own.map(({ host, path }) => host + path).filter((one) => closed.some((start) => one.startsWith(start))),
    dishonest: own.filter((entry) => entry.userAgent !== '' && !entry.userAgent.startsWith('ogi-harvest/')).length,
  };
}

function emptyFigures(published: number, traffic: Traffic): Figures {
  const none = { found: 0, scans: 0, records: 0, right: 0, bodies: 0, years: 0, dates: 0, strict: 0 };
  return {
    published,
    ...none,
    decoys: [],
    duplicates: [],
    strangers: [],
    missing: [],
    misattributed: [],
    incomplete: [],
    wrongReasons: [],
    traffic,
  };
}
