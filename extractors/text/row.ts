/** One printed line of the text: a paragraph, or a table row whose cells are known; `bars`: they were written with `|`. */
export type TextRow =
  | { kind: 'paragraph'; text: string }
  | { kind: 'flattened'; cells: string[] }
  | { kind: 'cells'; cells: string[]; bars: boolean };
