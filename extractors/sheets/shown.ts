import { formatValue, isDateFormat, type CellValue } from 'hucre';

/** The text that a cell shows, and what a reader of it should know; `oddity` null where it is plain. */
export interface Shown {
  text: string;
  oddity: { code: string; message: string } | null;
}

/** How Excel shows what hucre, by the American standard, would show otherwise: built-in dates 14 and 22, system dates. */
const CHINESE: readonly (readonly [RegExp, string])[] = [
  [/^m\/d\/yyyy$/iu, 'yyyy/m/d'],
  [/^m\/d\/yyyy h:mm$/iu, 'yyyy/m/d h:mm'],
  [/^\[\$-F800\].*$/iu, 'yyyy"年"m"月"d"日"'],
  [/^\[\$-F400\].*$/iu, 'h:mm:ss'],
];
/** Shown for a date whose format the file only names by a number of the Chinese edition (27–36, 50–58). */
const CHINESE_DATE = 'yyyy"年"m"月"d"日"';

/**
 * The text of a value under its number format (null: General), as Excel prints it. A number is shown only as a text that
 * says the same number: where the format would say another (scaled, in words) or is not understood, the plain number stands
 * with `number_format_ignored`. Oddities: also `rounded_by_format`, `hidden_by_format`.
 */
export function shownText(value: CellValue, format: string | null, is1904: boolean): Shown {
  if (value === null) return plain('');
  if (typeof value === 'boolean') return plain(value ? 'TRUE' : 'FALSE');
  if (typeof value === 'string') return plain(shownString(value, format));
  if (value instanceof Date) return plain(formatValue(value, chinese(format ?? CHINESE_DATE), { is1904 }));
  return shownNumber(value, format, is1904);
}

function plain(text: string): Shown {
  return { text, oddity: null };
}

function shownString(value: string, format: string | null): string {
  if (format === null || format === '@' || !format.includes('@')) return value;
  const text = formatValue(value, format);
  return text.includes(value) ? text : value;
}

function shownNumber(value: number, format: string | null, is1904: boolean): Shown {
  const whole = generalText(value);
  if (format === null || /^(?:General|G\/通用格式|@)$/iu.test(format.trim())) return plain(whole);
  if (isDateFormat(format)) return plain(formatValue(value, chinese(format), { is1904 }));
  const text = zeroAsDash(value, withGeneral(value, format) ?? formatValue(value, chinese(format), { is1904 }).trim());
  if (text === '' || (value === 0 && /^\D*-$/u.test(text))) {
    const message = `The format "${format}" shows "${text}" for the number ${whole}`;
    return { text, oddity: { code: 'hidden_by_format', message } };
  }
  const said = numberSaid(text);
  if (said === null || Math.abs(said.value - value) > said.tolerance * (1 + 1e-9)) {
    const message = `The number ${whole} is read as it is stored, not as its format "${format}" shows it`;
    return { text: whole, oddity: { code: 'number_format_ignored', message } };
  }
  if (Math.abs(said.value - value) <= 1e-9 * Math.max(1, Math.abs(value))) return plain(text);
  const message = `The format "${format}" shows ${text}, the number stored is ${whole}`;
  return { text, oddity: { code: 'rounded_by_format', message } };
}

/** A number without a format: fifteen significant digits, as the file means it (0.1 + 0.2 is 0.3). */
function generalText(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(15)));
}

/** `General` with words around it (`General"件"`), which hucre spells out letter by letter; null for other formats. */
function withGeneral(value: number, format: string): string | null {
  const [, before = '', after = ''] =
    /^((?:"[^"]*"|\\.)*)(?:General|G\/通用格式)((?:"[^"]*"|\\.)*)$/iu.exec(format) ?? [];
  if (before === '' && after === '') return null;
  return `${literal(before)}${generalText(value)}${literal(after)}`;
}

function literal(words: string): string {
  return words.replace(/"([^"]*)"|\\(.)/gu, '$1$2');
}

/** `"-"??` is a dash and room for two digits: hucre prints the zero into the room. */
function zeroAsDash(value: number, text: string): string {
  return value === 0 ? text.replace(/^(\D*-)\s*0\s*$/u, '$1') : text;
}

/** The one number that a text says, and by how much its last decimal may be rounded; null for none or several. */
function numberSaid(text: string): { value: number; tolerance: number } | null {
  const runs = text.replaceAll(',', '').match(/\d+(?:\.\d*)?(?:E[+-]?\d+)?|\.\d+/giu) ?? [];
  const [digits] = runs;
  if (digits === undefined || runs.length > 1) return null;
  const share = text.includes('%') ? 100 : 1;
  const isNegative = /^\D*[-−(（]/u.test(text);
  const [mantissa = '', power = '0'] = digits.split(/e/iu);
  const decimals = (mantissa.split('.')[1] ?? '').length;
  const tolerance = (0.5 * 10 ** (Number(power) - decimals)) / share;
  return { value: ((isNegative ? -1 : 1) * Number(digits)) / share, tolerance };
}

function chinese(format: string): string {
  return CHINESE.find(([pattern]) => pattern.test(format))?.[1] ?? format;
}
