import type { Notice } from '../model/notice.ts';
import { isoDate } from '../text/chinese-date.ts';
import { matchForm } from '../text/fold.ts';
import { yearsInTitle } from './title.ts';

/** The span of time that the figures cover, as the report states it (统计期限); null where it does not. */
export interface Period {
  start: string | null;
  end: string | null;
}

/** The reporting year and what named it; both null if nothing did. */
export interface FiscalYear {
  year: number | null;
  source: 'title' | 'period' | 'list' | 'url' | 'pubdate' | null;
  notices: Notice[];
}

type YearEvidence = [number | null, FiscalYear['source']];

const SAID: Readonly<Record<NonNullable<FiscalYear['source']>, string>> = {
  title: 'The title says',
  period: 'the stated period',
  list: 'the list',
  url: 'a folder of the address',
  pubdate: 'the date of publication leads to',
};
const MARK = '[年月日]?';
const WHOLE_YEAR = new RegExp(
  `(20\\d{2})${MARK}0?1${MARK}0?1${MARK}(?:起)?(?:至|到|-|—|–|~|——)+(?:(20\\d{2})${MARK})?12${MARK}31${MARK}`,
  'u',
);
const ANY_SPAN = /(20\d{2})年(\d{1,2})月(\d{1,2})日(?:起)?(?:至|到|-|—|–|~)+(?:(20\d{2})年)?(\d{1,2})月(\d{1,2})日/u;

/**
 * The period in the sentence that states it (统计期限, 统计时限, 数据的期限 …). Years survive glyph loss: `20251月1日到12月31日`
 * and `2018年11日至2018年1231日` are read as the whole year. Both null where no such sentence stands.
 */
export function readPeriod(text: string): Period {
  const form = matchForm(text);
  for (const match of form.matchAll(
    /统计(?:数据)?的?(?:期限|时限|期间|区间|时间|范围|周期)|数据的?期限|时限为|期限为/gu,
  )) {
    const sentence = form.slice(match.index, match.index + 70);
    const whole = WHOLE_YEAR.exec(sentence);
    const span = ANY_SPAN.exec(sentence);
    if (whole !== null) return { start: `${whole[1]}-01-01`, end: `${whole[2] ?? whole[1]}-12-31` };
    if (span === null) continue;
    const [first, month, day, last, endMonth, endDay] = span
      .slice(1)
      .map((part) => (part === undefined ? null : Number(part)));
    return {
      start: isoDate(first ?? 0, month ?? 0, day ?? 0),
      end: isoDate(last ?? first ?? 0, endMonth ?? 0, endDay ?? 0),
    };
  }
  return { start: null, end: null };
}

/**
 * The reporting year (DOMAIN.md 4.1): title, stated period, link in the list, address, publication year − 1. Titles come
 * best first. Each other source that contradicts the one taken is a notice `year_conflict`, never a correction.
 */
export function readFiscalYear(sources: {
  titles: readonly string[];
  period: Period;
  hint: number | null;
  urls: readonly string[];
  published: string | null;
}): FiscalYear {
  const { period } = sources;
  const titleYears = sources.titles.map(yearsInTitle).find((years) => years.length > 0) ?? [];
  const periodYear = yearOfPeriod(period);
  const published = yearOf(sources.published);
  const found: YearEvidence[] = [
    [titleYears[0] ?? null, 'title'],
    [periodYear, 'period'],
    [sources.hint, 'list'],
    [sources.urls.map(yearInAddress).find((year) => year !== null) ?? null, 'url'],
    [published === null ? null : published - 1, 'pubdate'],
  ];
  const [year, source] = found.find(([value]) => value !== null) ?? [null, null];
  return { year, source, notices: conflicts({ year, source, titleYears, found, published: sources.published }) };
}

function conflicts(known: {
  year: number | null;
  source: FiscalYear['source'];
  titleYears: readonly number[];
  found: readonly YearEvidence[];
  published: string | null;
}): Notice[] {
  const { year, source, titleYears, found, published } = known;
  if (year === null)
    return [{ code: 'year_unknown', message: 'Neither title, period, list nor address names a reporting year' }];
  const messages: string[] = [];
  if (titleYears.length > 1)
    messages.push(`The title names several years (${titleYears.join(', ')}); ${year} was taken`);
  for (const [other, named] of found) {
    if (other === null || other === year || named === null || named === 'pubdate') continue;
    messages.push(`${SAID[source ?? 'pubdate']} ${year}, ${SAID[named]} ${other}; the first was taken`);
  }
  const publishedYear = yearOf(published);
  if (publishedYear !== null && publishedYear <= year) {
    messages.push(`Published ${published}, before the reporting year ${year} was over`);
  }
  const notices = messages.map((message): Notice => ({ code: 'year_conflict', message }));
  if (publishedYear !== null && publishedYear > year + 2) {
    const message = `Published ${published}, more than a year after the report on ${year} was due: posted again, or another year`;
    notices.push({ code: 'year_far_from_pubdate', message });
  }
  if (source === 'pubdate') {
    notices.push({
      code: 'year_from_pubdate',
      message: `No source names the reporting year; ${year} is the year before publication`,
    });
  }
  return notices;
}

/** The year of a period within one year; null for any other, and where none is stated. */
export function yearOfPeriod(period: Period): number | null {
  return yearOf(period.start) === yearOf(period.end) ? yearOf(period.end) : null;
}

function yearOf(date: string | null): number | null {
  return date === null ? null : Number(date.slice(0, 4));
}

/** A folder that names a reporting year (`2022nb`, `2020n`), never the year of publication in a dated path. */
function yearInAddress(address: string): number | null {
  const match = /\/(20\d{2})(?:n\d{0,3}|nb|nd|ndbg|nian|ndnb|xxgknb|nxxgknb|zfxxgknb)\//iu.exec(address);
  return match === null ? null : Number(match[1]);
}
