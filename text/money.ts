/** Powers of ten that lead from a unit of money to yuan. */
const POWERS: Readonly<Record<string, number>> = { 元: 0, 千元: 3, 万元: 4, 亿元: 8 };

/**
 * An amount in yuan as an exact decimal string (no exponent, no separators, no superfluous zeros), computed on the
 * digits: `59237.2449` 万元 is `592372449`. `digits` as `-?\d+(.\d+)?`. Null if the unit is none of 元, 千元, 万元, 亿元.
 */
export function toYuan(digits: string, unit: string): string | null {
  const power = POWERS[unit];
  if (power === undefined) return null;
  const negative = digits.startsWith('-');
  const [whole = '', fraction = ''] = digits.replace('-', '').split('.');
  const padded = fraction.padEnd(power, '0');
  const left = (whole + padded.slice(0, power)).replace(/^0+(?=\d)/u, '');
  const right = padded.slice(power).replace(/0+$/u, '');
  const amount = right === '' ? left : `${left}.${right}`;
  return negative && amount !== '0' ? `-${amount}` : amount;
}

/** The unit of money that a header names, as in `本年收费金额（单位：万元）`; null if it names none. */
export function moneyUnitIn(header: string): string | null {
  return /(?:单位[:：]?|[(（])(元|千元|万元|亿元)/u.exec(header.replace(/\s+/gu, ''))?.[1] ?? null;
}
