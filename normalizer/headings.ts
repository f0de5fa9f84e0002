import type { Locator } from '../model/notice.ts';
import { matchForm } from '../text/fold.ts';
import type { Line } from './lines.ts';

/** The six sections of the official form, in its order (DOMAIN.md 1.1). */
export const SECTION_KEYS = ['overview', 'proactive', 'requests', 'review_litigation', 'problems', 'other'] as const;

/**
 * A line taken for the heading of a section. `number` as printed (`三`), null if none is shown; `rest` is what follows
 * the heading in the same line; `full` = carries the whole words of the form, not a short head such as 主动公开.
 */
export interface Heading {
  key: string;
  number: string | null;
  text: string;
  rest: string;
  full: boolean;
  line: number;
  at: Locator;
}

/** Which section a numbered first-level heading opens, by its words; the first that fits (four and five overlap in words). */
const BY_WORDS: readonly (readonly [RegExp, string])[] = [
  [/复议|诉讼/u, 'review_litigation'],
  [/收费|减免|费用|支出/u, 'legacy_fees'],
  [/统计表|指标表|附表|附件/u, 'legacy_annex'],
  [/问题|不足|改进|下一步/u, 'problems'],
  [/其[他它].*事项|(?:报告|说明)的?(?:其[他它])?事项|^其[他它]$/u, 'other'],
  [/依申请|收到和处理|不予公开|申请(?:的)?(?:公开)?(?:办理|处理|受理)?(?:的)?(?:工作)?情况/u, 'requests'],
  [/咨询/u, 'legacy_consulting'],
  [/回应|解读/u, 'legacy_response'],
  [/会议|培训/u, 'legacy_training'],
  [/机构(?:建设|设置)|保障经费|人员(?:和|及)?经费|工作人员/u, 'legacy_staff'],
  [/主动公开|公开政府信息(?:的)?情况/u, 'proactive'],
  [/总体|概述|概况|基本(?:工作)?情况|工作情况综述/u, 'overview'],
];

/** Headings without a number: only the words of the form, and nothing else in the line (seeds 002, 004). */
const UNNUMBERED: readonly (readonly [RegExp, string])[] = [
  [/^(?:总体(?:工作)?情况|概述|总体概述|(?:主要)?工作概述|基本(?:工作)?情况)$/u, 'overview'],
  [/^(?:行政机关)?主动公开政府信息(?:的)?情况$/u, 'proactive'],
  [/^(?:行政机关)?收到和处理政府信息公开申请(?:的)?情况$|^依申请公开(?:政府信息|办理)(?:的)?情况$/u, 'requests'],
  [
    /^(?:因)?(?:政府)?信息公开(?:工作)?(?:被)?(?:申请)?(?:被)?行政法?复议(?:、|和|及|，|,)?(?:被)?(?:提起)?(?:行政)?诉讼(?:的)?情况$/u,
    'review_litigation',
  ],
  [/^(?:政府信息公开工作)?(?:存在的?)?(?:主要)?问题(?:及|和|与)(?:下一步)?改进(?:情况|措施|工作)$/u, 'problems'],
  [/^其[他它]需要(?:报告|说明)的?事项$/u, 'other'],
  [/^政府信息公开(?:的)?收费(?:及|和)减免(?:的)?情况$/u, 'legacy_fees'],
  [/^附(?:件|表|录)?\d?:?.{0,40}统计表$/u, 'legacy_annex'],
];

/** The words of the form at the start of a line that runs on into its paragraph (`一、总体情况2020年，我局…`). */
const RUN_IN =
  /^(?:总体(?:工作)?情况|概述|(?:行政机关)?主动公开政府信息的?情况|(?:行政机关)?收到和处理政府信息公开申请的?情况|政府信息依申请公开工作情况|依申请公开(?:政府信息|办理)的?情况|(?:因)?政府信息公开(?:工作)?(?:被)?(?:申请)?行政法?复议、(?:提起)?行政诉讼的?情况|政府信息公开的收费及减免情况|(?:政府信息公开工作)?(?:存在的)?主要问题(?:及|和)改进(?:情况|措施)|其[他它]需要报告的?事项)/u;

const NUMBERED = /^\s*第?([一二三四五六七八九十]{1,2})(?:部分)?\s*[、.．，,:：]\s*/u;
const SUB_NUMBER = /^\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}\s*[.、．])/u;
const CONTENTS_TAIL = /[.…·\s]*(?:\d{1,3})?$/u;

/** Reads a line as a heading of the first level (一、); null for anything else, sub-heads （一） and 1. included. */
export function headingOf(line: Extract<Line, { kind: 'text' }>): Heading | null {
  const place = { line: line.index, at: line.at };
  const text = line.text.trim();
  const numbered = NUMBERED.exec(text);
  if (numbered === null) return SUB_NUMBER.test(text) ? null : unnumberedHeading(text, place);
  const number = numbered[1] ?? null;
  const words = text.slice(numbered[0].length);
  const cut = cutHeading(words);
  if (cut === null) return null;
  const form = matchForm(cut.head).replace(CONTENTS_TAIL, '');
  const key = BY_WORDS.find(([pattern]) => pattern.test(form))?.[1] ?? 'unknown';
  return {
    key,
    number,
    text: text.slice(0, text.length - cut.rest.length).trim(),
    rest: cut.rest,
    full: true,
    ...place,
  };
}

function unnumberedHeading(text: string, place: { line: number; at: Locator }): Heading | null {
  const form = matchForm(text)
    .replace(/[:：。]$/u, '')
    // A recogniser loses the number and keeps the mark behind it.
    .replace(/^[、,.]/u, '')
    .replace(CONTENTS_TAIL, '');
  const key = UNNUMBERED.find(([pattern]) => pattern.test(form))?.[1];
  return key === undefined ? null : { key, number: null, text, rest: '', full: true, ...place };
}

/**
 * The heading's own words and what runs on after them. A list of headings in one sentence (`一、总体情况；二、…`), or a
 * sentence that merely starts with a number, gives null.
 */
function cutHeading(words: string): { head: string; rest: string } | null {
  if (/[；;、，,]\s*[二三四五六七八九十]{1,2}、/u.test(words)) return null;
  const runIn = RUN_IN.exec(words);
  const after = runIn === null ? '' : words.slice(runIn[0].length).trim();
  if (runIn !== null && !/^[.…·\s]*\d{0,3}$/u.test(after) && (after.length > 12 || /^[…\d]/u.test(after))) {
    return { head: runIn[0], rest: after.replace(/^[。：:，.]+/u, '') };
  }
  const sentence = /^([^。：:；;]{2,40})[。：:]\s*(.+)$/su.exec(words);
  if (sentence !== null) return { head: sentence[1] ?? '', rest: sentence[2] ?? '' };
  const whole = words.replace(/[。：:]\s*$/u, '');
  return whole.length > 45 || /[。；]/u.test(whole) ? null : { head: whole, rest: '' };
}
