import { UnreadableError } from '../../errors.ts';
import type { Block, ExtractedDocument, Format } from '../../model/document.ts';
import type { Reading } from '../../model/notice.ts';
import { sha256 } from '../../text/hash.ts';
import { readDocx } from '../docx/read-docx.ts';
import type { DocumentHint } from '../hint.ts';
import { convertToDocx } from './convert.ts';

/** Share of characters that no Chinese text has above which LibreOffice has shown bytes that it does not understand. */
const MAX_GARBLED = 0.05;

/**
 * A document that only LibreOffice can read, by way of DOCX; `what` says in words what it is. Notices: those of DOCX, and
 * `converted`, since the result depends on a program that is not part of this one. Throws as `convertToDocx`.
 */
export async function readConverted(
  bytes: Uint8Array,
  hint: DocumentHint,
  as: { format: Format; extractor: string; what: string },
): Promise<Reading<ExtractedDocument>> {
  const name = hint.name ?? hint.url;
  const converted = await convertToDocx(bytes, { name, suffix: as.format, what: as.what });
  const { value, notices } = await readDocx(converted, hint);
  if (garbledShare(value.blocks) > MAX_GARBLED) {
    const message = `Cannot read "${name}": ${as.what}; LibreOffice took its bytes for plain text`;
    throw new UnreadableError(message, 'damaged');
  }
  const message = `LibreOffice converted ${as.what} to DOCX before it was read`;
  return {
    value: { ...value, sha256: sha256(bytes), format: as.format, extractor: as.extractor },
    notices: [...notices, { code: 'converted', message }],
  };
}

function garbledShare(blocks: readonly Block[]): number {
  const text = blocks
    .flatMap((block) => (block.kind === 'table' ? block.rows.flat().map((cell) => cell.text) : [block.text]))
    .join('')
    .replace(/\s/gu, '');
  const garbled = text.match(/[\u00c0-\u02af\ufffd\p{Cc}\p{Co}\p{Cn}]/gu)?.length ?? 0;
  return text === '' ? 0 : garbled / text.length;
}
