import type { SourceDocument } from './input.ts';
import { normalizeReport } from './normalize.ts';

/** A page that offers more files than this offers a list, not renditions of one report. */
const MOST_FILES = 12;

/**
 * Addresses of the files to read together with a nominated page, without doubles. None where the page by its own title is
 * no report (its files are not asked for), and none where there are so many that the page is a list.
 */
export function filesOf(landing: SourceDocument): string[] {
  const urls = [...new Set(landing.document.attachments.map((attachment) => attachment.url))];
  if (landing.document.format !== 'html' || urls.length === 0 || urls.length > MOST_FILES) return [];
  const alone = normalizeReport({ landing, attachments: [], portalId: null, trail: [], hints: {}, software: '' });
  return alone.kind === 'rejected' && alone.code !== 'no_report_structure' ? [] : urls;
}
