import { load } from 'cheerio';
import { isTag } from 'domhandler';
import { parse } from 'parse5';
import { adapter } from 'parse5-htmlparser2-tree-adapter';
import { decodeText } from '../../text/decode.ts';
import { matchForm } from '../../text/fold.ts';
import { sha256 } from '../../text/hash.ts';
import type { ExtractedDocument } from '../../model/document.ts';
import type { Notice, Reading } from '../../model/notice.ts';
import { UnreadableError } from '../../errors.ts';
import type { DocumentHint } from '../hint.ts';
import { charsetNotices } from '../charset.ts';
import { baseOf, readAttachments } from './attachments.ts';
import { readBody, type BodyReading } from './blocks.ts';
import { findBody, type BodyChoice } from './container.ts';
import { forgetPage, pathsOn } from './dom.ts';
import { streamBlocks } from '../stream-table.ts';
import { checkMarkup } from './limits.ts';
import { type Paging, readPaging } from './paging.ts';
import { flattenedRows } from './stream.ts';
import { readPictures } from './pictures.ts';
import { findTitle } from './title.ts';
import { factBoxesIn } from './tables.ts';
import { readBreadcrumb, readMetaTags, readPageFacts } from './page-facts.ts';

/** Title of an article that is a report, and not of the list of them. */
const REPORT = /20\d{2}.*信息公开.*(?:报告|年报)/u;

/** Letters that may stand beside the pictures of a report: title, date, source, a line of introduction. */
const MOST_BESIDE_PICTURES = 300;

/** Raised when the output of this reader changes. */
export const HTML_EXTRACTOR = 'html/4';

/**
 * A web page as blocks: the article's body alone, its title, meta tags, page facts, breadcrumb and the files it offers.
 * `readings` holds the rows of all its tables as the bare source shows them, if the body has tables.
 * Notices: `charset_conflict`, `hidden_text`, `hidden_body`, `body_twice`, `body_not_found`, `page_furniture`,
 * `image_in_body`, `picture_body`, `framed_body`, `pages_unreachable`. Nothing is fetched, no script is run. Throws `UnreadableError`:
 * `damaged`, `too_large`.
 */
export function readHtml(bytes: Uint8Array, hint: DocumentHint): Reading<ExtractedDocument> {
  try {
    return readPage(bytes, hint);
  } finally {
    forgetPage();
  }
}

function readPage(bytes: Uint8Array, hint: DocumentHint): Reading<ExtractedDocument> {
  const decoded = decodeText(bytes, { header: hint.contentType });
  checkMarkup(decoded.text, hint.name ?? hint.url);
  const page = withScriptedBody(decoded.text);
  if (page !== decoded.text) checkMarkup(page, hint.name ?? hint.url);
  // Not by `load` of cheerio, whose answer keeps the page alive until the next full collection: half of its time.
  const root = parse(page, { treeAdapter: adapter }).children.find(isTag);
  if (root === undefined) throw new UnreadableError(`Cannot read "${hint.url}": no element in it`, 'damaged');
  const meta = readMetaTags(root);
  const choice = findBody(root);
  const reading = readBody(choice.body, pathsOn(root));
  const base = baseOf(root, hint.url);
  const isBare = !choice.holdsReport;
  const offered = readAttachments(root, choice.body, { base, isBare });
  const frames = reading.blocks.length > 0 ? 0 : offered.filter(({ text }) => text === 'frame').length;
  const breadcrumb = readBreadcrumb(root);
  const title = findTitle(root, meta['articletitle']);
  const isNamed = REPORT.test(matchForm(title ?? meta['title'] ?? ''));
  const isArticle = !isBare || isNamed;
  const isEmpty = isBare && isNamed && offered.length === 0 && textLength(reading) <= MOST_BESIDE_PICTURES;
  const pictures = isEmpty ? readPictures(choice.body, base) : [];
  const attachments = [...offered, ...pictures];
  const paging = isArticle ? readPaging(root, choice.body, { url: hint.url, base }) : { pages: [], unreachable: false };
  const hasTables = reading.blocks.some((block) => block.kind === 'table');
  const stream = hasTables ? streamBlocks([{ rows: flattenedRows(page) }]) : [];
  return {
    value: {
      sha256: sha256(bytes),
      format: 'html',
      extractor: HTML_EXTRACTOR,
      charset: decoded.charset,
      ...(title === null ? {} : { title }),
      meta: {
        ...meta,
        ...readPageFacts(root, choice.body, factBoxesIn(root)),
        ...(breadcrumb === null ? {} : { breadcrumb }),
      },
      blocks: reading.blocks,
      attachments: [...attachments, ...paging.pages],
      ...(stream.length === 0 ? {} : { readings: [{ name: 'stream', blocks: stream }] }),
    },
    notices: [
      ...charsetNotices(decoded),
      ...bodyNotices(choice, reading, { frames, pictures: pictures.length }),
      ...pagingNotices(paging),
      ...reading.notices,
    ],
  };
}

function pagingNotices({ unreachable }: Paging): Notice[] {
  const message = 'The article turns its pages by a script that names no address: only this page of it was read';
  return unreachable ? [{ code: 'pages_unreachable', message }] : [];
}

function textLength({ blocks }: BodyReading): number {
  return blocks.reduce((sum, block) => sum + (block.kind === 'table' ? 0 : matchForm(block.text).length), 0);
}

function bodyNotices(
  choice: BodyChoice,
  reading: BodyReading,
  { frames, pictures }: { frames: number; pictures: number },
): Notice[] {
  const notices: Notice[] = [];
  const add = (code: string, message: string): void => {
    notices.push({ code, message });
  };
  if (choice.by === 'page')
    add('body_not_found', 'No known container and no heading or table of a report: read the whole page');
  if (choice.twice) add('body_twice', 'The report stands on the page more than once: the first copy was read');
  if (choice.hidden) add('hidden_body', 'The page hides the report and shows it by script');
  if (pictures > 0)
    add('picture_body', `The page has no text of the report but ${pictures} pictures, which are read instead`);
  else if (reading.images > 0) add('image_in_body', `${reading.images} images in the body were not read`);
  if (frames > 0) add('framed_body', `The page has no text of its own but ${frames} frames`);
  return notices;
}

/**
 * The gkmlpt portals of Guangdong write the article into a script (`_CONFIG.DETAIL.content`, escaped) and leave
 * `.article-content` empty (PORTALS.md 1.5.5): the text is put where the script would put it.
 */
function withScriptedBody(page: string): string {
  if (!/\bDETAIL\b/u.test(page)) return page;
  const $ = load(page);
  const place = $('.article-content').get(0);
  const written = [...page.matchAll(/["']?content["']?\s*:\s*("(?:[^"\\\n]|\\.)*")/gu)]
    .map((match) => parsedString(match[1] ?? ''))
    .toSorted((a, b) => b.length - a.length)[0];
  if (place === undefined || written === undefined || $(place).text().trim() !== '') return page;
  $(place).html(written);
  return $.html();
}

function parsedString(literal: string): string {
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === 'string' ? value : '';
  } catch {
    return ''; // A script's string that is not JSON is not the article.
  }
}
