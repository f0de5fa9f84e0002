import type { WrittenFile } from '../output.ts';
import type { Coverage } from '../readme.ts';

/** What is known of a release when its data files are written. `missing`: reports that are not simply there, by state. */
export interface ReleaseFacts {
  files: readonly (WrittenFile & { holds: string })[];
  coverage: Coverage;
  missing: ReadonlyMap<string, number>;
  bom: boolean;
  software: string;
  withContacts: boolean;
}
