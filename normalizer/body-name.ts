import { matchForm } from '../text/fold.ts';
import { looksLikeBody } from './body-kind.ts';
import { placeLetter, withoutFalsePlaces } from './place-words.ts';

/** Where names of the issuing body were printed; all as printed, null where there is none. */
export interface NameSources {
  inTitle: string | null;
  signed: string | null;
  /** The lines before the first section. */
  preface: string;
  /** The whole text, tables included. */
  text: string;
  /** Names that the page gives beside the report, best first: list link, ContentSource, 发布机构. */
  page: readonly string[];
  siteName: string | null;
}

/** The fullest name that is printed; `from` says which source named the body. Both null if no source did. */
export interface ChosenName {
  name: string | null;
  from: 'title' | 'signature' | 'preface' | 'contact' | 'page' | 'site' | null;
}

/** A place as it stands in front of a body's name: province, city, district; at least one of them. */
const PART = '[^\\P{Script=Han}局及以为的了是在由与对请向从我各该等]';
const PLACE = new RegExp(
  `^(?:${PART}{2,8}?(?:省|自治区))?(?:${PART}{1,10}?(?:市|自治州|州|盟|地区))?(?:${PART}{1,14}?(?:区|县|旗|市))?(?:${PART}{1,8}?(?:镇|乡|街道))?$`,
  'u',
);
/** Words of offices for town and country: 乡村振兴局. */
const RURAL = /乡村|城乡|城镇/gu;
const OTHER_WORDS = /关于|印发|根据|依据|转发|通知|委托|按照/u;

/**
 * The normalised name (DESIGN.md 3, "Names"): the body that the best source names (DOMAIN.md 4.1), an abbreviation replaced
 * by the signature's long form, the place in front where the name lacks it and text or page print it. Nothing is put
 * together but a printed place and a printed name.
 */
export function chooseName(sources: NameSources): ChosenName {
  const base = baseName(sources);
  if (base.name === null) return base;
  const long = longForm(base.name, sources.signed) ?? base.name;
  const whole = withOrgan(longerPrinted(long, sources) ?? withPlace(long, sources) ?? long, sources.text);
  return { name: whole, from: base.from };
}

/** Whether two names can mean the same body: one is the other with characters left out. */
export function sameBody(one: string, other: string): boolean {
  return isAbbreviation(one, other) || isAbbreviation(other, one);
}

function baseName(sources: NameSources): ChosenName {
  const preface = matchForm(sources.preface);
  const compiled = /由([^,.;。(（]{2,40}?)(?:结合|根据|依据|按照|负责|牵头|编制|汇总|组织)/u.exec(preface)?.[1];
  const contact = /与([^,.;。(（]{2,40}?)(?:[(（][^)）]*[)）])?联系/u.exec(preface)?.[1];
  const named: readonly (readonly [string | null | undefined, ChosenName['from']])[] = [
    [sources.inTitle, 'title'],
    [sources.signed, 'signature'],
    [compiled, 'preface'],
    [contact, 'contact'],
    ...sources.page.map((name) => [name, 'page'] as const),
    [sources.siteName, 'site'],
  ];
  for (const [name, from] of named) {
    const form = name === null || name === undefined ? '' : matchForm(name);
    if (looksLikeBody(form)) return { name: form, from };
  }
  return { name: null, from: null };
}

/** The signature, where the name is an abbreviation of it (赣州经开区经发局 → 赣州经济技术开发区经济发展局). */
function longForm(name: string, signed: string | null): string | null {
  const longer = signed !== null && signed.length > name.length && signed.at(-1) === name.at(-1);
  return longer && isAbbreviation(name, signed) ? signed : null;
}

function isAbbreviation(short: string, long: string): boolean {
  let at = 0;
  for (const char of long) if (char === short[at]) at += 1;
  return at === short.length;
}

/** A printed name that is this one with a place (or the rest of a place) in front; the page's before the text's. */
function longerPrinted(name: string, sources: NameSources): string | null {
  const named = [sources.signed, sources.inTitle, ...sources.page, sources.siteName].map((text) =>
    matchForm(text ?? ''),
  );
  const onPage = named.find((other) => isLonger(name, other));
  if (onPage !== undefined) return onPage;
  const counts = new Map<string, number>();
  for (const other of longerInText(name, matchForm(`${sources.preface}\n${sources.text}`))) {
    counts.set(other, (counts.get(other) ?? 0) + 1);
  }
  const best = [...counts].toSorted(
    ([a, times], [b, more]) => more - times || b.length - a.length || (a < b ? -1 : 1),
  )[0];
  return best?.[0] ?? null;
}

function longerInText(name: string, text: string): string[] {
  const found: string[] = [];
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const run = /\p{Script=Han}*$/u.exec(text.slice(Math.max(0, at - 24), at))?.[0] ?? '';
    if (OTHER_WORDS.test(run)) continue;
    const prefix = run.slice(
      Math.max(...['由', '与', '对', '在', '请', '向', '从', '布', '度'].map((stop) => run.lastIndexOf(stop))) + 1,
    );
    if (isLonger(name, prefix + name)) found.push(prefix + name);
  }
  return found;
}

