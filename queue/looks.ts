import type { PortalState } from '../model/portal-state.ts';
import type { PortalVerdict } from '../model/run.ts';
import type { Store } from '../storage/store.ts';

/**
 * How reports were last looked for on a portal. `at`: ISO 8601, UTC; null: never, or not to the end. `asked`: the addresses at
 * which its reports should stand: its annual-report columns, else its hub, else its home page. `pages`: pages of the portal
 * that were asked, `failed`: those that could not be had. `verdict`: how its last run ended, null where none is kept.
 */
export interface Look {
  portalId: string;
  at: string | null;
  asked: string[];
  pages: number;
  failed: number;
  verdict: PortalVerdict['verdict'] | null;
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
  if (discovery === null) return { portalId: id, at: discoveredAt, asked: [home], pages: 0, failed: 0, verdict };
  const { columns, hub, pages, trouble } = discovery;
  const asked = columns.length > 0 ? [...columns].sort() : [hub ?? discovery.home];
  return { portalId: id, at: discoveredAt, asked, pages: pages.length, failed: trouble.length, verdict };
}
