import { isTag, isText, type AnyNode, type Element } from 'domhandler';
import { stripSpace } from '../../text/fold.ts';

/** Elements that hold no text a reader of the page sees. */
const SILENT = new Set(
  'script style noscript template head title meta link object embed applet svg select option button textarea xml'.split(
    ' ',
  ),
);

/** Elements that begin and end a line of their own. */
const BLOCK = new Set(
  (
    'address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 ' +
    'h6 header hr html li main nav ol p pre section summary table caption tbody td tfoot th thead tr ul'
  ).split(' '),
);

/** Class and id names of what stands around an article: menus, crumbs, share bars, neighbours. */
const CHROME =
  /(?:^|[\s_-])(?:nav|navbar|menu|header|footer|foot|top|topbar|side|sidebar|left|right|crumbs?|breadcrumb|position|location|share|copyright|prev|next|pn|related|xgwz|fenxiang|toolbar|bdsharebuttonbox)(?:$|[\s_-])/iu;

/** Whether the element's text is never shown (`script`, `style`, form controls …). */
export function isSilent(element: Element): boolean {
  return SILENT.has(element.name);
}

/** Whether the element starts a new line before and after itself. */
export function isBlock(element: Element): boolean {
  return BLOCK.has(element.name);
}

/** An attribute without surrounding space, '' where it is absent. */
export function attribute(element: Element, name: string): string {
  return element.attribs[name]?.trim() ?? '';
}

/** Whether the page hides the element by itself (style sheets and scripts are not consulted). */
export function isHidden(element: Element): boolean {
  const style = attribute(element, 'style').replace(/\s+/gu, '').toLowerCase();
  return 'hidden' in element.attribs || /(?:^|;)(?:display:none|visibility:hidden|mso-hide:all)/u.test(style);
}

/** Whether Word marks the element as running header, footer or comment of the printed page. */
export function isPageFurniture(element: Element): boolean {
  return /mso-element:\s*(?:footer|header|comment)/iu.test(attribute(element, 'style'));
}

/** Whether the element belongs to the portal around the article, by its tag, role, class or id. */
export function isChrome(element: Element): boolean {
  if (/^(?:nav|footer|aside|header)$/u.test(element.name)) return true;
  return CHROME.test(attribute(element, 'class')) || CHROME.test(attribute(element, 'id'));
}

/** Child elements, in order. */
export function elementsIn(node: Element): Element[] {
  return node.children.filter(isTag);
}

/** The element itself and all below it, in document order. */
export function* descendants(element: Element): Generator<Element> {
  yield element;
  for (const child of elementsIn(element)) yield* descendants(child);
}

/** The elements above, nearest first. */
export function ancestors(element: Element): Element[] {
  const found: Element[] = [];
  for (let parent = element.parent; parent !== null && isTag(parent); parent = parent.parent) found.push(parent);
  return found;
}

/** Whether `inner` is `outer` or lies below it. */
export function isWithin(inner: Element, outer: Element): boolean {
  return inner === outer || ancestors(inner).includes(outer);
}

/** All text below that a reader may see, hidden elements included, without any layout. */
export function rawText(node: AnyNode): string {
  if (isText(node)) return node.data;
  if (!isTag(node) || isSilent(node)) return '';
  return node.children.map(rawText).join(node.name === 'tr' || node.name === 'li' ? ' ' : '');
}

/** The text below without any space: for comparisons only. */
export function bareText(element: Element): string {
  return stripSpace(rawText(element));
}

/** The deepest element that holds all the given ones; null for none. */
export function commonAncestor(elements: readonly Element[]): Element | null {
  const [first, ...others] = elements;
  if (first === undefined) return null;
  return [first, ...ancestors(first)].find((candidate) => others.every((other) => isWithin(other, candidate))) ?? null;
}

/** A CSS path that leads to exactly this element: from the nearest element with an id, else from the root. */
export function cssPath(element: Element, ids: ReadonlySet<string>): string {
  const id = attribute(element, 'id');
  if (/^[A-Za-z][\w-]*$/u.test(id) && ids.has(id)) return `#${id}`;
  const parent = element.parent;
  if (parent === null || !isTag(parent)) return element.name;
  const twins = elementsIn(parent).filter((sibling) => sibling.name === element.name);
  const name = element.name.replace(/[^\w-]/gu, (char) => `\\${char}`);
  const step = twins.length === 1 ? name : `${name}:nth-of-type(${twins.indexOf(element) + 1})`;
  return `${cssPath(parent, ids)} > ${step}`;
}

/** The ids that stand exactly once on the page, so that a path may start from them. */
export function uniqueIds(root: Element): Set<string> {
  const counts = new Map<string, number>();
  for (const element of descendants(root)) {
    const id = attribute(element, 'id');
    if (id !== '') counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count === 1).map(([id]) => id));
}
