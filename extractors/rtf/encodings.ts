/** Numbers of code pages and, for fonts, of character sets → names of encodings (RTF 1.9.1, \ansicpg and \fcharset). */
const CODE_PAGES: Readonly<Record<number, string>> = {
  932: 'shift_jis',
  936: 'gb18030',
  949: 'euc-kr',
  950: 'big5',
  54936: 'gb18030',
  65001: 'utf-8',
};
const CHARACTER_SETS: Readonly<Record<number, string>> = {
  128: 'shift_jis',
  129: 'euc-kr',
  134: 'gb18030',
  136: 'big5',
};

/** The encoding of a code page; Windows-1252 where it is not known. */
export function encodingOfCodePage(number: number): string {
  if (number >= 1250 && number <= 1258) return `windows-${number}`;
  return CODE_PAGES[number] ?? 'windows-1252';
}

/** The encoding that a font's character set asks for; null where it leaves the document's own. */
export function encodingOfCharacterSet(number: number): string | null {
  return CHARACTER_SETS[number] ?? null;
}

/** Whether text in this encoding has pairs of bytes whose second may look like ASCII. */
export function isDoubleByte(encoding: string): boolean {
  return Object.values(CHARACTER_SETS).includes(encoding);
}
