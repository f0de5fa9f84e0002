import type { Attachment } from '../model/document.ts';
import type { SourceDocument } from './input.ts';
import { normalizeReport } from './normalize.ts';

/** A page that offers more files than this offers a list, not renditions of one report. */
const MOST_FILES = 12;

/**
 * Attachments to read together with a nominated page, without doubles: its files, the further pages of its article, what it
 * shows in a frame. None where the page by its own title is no report (nothing is asked for). Where there are so many
 * files that the page is a list, only what it shows as its own text.
 */
export function filesOf(landing: SourceDocument): Attachment[] {
  const offers = offersOf(landing);
  if (offers.length === 0) return [];
  const alone = normalizeReport({ landing, attachments: [], portalId: null, trail: [], hints: {}, software: '' });
  return alone.kind === 'rejected' && alone.code !== 'no_report_structure' ? [] : offers;
}

/** Attachments of a page, each once, without judging the page: for one that is part of a nomination already. */
export function offersOf({ document, url }: SourceDocument): Attachment[] {
  if (document.format !== 'html') return [];
  const all = [...new Map(document.attachments.map((one) => [one.url, one])).values()].filter((one) => one.url !== url);
  const files = all.filter(({ role }) => role === undefined);
  return files.length > MOST_FILES ? all.filter(({ role }) => role !== undefined) : all;
}
