import type { Gap } from '../model/gap.ts';
import type { PortalState } from '../model/portal-state.ts';
import type { PortalVerdict } from '../model/run.ts';
import type { Store } from '../storage/store.ts';
import { matchForm } from '../text/fold.ts';

/**
 * How reports were last looked for on a portal. `at`: ISO 8601, UTC; null: never, or not to the end. `asked`: the addresses at
 * which its reports should stand: its annual-report columns, else its hub, else its home page. `pages`: pages of the portal
 * that were asked, `failed`: those that could not be had. `gaps`: reports that its lists leave out, with the second looks for
 * them. `verdict`: how its last run ended, null where none is kept.
 */
export interface Look {
  portalId: string;
  at: string | null;
  asked: string[];
  pages: number;
  failed: number;
  verdict: PortalVerdict['verdict'] | null;
  gaps: readonly Gap[];
}

/** The second look for the report of one body and year, by the fullest name of the body; null where none was had: one that failed is none. */
export function secondLook({ gaps }: Look, name: string | null, year: number | null): Gap['look'] {
  const form = matchForm(name ?? '');
  const own = gaps.filter((gap) => gap.year === year && gap.result === 'not_there');
  const called = own.filter(({ body }) =>
    form.endsWith(matchForm(body).replace(/^[市县区](?=\p{Script=Han}{3})/u, '')),
  );
  const [best, ...others] = called.sort((a, b) => b.body.length - a.body.length);
  // 教育局 may be that of the city or of one of its districts: of two that fit alike, neither is taken.
  return best === undefined || others.some(({ body }) => body.length === best.body.length) ? null : best.look;
}

/** What a second look came to, in words; the address follows. */
const RESULTS: Readonly<Record<Gap['result'], string>> = {
  found: 'found by a second look at',
  not_there: 'not there at a second look at',
  failed: 'a second look could not be had at',
  not_looked: 'no other place to look at is known, or the looks of this discovery were spent',
};

/** A gap in one line: whose report of which year is on no list, and where and when (ISO 8601, UTC) it was looked for once more. */
export function gapWords({ body, year, look, result }: Gap): string {
  const where = look === null ? '' : ` ${look.url}${look.at === null ? '' : ` (${look.at})`}`;
  return `${body} ${year} is on no list, though those beside it are: ${RESULTS[result]}${where}`;
}

/** Runs looked through for the last one that asked a portal. */
const RUNS = 200;

/** The last look at every portal of the store, by id of the portal. */
export async function lastLooks(store: Store): Promise<ReadonlyMap<string, Look>> {
  const verdicts = new Map<string, PortalVerdict['verdict']>();
  for (const { portals } of await store.runs.latest(RUNS)) {
    for (const { portalId, verdict } of portals) if (!verdicts.has(portalId)) verdicts.set(portalId, verdict);
  }
  const looks = new Map<string, Look>();
  for await (const state of store.portals.all()) {
    looks.set(state.id, lookAt(state, verdicts.get(state.id) ?? null));
  }
  return looks;
}

function lookAt({ id, home, discoveredAt, discovery }: PortalState, verdict: Look['verdict']): Look {
  if (discovery === null)
    return { portalId: id, at: discoveredAt, asked: [home], pages: 0, failed: 0, verdict, gaps: [] };
  const { columns, hub, pages, trouble, gaps = [] } = discovery;
  const asked = columns.length > 0 ? [...columns].sort() : [hub ?? discovery.home];
  return { portalId: id, at: discoveredAt, asked, pages: pages.length, failed: trouble.length, verdict, gaps };
}
