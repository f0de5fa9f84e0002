import { z } from 'zod';
import { ExtractedDocument } from '../model/document.ts';
import { Notice } from '../model/notice.ts';

/** What a reading process answers: an error does not cross the border between processes with its class. */
export const Answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('read'), reading: z.object({ value: ExtractedDocument, notices: z.array(Notice) }) }),
  z.object({
    kind: z.literal('unreadable'),
    message: z.string(),
    reason: z.enum(['format', 'damaged', 'encrypted', 'too_large', 'timeout', 'scan']),
    entries: z.array(z.string()),
  }),
]);
/** See the validator of the same name. */
export type Answer = z.infer<typeof Answer>;

/** Exit code of a process that asks to be replaced before it takes another document: it has grown too far. */
export const REPLACE_ME = 75;

/** What a reading process says when it takes up a document: the deadline runs from here. */
export const BEGUN = 'begun';

/** What it says when it begins to recognise pages of a scan: the longer deadline runs from here. */
export const RECOGNISING = 'recognising';
