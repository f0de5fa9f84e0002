import { withoutFalsePlaces } from './place-words.ts';

/** What sort of body a name stands for, with its level in the administration; `unknown` where the name does not say. */
export interface BodyClass {
  kind: string;
  level: string;
}

/** Kinds by the end of the name, the first that fits (DOMAIN.md 4.2). */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/(?:人民)?政府(?:办公厅|办公室|办)$|^国务院办公厅$/u, 'government_office'],
  [/街道(?:办事处|办)?$|街道人民政府$/u, 'street_office'],
  [/(?:镇|乡|苏木)(?:人民)?政府$|(?:镇|乡|苏木)$/u, 'town_government'],
  [/人民政府$|行政公署$|国务院$/u, 'government'],
  [/管委会$|管理委员会$|(?:开发|高新|试验|实验|示范|园|合作|保税|经开|度假|工业|新)区$/u, 'zone_committee'],
  [/分局$|办事处$|派出所$|派出机构$/u, 'dispatched_office'],
  [/(?:小学|中学|大学|学院|学校|幼儿园|职中|[一二三四五六七八九十\d]中)$/u, 'school'],
  [/(?:公司|集团|厂|银行)$/u, 'enterprise'],
  [/(?:中心|医院|卫生院|院|站|所|馆|队|台|社|园|场|处)$/u, 'public_institution'],
  [/(?:局|厅|部|委员会|委|办公室|办|署|总局|厅局)$/u, 'department'],
  [/(?:省|市|县|区|旗|自治州|州|盟)$/u, 'government'],
];

const MUNICIPALITIES = /^(?:北京|上海|天津|重庆)市/u;
const NATIONAL = /^(?:国务院|国家|中华人民共和国|中国)/u;
/** Ministries and other bodies of the State Council since 2008 whose names say no country. */
const MINISTRIES =
  /^(?:(?:外交|国防|教育|科学技术|工业和信息化|公安|民政|司法|财政|人力资源(?:和)?社会保障|自然资源|国土资源|生态环境|环境保护|住房和城乡建设|交通运输|铁道|水利|农业农村|农业|商务|文化和旅游|文化|卫生|退役军人事务|应急管理|监察)部|审计署|海关总署|新闻出版总署)$/u;
/** Areas and unions that are no divisions. */
const NO_DIVISION = /地区性|州际|景区|湖区|林区|联盟/gu;
const ZONE = /(?:开发|高新|试验|实验|示范|园|合作|保税|经开|度假|工业)区/gu;

/** Whether a string can be the name of a body: Han characters (brackets and · allowed), no verb of a sentence, a known ending. */
export function looksLikeBody(name: string): boolean {
  if (!/^[\p{Script=Han}（）()·]{2,40}$/u.test(name) || /[的是了在将]|报告|公开|情况|事项|编制|联系|通知/u.test(name))
    return false;
  return classifyBody(name).kind !== 'other' && !/^(?:我|本(?!溪)|该|各)/u.test(name);
}

/** Kind and level of a body by the words of its name alone; no list of places is asked, so 抚远市 stays `unknown`. */
export function classifyBody(name: string | null): BodyClass {
  if (name === null) return { kind: 'other', level: 'unknown' };
  const kind = KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
  return { kind, level: levelOf(name, kind) };
}

function levelOf(name: string, kind: string): string {
  if (NATIONAL.test(name) || MINISTRIES.test(name)) return 'national';
  if (
    kind === 'street_office' ||
    kind === 'town_government' ||
    /(?:街道|镇|乡|苏木)(?!.*[市县区]).+[局所站中心]$/u.test(name)
  ) {
    return 'township';
  }
  if (kind === 'zone_committee') return 'unknown';
  const places = withoutFalsePlaces(name.replace(ZONE, '').replace(NO_DIVISION, ''));
  const inZone = name.search(ZONE) >= 0;
  const province = /^.{2,8}?(?:省|自治区)/u.exec(places);
  const below = province === null ? places : places.slice(province[0].length);
  if (/^..市.+?[区县]/u.test(places) || /^.{1,10}?(?:市|州|盟|地区).{1,10}?[区县市旗]/u.test(below)) return 'county';
  if (/^.{1,6}?(?:县|旗|区)/u.test(below) && !/^.{1,6}?[市盟州]/u.test(below)) return 'county';
  if (inZone) return 'unknown';
  if (MUNICIPALITIES.test(places)) return 'province';
  if (/^.{1,12}?(?:自治州|地区|盟)/u.test(below)) return 'prefecture';
  return province !== null && !/[市县区旗州盟]/u.test(below) ? 'province' : 'unknown';
}
