import type { WrittenFile } from '../dump.ts';
import type { Coverage } from '../readme.ts';
import { citationText } from './citation.ts';
import { codebookText } from './codebook-text.ts';
import { croissantText } from './croissant.ts';
import { datapackageText } from './datapackage.ts';

/** What is known of a release when its data files are written. `missing`: reports that are not simply there, by state. */
export interface ReleaseFacts {
  files: readonly (WrittenFile & { holds: string })[];
  coverage: Coverage;
  missing: ReadonlyMap<string, number>;
  bom: boolean;
  software: string;
  withContacts: boolean;
}

/** A text of the release; a function is given the texts written before it. */
interface ReleaseText {
  name: string;
  text: string | ((before: readonly WrittenFile[]) => string);
}

/** The list of digests, as `sha256sum -c` reads it. */
export const CHECKSUMS = 'SHA256SUMS';

/** The texts that stand beside the data in every release, in the order in which they are written. */
export function releaseTexts(facts: ReleaseFacts): ReleaseText[] {
  return [
    { name: 'README.md', text: facts.coverage.readme(facts) },
    { name: 'codebook.md', text: codebookText(facts.files) },
    { name: 'CITATION.cff', text: citationText(facts) },
    { name: 'datapackage.json', text: datapackageText(facts) },
    { name: 'croissant.json', text: croissantText(facts) },
    {
      name: CHECKSUMS,
      text: (before) => [...facts.files, ...before].map(({ name, sha256 }) => `${sha256}  ${name}\n`).join(''),
    },
  ];
}
