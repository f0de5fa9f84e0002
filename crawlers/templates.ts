import { literalText, readLiteral } from './literal.ts';
import type { Literal, Names } from './literal.ts';
import { escapeHtml } from './markup.ts';

/** Templates read from one page, parts of one, and rows made with one, at most. */
const MOST_TEMPLATES = 12;
const MOST_PARTS = 40;
const MOST_ROWS = 5000;

/** Markup that a script puts together for each entry of an answer: pieces as written, and the fields that it puts between them. */
export type Template = readonly (string | { field: string })[];

/**
 * The templates with which a page's scripts turn an answer's entries into links:
 * `'<li><a href="/public/column/' + o.organId + '?type=' + type + '">' + o.name + '</a></li>'`.
 */
export function templatesOf(scripts: string, names: Names): Template[] {
  const templates: Template[] = [];
  for (const match of scripts.matchAll(/['"]\s*<(?:li|a|tr|option|dd|dl|p|div)\b/giu)) {
    const template = readTemplate(scripts, match.index, names);
    const fields = template.filter((part) => typeof part !== 'string').length;
    const leads = template.some((part) => typeof part === 'string' && /\b(?:href|value|onclick)\s*=/iu.test(part));
    if (fields >= 2 && leads) templates.push(template);
    if (templates.length >= MOST_TEMPLATES) break;
  }
  return templates;
}

function readTemplate(scripts: string, start: number, names: Names): Template {
  const parts: (string | { field: string })[] = [];
  let at = start;
  while (parts.length < MOST_PARTS) {
    const piece = readPiece(scripts, at, names);
    if (piece === null) break;
    parts.push(piece.part);
    const plus = /^\s*\+\s*/u.exec(scripts.slice(piece.end, piece.end + 40));
    if (plus === null) break;
    at = piece.end + plus[0].length;
  }
  return parts;
}

function readPiece(
  scripts: string,
  at: number,
  names: Names,
): { part: string | { field: string }; end: number } | null {
  const quoted = /^(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/su.exec(scripts.slice(at, at + 2000));
  if (quoted !== null) {
    const read = readLiteral(quoted[0], 0);
    return read === null ? null : { part: literalText(read.value), end: at + quoted[0].length };
  }
  const member = /^[\w$]+(?:\.([A-Za-z_$][\w$]*)|\[\s*['"]([\w$]+)['"]\s*\])(?![\w$.([])/u.exec(
    scripts.slice(at, at + 200),
  );
  const field = member?.[1] ?? member?.[2];
  if (member !== null && field !== undefined) return { part: { field }, end: at + member[0].length };
  const name = /^[A-Za-z_$][\w$]*(?![\w$.([])/u.exec(scripts.slice(at, at + 100))?.[0];
  const value = name === undefined ? undefined : names.get(name);
  return name === undefined || value === undefined ? null : { part: literalText(value), end: at + name.length };
}

/** The rows that a template makes of an answer; '' where no entry has all its fields. */
export function fillTemplate(template: Template, data: Literal): string {
  const rows: string[] = [];
  fillInto(rows, template, data, 0);
  return rows.length === 0 ? '' : `<ul class="answer">${rows.join('')}</ul>`;
}

function fillInto(rows: string[], template: Template, data: Literal, depth: number): void {
  if (data === null || typeof data !== 'object' || depth > 8 || rows.length >= MOST_ROWS) return;
  if (Array.isArray(data)) {
    for (const item of data) fillInto(rows, template, item, depth + 1);
    return;
  }
  const fields = template.flatMap((part) => (typeof part === 'string' ? [] : [part.field]));
  if (fields.every((field) => literalText(data[field]) !== '')) {
    rows.push(
      template.map((part) => (typeof part === 'string' ? part : escapeHtml(literalText(data[part.field])))).join(''),
    );
  }
  for (const item of Object.values(data)) fillInto(rows, template, item, depth + 1);
}