/** `other` is `name` with something in front that makes a place, together with the place letter `name` may start with. */
function isLonger(name: string, other: string): boolean {
  if (other.length <= name.length || !other.endsWith(name)) return false;
  const prefix = other.slice(0, other.length - name.length);
  if (placeLetter(name) !== null) return PLACE.test(prefix + (name[0] ?? ''));
  const first = /^.{1,14}?(?:省|市|州|盟|县|区|旗)/u.exec(name)?.[0] ?? '';
  return PLACE.test(prefix) || (prefix.length >= 2 && PLACE.test(prefix + first) && /[省市州盟县区旗]$/u.test(prefix));
}

/** Puts a printed place in front: 区生态环境分局 on the site of 赣州经济技术开发区. Null where the name has one, or none is printed. */
function withPlace(name: string, sources: NameSources): string | null {
  const letter = placeLetter(name);
  if (letter === null && hasPlace(name)) return null;
  const place = printedPlaces(sources).find((text) => letter === null || text.endsWith(letter));
  if (place === undefined) return null;
  return letter === null ? place + name : place + name.slice(1);
}

function hasPlace(name: string): boolean {
  return (
    /^.{1,14}?(?:省|市|县|区|州|旗|盟|镇|乡|街道)/u.test(withoutFalsePlaces(name).replace(RURAL, '')) ||
    /^(?:国家|中国|国务院)/u.test(name)
  );
}

/** Places that page and text print where a site or an address is named: SiteName, `从…网站下载`, `地址：…`. */
function printedPlaces(sources: NameSources): string[] {
  const text = matchForm(`${sources.preface}\n${sources.text.slice(0, 3000)}`);
  const site = /^(.+?(?:省|市|县|区|州|旗|盟|镇|乡))(?:人民政府|政府|政务|门户|信息|网|$)/u.exec(
    matchForm(sources.siteName ?? ''),
  )?.[1];
  const download =
    /(?:从|在|登录|访问)([^,.;。:(（]{2,20}?(?:省|市|县|区|州|旗|盟))(?:人民)?(?:政府|政务)?(?:信息公开)?(?:门户)?网/u.exec(
      text,
    )?.[1];
  const address = /地址:([^,.;。(（]{2,20}?(?:县|区|旗|市))/u.exec(text)?.[1];
  return [site, download, address]
    .filter((place) => place !== undefined && PLACE.test(place))
    .map((place) => place ?? '');
}

/** A bare place gets the organ that the text prints right behind it (平潭综合实验区 → 平潭综合实验区管理委员会). */
function withOrgan(name: string, text: string): string {
  if (!/(?:区|市|县|旗|州|盟)$/u.test(name)) return name;
  const form = matchForm(text);
  const organ = ['管理委员会', '管委会', '人民政府'].find((end) =>
    form.split(name + end).some((after, piece) => piece > 0 && !/^(?:办|各|所属|部门|系统)/u.test(after)),
  );
  return organ === undefined ? name : name + organ;
}
