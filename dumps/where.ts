import { ConfigError } from '../errors.ts';
import type { ReportRecord } from '../model/record.ts';
import type { MissingReport } from '../model/missing.ts';

/** A field that `--where` knows. `expected`: what a value must look like, in words and as a test. */
interface Field {
  of(record: ReportRecord): string | number | null;
  expected: string;
  isValid(value: string): boolean;
  /** Numbers can be compared with < and >. */
  isNumber?: boolean;
}

const LEVELS = ['national', 'province', 'prefecture', 'county', 'township', 'unknown'];
const KINDS = [
  'government',
  'government_office',
  'department',
  'dispatched_office',
  'zone_committee',
  'street_office',
  'town_government',
  'public_institution',
  'school',
  'enterprise',
  'other',
];
const FORMS = ['E1', 'E2', 'E3', 'E4', 'L', 'mixed', 'none'];

const FIELDS: Readonly<Record<string, Field>> = {
  year: {
    of: (record) => record.fiscalYear,
    expected: 'a year such as 2021',
    isValid: (value) => /^\d{4}$/u.test(value),
    isNumber: true,
  },
  level: { of: (record) => record.body.level, ...oneOf(LEVELS) },
  kind: { of: (record) => record.body.kind, ...oneOf(KINDS) },
  template: { of: (record) => record.template.detected, ...oneOf(FORMS) },
  scope: { of: (record) => record.scope, ...oneOf(['own', 'region', 'unknown']) },
  province: {
    of: (record) => record.body.divisionCode?.slice(0, 2) ?? null,
    expected: 'the first two digits of a division code, such as 36',
    isValid: (value) => /^\d{2}$/u.test(value),
  },
  division: {
    of: (record) => record.body.divisionCode,
    expected: 'a division code of six digits, such as 360702',
    isValid: (value) => /^\d{6}$/u.test(value),
  },
  body: {
    of: (record) => record.bodyId,
    expected: 'a body id of twelve hexadecimal digits',
    isValid: (value) => /^[0-9a-f]{12}$/u.test(value),
  },
  portal: { of: (record) => record.provenance.portalId, expected: 'a portal id', isValid: (value) => value !== '' },
  format: { of: (record) => record.provenance.via, expected: 'a format such as pdf', isValid: (value) => value !== '' },
};

/** Whether a record belongs into the dump. */
export type Where = (record: ReportRecord) => boolean;

/** What is known of a report that is not there; conditions on anything else cannot leave it out. */
const KNOWN_OF_MISSING = new Set(['year', 'level', 'kind', 'province', 'division', 'body']);

type OfMissing = Pick<MissingReport, 'bodyId' | 'kind' | 'level' | 'divisionCode' | 'fiscalYear'>;

/**
 * Conditions such as `year>=2021` or `level=county`; all must hold. A record whose field is null meets only `!=`.
 * Throws ConfigError that names the condition and what was expected.
 */
export function parseWhere(conditions: readonly string[]): Where {
  const tests = conditions.map(parseCondition);
  return (record) => tests.every((test) => test(record));
}

/**
 * The same conditions for reports that are not there, as far as they speak of body and year: a report that does not exist has
 * no form, scope, portal or format. A missing report whose body is not known meets only `!=`.
 */
export function parseWhereMissing(conditions: readonly string[]): (missing: OfMissing) => boolean {
  const tests = conditions
    .filter((condition) => KNOWN_OF_MISSING.has(/^\s*(\w+)/u.exec(condition)?.[1] ?? ''))
    .map((condition) => parts(condition));
  return (missing) => tests.every((one) => one.test(missingField(missing, one.name)));
}

function missingField(missing: OfMissing, name: string): string | number | null {
  if (name === 'year') return missing.fiscalYear;
  if (name === 'level') return missing.level;
  if (name === 'kind') return missing.kind;
  if (name === 'body') return missing.bodyId;
  return name === 'province' ? (missing.divisionCode?.slice(0, 2) ?? null) : missing.divisionCode;
}

function parseCondition(condition: string): Where {
  const one = parts(condition);
  return (record) => one.test(one.field.of(record));
}

/** A condition taken apart and checked. */
function parts(condition: string): {
  name: string;
  field: Field;
  test(found: string | number | null): boolean;
} {
  const matched = /^\s*(\w+)\s*(>=|<=|!=|=|>|<)\s*(.*?)\s*$/u.exec(condition);
  const [, name = '', operator = '', value = ''] = matched ?? [];
  if (matched === null) {
    throw new ConfigError(
      `--where: "${condition}" is not valid; expected field, operator and value, such as 'year>=2021'`,
    );
  }
  const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
  if (field === undefined) {
    throw new ConfigError(
      `--where: unknown field "${name}" in "${condition}"; expected one of ${Object.keys(FIELDS).join(', ')}`,
    );
  }
  if (!field.isValid(value)) {
    throw new ConfigError(`--where: "${value}" is not valid in "${condition}"; expected ${field.expected}`);
  }
  if (field.isNumber !== true && operator !== '=' && operator !== '!=') {
    throw new ConfigError(`--where: "${operator}" is not valid in "${condition}"; expected = or != for ${name}`);
  }
  const wanted = field.isNumber === true ? Number(value) : value;
  return { name, field, test: (found) => holds(found, operator, wanted) };
}

function holds(found: string | number | null, operator: string, wanted: string | number): boolean {
  if (operator === '!=') return found !== wanted;
  if (found === null) return false;
  if (operator === '=') return found === wanted;
  if (operator === '>=') return found >= wanted;
  if (operator === '<=') return found <= wanted;
  return operator === '>' ? found > wanted : found < wanted;
}

function oneOf(values: readonly string[]): Pick<Field, 'expected' | 'isValid'> {
  return { expected: `one of ${values.join(', ')}`, isValid: (value) => values.includes(value) };
}
