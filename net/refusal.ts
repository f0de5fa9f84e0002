import { decodeText } from '../text/decode.ts';

/** What of an answer shows a refusal; header names lower-case. */
export interface Answered {
  status: number;
  headers: Readonly<Record<string, string>>;
  bytes: Uint8Array;
}

/** Statuses with which portals and their firewalls turn programs away (PORTALS.md T1–T3); 521 is that of 加速乐. */
const REFUSING = new Set([401, 403, 405, 407, 412, 468, 521]);

/** Firewall pages stand within this many bytes; the largest seen are some 100 KB of script. */
const LOOKED_AT = 262_144;

/** A challenge shows nearly nothing to read; with more visible characters than this a page is a page, whatever its scripts say. */
const SHELL_CHARACTERS = 200;

/** 瑞数 puts its script into real pages too, once past the gate; its gate itself is blank. */
const BLANK_CHARACTERS = 40;

/** A cookie shell is a few hundred bytes: 380 (C3VK), 1,166 (Jiangxi counties). */
const COOKIE_SHELL_BYTES = 4096;

interface Mark {
  reason: string;
  /** Must all be found in the page's source. */
  all: readonly RegExp[];
  visibleAtMost: number;
  bytesAtMost?: number;
}

const RELOADS_ITSELF =
  /location\.reload\s*\(|location(?:\.href)?\s*=\s*(?:window\.|document\.)?location(?:\.href|\.pathname)?\b|location\.replace\(\s*(?:window\.|document\.)?location/u;

const MARKS: readonly Mark[] = [
  { reason: 'challenge_acw', all: [/\bvar\s+arg1\s*=\s*['"][0-9A-Fa-f]{16,}['"]/u], visibleAtMost: SHELL_CHARACTERS },
  {
    reason: 'challenge_acw',
    all: [/acw_sc__v[23]/u, /document\.cookie|location\.reload/u],
    visibleAtMost: SHELL_CHARACTERS,
  },
  { reason: 'challenge_jsl', all: [/__jsl_clearance/u], visibleAtMost: SHELL_CHARACTERS },
  {
    // The name of the cookie put together sign by sign: document.cookie=('_')+('_')+('j')+('s')+('l')…
    reason: 'challenge_jsl',
    all: [/document\.cookie\s*=\s*\(?'_'\)?\s*\+\s*\(?'_'\)?\s*\+\s*\(?'j'\)?/u],
    visibleAtMost: SHELL_CHARACTERS,
  },
  { reason: 'challenge_ts', all: [/\$_ts\s*[=.[]|\[['"]\$_ts['"]\]/u], visibleAtMost: BLANK_CHARACTERS },
  { reason: 'challenge_slider', all: [/\bpuzzle-vcode\b/u], visibleAtMost: SHELL_CHARACTERS },
  {
    reason: 'challenge_slider',
    all: [/请稍候/u, /vcode|滑块|拼图/iu],
    visibleAtMost: SHELL_CHARACTERS,
  },
  { reason: 'challenge_captcha', all: [/_____tmd_____|x5secdata/u], visibleAtMost: SHELL_CHARACTERS },
  { reason: 'challenge_cookie', all: [/\bC3VK\b/u], visibleAtMost: BLANK_CHARACTERS, bytesAtMost: COOKIE_SHELL_BYTES },
  {
    reason: 'challenge_cookie',
    all: [/document\.cookie\s*=/u, RELOADS_ITSELF],
    visibleAtMost: BLANK_CHARACTERS,
    bytesAtMost: COOKIE_SHELL_BYTES,
  },
  {
    reason: 'block_page',
    all: [
      /访问(?:请求)?(?:可能对网站造成(?:安全)?(?:威胁|风险)|已?被(?:阻断|拦截))|被网站管理员设置拦截|The requested URL was rejected\. Please consult/u,
    ],
    visibleAtMost: SHELL_CHARACTERS,
  },
];

/** Whether an answer is no document but a page that asks for the letters of a picture first, as some downloads do (PORTALS.md T25). */
export function asksForLetters({ headers, bytes }: Pick<Answered, 'headers' | 'bytes'>): boolean {
  if (bytes.length > LOOKED_AT || !looksLikeHtml(bytes)) return false;
  const { text } = decodeText(bytes, { header: headers['content-type'] });
  return /验证码|captcha/iu.test(text) && visibleLength(text) <= SHELL_CHARACTERS;
}

/** Bytes of an answer that only says why there is no file. */
const SHORT_ANSWER = 2_048;

/** Whether an answer is no document but the word that its link holds no more: gateways give links that live a minute (PORTALS.md 1.5, R08). */
export function saysExpired({ headers, bytes }: Pick<Answered, 'headers' | 'bytes'>): boolean {
  if (bytes.length > SHORT_ANSWER) return false;
  const { text } = decodeText(bytes, { header: headers['content-type'] });
  return /链接[^。]{0,8}(?:失效|过期|超时)|(?:地址|令牌)[^。]{0,6}(?:失效|过期)|token[^.]{0,12}(?:expired|invalid)/iu.test(
    text,
  );
}

/**
 * Why an answer is a refusal of us: `status_412`, `challenge_acw`, `block_page` …; null for every other answer.
 * Bodies are judged only where they are a page of HTML with hardly any visible text. PORTALS.md T1–T6.
 */
export function refusalOf(answer: Answered, url: URL): string | null {
  if (answer.status >= 300 && answer.status < 400) return sendsBackForCookie(answer, url) ? 'challenge_cookie' : null;
  const mark = markOf(answer);
  if (answer.status === 521 && mark === null && /__jsl/u.test(answer.headers['set-cookie'] ?? ''))
    return 'challenge_jsl';
  if (REFUSING.has(answer.status) && answer.status !== 521) return `status_${answer.status}`;
  if (mark !== null) return mark;
  if (answer.headers['cf-mitigated'] === 'challenge') return 'challenge_cloudflare';
  return answer.status === 521 ? 'status_521' : null;
}

/** A redirect to the very same address together with a cookie: the page opens only to those who bring it (PORTALS.md T6, CT6T). */
function sendsBackForCookie({ headers }: Answered, url: URL): boolean {
  const { location, 'set-cookie': cookie } = headers;
  return (
    cookie !== undefined &&
    location !== undefined &&
    URL.canParse(location, url) &&
    new URL(location, url).href === url.href
  );
}

/** Whether the bytes begin like a page of HTML, whatever the header says. */
export function looksLikeHtml(bytes: Uint8Array): boolean {
  return /^(?:ï»¿)?\s*</u.test(new TextDecoder('latin1').decode(bytes.subarray(0, 512)));
}

function markOf({ headers, bytes }: Answered): string | null {
  if (bytes.length > 2 * LOOKED_AT || !looksLikeHtml(bytes)) return null;
  const { text } = decodeText(bytes.subarray(0, LOOKED_AT), { header: headers['content-type'] });
  const found = MARKS.filter(
    (mark) => bytes.length <= (mark.bytesAtMost ?? Infinity) && mark.all.every((sign) => sign.test(text)),
  );
  if (found.length === 0) return null;
  const visible = visibleLength(text);
  return found.find((mark) => visible <= mark.visibleAtMost)?.reason ?? null;
}

/** Characters a reader would see: without scripts, styles, comments, tags and white space. */
function visibleLength(html: string): number {
  return html
    .replace(/<!--[\s\S]*?(?:-->|$)/gu, '')
    .replace(/<(script|style|noscript|template|title)\b[\s\S]*?(?:<\/\1\s*>|$)/giu, '')
    .replace(/<[^<>]*>?/gu, '')
    .replace(/&\w+;|&#\d+;/gu, '.')
    .replace(/\s+/gu, '').length;
}
