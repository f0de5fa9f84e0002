const DIGITS: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

/**
 * The value of a number written in Chinese characters: `十二` 12, `两百零三` 203, `三万` 30000, and digit by digit as in
 * years, `二〇一九` 2019. Null if the text is anything else. For narrative and headings; never for a cell of a table.
 */
export function readNumeral(text: string): number | null {
  if (text === '') return null;
  const digits = Array.from(text, (char) => DIGITS[char]);
  if (digits.length > 1 && digits.every((digit) => digit !== undefined)) return Number(digits.join(''));
  const [high, low, ...rest] = text.split('万');
  if (rest.length > 0 || high === undefined) return null;
  if (low === undefined) return underTenThousand(high);
  const tens = underTenThousand(high);
  const ones = low === '' ? 0 : underTenThousand(low);
  return tens === null || ones === null ? null : tens * 10_000 + ones;
}

function underTenThousand(text: string): number | null {
  let total = 0;
  let digit: number | null = null;
  let smallest = Number.POSITIVE_INFINITY;
  for (const char of text) {
    const unit = UNITS[char];
    const value = DIGITS[char];
    if (unit !== undefined) {
      if (unit >= smallest || (digit === null && (unit !== 10 || total !== 0))) return null;
      total += (digit ?? 1) * unit;
      smallest = unit;
      digit = null;
    } else if (value !== undefined && (digit === null || digit === 0)) {
      digit = value;
    } else {
      return null;
    }
  }
  return text === '' ? null : total + (digit ?? 0);
}
