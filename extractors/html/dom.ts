import { isTag, isText, type AnyNode, type Element, type ParentNode } from 'domhandler';
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

/**
 * Class and id names of what stands around an article: menus, crumbs, share bars, neighbours. `left`, `right`, `header` are
 * not among them, since articles stand in such columns and titles in such heads.
 */
const CHROME =
  /(?:^|[\s_-])(?:nav|navbar|menu|footer|foot|topbar|sidebar|crumbs?|breadcrumb|position|location|share|copyright|prev|next|pn|related|xgwz|fenxiang|toolbar|bdsharebuttonbox)(?:$|[\s_-])/iu;

const STRUCK: ReadonlySet<string> = new Set(['s', 'strike', 'del']);

/** A style without these letters says nothing of `display`, `visibility` or `mso-hide`, however it is spaced. */
const MAY_HIDE = /y|-\s*h/iu;

const AROUND: ReadonlySet<string> = new Set(['nav', 'footer', 'aside']);

/** What is known of the page that is being read, which is never changed meanwhile: to be forgotten with it. */
const KNOWN: { clear(): void }[] = [];

/**
 * Memory for what is asked time and again about one page; emptied by `forgetPage`. Not a `WeakMap`: one keeps page after page
 * alive until the next full collection, which took more time than all reading.
 */
export function memoryOfPage<K, V>(): Map<K, V> {
  const memory = new Map<K, V>();
  KNOWN.push(memory);
  return memory;
}

/**
 * Forgets what was found out on the page that was read last, and takes its tree apart: a dead tree in the engine's old space
 * keeps what it points to alive until the next full collection.
 */
export function forgetPage(): void {
  for (const elements of WHOLE_PAGES.values()) {
    for (const element of elements) {
      for (const child of element.children) {
        child.parent = null;
        child.prev = null;
        child.next = null;
      }
      element.children = [];
    }
  }
  for (const memory of KNOWN) memory.clear();
}

/** What class and id names say. */
const CHROME_NAMES = memoryOfPage<string, boolean>();
/** The elements of the whole page. */
const WHOLE_PAGES = memoryOfPage<Element, readonly Element[]>();
/** What `bareLength` counted. */
const LENGTHS = memoryOfPage<AnyNode, number>();

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
  if ('hidden' in element.attribs) return true;
  const written = element.attribs['style'];
  if (written === undefined || !MAY_HIDE.test(written)) return false;
  const style = written.replace(/\s+/gu, '').toLowerCase();
  return /(?:^|;)(?:display:none|visibility:hidden|mso-hide:all)/u.test(style);
}

/** Whether the element's text is shown with a line through it. */
export function isStruck(element: Element): boolean {
  return STRUCK.has(element.name) || /line-through/iu.test(element.attribs['style'] ?? '');
}

/** Whether Word marks the element as running header, footer or comment of the printed page. */
export function isPageFurniture(element: Element): boolean {
  return /mso-element:\s*(?:footer|header|comment)/iu.test(element.attribs['style'] ?? '');
}

/** Whether the element belongs to the portal around the article: by its tag, class or id, or because it is a menu of links. */
export function isChrome(element: Element): boolean {
  if (AROUND.has(element.name)) return true;
  if (element.name === 'header' && linksIn(element).length > 2) return true;
  const { class: names, id } = element.attribs;
  return (names !== undefined && namesChrome(names)) || (id !== undefined && namesChrome(id));
}

function namesChrome(names: string): boolean {
  const known = CHROME_NAMES.get(names);
  if (known !== undefined) return known;
  const answer = CHROME.test(names);
  CHROME_NAMES.set(names, answer);
  return answer;
}

/** Links below the element that lead somewhere. */
export function linksIn(element: Element): Element[] {
  return descendants(element).filter((inner) => inner.name === 'a' && attribute(inner, 'href') !== '');
}

/** Child elements, in order. */
export function elementsIn(node: Element): Element[] {
  return node.children.filter(isTag);
}

