import type { Notice } from '../model/notice.ts';
import { matchForm } from '../text/fold.ts';

const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/**
 * A 索引号 that starts with the shape of an organisation code (9 characters, GB 11714) or a unified social credit code (18,
 * GB 32100) but fails its check digit is told as a notice; dummies such as `234234234234444444/2026-206221` are real
 * (DOMAIN.md 4.1). No code is ever derived from a 索引号: it names the registering office, not the issuing body.
 */
export function checkIndexNumber(indexNo: string | null): Notice[] {
  const code = /^([0-9A-Z]{18}|[0-9A-Z]{8}-?[0-9X])(?=[/\s])/u.exec(matchForm(indexNo ?? ''))?.[1]?.replace('-', '');
  if (code === undefined || !/\d{6}/u.test(code)) return [];
  if (code.length === 18 ? isCreditCode(code) : isOrganisationCode(code)) return [];
  const message = `索引号 "${indexNo}" starts like an organisation code, but its check digit fails: it says nothing about the body`;
  return [{ code: 'index_no_check_digit', message }];
}

/** GB 11714: eight characters weighed, modulo 11, X for ten. */
function isOrganisationCode(code: string): boolean {
  const sum = ORG_WEIGHTS.reduce((total, weight, at) => total + weight * Number.parseInt(code[at] ?? '', 36), 0);
  const check = (11 - (sum % 11)) % 11;
  return code[8] === (check === 10 ? 'X' : String(check));
}

/** Whether the check digit of a unified social credit code (GB 32100) holds: powers of three modulo 31 over an alphabet without I, O, S, V, Z. */
export function isCreditCode(code: string): boolean {
  const digits = Array.from(code).map((char) => USCC_ALPHABET.indexOf(char));
  if (digits.includes(-1)) return false;
  const sum = digits.slice(0, 17).reduce((total, digit, at) => total + digit * (3 ** at % 31), 0);
  return digits[17] === (31 - (sum % 31)) % 31;
}
