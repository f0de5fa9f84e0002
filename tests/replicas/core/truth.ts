/** Forms in which a report stands on a portal; `scan` and `pictures` can be read by recognition only. */
export type Form = 'html' | 'docx' | 'pdf' | 'rtf' | 'ofd' | 'scan' | 'pictures';

/**
 * A report that a replica publishes. `url`: where its list leads; `aliases`: other addresses of the same document; `files`:
 * attached or only renditions; `form`: the rendition from which its cells must come. `otherNames`: names of the body that are
 * right too.
 */
export interface TrueReport {
  body: string;
  otherNames?: string[];
  year: number;
  url: string;
  aliases: string[];
  files: string[];
  form: Form;
  publishedAt: string;
}

/** A host that turns us away: the reasons that are right, and how many requests it may get. */
interface TrueRefusal {
  host: string;
  reasons: string[];
  maxRequests: number;
}

/** What must be found on a replica, and what must not. Addresses absolute, hosts with their port. */
export interface Truth {
  homes: string[];
  columns: string[];
  reports: TrueReport[];
  negatives: { url: string; kind: string }[];
  /** Reports that may be found or left: those of another government that a list names. */
  optional: TrueReport[];
  /** Reports that lie where nobody is to follow (WeChat, foreign hosts). */
  external: string[];
  refusals: TrueRefusal[];
  /** Addresses that robots.txt closes, as beginnings. */
  disallowed: string[];
  /** Requests at most for one report; lists and pages counted. */
  requestsPerReport: number;
}

/** A truth to fill in. */
export function openTruth(homes: string[], columns: string[]): Truth {
  return {
    homes,
    columns,
    reports: [],
    negatives: [],
    optional: [],
    external: [],
    refusals: [],
    disallowed: [],
    requestsPerReport: 3,
  };
}
