/** Radicals of U+2E80–2EFF that PDF makers write for common characters and that NFKC leaves alone. */
const RADICALS: Readonly<Record<string, string>> = {
  '⺀': '冫',
  '⺅': '亻',
  '⻓': '长',
  '⻔': '门',
  '⻋': '车',
  '⻅': '见',
  '⻉': '贝',
  '⻘': '青',
  '⻚': '页',
  '⻛': '风',
  '⻜': '飞',
  '⻢': '马',
  '⻣': '骨',
  '⻤': '鬼',
  '⻥': '鱼',
  '⻦': '鸟',
  '⻨': '麦',
  '⻩': '黄',
  '⻬': '齐',
  '⻮': '齿',
  '⻰': '龙',
  '⻆': '角',
  '⻄': '西',
  '⻝': '食',
  '⻌': '辶',
  '⺠': '民',
  '⺟': '母',
  '⺌': '小',
  '⺮': '竹',
  '⺼': '月',
  '⻁': '虎',
  '⻪': '黾',
  '⻲': '龟',
};

const ANY_RADICAL = /[\u2e80-\u2fdf]/u;

/** Replaces Kangxi and CJK radicals (U+2E80–2FDF) by the characters they stand for; nothing else changes. */
export function unifyRadicals(text: string): string {
  if (!ANY_RADICAL.test(text)) return text;
  return text
    .replace(/[\u2f00-\u2fdf]/gu, (char) => char.normalize('NFKC'))
    .replace(/[\u2e80-\u2eff]/gu, (char) => RADICALS[char] ?? char);
}

// Nothing of it changes: most cells of a form are plain numbers.
const ASCII = /^[\t\n\r -~]*$/u;

/** Full-width letters, digits and signs to half width (NFKC), all minus signs to `-`, radicals unified; spaces stay. */
export function foldWidth(text: string): string {
  if (ASCII.test(text)) return text;
  return unifyRadicals(text)
    .normalize('NFKC')
    .replace(/[\u2212\uff0d\ufe63]/gu, '-');
}

/** Without any white space: NBSP, U+3000, zero-width characters, BOM and soft hyphens included. */
export function stripSpace(text: string): string {
  return text.replace(/[\s\u00a0\u3000\u200b-\u200f\u2060\ufeff\u00ad]+/gu, '');
}

/** The form in which labels and headings are compared: folded and without spaces. Never shown, never stored. */
export function matchForm(text: string): string {
  return stripSpace(foldWidth(text));
}
