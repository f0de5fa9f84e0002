import type { BodyKey } from './bodies.ts';

/** How a report reached the portal. `word` is HTML pasted from Word in GB18030 bytes; `pdf` is linked from the list itself. */
type Rendering = 'html' | 'word' | 'html+docx' | 'landing-docx' | 'landing-pdf' | 'pdf';

/** The six sections of the form, in its order. */
export const sectionKeys = ['overview', 'proactive', 'requests', 'review_litigation', 'problems', 'other'] as const;
/** One of the six sections (DOMAIN.md 1.1). */
export type SectionKey = (typeof sectionKeys)[number];

/** What a section holds in print (DOMAIN.md 5.1 c). */
export type SectionState = 'present' | 'none_stated' | 'empty' | 'absent';

/** One instance of R1–R4 that the printed numbers break on purpose: `left` stated, `right` summed (DOMAIN.md 2). */
interface FailingCheck {
  id: 'R1' | 'R2' | 'R3' | 'R4';
  scope: string;
  left: number;
  right: number;
}

/**
 * One report as its office printed it. In `t2`, `t3` and `t4` a token is a cell, tokens are parted by spaces, blocks of
 * `t4` by ` | `; `_` is a blank cell, printed as `blank`. Columns stand in the order of the form. Rows of table 3 that are
 * not named hold `fill` in every cell. `printed` overrides single cells by whole cell path. Dates are ISO 8601.
 */
export interface ReportFacts {
  key: string;
  body: BodyKey;
  fiscalYear: number;
  template: 'E3' | 'E4';
  title: string;
  published: string;
  signed: string;
  /** Number of the article in the portal's addresses. */
  article: number;
  rendering: Rendering;
  /** Pieces disclosed: about the body, policy, news, other. Stated in the text only. */
  disclosed: number[];
  other: { state: SectionState; text: string };
  t2: Record<string, string>;
  t3: Record<string, string>;
  t4: string;
  /** Default `0`. */
  fill?: string;
  /** Default empty. */
  blank?: string;
  printed?: Record<string, string>;
  /** Official label → label as printed here; a line break in a label is `\n`. */
  labels?: Record<string, string>;
  /** Headings that differ from the form; null = left out with its section. */
  headings?: Partial<Record<SectionKey, string | null>>;
  subheads?: string[];
  headingIndent?: string;
  titleLines?: string[];
  /** Default: the notice that belongs to the template. */
  citedNotice?: '2019-60' | '2021-30';
  /** A sentence printed between heading and table of section 二, or after each table. */
  beforeTables?: string;
  afterTables?: string;
  /** The number of new requests told in the text, where it is not the table's. */
  textNewReceived?: number;
  /** Cells that the attached DOCX prints otherwise than the page. */
  docxPrints?: Record<string, string>;
  /** Headings numbered by Word only (DOCX). */
  autoNumbered?: boolean;
  /** Tables in bigger print, so that table 3 breaks inside a group (PDF). */
  largePrint?: boolean;
  /** A second address `…_wap.html` with the same report. */
  wapTwin?: boolean;
  /** The list shows this instead of the title, or a cut title with the whole one in @title. */
  linkText?: string;
  cutLink?: boolean;
  failing?: FailingCheck[];
}
