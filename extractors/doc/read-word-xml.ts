import type { ExtractedDocument } from '../../model/document.ts';
import type { Notice, Reading } from '../../model/notice.ts';
import { sha256 } from '../../text/hash.ts';
import { readParts } from '../docx/read-docx.ts';
import { parseXml } from '../docx/xml.ts';
import { partsOfPackage, partsOfWordXml, type LeftOut } from './word-xml.ts';

/**
 * A Word document that is one XML file, as Word 2003 and later ones save it, often under `.doc`; read as DOCX is.
 * Notices: those of DOCX and `list_number_missing`. Throws `UnreadableError` `damaged`.
 */
export async function readWordXml(
  bytes: Uint8Array,
  as: { name: string; extractor: string },
): Promise<Reading<ExtractedDocument>> {
  const document = parseXml(bytes, 'document.xml');
  const origin = { ...as, sha256: sha256(bytes), format: 'doc' as const };
  if (document.documentElement.nodeName === 'pkg:package') return await readParts(partsOfPackage(document), origin);
  const { parts, leftOut } = partsOfWordXml(document);
  const { value, notices } = await readParts(parts, origin);
  return { value, notices: [...noticesOf(leftOut), ...notices] };
}

function noticesOf({ deletions, insertions, footnotes, unlabelled }: LeftOut): Notice[] {
  const notices: Notice[] = [];
  if (deletions + insertions > 0) {
    const message = `Tracked changes: ${deletions} deletions left out, ${insertions} insertions kept`;
    notices.push({ code: 'tracked_changes', message });
  }
  if (footnotes > 0) notices.push({ code: 'footnotes_left_out', message: `${footnotes} footnotes were left out` });
  if (unlabelled > 0) {
    const message = `${unlabelled} paragraphs belong to a list, but the file does not say what is printed before them`;
    notices.push({ code: 'list_number_missing', message });
  }
  return notices;
}
