import type { Notice } from '../model/notice.ts';
import type { SourceDocument } from './input.ts';
import { joinDocuments } from './pages.ts';

/**
 * The pictures that an article shows in place of its text (PORTALS.md R13) as one file of the report, in the order in which
 * the page shows them: its address is that of the first picture, the others are its `pages`, and locators carry the number of
 * the picture as page (from 1). Every picture that is not among `files` gives notice `article_page_missing`. `files`: those
 * that are no picture, and the one that was made.
 */
export function joinPictures(
  landing: SourceDocument,
  files: readonly SourceDocument[],
): { landing: SourceDocument; files: SourceDocument[] } {
  const offered = landing.document.attachments.filter(({ role }) => role === 'picture');
  const pictures = offered.flatMap(({ url }, index) => {
    const file = files.find((one) => one.url === url && one.document.format === 'image');
    return file === undefined ? [] : [{ file, page: index + 1 }];
  });
  const [first] = pictures;
  if (first === undefined) return { landing, files: [...files] };
  const parts = pictures.map(({ file }) => file);
  const had = new Set(parts.map(({ url }) => url));
  const joined: SourceDocument = {
    ...first.file,
    document: joinDocuments(pictures.map(({ file, page }) => ({ document: file.document, page }))),
    pages: parts.slice(1),
    notices: [
      ...parts.flatMap((part) => part.notices),
      ...offered.filter(({ url }) => !had.has(url)).map(({ url }) => missing(landing, url)),
    ],
  };
  const attachments = landing.document.attachments.filter(({ url }) => url === first.file.url || !had.has(url));
  return {
    landing: { ...landing, document: { ...landing.document, attachments } },
    files: [...files.filter(({ url }) => !had.has(url)), joined],
  };
}

function missing({ url: page }: SourceDocument, url: string): Notice {
  const message = `The report at "${page}" stands there as pictures, and "${url}" could not be had or read: the report may be incomplete`;
  return { code: 'article_page_missing', message };
}
