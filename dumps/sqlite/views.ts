import { DENIED_REASONS } from '../../model/templates/denied.ts';

/**
 * Search over section texts. Chinese has no word boundaries, so `sections_search` holds trigrams: it finds words of three
 * characters and more. Most Chinese words have two, and for these it finds nothing (SQLite takes them for too short, in LIKE
 * too, since it counts bytes): so `sections_search_2` holds every pair of characters.
 */
export const SEARCH: readonly string[] = [
  'CREATE INDEX cells_path ON cells (cell_path, report_id)',
  'CREATE INDEX reports_body ON reports (body_id, fiscal_year)',
  'CREATE INDEX reports_year ON reports (fiscal_year, level)',
  'CREATE INDEX checks_report ON checks (report_id)',
  'CREATE INDEX checks_failed ON checks (status, strength, check_id)',
  'CREATE INDEX indicators_report ON indicators (report_id, path)',
  'CREATE INDEX sections_report ON sections (report_id, key)',
  'CREATE INDEX missing_year ON missing (fiscal_year, state)',
  `CREATE VIRTUAL TABLE sections_search USING fts5 (heading, text, content='sections', content_rowid='id', tokenize='trigram')`,
  `INSERT INTO sections_search (sections_search) VALUES ('rebuild')`,
];

/** The search for words of two characters; filled while the records go by, with `pairsOf` the text. */
export const PAIRS = `CREATE VIRTUAL TABLE sections_search_2 USING fts5 (pairs, content='', tokenize="unicode61 remove_diacritics 0")`;

/** Every pair of neighbouring Han characters, with spaces between: 政府信息 → 政府 府信 信息. */
export function pairsOf(text: string): string {
  const pairs: string[] = [];
  for (const [run] of text.matchAll(/\p{Script=Han}{2,}/gu)) {
    const letters = Array.from(run);
    for (let at = 0; at + 1 < letters.length; at += 1) pairs.push(`${letters[at]}${letters[at + 1]}`);
  }
  return pairs.join(' ');
}

/** How to ask, as it stands in the database itself (table `how_to`). */
export const SEARCH_HELP: readonly (readonly [string, string])[] = [
  [
    'find a word of three characters or more in the texts',
    "SELECT s.report_id, s.key, s.text FROM sections_search f JOIN sections s ON s.id = f.rowid WHERE sections_search MATCH '行政复议'",
  ],
  [
    'find a word of two characters in the texts',
    "SELECT s.report_id, s.key, s.text FROM sections_search_2 f JOIN sections s ON s.id = f.rowid WHERE sections_search_2 MATCH '复议'",
  ],
];

/** A question that people ask, as a view. */
interface View {
  name: string;
  /** The question in words, for the README. */
  asks: string;
  sql: string;
}

const WHO = 'r.report_id, r.body_name, r.fiscal_year, r.level, r.division_code';
const DENIED = DENIED_REASONS.map((row) => `r.t3__result__denied__${row}__total`);
const SUITS = 'r.t4__litigation_direct__total + r.t4__litigation_after_review__total';

/** Every view, with the lists of DOMAIN.md 6. */
export const VIEWS: readonly View[] = [
  {
    name: 'cells_with_labels',
    asks: 'every cell with its labels and its report',
    sql: `SELECT ${WHO}, c.cell_path, f.row_label_zh, f.col_label_zh, f.label_en, c.status, c.value, c.raw, c.unit, c.yuan, c.flags, r.source_url
FROM cells c JOIN reports r USING (report_id) LEFT JOIN form_cells f USING (cell_path)`,
  },
  {
    name: 'refused_most',
    asks: 'which reports refused most requests',
    sql: `SELECT ${WHO}, ${DENIED.join(' + ')} AS refused, r.t3__result__total__total AS closed, r.denial_rate_closed, r.source_url
FROM reports r WHERE refused IS NOT NULL ORDER BY refused DESC`,
  },
  {
    name: 'failed_sums',
    asks: 'which printed sums do not add up',
    sql: `SELECT ${WHO}, c.check_id, c.scope, c."left" AS stated, c."right" AS parts_make, c.delta, c.cells, r.source_url
FROM checks c JOIN reports r USING (report_id) WHERE c.status = 'fail' AND c.strength = 'exact'`,
  },
  {
    name: 'not_published',
    asks: 'who did not publish, as far as is known',
    sql: `SELECT * FROM missing WHERE state <> 'late'`,
  },
  {
    name: 'published_late',
    asks: 'who published after the statutory day',
    sql: `SELECT ${WHO}, r.date_published, r.deadline_statutory, r.days_late, r.source_url FROM reports r WHERE r.days_late > 0 ORDER BY r.days_late DESC`,
  },
  leads(
    'carry_over_breaks',
    'where carried-in requests are not those carried out the year before',
    "c.check_id = 'U1'",
  ),
  leads('text_against_table', 'where the text says another figure than the table', "c.check_id = 'S1'"),
  leads('towns_with_rules', 'which bodies claim rules that they cannot make', "c.check_id = 'S4'"),
  leads('zero_everything', 'which reports hold nothing but zeros and blanks', "c.check_id = 'S5'"),
  leads('same_as_last_year', 'which reports repeat that of the year before', "c.check_id = 'S6'"),
  leads('biggest_movers', 'which figures changed tenfold in a year', "c.check_id = 'S7'"),
  {
    name: 'old_form_used',
    asks: 'which reports use another form than the year asks for',
    sql: `SELECT ${WHO}, r.template, r.template_expected, r.source_url FROM reports r WHERE r.template_mismatch = 1`,
  },
  {
    name: 'read_from_images',
    asks: 'which reports were recognised from pictures, wholly or in some cells',
    sql: `SELECT ${WHO}, r.source_format, r.source_extractor,
  (SELECT count(*) FROM cells c WHERE c.report_id = r.report_id AND c.flags LIKE '%ocr_suspect%') AS doubtful_cells, r.source_url
FROM reports r WHERE r.source_extractor LIKE 'ocr/%' OR doubtful_cells > 0`,
  },
  {
    name: 'charged_fees',
    asks: 'which bodies charged administrative fees',
    sql: `SELECT ${WHO}, r.t2__art20_8__fees__amount AS amount, r.t2__art20_8__fees__amount__unit AS unit, r.t2__art20_8__fees__amount__yuan AS yuan, r.source_url
FROM reports r WHERE r.t2__art20_8__fees__amount > 0`,
  },
  {
    name: 'first_lawsuits',
    asks: 'which bodies had lawsuits for the first time among the reports here',
    sql: `SELECT ${WHO}, ${SUITS} AS lawsuits, r.source_url FROM reports r WHERE lawsuits > 0
AND EXISTS (SELECT 1 FROM reports b WHERE b.body_id = r.body_id AND b.fiscal_year < r.fiscal_year)
AND NOT EXISTS (SELECT 1 FROM reports b WHERE b.body_id = r.body_id AND b.fiscal_year < r.fiscal_year
  AND coalesce(b.t4__litigation_direct__total + b.t4__litigation_after_review__total, 1) > 0)`,
  },
];

function leads(name: string, asks: string, condition: string): View {
  return {
    name,
    asks,
    sql: `SELECT ${WHO}, c.check_id, c.scope, c."left", c."right", c.cells, r.source_url
FROM checks c JOIN reports r USING (report_id) WHERE c.status = 'fail' AND ${condition}`,
  };
}
