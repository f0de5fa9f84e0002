/**
 * A report that was expected and is not simply there. `bodyId` null: a page that was nominated, gave no report and fits no
 * body here. `state`: late, withdrawn, unreadable, declined, unreachable, not_found. `deadline`: the statutory day, null where
 * the law sets none for this kind of body. `url`, `text`, `why`, `decidedAt`: of the page that stands for it (the late report
 * itself, or a page that gave none), where there is one. `looked`: how it was looked for on the portals of the body.
 */
export interface MissingReport {
  bodyId: string | null;
  name: string | null;
  kind: string | null;
  level: string | null;
  divisionCode: string | null;
  fiscalYear: number | null;
  state: string;
  deadline: string | null;
  url: string | null;
  text: string | null;
  why: string | null;
  decidedAt: string | null;
  looked: LookedFor;
}

/**
 * `where`: addresses at which its reports should stand, empty: no portal was looked at, as with imported files; `at`: time of
 * the last look, ISO 8601, UTC; `pages`, `failed`: pages asked then, and those that could not be had; `verdicts`: how the last
 * run ended on each portal.
 */
interface LookedFor {
  where: readonly string[];
  at: string | null;
  pages: number;
  failed: number;
  verdicts: readonly string[];
}
