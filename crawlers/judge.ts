import { matchForm } from '../text/fold.ts';
import { addressKind, isCalendar, siblingShape } from './addresses.ts';
import type { AddressKind } from './addresses.ts';
import type { Context, Hints } from './frontier.ts';
import type { PageLink } from './links.ts';
import { scopeOf } from './scope.ts';
import { BRANCH, isUnit, scoreLink } from './score.ts';
import type { LinkScore } from './score.ts';
import { MIRROR, STRONG, YEAR_ONLY } from './words.ts';
import { yearInText } from './years.ts';

/** Where a link inside a column stands: the page's context, whether shape voting put it into a list, the years asked for. */
export interface ColumnPlace {
  home: string;
  joined?: ReadonlySet<string>;
  depth: number;
  crumb: boolean;
  context: Context;
  listed: boolean;
  /** Whether it is alone: no other link of its page has the same place and shape. */
  alone: boolean;
  /** Heading of the list or page where it names a unit, '' otherwise. */
  unitAbove: string;
  /** The portal's own name, which stands over everything and names no body; '' if unknown. */
  portal: string;
  years?: { from: number; to: number } | undefined;
}

/**
 * What to do with a link inside a column. `nominate` it as a report; `follow` it as a page of lists (`context` is what it
 * adds); `try`: it is either, and one of its siblings (same `branch`) has to be seen; `reject` it; `pass` it in silence.
 */
export type Verdict =
  | { kind: 'nominate' | 'try'; score: number; reasons: string[]; hints: Hints; context: Context; branch: string }
  | { kind: 'follow'; score: number; reasons: string[]; context: Context; foreign: boolean }
  | { kind: 'reject'; score: number; reasons: string[] }
  | { kind: 'pass' };

/** Decides on a link found on a page of an accepted column: the rules of PORTALS.md 6.1–6.3. */
export function judgeInColumn(link: PageLink, place: ColumnPlace): Verdict {
  const address = addressKind(link.url);
  if (address === 'media' || link.text === '') return { kind: 'pass' };
  const score = scoreLink(link, { ...place, inColumn: true, menu: link.menu });
  const barrier = barrierOf(link, place, score);
  if (barrier !== null) return { kind: 'reject', score: score.score, reasons: [...score.reasons, barrier] };
  const judged = keepOwn(judgeByKind(link, place, { score, address }), link, place);
  return judged.kind === 'reject' || judged.kind === 'pass' ? judged : keepYears(judged, link, place);
}

/** A report that another government publishes belongs to that government's portal. */
function keepOwn(verdict: Verdict, link: PageLink, place: ColumnPlace): Verdict {
  if (verdict.kind !== 'nominate' || scopeOf(link.url, place.home, place.joined) !== 'sibling') return verdict;
  return { kind: 'reject', score: verdict.score, reasons: [...verdict.reasons, 'other_portal'] };
}

/** The reason for which a link is out whatever it says, or null. */
function barrierOf(link: PageLink, place: ColumnPlace, score: LinkScore): string | null {
  if (scopeOf(link.url, place.home, place.joined) === 'external') return 'external';
  if (MIRROR.test(matchForm(link.text))) return 'mirror';
  if (isCalendar(link.url)) return 'calendar';
  if (score.refused) return 'not_a_report';
  return null;
}

interface Seen {
  score: LinkScore;
  address: AddressKind;
}

function judgeByKind(link: PageLink, place: ColumnPlace, { score, address }: Seen): Verdict {
  const text = matchForm(link.text);
  const documentLike = address === 'file' || address === 'article';
  if (isSummary(text) && address !== 'file') return follow(link, place, score, {});
  if (score.rule === 'body_class' || score.rule === 'more') {
    return address === 'file' ? nominate('nominate', link, place, score) : follow(link, place, score, {});
  }
  if (YEAR_ONLY.test(text)) {
    if (documentLike) return nominate('nominate', link, place, score);
    return address === 'directory' && place.context.body === undefined
      ? follow(link, place, score, titleContext(text))
      : nominate('try', link, place, score);
  }
  if (score.rule === 'unit') {
    if (documentLike) return nominate('nominate', link, place, score);
    return nominate('try', link, place, score);
  }
  if (score.rule === 'report_name' || score.rule === 'column_name' || score.rule === 'yearly_report') {
    const mayBeMore = place.alone || (address === 'page' && isBareName(text));
    if (mayBeMore && address !== 'file' && hintsOf(link, place).year === undefined) {
      return nominate('try', link, place, score); // it may be the first of many: a report with a choice of years
    }
    if (address === 'directory') {
      return isWholeTitle(text) ? nominate('try', link, place, score) : follow(link, place, score, titleContext(text));
    }
    return nominate('nominate', link, place, score);
  }
  if (place.listed && address !== 'directory') {
    return nominate('nominate', link, place, { ...score, reasons: [...score.reasons, 'list:sibling'] });
  }
  return { kind: 'reject', score: score.score, reasons: [...score.reasons, 'no_sign'] };
}

