import { UnreadableError } from '../../errors.ts';
import { matchForm } from '../../text/fold.ts';
import type { TableCell } from '../../model/document.ts';
import type { Box } from '../pdf/geometry.ts';
import { holds } from '../pdf/geometry.ts';
import type { PageMarks } from '../pdf/marks.ts';
import type { PlacedCell } from '../pdf/page-tables.ts';
import { turnedPoint } from './grey.ts';
import { recognisePages } from './recognise.ts';
import { openPictures } from './render.ts';

/** A page of which more than this share of the characters has no meaning in its font is recognised instead. */
const MOST_LOST = 0.02;
/** How sure a cell is whose text was put together again from parts. */
const PUT_TOGETHER = 0.5;

/**
 * The pages with those that have no usable text recognised: scans, pages printed as pictures, fonts whose characters
 * have lost their meaning. Where this machine cannot recognise them, they stay as they are as long as another page has
 * text; else UnreadableError `scan`.
 */
export async function recogniseScans(
  pages: readonly PageMarks[],
  { bytes, name, deadlineMs = Infinity }: { bytes: Uint8Array; name: string; deadlineMs?: number | undefined },
): Promise<PageMarks[]> {
  const scans = pages.filter(needsRecognition).map(({ page }) => page);
  if (scans.length === 0) return [...pages];
  const pictures = await openPictures(bytes, name);
  try {
    const wanted = scans.map((page) => ({ page, picture: () => pictures.picture(page) }));
    const read = await recognisePages(wanted, { name, deadlineMs });
    return pages.map((page) => read.find((other) => other.page === page.page && other.glyphs.length > 0) ?? page);
  } catch (error) {
    const isReadable = pages.some((page) => !needsRecognition(page));
    if (!(error instanceof UnreadableError) || error.reason !== 'scan' || !isReadable) throw error;
    return [...pages];
  } finally {
    pictures.close();
  }
}

function needsRecognition({ glyphs }: PageMarks): boolean {
  const printed = glyphs.filter((glyph) => glyph.text.trim() !== '');
  const lost = printed.filter((glyph) => /[\p{Co}\p{Cc}\p{Cn}\ufffd]/u.test(glyph.text)).length;
  return printed.length === 0 || lost > MOST_LOST * printed.length;
}

/** How sure a recognised cell is, and its second reading; nothing for a cell of a page with text. */
export function recognitionOf(cell: PlacedCell, page: PageMarks | undefined): Pick<TableCell, 'confidence' | 'second'> {
  if (page?.recognised === undefined) return {};
  const read = page.recognised.cells.find(({ box }) => holds(cell.box, (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2));
  if (read === undefined) return { confidence: 0 };
  const { confidence, second } = read;
  const isWhole = matchForm(read.text) === matchForm(cell.text);
  return {
    confidence: isWhole ? confidence : Math.min(confidence, PUT_TOGETHER),
    ...(second === undefined ? {} : { second }),
  };
}

/** A box of a straightened page as it lies on the page as shown: the smallest upright box around it. */
export function asScanned({ x0, y0, x1, y1 }: Box, page: PageMarks): [number, number, number, number] {
  const skew = page.recognised?.skew ?? 0;
  const corners = (
    [
      [x0, y0],
      [x1, y0],
      [x0, y1],
      [x1, y1],
    ] as const
  ).map((corner) => turnedPoint(corner, page, skew));
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
