import type { ReportInput, SourceDocument } from '../../normalizer/normalize.ts';
import { normalizeReport } from '../../normalizer/normalize.ts';
import type { World } from '../../world.ts';
import type { DocumentJob } from './outcomes.ts';

/** A page that offers more files than this offers a list, not renditions of one report. */
const MOST_FILES = 12;

/** Everything the normalizer is told of a nomination. */
export function reportInput(
  world: World,
  job: DocumentJob,
  landing: SourceDocument,
  attachments: SourceDocument[],
): ReportInput {
  const { trail, hints } = job.candidate;
  return { landing, attachments, portalId: job.portalId, trail, hints, software: world.software };
}

/**
 * Addresses of the files to read together with a nominated page, without doubles. None where the page by its own title is
 * no report (its files are not asked for), and none where there are so many that the page is a list.
 */
export function filesOf(world: World, job: DocumentJob, landing: SourceDocument): string[] {
  const urls = [...new Set(landing.document.attachments.map((attachment) => attachment.url))];
  if (landing.document.format !== 'html' || urls.length === 0 || urls.length > MOST_FILES) return [];
  const alone = normalizeReport(reportInput(world, job, landing, []));
  return alone.kind === 'rejected' && alone.code !== 'no_report_structure' ? [] : urls;
}
