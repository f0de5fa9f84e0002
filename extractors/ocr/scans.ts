import { UnreadableError } from '../../errors.ts';
import { matchForm } from '../../text/fold.ts';
import type { TableCell } from '../../model/document.ts';
import type { DocumentHint } from '../hint.ts';
import type { Box } from '../pdf/geometry.ts';
import { holds } from '../pdf/geometry.ts';
import type { PageMarks } from '../pdf/marks.ts';
import { textLayerOf } from '../pdf/text-layer.ts';
import type { TextLayer } from '../pdf/text-layer.ts';
import type { PlacedCell } from '../pdf/page-tables.ts';
import { turnedPoint } from './grey.ts';
import { recognisePages } from './recognise.ts';
import { openPictures } from './render.ts';

/** How sure a cell is whose text was put together again from parts. */
const PUT_TOGETHER = 0.5;

/**
 * The pages with those that have no usable text recognised: scans, pages printed as pictures, fonts whose characters
 * have lost their meaning, scans with another recogniser's hidden text. Where this machine cannot recognise them, pages
 * without text stay as they are as long as another page has text, and hidden text is taken as recognised, no cell of it
 * sure; else, and where the text of a page is broken, UnreadableError `scan`.
 */
export async function recogniseScans(
  pages: readonly PageMarks[],
  { bytes, hint }: { bytes: Uint8Array; hint: DocumentHint },
): Promise<PageMarks[]> {
  const name = hint.name ?? hint.url;
  const layers = new Map(pages.map((page) => [page, textLayerOf(page)]));
  const scans = pages.filter((page) => layers.get(page) !== 'usable');
  if (scans.length === 0) return [...pages];
  const pictures = await openPictures(bytes, name);
  try {
    const wanted = scans.map(({ page }) => ({ page, picture: () => pictures.picture(page) }));
    const read = await recognisePages(wanted, hint);
    return pages.map((page) => {
      const recognised = read.find((other) => other.page === page.page && other.glyphs.length > 0);
      return recognised ?? asFound(page, layers.get(page), name);
    });
  } catch (error) {
    const isReadable = [...layers.values()].some((layer) => layer === 'usable' || layer === 'hidden');
    const isBroken = [...layers.values()].includes('broken');
    if (!(error instanceof UnreadableError) || error.reason !== 'scan' || !isReadable || isBroken) throw error;
    return pages.map((page) => asFound(page, layers.get(page), name));
  } finally {
    pictures.close();
  }
}

/** A page that was not recognised: hidden text counts as another recogniser's, broken text as none. */
function asFound(page: PageMarks, layer: TextLayer | undefined, name: string): PageMarks {
  if (layer === 'hidden') return { ...page, recognised: { skew: 0, cells: [] } };
  if (layer !== 'broken') return page;
  const message = `Cannot read "${name}": the font of page ${page.page} gives its characters no meaning, and nothing could be recognised on its picture`;
  throw new UnreadableError(message, 'scan');
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
