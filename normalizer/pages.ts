import type { Attachment, Block, ExtractedDocument } from '../model/document.ts';
import type { Locator, Notice } from '../model/notice.ts';
import { matchForm } from '../text/fold.ts';
import type { SourceDocument } from './input.ts';

/** What an article prints of its own paging: 上一页 1 2 3 下一页, 共3页, 第1页. */
const PAGER =
  /^(?=.*(?:页|\[\d+\]))(?:上一?页|下一?页|前一?页|后一?页|首页|尾页|末页|第?[\d一二三四五六七八九十]+\/?\d*页?|共\d+页|[[\]()（）【】<>«»‹›|/:：.…·-])+$/u;

/**
 * An article on several web pages as one document (PORTALS.md R11): the blocks of its pages in the order of their numbers,
 * each with its page (from 1) in the locator; what the pages print of their paging is left blank. Every page that the
 * article names and that is not among `files` gives notice `article_page_missing`. `files`: those that are no page of it.
 */
export function joinPages(
  landing: SourceDocument,
  files: readonly SourceDocument[],
): { landing: SourceDocument; files: SourceDocument[] } {
  const offered = pagesOffered(landing, files);
  if (offered.size === 0) return { landing, files: [...files] };
  const pages = files
    .filter(({ url }) => offered.has(url))
    .toSorted((a, b) => numberOf(offered, a.url) - numberOf(offered, b.url));
  const missing = missingPages(landing, pages, offered);
  const document = joinDocuments(
    [landing, ...pages].map((page, index) => ({ document: page.document, page: index + 1 })),
  );
  const notices = pages.flatMap((page) =>
    page.notices.map(({ code, message }): Notice => ({ code, message: `${page.url}: ${message}` })),
  );
  return {
    landing: { ...landing, document, pages, notices: [...landing.notices, ...notices, ...missing] },
    files: files.filter(({ url }) => !offered.has(url)),
  };
}

/** Pages that the landing page or another of its pages names, by address. */
function pagesOffered(landing: SourceDocument, files: readonly SourceDocument[]): Map<string, number> {
  const offered = new Map<string, number>();
  const take = (attachments: readonly Attachment[]): void => {
    for (const { url, role, page } of attachments) {
      if (role !== 'page' || offered.has(url) || url === landing.url) continue;
      offered.set(url, page ?? 0);
      const file = files.find((one) => one.url === url);
      if (file !== undefined) take(file.document.attachments);
    }
  };
  take(landing.document.attachments);
  return offered;
}

function numberOf(offered: ReadonlyMap<string, number>, url: string): number {
  return offered.get(url) ?? 0;
}

function missingPages(
  landing: SourceDocument,
  pages: readonly SourceDocument[],
  offered: ReadonlyMap<string, number>,
): Notice[] {
  const had = new Set(pages.map(({ url }) => url));
  const lost = [...offered.keys()].filter((url) => !had.has(url)).map((url) => `its page "${url}" could not be had`);
  const numbers = [...new Set(offered.values())].sort((a, b) => a - b);
  const gap = numbers.find((number, index) => index > 0 && number !== (numbers[index - 1] ?? 0) + 1);
  if (gap !== undefined) lost.push(`nothing leads to the page before number ${gap}`);
  return lost.map((why) => ({
    code: 'article_page_missing',
    message: `The article at "${landing.url}" stands on several pages, and ${why}: the report may be incomplete`,
  }));
}

/** Pages of one document as one, in this order; `page`: the number that the locators of its blocks carry. */
export function joinDocuments(pages: readonly { document: ExtractedDocument; page: number }[]): ExtractedDocument {
  const [first, ...others] = pages.map(({ document }) => document);
  if (first === undefined) throw new Error('Cannot join pages: there is none');
  const blocks: Block[] = [];
  for (const { document, page } of pages) {
    const from = blocks.length;
    blocks.push(...document.blocks.map((block) => placed(tidied(block, first.title), from, page)));
  }
  const streams = pages.flatMap(({ document }) => document.readings ?? []);
  const name = streams[0]?.name;
  return {
    ...first,
    blocks,
    attachments: [...first.attachments, ...others.flatMap((document) => document.attachments)],
    ...(name === undefined ? {} : { readings: [{ name, blocks: streams.flatMap((stream) => stream.blocks) }] }),
  };
}

/** A line that only turns pages, or the title again, blank. */
function tidied(block: Block, title: string | undefined): Block {
  if (block.kind === 'table') return block;
  const form = matchForm(block.text);
  const isTitleAgain = block.kind === 'heading' && title !== undefined && form === matchForm(title);
  return PAGER.test(form) || isTitleAgain ? { ...block, text: '' } : block;
}

function placed(block: Block, from: number, page: number): Block {
  const move = (at: Locator): Locator => ({ ...at, block: at.block + from, page });
  if (block.kind !== 'table') return { ...block, at: move(block.at) };
  const rows = block.rows.map((row) => row.map((cell) => ({ ...cell, at: move(cell.at) })));
  return { ...block, rows, page };
}
