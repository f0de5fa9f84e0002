import { findDate } from '../text/chinese-date.ts';
import { matchForm } from '../text/fold.ts';
import type { TextLine } from './lines.ts';
import { looksLikeBody } from './body-kind.ts';

/** What stands below the last section: who signs, when (ISO 8601). Null where it is not printed. */
export interface Closing {
  name: string | null;
  date: string | null;
}

const PAGE_NUMBER = /^[-—–]?\d{1,3}[-—–]?$/u;
/** Lines of a page around the report that may trail it (DOMAIN.md 3.4, portal chrome). */
const CHROME =
  /^(?:[（(]?此件(?:主动)?公开|责任编辑|编辑[:：]|录入[:：]|审核[:：]|来源[:：]|信息来源|版权所有|主办单位|网站标识码|打印|关闭|分享|浏览次数|点击|上一篇|下一篇|相关(?:附件|文章|链接|年报)|附件[:：\d]|附件$|【|扫一扫|PDF下载|Word下载|建议使用)/iu;

/** The lines of the last section without what trails them: signature, date, page number, the page's own furniture. */
export function withoutClosing(lines: readonly TextLine[]): TextLine[] {
  let end = lines.length;
  let dated = false;
  while (end > 0) {
    const form = matchForm(lines[end - 1]?.text ?? '');
    const date = dateLine(form);
    if (!(PAGE_NUMBER.test(form) || CHROME.test(form) || date !== null || isSignature(form, dated))) break;
    dated ||= date !== null;
    end -= 1;
  }
  return lines.slice(0, end);
}

/** Reads signature and date from the last lines of a document (annexes cut off by the caller). */
export function readClosing(lines: readonly TextLine[]): Closing {
  const tail = lines.slice(withoutClosing(lines).length);
  const closing: Closing = { name: null, date: null };
  for (const line of tail) {
    const form = matchForm(line.text);
    const date = dateLine(form);
    if (date !== null) closing.date = date.iso;
    const name = date === null ? form : form.slice(0, form.length - date.raw.length);
    if (isSignature(name, true)) closing.name = name.replace(/[（(](?:盖章|公章|印章)[）)]$/u, '');
  }
  return closing;
}

/** A line that is a date, alone or behind the signature. */
function dateLine(form: string): { iso: string; raw: string } | null {
  const date = findDate(form);
  if (date === null || !form.endsWith(date.raw)) return null;
  const before = form.slice(0, form.length - date.raw.length);
  return before === '' || looksLikeBody(before) ? date : null;
}

/** A body's name alone in its line. Without a date below it, it must be long enough not to be a word of the text. */
function isSignature(form: string, dated: boolean): boolean {
  return looksLikeBody(form.replace(/[（(](?:盖章|公章|印章)[）)]$/u, '')) && (dated || form.length >= 6);
}
