import { UnreadableError } from '../../errors.ts';
import type { ExtractedDocument } from '../../model/document.ts';
import type { Reading } from '../../model/notice.ts';
import { sha256 } from '../../text/hash.ts';
import type { DocumentHint } from '../hint.ts';
import { blocksOfPages } from '../pdf/page-blocks.ts';
import { countPages, decodePage } from './decode.ts';
import { OCR_EXTRACTOR } from './extractor.ts';
import { recognisePages } from './recognise.ts';

/**
 * Reads a picture of one or more pages (PNG, JPEG, TIFF, GIF, WebP, BMP) by recognising it. Boxes are in points of a page
 * of A4. Throws UnreadableError `scan` (no tesseract for Chinese, or nothing printed on it), `damaged`, `too_large`, `timeout`.
 */
export async function readImage(bytes: Uint8Array, hint: DocumentHint): Promise<Reading<ExtractedDocument>> {
  const name = hint.name ?? hint.url;
  const count = await countPages(bytes, name);
  const wanted = Array.from({ length: count }, (_, index) => ({
    page: index + 1,
    picture: () => decodePage(bytes, index, name),
  }));
  const pages = await recognisePages(wanted, hint);
  const { blocks, notices } = blocksOfPages(pages);
  if (blocks.length === 0) throw new UnreadableError(`Cannot read "${name}": no text was found on the picture`, 'scan');
  const value: ExtractedDocument = {
    sha256: sha256(bytes),
    format: 'image',
    extractor: OCR_EXTRACTOR,
    meta: {},
    blocks,
    attachments: [],
  };
  return { value, notices };
}
