import type { Element } from 'domhandler';
import { resolveAddress } from '../../text/address.ts';
import { stripSpace } from '../../text/fold.ts';
import type { Attachment } from '../../model/document.ts';
import { ancestors, attribute, commonAncestor, descendants, isChrome, isWithin, linksIn, rawText } from './dom.ts';
import { collapseSpace } from './lines.ts';
import { framedPages, scriptedFiles, scriptText, shownBy } from './viewers.ts';

const EXTENSION = /\.(?:docx?|wps|wpt|pdf|ofd|xlsx?|et|zip|rar|7z|rtf)(?=$|[?#&;])/iu;

/** Addresses that serve a file without saying its type (PORTALS.md 1.5). */
const DIALECT =
  /\/(?:downfile|down)\.jsp\?|download\.jsp\?[^#]*wbfileid|\/attach\/\d+\/[0-9a-f]{8,}|\/attachment\/\d|document\/download\?|downloadfile|filedownload|[?&](?:showname|filename)=[^&#]*\.(?:docx?|wps|pdf|ofd|xlsx?|zip|rar)/iu;

/** Words that mark a download outside the body as belonging to the article. */
const OFFER = /附件|下载|全文|pdf|word|ofd|wps|excel/iu;

interface Link {
  element: Element;
  href: string;
  text: string;
}

/**
 * Files that the article offers: links inside its body, and after or beside it where they read as a download; what it shows
 * in a frame or viewer has role `content`. Menus, neighbours (上一篇, 下一篇) and other columns of a table layout are left
 * out. `isBare`: the page has no report of its own, so that frames and scripts anywhere on it may hold it. Addresses
 * absolute, each once, in order.
 */
export function readAttachments(
  root: Element,
  body: Element,
  { base, isBare }: { base: string; isBare: boolean },
): Attachment[] {
  const order = descendants(root);
  const start = order.indexOf(body);
  const found = new Map<string, Attachment>();
  const add = (href: string, text: string, role?: 'content'): void => {
    const url = absolute(href, base);
    if (url === null) return;
    const known = found.get(url);
    if (known === undefined) found.set(url, { url, text, ...(role === undefined ? {} : { role }) });
    else if (role !== undefined) found.set(url, { ...known, role });
  };
  order.forEach((element, index) => {
    const links = linksOf(element).filter(isFile);
    const shown = shownBy(element);
    if (links.length === 0 && shown.length === 0 && element.name !== 'script') return;
    const isInside = isWithin(element, body);
    const inside = isInside && !isInChrome(element, body);
    for (const link of links) {
      if (inside || (!isInside && isOffered(link, body, index > start))) add(link.href, link.text);
    }
    for (const href of shown) {
      const isShown = EXTENSION.test(href) || (element.name !== 'script' && DIALECT.test(href));
      const link = { element, href, text: attribute(element, 'title') };
      const isOurs = inside || (!isInside && (isBare || isOffered(link, body, index > start)));
      if (isShown && isOurs && (isBare || element.name !== 'script' || isInside)) add(href, link.text, 'content');
    }
    if (element.name === 'script') {
      const written = /appLinkStr\s*=\s*['"]([^'"]+)['"]/u.exec(scriptText(element))?.[1];
      for (const part of written?.split(/[;,|]/u) ?? []) if (EXTENSION.test(part)) add(part, '');
    }
  });
  if (isBare)
    for (const source of framedPages(root, base)) if (!isViewerOf(source, found)) add(source, 'frame', 'content');
  return [...found.values()];
}

/** Whether a frame is only the viewer of a file that is among the attachments already. */
function isViewerOf(source: string, found: ReadonlyMap<string, Attachment>): boolean {
  return (
    [...found.values()].some(({ role }) => role === 'content') && /[?&]\w*=[^&]*\.(?:pdf|ofd|docx?|wps)/iu.test(source)
  );
}

function linksOf(element: Element): Link[] {
  if (element.name === 'a') {
    const text = collapseSpace(rawText(element)) || attribute(element, 'title') || attribute(element, 'download');
    const href = attribute(element, 'href');
    const isScript = href === '' || href === '#' || /^javascript:/iu.test(href);
    const useful = isScript ? calledWith(`${attribute(element, 'onclick')};${href}`) : href;
    return useful === '' ? [] : [{ element, href: useful, text }];
  }
  const called = attribute(element, 'onclick');
  if (called === '') return [];
  return scriptedFiles(called).map((href) => ({ element, href, text: collapseSpace(rawText(element)) }));
}

/** The address that a script is called with. */
function calledWith(script: string): string {
  return scriptedFiles(script)[0] ?? /['"]([^'"]+)['"]/u.exec(script)?.[1] ?? '';
}

function isFile({ element, href, text }: Link): boolean {
  const marked =
    'attachment-id' in element.attribs || /insertfiletag|nfw-cms-attachment/iu.test(attribute(element, 'class'));
  return (
    EXTENSION.test(href) ||
    DIALECT.test(href) ||
    marked ||
    (EXTENSION.test(text) && !/\.s?html?(?:$|[?#])/iu.test(href))
  );
}

function isInChrome(element: Element, body: Element): boolean {
  const around = [element, ...ancestors(element)];
  return around.slice(0, around.indexOf(body)).some(isChrome);
}

/** Whether a file outside the body still is the article's own. */
function isOffered({ element, text }: Link, body: Element, after: boolean): boolean {
  const around = ancestors(element);
  const common = commonAncestor([element, body]);
  const between = around.slice(0, common === null ? around.length : around.indexOf(common));
  if (common?.name === 'tr' || between.some((above) => isChrome(above) || isMenu(above))) return false;
  const spoken = `${text} ${stripSpace(rawText(between.at(-1) ?? element)).slice(0, 80)}`;
  if (/^(?:上一[篇条]|下一[篇条])/u.test(stripSpace(rawText(between[0] ?? element)))) return false;
  if (/申请表|流程图|指南|使用说明/u.test(text) && !/年度?报告?/u.test(text)) return false;
  return after ? true : OFFER.test(spoken);
}

/** A block of links, most of which lead to pages and not to files. */
function isMenu(element: Element): boolean {
  const links = linksIn(element);
  const pages = links.filter((link) => !EXTENSION.test(attribute(link, 'href')) && !EXTENSION.test(rawText(link)));
  return pages.length > 3 && pages.length > links.length / 2;
}

function absolute(href: string, base: string): string | null {
  const address = resolveAddress(href, base);
  if (address !== null) return address;
  // A page that was read from a file: its neighbours are files too.
  if (!base.startsWith('file:') || /^(?:[a-z]+:|#|$)/iu.test(href) || !URL.canParse(href, base)) return null;
  return new URL(href, base).href;
}

/** The address against which links are resolved: the page's own, or what its `<base>` says. */
export function baseOf(root: Element, url: string): string {
  const base = descendants(root).find((element) => element.name === 'base' && attribute(element, 'href') !== '');
  const href = base === undefined ? '' : attribute(base, 'href');
  return href !== '' && URL.canParse(href, url) ? new URL(href, url).href : url;
}
