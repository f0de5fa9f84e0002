import type { Locator } from '../model/notice.ts';
import type { NarrativeFact } from '../model/record.ts';
import { foldWidth, matchForm } from '../text/fold.ts';
import { readNumeral } from '../text/numerals.ts';

/** A number that a sentence states. `qualifier`: the word that says it counts another population than the table (H16). */
export interface Statement extends NarrativeFact {
  qualifier: string | null;
}

/** One sentence; `form` is folded and without spaces, `printed` as it stands. */
interface Sentence {
  form: string;
  printed: string;
  at: Locator;
}

interface Pattern {
  key: string;
  pattern: RegExp;
  /** Words inside the matched piece or before it in its clause that make it another quantity. */
  unless?: RegExp;
  /** The paragraph must speak of this. */
  about?: RegExp;
}

const NUMBER = '(?<number>\\d{1,3}(?:,\\d{3})+|\\d+|[零〇一二两三四五六七八九十百千]{1,7})';
const CASES = '(?<unit>件次|件|宗|个|份|起|例|条|项|次)';
const GAP = '[^,。;:、\\d零〇一二两三四五六七八九十百千]';
const CHANNEL = /当面|现场|信函|邮寄|邮件|电子邮箱|网上|网络|线上|网站|平台|传真|微信|其中/u;
const OTHER_CASES = /复议|诉讼|许可|信访|投诉|举报|咨询|上年|去年|往年|结转|意见|建议|提案|补正|撤回|转办/u;
const OUTCOME = /维持|纠正|撤销|驳回|审结|未结|败诉|胜诉|化解|调解|增|减|降|同比|结案/u;
const QUALIFIERS = /备案|代表|本级|纪检/u;

function statement(key: string, source: string, rest: Omit<Pattern, 'key' | 'pattern'> = {}): Pattern {
  return { key, pattern: new RegExp(source, 'gu'), ...rest };
}

const requests = { unless: new RegExp(`${CHANNEL.source}|${OTHER_CASES.source}`, 'u') };
const answers = { unless: /主动|同比|较上年/u, about: /申请|答复|办理结果|依申请/u };

/** What is looked for, with what it counts (DOMAIN.md 2.3, S1). */
const PATTERNS: readonly Pattern[] = [
  statement(
    'requests_received',
    `(?:收到|接到|受理|接收|新收)[^,。;:]{0,40}?申请${GAP}{0,12}?${NUMBER}${CASES}`,
    requests,
  ),
  statement('requests_received', `(?:收到|接到|受理|接收|新收)${NUMBER}${CASES}${GAP}{0,20}?申请`, requests),
  statement('requests_handled', `(?:办理|办结|处理|答复)[^,。;:]{0,30}?申请${GAP}{0,8}?${NUMBER}${CASES}`, requests),
  statement('carried_in', `上一?年度?结转${GAP}{0,15}?${NUMBER}${CASES}`),
  statement('carried_out', `结转[至到]?(?:下一?|次|第二)年度?${GAP}{0,15}?${NUMBER}${CASES}`),
  statement('granted', `(?<!不|部分|主动)予以公开${GAP}{0,6}?${NUMBER}${CASES}`, answers),
  statement('partial', `部分公开${GAP}{0,6}?${NUMBER}${CASES}`, answers),
  statement('denied', `不予公开${GAP}{0,6}?${NUMBER}${CASES}`, answers),
  statement('unable', `无法提供${GAP}{0,6}?${NUMBER}${CASES}`, answers),
  statement('not_processed', `不予处理${GAP}{0,6}?${NUMBER}${CASES}`, answers),
  statement('other_processing', `其[他它]处理${GAP}{0,6}?${NUMBER}${CASES}`, answers),
  statement('review', `行政复议(?!机关)${GAP}{0,12}?${NUMBER}${CASES}`, { unless: OUTCOME }),
  statement('review', `${NUMBER}${CASES}${GAP}{0,6}?行政复议(?!机关)`, { unless: OUTCOME }),
  statement('litigation', `行政诉讼${GAP}{0,12}?${NUMBER}${CASES}`, { unless: OUTCOME }),
  statement('litigation', `${NUMBER}${CASES}${GAP}{0,6}?行政诉讼`, { unless: OUTCOME }),
  statement(
    'disclosed_total',
    `(?:公开|公布|发布)(?:各类)?(?:政府|政务)?信息${GAP}{0,10}?${NUMBER}(?<unit>条次|条|件|篇)`,
    {
      unless: /其中|微信|微博/u,
    },
  ),
  statement('processing_fee', `信息处理费${GAP}{0,12}?${NUMBER}(?<unit>元|万元)`),
];

