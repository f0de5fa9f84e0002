import { UnreadableError } from '../../errors.ts';
import type { DocumentPart, ExtractedDocument } from '../../model/document.ts';
import type { Reading } from '../../model/notice.ts';
import { sha256 } from '../../text/hash.ts';
import { RAR_EXTRACTOR, ZIP_EXTRACTOR } from './read-bundle.ts';

/** First bytes of a RAR archive; any other bundle is a ZIP. */
const RAR = Buffer.from('Rar!').toString('hex');

/**
 * A bundle of several documents: each of the files named is a part, read alone, so that one that cannot be read costs only
 * itself. The bundle has no blocks of its own.
 */
export async function readSeveral(
  bytes: Uint8Array,
  names: readonly string[],
  readEntry: (name: string) => Promise<Reading<ExtractedDocument>>,
): Promise<Reading<ExtractedDocument>> {
  const parts: DocumentPart[] = [];
  for (const name of names) {
    try {
      const { value, notices } = await readEntry(name);
      parts.push({ kind: 'read', name, document: value, notices });
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      parts.push({ kind: 'unreadable', name, reason: error.reason, why: error.message });
    }
  }
  const isRar = Buffer.from(bytes.subarray(0, 4)).toString('hex') === RAR;
  const [format, extractor] = isRar ? (['rar', RAR_EXTRACTOR] as const) : (['zip', ZIP_EXTRACTOR] as const);
  return {
    value: { sha256: sha256(bytes), format, extractor, meta: {}, blocks: [], attachments: [], parts },
    notices: [],
  };
}
