import { scopeOf } from './scope.ts';
import { matchForm } from '../text/fold.ts';
import {
  ABOUT_THE_REPORT,
  COLUMN_SLUGS,
  COLUMN_TEXTS,
  HUB_SLUGS,
  NO_UNIT,
  OTHER_DOCUMENTS,
  OTHER_SLUGS,
  STRONG,
  UNIT_ONLY,
  WAY_TEXTS,
  YEAR_FOLDER,
} from './words.ts';
import type { Rule } from './words.ts';

/** Scores from which a link is taken (PORTALS.md 6.2). */
export const FOLLOW = 20;
/** A column before it is seen. */
export const COLUMN = 60;
/** A year or body page inside a column. */
export const BRANCH = 45;

/** Where a link stands. `depth`: clicks from the home page; `menu` see `PageLink`; `crumb`: the page lies under 政府信息公开. */
export interface LinkPlace {
  inColumn: boolean;
  menu: 'none' | 'hub' | 'guide';
  crumb: boolean;
  home: string;
  /** Domains that count as the home's own; see `scopeOf`. */
  joined?: ReadonlySet<string>;
  depth: number;
}

/**
 * What a link is worth. `reasons` are `kind:name ±points`, in the order of the table. `named`: text or address speak of the
 * yearly report; `strong`: the text holds the report's whole name; `refused`: a negative pattern applied; `rule`: the
 * strongest text rule, '' if none.
 */
export interface LinkScore {
  score: number;
  reasons: string[];
  named: boolean;
  strong: boolean;
  refused: boolean;
  rule: string;
}

/** Scores a link by text, address and context: the table of PORTALS.md 6.2. */
export function scoreLink(link: { text: string; url: string }, place: LinkPlace): LinkScore {
  const text = matchForm(link.text);
  const strong = STRONG.test(text);
  const sum = new Sum();
  const best = strongest(place.inColumn ? COLUMN_TEXTS : WAY_TEXTS, text, isUnit(text));
  if (best !== null) sum.add('text', best);
  const against = negatives(text, strong, place.inColumn, best?.name ?? '');
  for (const rule of against) sum.add('negative', rule);
  const slugs = scoreAddress(sum, link.url, place.inColumn);
  scoreContext(sum, best?.name ?? '', link.url, place);
  const named = /^(?:report_name|column_name|bare_name|yearly_report)$/u.test(best?.name ?? '') || slugs > 0;
  return {
    score: sum.points,
    reasons: sum.reasons,
    named,
    strong,
    refused: against.length > 0 || OTHER_SLUGS.pattern.test(link.url),
    rule: best?.name ?? '',
  };
}

/** Whether a text is the name of a unit and nothing else. */
export function isUnit(text: string): boolean {
  const form = matchForm(text);
  return form.length >= 3 && UNIT_ONLY.test(form) && !NO_UNIT.test(form);
}

class Sum {
  points = 0;
  readonly reasons: string[] = [];
  add(kind: string, rule: Pick<Rule, 'name' | 'score'>): void {
    this.points += rule.score;
    this.reasons.push(`${kind}:${rule.name} ${rule.score > 0 ? '+' : ''}${rule.score}`);
  }
}

function strongest(rules: readonly Rule[], text: string, unit: boolean): Rule | null {
  const fitting = rules.filter((rule) => (rule.name === 'unit' ? unit : rule.pattern.test(text)));
  return fitting.reduce<Rule | null>((best, rule) => (best === null || rule.score > best.score ? rule : best), null);
}

/** The unit in front of a title is no evidence against it: 财政局2023年度报告 is a report, 2023年财政决算 is none. */
const LEADING_UNIT =
  /^[\p{Script=Han}]{1,24}?(?:局|委员会|管委会|委|办公室|办|厅|院|中心|街道|镇|乡|政府)(?=[（(【[]?(?:20\d\d|二)|关于|政府信息|信息公开|年)/u;

function negatives(text: string, strong: boolean, inColumn: boolean, best: string): Rule[] {
  const aboutReport = inColumn || strong || /年报|报告|年度/u.test(text);
  const about = aboutReport ? ABOUT_THE_REPORT.filter((rule) => rule.pattern.test(text)) : [];
  if (strong || best === 'unit' || best === 'year' || best === 'body_class') return about;
  const rest = text.replace(LEADING_UNIT, '');
  const others = OTHER_DOCUMENTS.filter((rule) => rule.pattern.test(rest));
  const known = new Set(about.map((rule) => rule.name));
  return [...about, ...others.filter((rule) => !known.has(rule.name))];
}

/** Adds the points of the address; returns those of the column slugs alone. */
function scoreAddress(sum: Sum, url: string, inColumn: boolean): number {
  const rules = inColumn ? [...COLUMN_SLUGS, YEAR_FOLDER] : COLUMN_SLUGS;
  let points = 0;
  for (const rule of rules.filter((each) => each.pattern.test(url))) {
    const score = Math.min(rule.score, 40 - points); // together at most 40
    if (score > 0) sum.add('url', { name: rule.name, score });
    points += score;
  }
  if (HUB_SLUGS.pattern.test(url)) sum.add('url', HUB_SLUGS);
  if (OTHER_SLUGS.pattern.test(url)) sum.add('url', OTHER_SLUGS);
  return points;
}

function scoreContext(sum: Sum, best: string, url: string, place: LinkPlace): void {
  if (place.menu !== 'none' && best === 'bare_name') sum.add('context', { name: 'hub_menu', score: 40 });
  else if (place.menu === 'guide') sum.add('context', { name: 'beside_guide', score: 30 });
  if (place.crumb) sum.add('context', { name: 'breadcrumb', score: 15 });
  const scope = scopeOf(url, place.home, place.joined);
  if (scope === 'own') sum.add('context', { name: 'own_domain', score: 10 });
  if (scope === 'sibling') sum.add('context', { name: 'other_government', score: -15 });
  if (place.depth > 0) sum.add('context', { name: 'depth', score: -5 * place.depth });
}
