/**
 * A report that was expected and is not simply there. `bodyId` null: a page that was nominated, gave no report and fits no
 * body here. `state`: late, gone, unreadable, declined, unreachable, not_found. `deadline`: the statutory day, null where the
 * law sets none for this kind of body. `url`, `text`, `why`: of the nominated page, where there is one.
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
}
