import type { ExtractedDocument } from '../model/document.ts';
import type { Notice } from '../model/notice.ts';
import type { Candidate } from '../model/portal.ts';
import type { TrailStep } from '../model/record.ts';

/**
 * A document that was read, what was odd about reading it, and where it came from. `fetchedAt` ISO 8601, UTC; null with
 * `httpStatus` for a local file.
 */
export interface SourceDocument {
  document: ExtractedDocument;
  notices: Notice[];
  url: string;
  finalUrl: string;
  fetchedAt: string | null;
  httpStatus: number | null;
  contentType: string;
  /** Which report of the document it is, as `Provenance.part`; absent where the document is one report. */
  part?: string;
  /** Further pages of the article or of its pictures, in order, whose blocks stand behind its own in `document`. */
  pages?: readonly SourceDocument[];
}

/**
 * All that is known of one candidate. `attachments`: the files that the landing page offers, already read; `trail`: the way
 * from the home page to the list, the landing page not included; `hints`: what the list says of it (evidence, not proof);
 * `software`: name and version, e.g. `ogi-harvest/0.1.0`.
 */
export interface ReportInput {
  landing: SourceDocument;
  attachments: SourceDocument[];
  portalId: string | null;
  trail: TrailStep[];
  hints: Candidate['hints'];
  software: string;
}
