import type { NarrativeFact } from '../model/record.ts';
import type { SectionReading } from './sections.ts';
import { readStatements, type Statement } from './statements.ts';

/** Sections whose sentences report the year; 五 speaks of faults and plans, so its numbers are left alone. */
const TOLD_IN = new Set([
  'overview',
  'proactive',
  'requests',
  'review_litigation',
  'other',
  'legacy_fees',
  'legacy_consulting',
]);

/** Numbers that the text states about requests, remedies, disclosure and fees, each once, in reading order. */
export function readFacts(sections: readonly SectionReading[], fiscalYear: number | null): Statement[] {
  const all = sections
    .filter(({ section }) => TOLD_IN.has(section.key))
    .flatMap(({ lines }) => lines.flatMap((line) => readStatements(line, fiscalYear)));
  const seen = new Set<string>();
  return all.filter((fact) => {
    const name = `${fact.key}|${fact.value}|${fact.quote}`;
    const first = !seen.has(name);
    seen.add(name);
    return first;
  });
}

/** The facts as the record carries them. */
export function publicFacts(statements: readonly Statement[]): NarrativeFact[] {
  return statements.map(({ key, value, unit, quote, at }) => ({ key, value, unit, quote, at }));
}
