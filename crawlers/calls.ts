import { resolveAddress } from '../text/address.ts';
import { postAddress } from '../text/request.ts';
import { readLiteral } from './literal.ts';
import type { Literal, Names } from './literal.ts';

/** Calls read from one page at most. */
const MOST_CALLS = 40;
/** Characters after the address in which its method and parameters are looked for. */
const NEAR = 1500;

/**
 * A request that a page's own script makes. `address`: as `AskPage` takes it, GET or POST. `path`: as the script writes it.
 * `parameters`: what is sent, by name.
 */
export interface ScriptCall {
  address: string;
  path: string;
  parameters: Record<string, string>;
}

const CALL =
  /(\$\s*\.\s*(?:get|getJSON|ajax|post)\s*\(\s*|fetch\s*\(\s*|axios(?:\.(?:get|post))?\s*\(\s*|\.load\s*\(\s*|loadDynamic\s*\(\s*|\.open\s*\(\s*['"](?:GET|POST)['"]\s*,\s*|\b\w{0,8}url\s*:\s*)(?=['"]|[A-Za-z_$])/giu;

/**
 * The requests that the scripts of a page make, read and not run: `$.ajax({url, type, data})`, `$.post(url, {…})`, `fetch`,
 * `loadDynamic('…')`. Names that scripts give values to are filled in; a call with an unknown name is left out.
 */
export function callsOf(scripts: string, base: string, names: Names): ScriptCall[] {
  const calls: ScriptCall[] = [];
  for (const match of scripts.matchAll(CALL)) {
    const start = match.index + match[0].length;
    const path = readLiteral(scripts, start, names);
    if (path === null || typeof path.value !== 'string' || !/[/.?]/u.test(path.value)) continue;
    const call = callOf(scripts, { opener: match[1] ?? '', path: path.value, start, end: path.end }, { base, names });
    if (call !== null && !calls.some((known) => known.address === call.address)) calls.push(call);
    if (calls.length >= MOST_CALLS) break;
  }
  return calls;
}

function callOf(
  scripts: string,
  { opener, path, start, end }: { opener: string; path: string; start: number; end: number },
  { base, names }: { base: string; names: Names },
): ScriptCall | null {
  const around = scripts.slice(Math.max(0, start - 200), end + NEAR);
  const after = scripts.slice(end, end + NEAR);
  const isPost =
    /post\s*\(\s*$/iu.test(opener) ||
    /open\s*\(\s*['"]POST/iu.test(opener) ||
    (/(?:url\s*:|fetch|ajax)/iu.test(opener) && /(?:type|method)\s*:\s*['"]POST/iu.test(nearest(around)));
  const parameters = parametersAfter(after, names);
  const url = resolveAddress(path, base);
  if (url === null || parameters === 'unknown') return null;
  const flat = flatten(parameters?.value ?? {});
  if (!isPost) return { address: withQuery(url, flat), path, parameters: { ...queryOf(url), ...flat } };
  const json = parameters?.json === true || /contentType\s*:\s*['"]application\/json/iu.test(after);
  const body = json ? JSON.stringify(parameters?.value ?? {}) : encodeForm(flat);
  const address = postAddress(url, { type: json ? 'json' : 'form', body });
  return address === null ? null : { address, path, parameters: { ...queryOf(url), ...flat } };
}

/** The call's own words, not those of the next call. */
function nearest(text: string): string {
  const next = text.slice(200).search(/\$\s*\.\s*(?:get|post|ajax|getJSON)\s*\(|fetch\s*\(/u);
  return next < 0 ? text : text.slice(0, 200 + next);
}

/** What the call sends; null for nothing, `unknown` where it sends what only a reader of the page chooses. */
function parametersAfter(
  after: string,
  names: Names,
): { value: { [key: string]: Literal } | string; json: boolean } | 'unknown' | null {
  const direct = /^\s*,\s*(?=[{'"])/u.exec(after);
  const named = /^[^;]{0,400}?\b(?:data|params|body|ajaxParam)\s*:\s*(JSON\.stringify\s*\(\s*)?(?=[{'"])/u.exec(
    nearestAfter(after),
  );
  const found = direct ?? named;
  if (found === null) return null;
  const read = readLiteral(after, found.index + found[0].length, names);
  if (read === null) return 'unknown';
  const json = named !== null && direct === null && named[1] !== undefined;
  if (typeof read.value === 'string') return read.value.includes('=') ? { value: read.value, json: false } : null;
  if (read.value === null || typeof read.value !== 'object' || Array.isArray(read.value)) return null;
  const isOptions = direct !== null && ('data' in read.value || 'method' in read.value || 'body' in read.value);
  if (!isOptions) return { value: read.value, json };
  const { data } = read.value;
  return data !== null && typeof data === 'object' && !Array.isArray(data) ? { value: data, json: false } : null;
}

function nearestAfter(after: string): string {
  const next = after.search(/\$\s*\.\s*(?:get|post|ajax|getJSON)\s*\(|fetch\s*\(/u);
  return next < 0 ? after : after.slice(0, next);
}

function flatten(value: { [key: string]: Literal } | string): Record<string, string> {
  if (typeof value === 'string') return Object.fromEntries(new URLSearchParams(value));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      item !== null && typeof item === 'object' ? JSON.stringify(item) : String(item ?? ''),
    ]),
  );
}

/** Parameters as a form sends them. */
export function encodeForm(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&');
}

/** The address with these parameters added to its query. */
export function withQuery(url: string, parameters: Readonly<Record<string, string>>): string {
  const query = encodeForm(parameters);
  return query === '' ? url : (resolveAddress(`${url}${url.includes('?') ? '&' : '?'}${query}`, url) ?? url);
}

function queryOf(url: string): Record<string, string> {
  return Object.fromEntries(new URL(url).searchParams);
}
