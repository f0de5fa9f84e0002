import type { WrittenFile } from '../output.ts';
import type { ReleaseFacts } from './facts.ts';
import { citationText } from './citation.ts';
import { codebookText } from './codebook-text.ts';
import { croissantText } from './croissant.ts';
import { datapackageText } from './datapackage.ts';

/** A text of the release; a function is given the texts written before it. */
interface ReleaseText {
  name: string;
  text: string | ((before: readonly WrittenFile[]) => string);
}

/** The list of digests, as `sha256sum -c` reads it. */
const CHECKSUMS = 'SHA256SUMS';

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
