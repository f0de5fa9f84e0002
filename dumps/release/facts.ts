import type { CoverageGroup } from '../../model/coverage.ts';
import type { WrittenFile } from '../output.ts';
import type { Coverage } from '../readme.ts';

/**
 * What is known of a release when its data files are written. `missing`: reports that are not simply there, by state; `groups`:
 * what is expected, by province, level and year.
 */
export interface ReleaseFacts {
  files: readonly (WrittenFile & { holds: string })[];
  coverage: Coverage;
  missing: ReadonlyMap<string, number>;
  groups: readonly CoverageGroup[];
  bom: boolean;
  software: string;
  withContacts: boolean;
}
