import { z } from 'zod';

/**
 * Where something was read, exact enough to highlight it in the source. `block`, `row`, `col` are 0-based (the block in
 * the extracted document; row and column of the cell as it stands in its `Table.rows`, spans not expanded). `page` is
 * 1-based (of an article on several web pages: which of them), `box` is [x0, y0, x1, y1] in PDF points with the origin at the top left of the page as shown, only
 * for PDF and OCR. `path` is a CSS path for HTML, the name of the cell (`表三!D5`) for spreadsheets.
 */
export const Locator = z.object({
  block: z.int().nonnegative(),
  row: z.int().nonnegative().optional(),
  col: z.int().nonnegative().optional(),
  page: z.int().positive().optional(),
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
  path: z.string().optional(),
});
/** See the validator of the same name. */
export type Locator = z.infer<typeof Locator>;

/** Something odd that did not stop the reading: counted and shown, never thrown. `code` is snake_case and stable. */
export const Notice = z.object({ code: z.string(), message: z.string(), at: Locator.optional() });
/** See the validator of the same name. */
export type Notice = z.infer<typeof Notice>;

/**
 * Notices that healthy documents give as well: page furniture left out, a header repeated on the next page. They stay in
 * the record; they do not make it odd.
 */
export const USUAL_NOTICES: ReadonlySet<string> = new Set([
  'bookmark_debris',
  'continued_mark_dropped',
  'docx_element_ignored',
  'hidden_text',
  'page_furniture',
  'page_number',
  'page_number_dropped',
  'repeated_header',
  'running_line_dropped',
]);

/** A result and what was odd on the way to it. */
export interface Reading<T> {
  value: T;
  notices: Notice[];
}
