/** What readers of a figure get wrong, by path: every pattern that fits applies (DOMAIN.md 0–3). */
const PITFALLS: readonly (readonly [RegExp, string])[] = [
  [
    /^t2\.art20_1\.rules\./u,
    'Only State Council departments, provinces and cities with districts make rules: others by mistake (S4).',
  ],
  [
    /^t2\.art20_1\.normative_docs\.(?:made|repealed|in_force)$/u,
    'Since 2021 行政规范性文件 only: narrower than 规范性文件 of 2019.',
  ],
  [/\.total_disclosed$/u, 'A stock of what is published, not of what is in force: no series with 现行有效件数.'],
  [/\.new_disclosed$/u, 'May hold documents of earlier years; more than the total is odd (U4).'],
  [
    /\.in_force$/u,
    'Expired documents are not always counted as repealed, so the stock need not roll on from year to year.',
  ],
  [/\.other_disclosed_docs\./u, 'A row that Hubei added in 2020; in no other form.'],
  [/\.prev_items$/u, 'Items on a list of powers, not cases.'],
  [/\.change$/u, 'Signed; some bodies drop the minus sign (flag sign_suspect). The value stays as printed.'],
  [
    /^t2\.art20_[56].*\.decisions$/u,
    'In 2019–2020 often filled with items + change by mistake (S3, flag suspect_decisions_column). Holds lawfully undisclosed decisions too.',
  ],
  [
    /\.fees\.amount$/u,
    'In 万元 by its header; a million or more at a town is probably yuan (S9). Not the 信息处理费 of section 六.',
  ],
  [
    /\.procurement\.projects$/u,
    'Sometimes text, with the row repeated for each purchase: kept in extra_rows, never summed.',
  ],
  [/\.procurement\.amount$/u, 'No unit in the header: read the yuan beside it; without a printed unit there is none.'],
  [/^t3\..*\.total$/u, 'As printed, never filled in: some bodies leave it blank or 0 (R1).'],
  [/^t3\..*\.other_org$/u, 'The column 其他: not the row 其他处理, not 3.其他.'],
  [/^t3\.new_received\./u, 'Texts often give new and carried-in requests together.'],
  [
    /^t3\.carried_in\./u,
    'Should be what the year before carried out, column by column; breaks on mergers and re-scoping.',
  ],
  [/^t3\.result\.partial\./u, 'A request answered in parts is counted here and nowhere else.'],
  [/^t3\.result\.unable\.still_unclear\./u, 'Not 其他处理 1 (逾期不补正), which also speaks of 补正.'],
  [/^t3\.result\.not_processed\.duplicate\./u, 'Not 无正当理由大量反复申请, which looks alike.'],
  [
    /^t3\.result\.other_processing\.(?!no_correction|fee_unpaid|other\.)/u,
    'One row in 2019; since 2021 three rows, of which only the sum compares. A few bodies still print one.',
  ],
  [/^t3\.result\.other_processing\.other\./u, 'Withdrawn requests stand here as a rule.'],
  [/^t4\.litigation_/u, 'Two blocks since 2019: add them for all suits.'],
  [/^t4\..*\.upheld$/u, 'Some copies print 结果维护.'],
  [/\.pending$/u, 'Cases of the year not yet decided; they come again next year.'],
  [
    /^e2\.proactive\.total$/u,
    'The same information over several channels counts once, so the channels need not add up to it.',
  ],
  [/^e2\.channel\./u, 'The same information counts in each channel.'],
  [/^e2\.requests\.received$/u, 'No applicants and no carry-over in this form: received and closed need not agree.'],
  [/^e2\.replies\.total$/u, 'About as many as closed (U5); a request with two replies counts twice at some bodies.'],
  [/^e2\.replies\.refused\./u, 'Six reasons, not the eight of 2019: not comparable one by one.'],
  [/^e2\.fees_wan$/u, 'In 万元 by the form; with another printed unit the flag unit_conflict says so: use yuan.'],
  [/^e2\.org\.budget_wan$/u, 'In 万元; left out or 0 at most bodies, which is no proof that nothing was spent.'],
  [/^e2\.review\.other$|^e2\.litigation\.other$/u, 'Pending cases may be among them.'],
];

/** The pitfalls of one path in one line; a dash where none is known. */
export function pitfallsOf(path: string): string {
  const known = PITFALLS.filter(([pattern]) => pattern.test(path)).map(([, words]) => words);
  return known.length === 0 ? '–' : known.join(' ');
}
