/** Text as it stands in HTML or XML; NBSP as `&nbsp;` only in HTML. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** As `escapeText`, with NBSP written `&nbsp;` and line breaks `<br>`, as editors of portals do. */
export function escapeHtml(text: string): string {
  return escapeText(text).replaceAll('\u00a0', '&nbsp;').replaceAll('\n', '<br>');
}
