import { addressShape } from '../text/address.ts';

/**
 * What an address looks like: `file` a document, `media` a picture, film or programme, `article` one of the dialects of
 * detail pages (PORTALS.md 1.2), `directory` a list or section, `page` undecided.
 */
export type AddressKind = 'file' | 'media' | 'article' | 'directory' | 'page';

const FILE = /\.(?:pdf|docx?|wps|rtf|xlsx?|et|ofd|zip|rar)$/iu;
const DOWNLOAD = /\/(?:download|downfile|down)\.(?:jsp|do|aspx)$|\/document\/download$|\/download\.jsp$/iu;
const MEDIA = /\.(?:jpe?g|png|gif|bmp|svg|webp|ico|mp[34]|avi|wmv|flv|swf|exe|apk|css|js|json|xml|txt)$/iu;

/** Dialects of detail pages: one line each, named by the letter of PORTALS.md 1.2. */
const ARTICLES: readonly RegExp[] = [
  /\/t\d{8}_\d+(?:_wap)?\.s?html?$/iu, // A
  /\/t\d{6,}\.s?html?$/iu, // A2
  /\/art_\d+_\d+\.html?$/iu, // B
  /\/art\/20\d\d\/(?:.*\/)?art_[0-9a-f]{32}\.html?$/iu, // B2
  /\/(?:content|c|post)_\d+(?:\.s?html?)?$/iu, // C, C2, X, GK
  /\/\d{8}\/[0-9a-f]{8,}\/c\.html?$/iu, // D
  /\/\d{12,}\/index\.s?html?$/iu, // E, H
  /\/20\d{4}\/(?:[0-9a-f]{32}|\d{4,})\.s?html?$/iu, // I
  /\/c\d+_\d+\.s?html?$/iu, // I2
  /\/c\d+\/content\.html?$/iu, // K
  /\/20\d\d[-/]\d\d?[-/]\d\d?\/[0-9a-f]+\.s?html?$/iu, // O, R
  /\/20\d{6}\/[0-9a-f]+\.s?html?$/iu, // Q, T
  /\/info\/\d+\/\d+\.htm$/iu, // V
  /\/public\/(?:content\/)?\d+(?:\/\d+)?(?:\.html)?$/iu, // L
  /\/[A-Z]\w{2,4}\/\d{5,}\.jhtml$/u, // J
  /\/show\/[0-9a-f]+\.html$/iu, // X
  /\/(?:art|article|news|detail)\/(?:.*\/)?\w*\d{4,}\w*\.s?html?$/iu,
  /detail\.(?:aspx?|jsp)$/iu,
  /xxgkannualreport\.jsp$/iu,
];

/** Tells what an address looks like, by the address alone: a guess that a visit may overrule. */
export function addressKind(address: string): AddressKind {
  if (!URL.canParse(address)) return 'page';
  const { pathname, searchParams } = new URL(address);
  const path = decodeQuietly(pathname);
  if (FILE.test(path) || DOWNLOAD.test(path)) return 'file';
  if (MEDIA.test(path)) return 'media';
  if (ARTICLES.some((form) => form.test(path))) return 'article';
  if (searchParams.get('action') === 'detail') return 'article';
  if (path.endsWith('/') || /\/(?:index|default|list|lists|\w*_list|\w*_lists)\.\w+$/iu.test(path)) return 'directory';
  return 'page';
}

/**
 * The form that siblings of one list share: the shape of the folder they lie in, their extension, and the names of query
 * parameters. The last part of the path is dropped, since units have names there and no numbers (PORTALS.md 1.5.9).
 */
export function siblingShape(address: string): string {
  const shape = addressShape(address);
  const [path = '', query = ''] = shape.split('?');
  const trimmed = path.replace(/\/(?:index\.\w+)?$/iu, '');
  const folder = trimmed.slice(0, trimmed.lastIndexOf('/') + 1);
  const extension = /\.(\w+)$/u.exec(trimmed.slice(folder.length))?.[1] ?? '';
  return `${folder}*${extension === '' ? '' : `.${extension}`}${query === '' ? '' : `?${query}`}`;
}

/** Whether the address turns the leaves of a calendar, which has no end (PORTALS.md T20). */
export function isCalendar(address: string): boolean {
  const keys = [...new URL(address).searchParams.keys()].map((key) => key.toLowerCase());
  const has = (...names: string[]): boolean => names.some((name) => keys.includes(name));
  return (has('y', 'year') && has('m', 'month')) || has('date', 'day', 'calendar');
}

function decodeQuietly(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // GBK escapes are no UTF-8: the raw form serves as well, only the extension is looked at
  }
}
