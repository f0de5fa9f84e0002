import type { Notice } from '../model/notice.ts';
import type { ReportRecord } from '../model/record.ts';
import { matchForm } from '../text/fold.ts';

type TemplateMatch = ReportRecord['template'];

/** The form that a reporting year asks for (DOMAIN.md 1.2–1.5); `unknown` without a year. */
export function expectedTemplate(fiscalYear: number | null): string {
  if (fiscalYear === null) return 'unknown';
  if (fiscalYear <= 2013) return 'E1';
  if (fiscalYear <= 2018) return 'E2';
  return fiscalYear <= 2020 ? 'E3' : 'E4';
}

/**
 * The notice that the text cites: `2019-60`, `2021-30`, by its number or, where that is left out (seed 004), by its title;
 * the newer one if both are. Null if none is.
 */
export function citedNotice(text: string): string | null {
  const form = matchForm(text);
  if (/公开办函.{0,2}2021.{0,2}30号/u.test(form) || /政府信息公开工作年度报告格式[》〉>」]/u.test(form))
    return '2021-30';
  if (/公开办函.{0,2}2019.{0,2}60号/u.test(form) || form.includes('政府信息公开工作年度报告有关事项的通知'))
    return '2019-60';
  return null;
}

/**
 * Detected against expected. A local form (L) is in its right up to 2018, when national tables stood beside it or not at
 * all. A report of 2021 or later that cites the notice of 2019 is told as `cited_notice_stale`.
 */
export function matchTemplate(
  detected: Pick<TemplateMatch, 'detected' | 'variant'>,
  facts: { fiscalYear: number | null; text: string },
): { template: TemplateMatch; notices: Notice[] } {
  const expected = expectedTemplate(facts.fiscalYear);
  const cited = citedNotice(facts.text);
  const local = detected.detected === 'L' && (facts.fiscalYear ?? 9999) <= 2018;
  const mismatch = expected !== 'unknown' && detected.detected !== expected && !local;
  const notices: Notice[] = [];
  if (mismatch) {
    notices.push({
      code: 'template_year_mismatch',
      message: `Form ${detected.detected} where ${facts.fiscalYear} asks for ${expected}`,
    });
  }
  if (cited === '2019-60' && facts.fiscalYear !== null && facts.fiscalYear >= 2021) {
    notices.push({
      code: 'cited_notice_stale',
      message: `The report of ${facts.fiscalYear} cites 国办公开办函〔2019〕60号, replaced since 2021 by 〔2021〕30号`,
    });
  }
  return { template: { ...detected, expected, citedNotice: cited, mismatch }, notices };
}
