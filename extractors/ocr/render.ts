import { PDFiumLibrary } from '@hyzyla/pdfium';
import { UnreadableError } from '../../errors.ts';
import { halved, MOST_PIXELS, PIXELS_PER_POINT } from './grey.ts';
import type { GreyImage } from './grey.ts';

/** A PDF opened for looking at its pages. */
export interface PagePictures {
  /** The page (1-based) as shown, at 300 dpi; null where it is larger than any paper. */
  picture(page: number): Promise<GreyImage | null>;
  close(): void;
}

/** Opens a PDF for painting its pages. Throws UnreadableError `damaged` where pdfium cannot; `name` is for the message. */
export async function openPictures(bytes: Uint8Array, name: string): Promise<PagePictures> {
  const library = await PDFiumLibrary.init();
  try {
    const document = await library.loadDocument(bytes);
    return {
      async picture(number) {
        const page = document.getPage(number - 1);
        const { originalWidth, originalHeight } = page.getOriginalSize();
        if (originalWidth * originalHeight * PIXELS_PER_POINT ** 2 > MOST_PIXELS) return null;
        const { width, height, data } = await page.render({
          // Painted at twice the size: pdfium enlarges pictures roughly, which costs a third more misread characters.
          scale: 2 * PIXELS_PER_POINT,
          colorSpace: 'Gray',
          render: ({ data: pixels }) => Promise.resolve(pixels),
        });
        return halved({ width, height, data });
      },
      close() {
        document.destroy();
        library.destroy();
      },
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UnreadableError(
      `Cannot read "${name}": its pages cannot be painted for recognition (${why})`,
      'damaged',
      {
        cause: error,
      },
    );
  }
}
