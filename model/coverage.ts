/**
 * How the report of one body and year stands, best first. `late`: found, published after the statutory deadline; `withdrawn`:
 * its portal took it away, also where the archived one is still here; `unreadable`, `declined`, `unreachable`: seen and not had.
 */
export const STATES = ['found', 'late', 'withdrawn', 'unreadable', 'declined', 'unreachable', 'not_found'] as const;
/** See `STATES`. */
export type CoverageState = (typeof STATES)[number];

/**
 * The reports expected of one level of one province in one year. `province`: two digits, null: the place of these bodies is
 * not known; `provinceName` null where the tables do not have it. `states` add up to `expected`. `deadlines`: the statutory
 * days that they are measured against, one for each kind of body; `withoutDeadline`: how many of them the law sets no day.
 * `governments`: that the division tree has at this level of the province, `governmentsHere`: of these, governments with a
 * report of the year here; both null where the tree does not say (towns, no known province).
 */
export interface CoverageGroup {
  province: string | null;
  provinceName: string | null;
  level: string;
  year: number;
  expected: number;
  states: Readonly<Record<CoverageState, number>>;
  deadlines: readonly string[];
  withoutDeadline: number;
  governments: number | null;
  governmentsHere: number | null;
}
