import { isPlain, readLiteral } from './literal.ts';
import type { Literal, Names } from './literal.ts';

/** What a list's script calls the page that it asks for: the first, where nothing else is said. */
const FIRST_PAGE = ['page', 'pageNo', 'pageIndex', 'pageNum', 'pageNumber', 'currentPage', 'currPage', 'curPage'];

/** Functions read from one page's scripts at most. */
const MOST_FUNCTIONS = 60;

/**
 * The plain strings and numbers that scripts give to names: `var channelId = '…'`, `siteId: 12`, and `load(1)` for the `page`
 * of `function load(page)`. The first of a name counts.
 */
export function readNames(scripts: string): Map<string, Literal> {
  const names = new Map<string, Literal>();
  const given = /(?:(?:var|let|const)\s+|window\.|[,;{(\s])([A-Za-z_$][\w$]*)\s*[=:]\s*(?=['"\d])/gu;
  for (const match of scripts.matchAll(given)) {
    const [whole, name = ''] = match;
    if (names.has(name)) continue;
    const read = readLiteral(scripts, match.index + whole.length, names);
    if (read !== null && isPlain(read.value)) names.set(name, read.value);
  }
  for (const [name, value] of argumentsIn(scripts, names)) if (!names.has(name)) names.set(name, value);
  for (const name of FIRST_PAGE) if (!names.has(name)) names.set(name, 1);
  return names;
}

function argumentsIn(scripts: string, names: Names): [string, Literal][] {
  const defined = [...scripts.matchAll(/function\s+([A-Za-z_$][\w$]*)\s*\(([^()]*)\)/gu)].slice(0, MOST_FUNCTIONS);
  return defined.flatMap(([, name = '', list = '']) => {
    const parameters = list.split(',').map((part) => part.trim());
    const values = parameters[0] === '' ? null : argumentsOf(scripts, name, names);
    return (values ?? []).flatMap((value, index): [string, Literal][] => {
      const parameter = parameters[index];
      return parameter === undefined ? [] : [[parameter, value]];
    });
  });
}

/** The arguments of the first call of a function that can be read; null if there is none. */
function argumentsOf(scripts: string, name: string, names: Names): Literal[] | null {
  const call = new RegExp(`(?<!function\\s{1,9})(?<![\\w$.])${name.replace(/\$/gu, '\\$')}\\s*\\(`, 'gu');
  for (const match of scripts.matchAll(call)) {
    const read = readArguments(scripts, match.index + match[0].length, names);
    if (read !== null && read.length > 0) return read;
  }
  return null;
}

/** The arguments that stand from `at` to the closing bracket; null where one of them is no plain value. */
export function readArguments(text: string, at: number, names: Names): Literal[] | null {
  const values: Literal[] = [];
  let here = at;
  for (;;) {
    const read = readLiteral(text, here, names);
    if (read === null || !isPlain(read.value)) return null;
    values.push(read.value);
    const after = /^\s*([,)])/u.exec(text.slice(read.end, read.end + 20));
    if (after === null) return null;
    here = read.end + after[0].length;
    if (after[1] === ')') return values;
  }
}
