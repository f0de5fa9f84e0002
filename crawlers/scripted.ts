import type { Cheerio } from 'cheerio';
import type { Element } from 'domhandler';
import { readLiteral } from './literal.ts';
import type { Names } from './literal.ts';
import { readArguments } from './names.ts';
import type { HtmlPage } from './page.ts';

/** Where a script sends the reader; an expression for the address follows. */
const GOES = /(?:location(?:\.href)?\s*=|(?:window\.open|location\.(?:assign|replace))\s*\()\s*(?=['"A-Za-z])/u;

/** Words that stand before a bracket and are no function of the page. */
const NO_FUNCTION = /^(?:void|if|for|while|return|window|alert|open|function)$/u;

/** The address that stands in quotes in a script: `location='/a'`, `open("/a.htm")`; null if none does. */
export function quotedAddress(script: string): string | null {
  const moved = /(?:location(?:\.href)?\s*=|(?:open|assign|replace)\s*\()\s*['"]([^'"]+)['"](?!\s*\+)/u.exec(script);
  if (moved?.[1] !== undefined) return moved[1];
  const quoted =
    /['"]((?:https?:\/\/|\.{0,2}\/)[^'"]*|[^'"\s]+\.(?:s?html?|jsp|aspx?|jhtml|pdf|docx?)[^'"]*)['"](?!\s*\+)/iu.exec(
      script,
    );
  return quoted?.[1] ?? null;
}

/**
 * The address to which a script of the page goes when this element is used: an option of a select
 * (`onchange="location.href='/x?year='+this.value"`), or a function (`showList('DH01')` with
 * `function showList(a){location.href='/x?area='+a}`). Nothing is run; null where it cannot be read.
 */
export function scriptedAddress(node: Cheerio<Element>, page: HtmlPage): string | null {
  const value = node.is('option') ? (node.attr('value') ?? '').trim() : '';
  if (value !== '')
    return goal(node.closest('select').attr('onchange') ?? '', named(page.names, ['this.value', value]));
  const script = `${node.attr('onclick') ?? ''};${node.attr('href') ?? ''}`;
  return goal(script, page.names) ?? calledAddress(script, page);
}

function calledAddress(script: string, page: HtmlPage): string | null {
  for (const call of script.matchAll(/([A-Za-z_$][\w$]*)\s*\(/gu)) {
    const [whole, name = ''] = call;
    if (NO_FUNCTION.test(name)) continue;
    const pattern = new RegExp(`function\\s+${name.replace(/\$/gu, '\\$')}\\s*\\(([^()]*)\\)`, 'u');
    const defined = pattern.exec(page.scripts);
    if (defined === null) continue;
    const values = readArguments(script, call.index + whole.length, page.names) ?? [];
    const parameters = (defined[1] ?? '').split(',').map((parameter) => parameter.trim());
    const given = parameters.flatMap((parameter, index): [string, string | number][] => {
      const value = values[index];
      return typeof value === 'string' || typeof value === 'number' ? [[parameter, value]] : [];
    });
    return goal(page.scripts.slice(defined.index, defined.index + 600), named(page.names, ...given));
  }
  return null;
}

/** The address to which a piece of script goes first. */
function goal(script: string, names: Names): string | null {
  const goes = GOES.exec(script);
  const target = goes === null ? null : readLiteral(script, goes.index + goes[0].length, names);
  return typeof target?.value === 'string' ? target.value : null;
}

function named(names: Names, ...more: readonly [string, string | number][]): Names {
  return new Map([...names, ...more]);
}
