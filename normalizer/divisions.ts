import { DIVISION_REVISIONS, DIVISION_ROWS } from './tables/divisions.ts';

/** A division under one name. `first`, `last`: 0-based places in the list of revisions between which the tables have it. */
export interface Division {
  code: string;
  name: string;
  level: 'province' | 'prefecture' | 'county';
  first: number;
  last: number;
}

interface Index {
  byName: ReadonlyMap<string, readonly Division[]>;
  byCode: ReadonlyMap<string, readonly Division[]>;
  /** Shortened names (广西, 凉山州), which a body's name may carry instead. */
  byShortName: ReadonlyMap<string, readonly Division[]>;
  longest: number;
}

const LATEST = DIVISION_REVISIONS.length - 1;
const NATIONALITIES =
  '蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|塔吉克|怒|鄂温克|保安|裕固|独龙|普米|各';
const AUTONOMOUS = new RegExp(`^(.{2,}?)(?:(?:${NATIONALITIES})族?)+自治(州|县)$`, 'u');
const ZONE = /(?:开发区|园区|新区|管理区|新城)$|管委会$/u;
const PROVINCE_END = /(?:省|市|(?:壮族|回族|维吾尔)?自治区)$/u;

let index: Index | undefined;

/** Divisions of exactly this name, of all revisions. */
export function divisionsNamed(name: string): readonly Division[] {
  return table().byName.get(name) ?? [];
}

/** Divisions that this short form stands for: provinces without their ending (广西), autonomous ones without peoples (凉山州). */
export function divisionsNamedShortly(name: string): readonly Division[] {
  return table().byShortName.get(name) ?? [];
}

/** Length of the longest name, in characters. */
export function longestDivisionName(): number {
  return table().longest;
}

/** The divisions that a code stood for, oldest first; empty for an unknown code. */
export function divisionsOfCode(code: string): readonly Division[] {
  return table().byCode.get(code) ?? [];
}

/** Codes of the divisions around a code, nearest first: its prefecture and its province, where the tables have them. */
export function codesAbove(code: string): string[] {
  const above = [`${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`];
  return above.filter((other) => other !== code && divisionsOfCode(other).length > 0);
}

/** Whether a code lies below another (both of 6 digits); a code is not below itself. */
export function isBelow(code: string, other: string): boolean {
  const significant = other.replace(/(?:00){1,2}$/u, '');
  return code !== other && significant.length < 6 && code.startsWith(significant);
}

/**
 * How far a division's time lies from the end of a year, in months: 0 where it may have stood then (a change between two
 * revisions can have come at any time between them); null stands for the newest revision.
 */
export function monthsFrom(division: Division, year: number | null): number {
  const now = year === null ? monthOf(DIVISION_REVISIONS[LATEST] ?? '') : year * 12 + 12;
  const start = division.first === 0 ? 0 : monthOf(DIVISION_REVISIONS[division.first - 1] ?? '');
  const end = division.last === LATEST ? Infinity : monthOf(DIVISION_REVISIONS[division.last + 1] ?? '');
  if (now < start) return start - now;
  return now >= end ? now - end + 1 : 0;
}

/** The newest revision (YYYYMM) that has the division under this name. */
export function revisionOf(division: Division): string {
  return DIVISION_REVISIONS[division.last] ?? '';
}

/** Whether the newest revision has the division. */
export function isCurrent(division: Division): boolean {
  return division.last === LATEST;
}

/**
 * The divisions that the tables have at the end of a year, by code, of all levels: of the newest revision that is not younger
 * than the year, so of 2016 for 2017 to 2022. Without development zones, which have no government, and without 台湾, 香港 and
 * 澳门, which the regulation does not bind.
 */
export function divisionsIn(year: number): readonly Division[] {
  const known = BY_YEAR.get(year);
  if (known !== undefined) return known;
  const revision = DIVISION_REVISIONS.findLastIndex((one) => monthOf(one) <= year * 12 + 12);
  const all = [...table().byCode.values()].flat();
  const isThere = ({ first, last }: Division): boolean => first <= revision && last >= revision;
  const found = all.filter((one) => isThere(one) && !ZONE.test(one.name) && /^[1-6]/u.test(one.code));
  BY_YEAR.set(year, found);
  return found;
}

const BY_YEAR = new Map<number, readonly Division[]>();

/** A name without the word that says what it is (抚远市 → 抚远); the name itself where nothing of 2 characters would stay. */
export function stemOf(name: string): string {
  const stem = name.replace(/(?:自治州|自治县|自治旗|自治区|地区|林区|特区|省|市|县|区|旗|州|盟)$/u, '');
  return stem.length >= 2 ? stem : name;
}

function table(): Index {
  index ??= readTable();
  return index;
}

function readTable(): Index {
  const byName = new Map<string, Division[]>();
  const byCode = new Map<string, Division[]>();
  const byShortName = new Map<string, Division[]>();
  for (const row of DIVISION_ROWS.split('\n')) {
    const [code = '', name = '', span] = row.split(' ');
    const [first = 0, last = LATEST] = span?.split('-').map(Number) ?? [];
    // GB/T 2260 lists no development zones: since when one has stood is not known.
    const since = first === LATEST && ZONE.test(name) ? 0 : first;
    const division: Division = { code, name, level: levelOf(code), first: since, last };
    push(byName, name, division);
    push(byCode, code, division);
    const short = shortName(division);
    if (short !== null) push(byShortName, short, division);
  }
  return { byName, byCode, byShortName, longest: Math.max(...[...byName.keys()].map((name) => name.length)) };
}

function shortName({ name, level }: Division): string | null {
  if (level === 'province') return name.replace(PROVINCE_END, '');
  const autonomous = AUTONOMOUS.exec(name);
  return autonomous === null ? null : `${autonomous[1]}${autonomous[2]}`;
}

function levelOf(code: string): Division['level'] {
  if (code.endsWith('0000')) return 'province';
  return code.endsWith('00') ? 'prefecture' : 'county';
}

function monthOf(revision: string): number {
  return Number(revision.slice(0, 4)) * 12 + Number(revision.slice(4));
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