const NEGATION =
  /(?:未曾?(?:收到|接到|受理|接收|发生|出现|产生|涉及|引发|被)|没有(?:收到|接到|受理|发生|出现|产生|因)?|(?<![绝全])无(?!法|效|关|线|障|偿|需|须|纸|正当|条件|故|偏|论))(?<what>[^,。;]{0,45})/gu;
const NOT_ALL = /逾期|超期|超时|败诉|纠错|纠正|撤销|违法|结转|不予|收费|收取|费用|异议|商业企业|科研/u;

/** The numbers that a paragraph states; numbers of other years (`fiscalYear` known), of parts and rough ones are left out. */
export function readStatements(line: { text: string; at: Locator }, fiscalYear: number | null): Statement[] {
  const paragraph = matchForm(line.text);
  return sentencesOf(line).flatMap((sentence) => [
    ...PATTERNS.filter(({ about }) => about === undefined || about.test(paragraph)).flatMap((pattern) =>
      [...sentence.form.matchAll(pattern.pattern)].flatMap((match) =>
        readMatch(match, { pattern, sentence, fiscalYear }),
      ),
    ),
    ...readDenials(sentence, fiscalYear),
  ]);
}

function sentencesOf(line: { text: string; at: Locator }): Sentence[] {
  const printed = line.text.split(/(?<=[。；;！])/u).map((text) => text.trim());
  return printed
    .filter((text) => text !== '')
    .map((text) => ({ form: matchForm(foldWidth(text)), printed: text, at: line.at }));
}

function readMatch(
  match: RegExpExecArray,
  context: { pattern: Pattern; sentence: Sentence; fiscalYear: number | null },
): Statement[] {
  const { pattern, sentence, fiscalYear } = context;
  const before = sentence.form.slice(0, match.index);
  const clause = before.slice(Math.max(before.lastIndexOf(','), before.lastIndexOf(':')) + 1);
  const number = match.groups?.['number'] ?? '';
  const value = /^\d/u.test(number) ? Number(number.replaceAll(',', '')) : readNumeral(number);
  const rough = /[近约超逾]$/u.test(match[0].slice(0, match[0].indexOf(number)));
  if (value === null || rough || otherYear(before, fiscalYear)) return [];
  if (pattern.unless?.test(clause + match[0]) === true) return [];
  const joint =
    /(?:复议|诉讼)(?:案件)?[、和及或与](?:提起)?$/u.test(before) ||
    /^行政复议[^\d]{0,3}[和及或与].{0,3}诉讼/u.test(match[0]);
  if (joint && value !== 0) return [];
  const fact = {
    key: pattern.key,
    value,
    unit: match.groups?.['unit'] ?? null,
    quote: sentence.printed.slice(0, 200),
    at: sentence.at,
    qualifier: QUALIFIERS.exec(before.slice(-60) + match[0])?.[0] ?? null,
  };
  return joint ? [fact, { ...fact, key: fact.key === 'review' ? 'litigation' : 'review' }] : [fact];
}

/** `未收到…申请`, `未发生行政复议、行政诉讼`: a stated 0 for what it names. */
function readDenials(sentence: Sentence, fiscalYear: number | null): Statement[] {
  return [...sentence.form.matchAll(NEGATION)].flatMap((match) => {
    const what = match.groups?.['what'] ?? '';
    if (NOT_ALL.test(what) || otherYear(sentence.form.slice(0, match.index), fiscalYear)) return [];
    const keys = [...(what.includes('复议') ? ['review'] : []), ...(what.includes('诉讼') ? ['litigation'] : [])];
    const asked = /申请/u.test(what) && /公开|信息/u.test(what) && !CHANNEL.test(what) && !OTHER_CASES.test(what);
    if (keys.length === 0 && asked) keys.push('requests_received');
    const quote = sentence.printed.slice(0, 200);
    return keys.map((key) => ({ key, value: 0, unit: null, quote, at: sentence.at, qualifier: null }));
  });
}

/** The year named last before a number is not the report's: a comparison, or figures since an earlier year. */
function otherYear(before: string, fiscalYear: number | null): boolean {
  if (/以来[^,。;]*$|历年|上年度?同期/u.test(before)) return true;
  const named = [...before.matchAll(/(20\d{2})年/gu)].at(-1)?.[1];
  return fiscalYear !== null && named !== undefined && Number(named) !== fiscalYear;
}
