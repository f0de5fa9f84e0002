/** A piece of HTML that was made by `html` and needs no escaping. */
export interface Html {
  readonly markup: string;
}

type Part = Html | string | number | readonly Html[];

/** HTML from a template; every value in it is escaped, unless it is HTML itself. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const texts = strings.map((text, at) => text + (at < parts.length ? markupOf(parts[at] ?? '') : ''));
  return { markup: texts.join('') };
}

function markupOf(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