/** Body, year and name of the report: such a title is hardly that of a list, even where the address looks like one. */
function isWholeTitle(text: string): boolean {
  const [before = ''] = text.split(STRONG);
  return yearInText(text) !== null && isUnit(before.replace(/(?:20\d\d年?度?|政府)+$/u, ''));
}

/** The name of the column and nothing else: 政府信息公开年报, 年度报告. */
function isBareName(text: string): boolean {
  return /^(?:政府)?(?:信息公开)?(?:工作)?(?:年报|年度报告|年度工作报告)$/u.test(text);
}

/** Titles of pages that gather many reports: 2023年年报汇总, 各部门2022年度政府信息公开年报. */
function isSummary(text: string): boolean {
  return /汇总|年报目录|各(?:部门|单位|委办局|乡镇|镇|街道|县|区)|(?:部门|单位|乡镇|县区|区县|机构)(?:20\d\d年度?)?(?:政府)?信息公开(?:工作)?年(?:度报告|报)$/u.test(
    text,
  );
}

function titleContext(text: string): Context {
  const year = yearInText(text);
  return year === null ? {} : { year };
}

function follow(link: PageLink, place: ColumnPlace, score: LinkScore, context: Context): Verdict {
  const foreign = scopeOf(link.url, place.home, place.joined) === 'sibling';
  if (foreign) return { kind: 'reject', score: score.score, reasons: [...score.reasons, 'other_portal'] };
  if (score.score < BRANCH - 5 * place.depth && score.rule !== 'more' && !isSummary(matchForm(link.text))) {
    return { kind: 'reject', score: score.score, reasons: [...score.reasons, 'below_branch'] };
  }
  return { kind: 'follow', score: score.score, reasons: score.reasons, context, foreign };
}

function nominate(kind: 'nominate' | 'try', link: PageLink, place: ColumnPlace, score: LinkScore): Verdict {
  const hints = hintsOf(link, place);
  const text = matchForm(link.text);
  const context: Context = {
    ...(isUnit(text) ? { body: link.text } : {}),
    ...(YEAR_ONLY.test(text) ? titleContext(text) : {}),
  };
  if (kind === 'try' && scopeOf(link.url, place.home, place.joined) === 'sibling') {
    if (/[省市县区州旗]$|人民政府$/u.test(text)) {
      return { kind: 'reject', score: score.score, reasons: [...score.reasons, 'other_portal'] };
    }
    return { kind: 'follow', score: score.score, reasons: score.reasons, context, foreign: true };
  }
  const branch = `${score.rule} ${siblingShape(link.url)} ${link.path}`;
  return { kind, score: score.score, reasons: score.reasons, hints, context, branch };
}

/** What list and place say of body, year and date. The link's own words go before the page's context. */
function hintsOf(link: PageLink, place: ColumnPlace): Hints {
  const cell = link.cell;
  const year = yearInText(link.text) ?? yearInText(cell?.column ?? '') ?? yearInText(link.above) ?? place.context.year;
  const inTitle = (matchForm(link.text).split(STRONG)[0] ?? '').replace(
    /(?:(?:20\d\d|二[\p{Script=Han}]{3})年?度?|政府)+$/u,
    '',
  );
  const named = [link.text, cell?.row ?? '', ...(place.portal === link.above ? [] : [link.above])].find(isBody);
  const around = named ?? place.context.body ?? (place.unitAbove === '' ? undefined : place.unitAbove);
  const body = STRONG.test(matchForm(link.text)) && inTitle.length >= 3 ? undefined : around;
  return {
    ...(body === undefined ? {} : { body }),
    ...(year === undefined ? {} : { year }),
    ...(link.date === null ? {} : { date: link.date }),
  };
}

/** The name of one unit; 乡镇人民政府 over a list names a class of them. */
function isBody(text: string): boolean {
  return isUnit(text) && !/^(?:各|[市县区旗]?(?:乡镇|镇街|区县|县区|市直|县直))/u.test(matchForm(text));
}

type Taken = Exclude<Verdict, { kind: 'reject' | 'pass' }>;

/**
 * Leaves out what lies outside the years asked for. The year in a link's own text is that of the report; the year of a
 * page it stands on may be that of publication, one later (PORTALS.md 2.2), so there both have to lie outside.
 */
function keepYears(verdict: Taken, link: PageLink, place: ColumnPlace): Verdict {
  const { years } = place;
  if (years === undefined || /及以前|及之前|往年|历年/u.test(matchForm(link.text))) return verdict;
  const outside = (year: number): boolean => year < years.from || year > years.to;
  const own = yearInText(link.text);
  const isBranch = verdict.kind !== 'nominate';
  const year = own ?? (verdict.kind === 'follow' ? undefined : verdict.hints.year) ?? place.context.year;
  if (year === undefined || !outside(year)) return verdict;
  if ((own === null || isBranch) && !outside(year - 1)) return verdict;
  return { kind: 'reject', score: verdict.score, reasons: [...verdict.reasons, 'year_outside'] };
}
