const DIGITS = '零一二三四五六七八九';
const UNITS = ['', '十', '百', '千'];

/** 1–9999 as counted in Chinese: 12 → 十二, 20 → 二十, 105 → 一百零五. Other numbers stay digits. */
function chineseCounting(number: number): string {
  return inUnits(number).replace(/^一十/u, '十');
}

function inUnits(number: number): string {
  if (number < 1 || number > 9999) return String(number);
  let text = '';
  let gap = false;
  const digits = String(number);
  Array.from(digits).forEach((digit, index) => {
    const unit = UNITS[digits.length - 1 - index] ?? '';
    if (digit === '0') {
      gap = true;
      return;
    }
    text += (gap && text !== '' ? '零' : '') + (DIGITS[Number(digit)] ?? '') + unit;
    gap = false;
  });
  return text;
}

function digitByDigit(number: number, digits: string): string {
  return Array.from(String(number))
    .map((digit) => digits[Number(digit)] ?? digit)
    .join('');
}

function circled(number: number): string {
  return number >= 1 && number <= 20 ? String.fromCodePoint(0x245f + number) : String(number);
}

function roman(number: number): string {
  const steps: [number, string][] = [
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ];
  let rest = Math.min(number, 4999);
  let text = '';
  for (const [value, sign] of steps) {
    for (; rest >= value; rest -= value) text += sign;
  }
  return text;
}

/** Letters repeat after 26: 27 → AA, 28 → BB (ECMA-376 17.18.59). */
function letters(number: number, first: number): string {
  const index = Math.max(0, number - 1);
  return String.fromCodePoint(first + (index % 26)).repeat(Math.min(1 + Math.floor(index / 26), 10));
}

const legal = (number: number): string => {
  const plain = Array.from('零一二三四五六七八九十百千');
  const formal = Array.from('零壹贰叁肆伍陆柒捌玖拾佰仟');
  return Array.from(inUnits(number), (char) => formal[plain.indexOf(char)] ?? char).join('');
};

/** Number formats of Word by name (ECMA-376 17.18.59 ST_NumberFormat). */
const FORMATS: Readonly<Record<string, (number: number) => string>> = {
  decimal: String,
  decimalZero: (number) => String(number).padStart(2, '0'),
  decimalHalfWidth: String,
  decimalFullWidth: (number) => digitByDigit(number, '０１２３４５６７８９'),
  decimalFullWidth2: (number) => digitByDigit(number, '０１２３４５６７８９'),
  chineseCounting,
  chineseCountingThousand: chineseCounting,
  japaneseCounting: chineseCounting,
  taiwaneseCounting: chineseCounting,
  taiwaneseCountingThousand: chineseCounting,
  koreanCounting: chineseCounting,
  chineseLegalSimplified: legal,
  ideographLegalTraditional: legal,
  ideographDigital: (number) => digitByDigit(number, '〇一二三四五六七八九'),
  taiwaneseDigital: (number) => digitByDigit(number, '〇一二三四五六七八九'),
  japaneseDigitalTenThousand: (number) => digitByDigit(number, '〇一二三四五六七八九'),
  decimalEnclosedCircle: circled,
  decimalEnclosedCircleChinese: circled,
  decimalEnclosedFullstop: (number) => (number <= 20 ? String.fromCodePoint(0x2487 + number) : `${number}.`),
  decimalEnclosedParen: (number) => (number <= 20 ? String.fromCodePoint(0x2473 + number) : `(${number})`),
  ideographEnclosedCircle: (number) => (number <= 10 ? String.fromCodePoint(0x327f + number) : String(number)),
  ideographTraditional: (number) => '甲乙丙丁戊己庚辛壬癸'[number - 1] ?? String(number),
  ideographZodiac: (number) => '子丑寅卯辰巳午未申酉戌亥'[number - 1] ?? String(number),
  upperLetter: (number) => letters(number, 0x41),
  lowerLetter: (number) => letters(number, 0x61),
  upperRoman: roman,
  lowerRoman: (number) => roman(number).toLowerCase(),
  none: () => '',
};

/** A list number as Word prints it; an unknown format prints digits, as Word does. */
export function formatNumber(number: number, format: string): string {
  return (FORMATS[format] ?? String)(number);
}
