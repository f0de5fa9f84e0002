import type { Gap } from '../model/gap.ts';
import type { PortalState } from '../model/portal-state.ts';

const DAY_MS = 86_400_000;
/** A night's run begins a little earlier or later than the one a week before; it must not slip by a day each time, ms. */
const SLACK_MS = DAY_MS / 2;

/** Days between two harvests of a portal: reports are published from January on, and laggards follow until June. */
const PERIOD_DAYS = { season: 7, quarter: 90, failed: 2 };

/** Whether reports are being published at this moment (Beijing time): January to June. */
function isSeason(moment: Date): boolean {
  const beijing = new Date(moment.getTime() + 8 * 3_600_000);
  return beijing.getUTCMonth() < 6;
}

/** Why a portal is due tonight, or that it is not and when it will be. */
export type Revisit =
  | { isDue: true; why: 'first' | 'unfinished' | 'single_article' | keyof typeof PERIOD_DAYS }
  | { isDue: false; until: Date };

/**
 * Whether a portal is to be harvested tonight: weekly in the season, else quarterly; each time where its column is one article
 * whose content is replaced, so that no version is missed; after two days where the last harvest met an error.
 * `state`: what is known of it, null where nothing is.
 */
export function revisitOf(state: PortalState | null, now: Date): Revisit {
  if (state === null) return { isDue: true, why: 'first' };
  if (state.runFinishedAt === null) return { isDue: true, why: 'unfinished' };
  if (hasSingleArticle(state)) return { isDue: true, why: 'single_article' };
  // Discovery is dated when it succeeds: an older date means that the last harvest met an error instead.
  const hasFailed = state.discoveredAt === null || state.discoveredAt < state.runStartedAt;
  const period = hasFailed ? 'failed' : isSeason(now) ? 'season' : 'quarter';
  const until = new Date(Date.parse(state.runStartedAt) + PERIOD_DAYS[period] * DAY_MS);
  return until.getTime() - SLACK_MS > now.getTime() ? { isDue: false, until } : { isDue: true, why: period };
}

function hasSingleArticle({ discovery }: PortalState): boolean {
  if (discovery === null) return false;
  return discovery.pages.some(({ url, kind }) => kind === 'article' && discovery.columns.includes(url));
}

/**
 * Second looks for missing reports that are not had again tonight: nothing was there less than a quarter ago. What was found is
 * looked at each time, since no list shows it; what could not be had is tried again.
 */
export function looksThatHold(gaps: readonly Gap[], now: Date): Gap[] {
  const oldest = now.getTime() - PERIOD_DAYS.quarter * DAY_MS + SLACK_MS;
  return gaps.filter(({ look, result }) => {
    const at = look?.at ?? null;
    return result === 'not_there' && at !== null && Date.parse(at) > oldest;
  });
}
