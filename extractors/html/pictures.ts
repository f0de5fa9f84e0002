import type { Element } from 'domhandler';
import { resolveAddress } from '../../text/address.ts';
import type { Attachment } from '../../model/document.ts';
import { ancestors, attribute, descendants, isChrome, isHidden } from './dom.ts';

/** Pictures that are no page of a report, by the last part of their address: logos, codes to scan, buttons, lines. */
const ORNAMENT =
  /(?:^|[_-])(?:logo|icon|ico|qr|qrcode|ewm|erweima|weixin|wechat|wx|weibo|share|print|banner|arrow|btn|button|bg|line|dot|blank|spacer|loading|guohui|dzjg|red)(?:[_.-]|\d|$)|\.(?:gif|svg)$/iu;

/** Attributes in which pages that load pictures late keep the address. */
const LATE = ['data-original', 'data-src', 'data-lazy', 'data-lazy-src', 'data-url'];

/** Side in pixels below which a picture holds no page that can be read. */
const LEAST_SIDE = 200;

/**
 * The pictures that an article shows where its text should be, in order, each once, with role `picture` and their number:
 * the pages of the report as somebody scanned them (PORTALS.md R13). Ornaments are left out.
 */
export function readPictures(body: Element, base: string): Attachment[] {
  const addresses = descendants(body)
    .filter((element) => element.name === 'img' && !isSmall(element) && !isAside(element, body))
    .map((element) => resolveAddress(sourceOf(element), base))
    .filter((url) => url !== null)
    .filter((url) => !ORNAMENT.test(new URL(url).pathname.split('/').at(-1) ?? ''));
  return [...new Set(addresses)].map((url, index) => ({ url, text: '', role: 'picture', page: index + 1 }));
}

function sourceOf(element: Element): string {
  const late = LATE.map((name) => attribute(element, name)).find((address) => address !== '');
  return late ?? attribute(element, 'src');
}

function isSmall(element: Element): boolean {
  return ['width', 'height'].some((side) => {
    const size = /^(\d+)(?:px)?$/u.exec(attribute(element, side))?.[1];
    return size !== undefined && Number(size) < LEAST_SIDE;
  });
}

function isAside(element: Element, body: Element): boolean {
  const around = [element, ...ancestors(element)];
  return around.slice(0, around.indexOf(body)).some((above) => isHidden(above) || isChrome(above));
}
