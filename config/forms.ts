import { readBucketAddress } from '../text/bucket-address.ts';

/** What a right value looks like: `expected` completes "expected …"; `read` gives undefined where a text is not so. */
export interface Form<T> {
  expected: string;
  read(text: string): T | undefined;
}

/** A whole number within these bounds, both allowed. */
export function wholeNumber(least: number, most: number): Form<number> {
  return {
    expected: `a whole number from ${least} to ${most}`,
    read: (text) => {
      const value = /^\d{1,9}$/u.test(text.trim()) ? Number(text) : Number.NaN;
      return value >= least && value <= most ? value : undefined;
    },
  };
}

/** An address with one of these protocols (such as `http:`) and a host. */
export function address(...protocols: string[]): Form<string> {
  return {
    expected: `an address that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    read: (text) => {
      if (!URL.canParse(text)) return undefined;
      const url = new URL(text);
      return protocols.includes(url.protocol) && url.host !== '' ? text : undefined;
    },
  };
}

/** An address of a bucket with its keys. */
export const bucketAddress: Form<string> = {
  expected:
    'https://KEY:SECRET@host:port/bucket/prefix?region=… (http: for a server without TLS; prefix and region may be left out; ' +
    '"/" in the secret is written %2F)',
  read: (text) => (readBucketAddress(text) === null ? undefined : text),
};

/** Endings of host names with commas between, lower case; undefined where one is none. */
export function readSuffixes(text: string): string[] | undefined {
  const suffixes = text.split(',').map((part) => part.trim().toLowerCase());
  return suffixes.every((suffix) => /^\.?[a-z0-9-]+(?:\.[a-z0-9-]+)*$/u.test(suffix)) ? suffixes : undefined;
}

/** Yes or no in the usual words. */
export function readSwitch(text: string): boolean | undefined {
  if (/^(?:1|true|yes|on)$/iu.test(text)) return true;
  return /^(?:0|false|no|off)$/iu.test(text) ? false : undefined;
}

/** An identity that names no browser. */
export function readUserAgent(text: string): string | undefined {
  const plain = /^[\x20-\x7e]{3,200}$/u.test(text) && text.trim() !== '';
  return plain && !/Mozilla|Chrom(?:e|ium)|Safari|WebKit|Gecko|Firefox|Edg\/|MSIE|Trident|Opera/iu.test(text)
    ? text
    : undefined;
}

/** An e-mail address, or the address of a page. */
export function readContact(text: string): string | undefined {
  if (/^[\x21-\x27\x2a-\x7e]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/iu.test(text)) return text;
  return /^https?:\/\/[\x21-\x27\x2a-\x7e]+$/u.test(text) && URL.canParse(text) ? text : undefined;
}

/** Addresses that a summary is sent to, with spaces between: of webhooks, and mailboxes as `mailto:`. */
export function readNotify(text: string): string | undefined {
  const words = text.trim().split(/\s+/u);
  return words.every(isNotified) ? words.join(' ') : undefined;
}

function isNotified(word: string): boolean {
  if (/^mailto:/iu.test(word)) return /^mailto:[^@\s,?]+@[^@\s,?]+$/iu.test(word);
  return address('http:', 'https:').read(word) !== undefined;
}
