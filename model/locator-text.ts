import { Locator } from './notice.ts';

/**
 * A place as one word for a table cell: `block=2;row=5;col=9;page=1;box=72,100.5,90,112;path=body > table`; numbers as in
 * `Locator`, parts that are not known left out, the CSS path last.
 */
export function locatorText({ block, row, col, page, box, path }: Locator): string {
  const parts = [
    `block=${block}`,
    ...(row === undefined ? [] : [`row=${row}`]),
    ...(col === undefined ? [] : [`col=${col}`]),
    ...(page === undefined ? [] : [`page=${page}`]),
    ...(box === undefined ? [] : [`box=${box.join(',')}`]),
    ...(path === undefined ? [] : [`path=${path}`]),
  ];
  return parts.join(';');
}

/** The place that `locatorText` wrote; null where the text has another form. */
export function parseLocator(text: string): Locator | null {
  const [before, path] = splitOnce(text, /(?:^|;)\s*path=/u);
  const parts: Record<string, unknown> = path === undefined ? {} : { path: path.trim() };
  for (const part of before.split(';').filter((one) => one.trim() !== '')) {
    const [name = '', value = ''] = part.split('=').map((one) => one.trim());
    if (!/^(?:block|row|col|page|box)$/u.test(name) || !/^[\d.,-]+$/u.test(value)) return null;
    parts[name] = name === 'box' ? value.split(',').map(Number) : Number(value);
  }
  const locator = Locator.safeParse(parts);
  return locator.success ? locator.data : null;
}

function splitOnce(text: string, at: RegExp): [string, string?] {
  const found = at.exec(text);
  return found === null ? [text] : [text.slice(0, found.index), text.slice(found.index + found[0].length)];
}

/**
 * Whether two places are the same printed cell, also where another version of a reader cut the document into other blocks:
 * by page and box (the middle of one lies in the other), by CSS path, else by block, row and column.
 */
export function isSamePlace(a: Locator, b: Locator): boolean {
  if (a.box !== undefined && b.box !== undefined)
    return a.page === b.page && (holds(a.box, b.box) || holds(b.box, a.box));
  if (a.path !== undefined && b.path !== undefined) return a.path === b.path;
  return a.block === b.block && a.row === b.row && a.col === b.col;
}

type Box = NonNullable<Locator['box']>;

function holds([x0, y0, x1, y1]: Box, inner: Box): boolean {
  const [x, y] = [(inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2];
  return x >= x0 && x <= x1 && y >= y0 && y <= y1;
}
