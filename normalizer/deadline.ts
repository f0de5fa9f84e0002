/** Kinds of bodies that the regulation binds as 行政机关 (before 2019: every one of them, DOMAIN.md 1.0). */
const ADMINISTRATIVE = new Set([
  'government',
  'government_office',
  'department',
  'dispatched_office',
  'street_office',
  'town_government',
  'zone_committee',
]);
const JANUARY = new Set(['department', 'government_office', 'dispatched_office']);

/**
 * The statutory deadline of a report, ISO 8601 (DOMAIN.md 1.0). Up to the reporting year 2018: 31 March for every
 * administrative organ. From 2019: 31 January for departments, government offices and dispatched offices; 31 March for the
 * report of a government from the county up. Null for all others, and where year or kind is unknown.
 */
export function statutoryDeadline(kind: string, fiscalYear: number | null): string | null {
  if (fiscalYear === null) return null;
  if (fiscalYear <= 2018) return ADMINISTRATIVE.has(kind) ? `${fiscalYear + 1}-03-31` : null;
  if (JANUARY.has(kind)) return `${fiscalYear + 1}-01-31`;
  return kind === 'government' ? `${fiscalYear + 1}-03-31` : null;
}

/** Whole days from the deadline to the publication, 0 if it was in time; null if either date is unknown. */
export function daysLate(published: string | null, deadline: string | null): number | null {
  if (published === null || deadline === null) return null;
  return Math.max(0, Math.round((Date.parse(published) - Date.parse(deadline)) / 86_400_000));
}
