import { isTag, isText, type Element } from 'domhandler';
import { ownDomain } from '../../text/address.ts';
import { attribute, descendants, isChrome, isHidden, ancestors } from './dom.ts';

/** File types that pages show in place of a text of their own. */
const SHOWN = /\.(?:pdf|ofd|docx?|wps)(?=$|[?#&;])/iu;

/** Query parameters in which a viewer is told its file: `viewer.html?file=…` (PORTALS.md R13), `preview.html?url=…`. */
const FILE_PARAMETER = /[?&](?:file|url|src|pdf|path|pdf_?url|file_?url|file_?path)=([^&#]+)/iu;

/** Attributes from which scripts of viewers take the file. */
const DATA = /^data-(?:url|pdf|file|src|href|path|pdf-?url|file-?url)$/u;

/** Words of scripts that hand a file to a viewer: a call, or a setting. The address is the first group that is there. */
const SCRIPTED =
  /(?:(?:show|open|view|load|preview|render|display)_?(?:pdf|file|ofd|doc|word)\w*|pdfobject\.embed|getdocument)\s*\(\s*(?:\{\s*["']?url["']?\s*:\s*)?["']([^"']+)["']|\b\w*(?:pdf|ofd|file|doc)_?(?:url|path|src|file|name)?["']?\s*[:=]\s*["']([^"']+)["']|["']([^"']*viewer\.html\?[^"']+)["']/giu;

/** What every file of a viewer has in its address, escaped or not; most scripts name none. */
const MAY_NAME_FILE = /(?:\.|%2e)(?:pdf|ofd|doc|wps)/iu;

/** The file that an address leads to: the one a viewer is told to show, else the address itself. Nothing else is decided. */
function viewedFile(source: string): string {
  const told = FILE_PARAMETER.exec(source)?.[1];
  if (told === undefined) return source;
  const file = decoded(told);
  return SHOWN.test(file) ? file : source;
}

/** Addresses that an element shows on the page itself: frame, embedded object, viewer; as written there. */
export function shownBy(element: Element): string[] {
  const { name } = element;
  if (/^(?:iframe|embed)$/u.test(name)) return [viewedFile(attribute(element, 'src'))];
  if (name === 'object') {
    const parameters = element.children
      .filter(isTag)
      .filter((child) => child.name === 'param' && /^(?:src|url|movie|file)$/iu.test(attribute(child, 'name')))
      .map((child) => attribute(child, 'value'));
    return [attribute(element, 'data'), ...parameters].map(viewedFile);
  }
  if (name === 'script') return scriptedFiles(scriptText(element));
  if (name === 'a') return [];
  return Object.entries(element.attribs)
    .filter(([key, value]) => DATA.test(key) && SHOWN.test(viewedFile(value)))
    .map(([, value]) => viewedFile(value));
}

/** Files that a script hands to a viewer, as written: `showPdf('/files/nb.pdf')`, `PDFObject.embed("nb.pdf")`, `pdfUrl = 'nb.pdf'`. */
export function scriptedFiles(script: string): string[] {
  if (!MAY_NAME_FILE.test(script)) return [];
  return [...script.matchAll(SCRIPTED)]
    .map(([, call, setting, viewer]) => viewedFile(call ?? setting ?? viewer ?? ''))
    .filter((address) => SHOWN.test(address));
}

/** The text of a script element. */
export function scriptText(element: Element): string {
  return element.children
    .filter(isText)
    .map((node) => node.data)
    .join('');
}

/**
 * Addresses of pages in the frames of a page that has no report of its own: every frame of a frameset, and inline frames of
 * the same government that are large enough to be read.
 */
export function framedPages(root: Element, base: string): string[] {
  return descendants(root).flatMap((element) => {
    const source = attribute(element, 'src');
    if (source === '' || /^(?:about|javascript|data):/iu.test(source) || !URL.canParse(source, base)) return [];
    if (element.name === 'frame') return [source];
    if (element.name !== 'iframe' || isTiny(element)) return [];
    if ([element, ...ancestors(element)].some((around) => isHidden(around) || isChrome(around))) return [];
    const isOwn = base.startsWith('file:') || ownDomain(new URL(source, base).href) === ownDomain(base);
    return isOwn ? [source] : [];
  });
}

/** Counters and the like. */
function isTiny(element: Element): boolean {
  return ['width', 'height'].some((side) => /^[0-9](?:px)?$/u.test(attribute(element, side)));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // GBK escapes cannot be decoded as UTF-8; the address serves as it stands.
  }
}
