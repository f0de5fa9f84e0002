import { describeRelease, releaseDay, releaseVersion, TITLE } from './identity.ts';
import type { ReleaseFacts } from './facts.ts';

/** `CITATION.cff` (Citation File Format 1.2.0). */
export function citationText(facts: ReleaseFacts): string {
  const day = releaseDay(facts);
  return [
    'cff-version: 1.2.0',
    'message: If you use this data, please cite it as below, with its version.',
    'type: dataset',
    `title: ${quoted(TITLE)}`,
    `abstract: ${quoted(describeRelease(facts))}`,
    `version: ${quoted(releaseVersion(facts))}`,
    ...(day === null ? [] : [`date-released: ${quoted(day)}`]),
    'authors:',
    `  - name: ${quoted('ogi-harvest contributors')}`,
    'keywords:',
    '  - open government information',
    '  - freedom of information',
    '  - China',
    `  - ${quoted('政府信息公开')}`,
    'references:',
    '  - type: software',
    `    title: ${quoted(facts.software)}`,
    '    authors:',
    `      - name: ${quoted('ogi-harvest contributors')}`,
    '',
  ].join('\n');
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
