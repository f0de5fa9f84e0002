/** What a printed cell means (DOMAIN.md 3.2); `yuan` (exact decimal) and `unit` only for amounts of money. */
export interface PrintedMeaning {
  status: 'value' | 'blank' | 'placeholder';
  value: number | null;
  raw: string;
  unit?: string | null;
  yuan?: string | null;
}

const powers: Record<string, number> = { 元: 0, 万元: 4 };

/** Paths that hold money; the unit is the one of the column's header, null where the header has none. */
const moneyHeaders: Record<string, string | null> = {
  't2.art20_9.procurement.amount': null,
  't2.art20_8.fees.amount': '万元',
};

/**
 * Reads one cell of the facts. Knows only the forms that the facts use and throws on any other, so that a slip in the
 * facts cannot become a truth.
 */
export function meaningOf(path: string, raw: string): PrintedMeaning {
  const text = raw.replace(/[\s\u00a0\u3000]/gu, '');
  if (text === '') return { status: 'blank', value: null, raw };
  if (/^(?:[-—/]|无)$/u.test(text)) return { status: 'placeholder', value: null, raw };
  const match = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?(元|万元)?$/u.exec(text);
  if (!match) throw new Error(`Facts hold "${raw}" in cell "${path}": expected a number, a blank, a dash or 无`);
  const [, sign = '', whole = '', fraction = '', unit = null] = match;
  const digits = whole.replaceAll(',', '') + fraction;
  const value = Number((sign === '-' ? '-' : '') + digits);
  const header = moneyHeaders[path];
  if (header === undefined) return { status: 'value', value, raw };
  const counted = unit ?? header;
  return { status: 'value', value, raw, unit: counted, yuan: yuanOf(digits, counted) };
}

function yuanOf(digits: string, unit: string | null): string | null {
  if (unit === null) return Number(digits) === 0 ? '0' : null;
  const power = powers[unit];
  if (power === undefined) throw new Error(`Facts hold the unit "${unit}": expected 元 or 万元`);
  const [whole = '', fraction = ''] = digits.split('.');
  const padded = fraction.padEnd(power, '0');
  const shifted = `${whole}${padded.slice(0, power)}`.replace(/^0+(?=\d)/u, '');
  const rest = padded.slice(power).replace(/0+$/u, '');
  return rest === '' ? shifted : `${shifted}.${rest}`;
}