/** The element itself and all below it, in document order. */
export function descendants(element: Element): readonly Element[] {
  const known = WHOLE_PAGES.get(element);
  if (known !== undefined) return known;
  const found: Element[] = [];
  const visit = (inner: Element): void => {
    found.push(inner);
    for (const child of inner.children) if (isTag(child)) visit(child);
  };
  visit(element);
  if (element.name === 'html') WHOLE_PAGES.set(element, found);
  return found;
}

/** The elements above, nearest first. */
export function ancestors(element: Element): Element[] {
  const found: Element[] = [];
  for (let parent = element.parent; parent !== null && isTag(parent); parent = parent.parent) found.push(parent);
  return found;
}

/** Whether `inner` is `outer` or lies below it. */
export function isWithin(inner: Element, outer: Element): boolean {
  for (let at: ParentNode | null = inner; at !== null; at = at.parent) if (at === outer) return true;
  return false;
}

/** All text below that a reader may see, hidden elements included, without any layout. */
export function rawText(node: AnyNode): string {
  if (isText(node)) return node.data;
  if (!isTag(node) || isSilent(node)) return '';
  const between = node.name === 'tr' || node.name === 'li' ? ' ' : '';
  let text = '';
  for (let child = node.firstChild; child !== null; child = child.next) {
    text += child.prev === null ? rawText(child) : between + rawText(child);
  }
  return text;
}

/**
 * Number of characters of `rawText` that are no white space. Text no shorter than that, however its space is treated, so a
 * large element can be passed over without putting its text together, which for every element of a page is quadratic.
 */
export function bareLength(node: AnyNode): number {
  if (isText(node)) return bareLengthOf(node.data);
  if (!isTag(node) || isSilent(node)) return 0;
  const known = LENGTHS.get(node);
  if (known !== undefined) return known;
  let length = 0;
  for (const child of node.children) length += bareLength(child);
  LENGTHS.set(node, length);
  return length;
}

/** Number of characters that are no white space (`\s`): counted here, since every text of a page is asked for it. */
function bareLengthOf(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const isPlain = code > 0x3000 ? code !== 0xfeff : code > 0x20 && code < 0xa0;
    if (isPlain || !SPACE.test(text.charAt(index))) length += 1;
  }
  return length;
}

const SPACE = /\s/u;

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

/**
 * Answers, for any element of the page, a CSS path that leads to exactly this element: from the nearest element with an id
 * of its own, else from the root. Steps are counted once a parent, since a table may have thousands of rows.
 */
export function pathsOn(root: Element): (element: Element) => string {
  const ids = uniqueIds(root);
  const steps = new Map<Element, Map<Element, string>>();
  const paths = new Map<Element, string>();
  const stepsIn = (parent: Element): Map<Element, string> => {
    const known = steps.get(parent);
    if (known !== undefined) return known;
    const counted = countSteps(parent);
    steps.set(parent, counted);
    return counted;
  };
  const pathOf = (element: Element): string => {
    const known = paths.get(element);
    if (known !== undefined) return known;
    const id = attribute(element, 'id');
    const parent = element.parent;
    const path = ids.has(id)
      ? `#${id}`
      : parent === null || !isTag(parent)
        ? element.name
        : `${pathOf(parent)} > ${stepsIn(parent).get(element) ?? element.name}`;
    paths.set(element, path);
    return path;
  };
  return pathOf;
}

function countSteps(parent: Element): Map<Element, string> {
  const children = elementsIn(parent);
  const totals = new Map<string, number>();
  for (const { name } of children) totals.set(name, (totals.get(name) ?? 0) + 1);
  const seen = new Map<string, number>();
  return new Map(
    children.map((child) => {
      const index = (seen.get(child.name) ?? 0) + 1;
      seen.set(child.name, index);
      const name = child.name.replace(/[^\w-]/gu, (char) => `\\${char}`);
      return [child, totals.get(child.name) === 1 ? name : `${name}:nth-of-type(${index})`];
    }),
  );
}

/** The ids that stand exactly once on the page and need no escaping, so that a path may start from them. */
function uniqueIds(root: Element): Set<string> {
  const counts = new Map<string, number>();
  for (const element of descendants(root)) {
    const id = attribute(element, 'id');
    if (/^[A-Za-z][\w-]*$/u.test(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count === 1).map(([id]) => id));
}
