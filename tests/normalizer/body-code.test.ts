import { describe, expect, test } from '@jest/globals';
import { resolveCode, type CodeSources } from '../../normalizer/body-code.ts';
import { classifyBody } from '../../normalizer/body-kind.ts';
import { parentBody } from '../../normalizer/parent-body.ts';
import { bodyIdOf } from '../../normalizer/body-id.ts';
import { divisionsNamed, divisionsOfCode } from '../../normalizer/divisions.ts';
import { buildTables } from '../../normalizer/tables/generate.ts';
import { DIVISION_ROWS } from '../../normalizer/tables/divisions.ts';
import { TOWN_ROWS } from '../../normalizer/tables/towns.ts';
import { townsNamed, zonesNamed } from '../../normalizer/towns.ts';

const NOWHERE = { siteName: null, portal: [], portalId: null, text: '', indexNo: null, siteIdCode: null };

function resolved(name: string, more: Partial<CodeSources> = {}) {
  const site = more.siteName ?? null;
  const sources = { ...NOWHERE, name, kind: classifyBody(name).kind, year: 2022, portal: site === null ? [] : [site] };
  const { value, notices } = resolveCode({ ...sources, ...more });
  return { ...value, notices: notices.map(({ code }) => code) };
}

describe('the committed tables', () => {
  test('are those that the installed packages give (npm run tables)', () => {
    const { divisions, towns } = buildTables();
    expect(divisions).toContain(`DIVISION_ROWS = \`${DIVISION_ROWS}\``);
    expect(towns).toContain(`TOWN_ROWS = \`${TOWN_ROWS}\``);
  });

  test('hold what DOMAIN.md 4.2 says of them', () => {
    expect(divisionsOfCode('310103').map(({ name }) => name)).toEqual(['卢湾区']);
    expect(divisionsNamed('鼓楼区').map(({ code }) => code)).toEqual(
      expect.arrayContaining(['320106', '320302', '350102', '410204']),
    );
    expect(zonesNamed('赣州经济技术开发区')).toEqual([{ code: '360702400', name: '赣州经济技术开发区' }]);
    expect(TOWN_ROWS.split(/\d{3}/u).filter((name) => /^东湖街道(?:\s|$)/u.test(name))).toHaveLength(18);
    expect(townsNamed('东湖街道办事处', '330602').map(({ code }) => code)).toEqual(['330602008']);
  });
});

describe('codes as of the reporting year', () => {
  test.each([
    { name: '抚远县人民政府', year: 2012, code: '230833', revision: '201509' },
    { name: '抚远市人民政府', year: 2020, code: '230883', revision: '202306' },
    { name: '抚远市人民政府', year: 2015, code: '230883', revision: '202306' },
    { name: '上海市卢湾区人民政府', year: 2009, code: '310103', revision: '201010' },
    { name: '密云县人民政府', year: 2010, code: '110228', revision: '201509' },
    { name: '含山县财政局', year: 2009, code: '341423', revision: '201010' },
    { name: '含山县财政局', year: 2015, code: '340522', revision: '202306' },
    { name: '巢湖市人民政府', year: 2009, code: '341400', revision: '201010' },
    { name: '巢湖市人民政府', year: 2020, code: '340181', revision: '202306' },
    { name: '襄樊市人民政府', year: 2009, code: '420600', revision: '201010' },
    { name: '章丘市教育局', year: 2015, code: '370181', revision: '201607' },
    { name: '济南市章丘区教育局', year: 2019, code: '370114', revision: '202306' },
    { name: '句容市财政局', year: null, code: '321183', revision: '202306' },
  ])('$name of $year is $code', ({ name, year, code, revision }) => {
    expect(resolved(name, { year })).toMatchObject({ divisionCode: code, codeRevision: revision, codeMethod: 'title' });
  });
});

describe('names that several places share', () => {
  test('get no code and a notice where nothing says which, but the level they have in common', () => {
    expect(resolved('鼓楼区教育局')).toMatchObject({
      divisionCode: null,
      codeMethod: 'none',
      codeConfidence: null,
      codeRevision: null,
      level: 'county',
      notices: ['division_ambiguous'],
    });
    expect(resolved('市中区水务局').divisionCode).toBeNull();
    expect(resolved('鼓楼区人民政府', { siteName: '鼓楼区人民政府' }).divisionCode).toBeNull();
    expect(resolved('东湖街道办事处')).toMatchObject({ divisionCode: null, townCode: null });
  });

  test.each<[string, Partial<CodeSources>, string, string | null, string]>([
    ['鼓楼区教育局', { siteName: '南京市人民政府' }, '320106', null, 'portal'],
    ['鼓楼区教育局', { siteName: '福州市鼓楼区人民政府' }, '350102', null, 'portal'],
    ['鼓楼区教育局', { portal: ['首页 > 徐州市 > 信息公开'] }, '320302', null, 'portal'],
    ['鼓楼区教育局', { text: '地址：河南省开封市鼓楼区中山路' }, '410204', null, 'text'],
    ['鼓楼区教育局', { portalId: 'cn-35' }, '350102', null, 'portal'],
    ['东湖街道办事处', { siteName: '绍兴市越城区人民政府' }, '330602', '330602008', 'portal'],
    ['东湖街道办事处', { siteName: '绍兴市人民政府' }, '330602', '330602008', 'portal'],
    ['怀远二中', { siteName: '怀远县人民政府' }, '340321', null, 'portal'],
  ])('%s with %j is %s', (name, more, division, town, method) => {
    expect(resolved(name, more)).toMatchObject({ divisionCode: division, townCode: town, codeMethod: method });
  });

  test('a place above that two of them share decides nothing', () => {
    expect(resolved('鼓楼区教育局', { siteName: '江苏省人民政府' })).toMatchObject({
      divisionCode: null,
      notices: ['division_ambiguous'],
    });
    const text = '学习南京市鼓楼区和福州市鼓楼区的经验';
    expect(resolved('鼓楼区教育局', { text }).divisionCode).toBeNull();
  });

  test('a town that no table has keeps its division, a name with two places that do not go together gets none', () => {
    expect(resolved('石台县不存在镇人民政府')).toMatchObject({
      divisionCode: '341722',
      townCode: null,
      level: 'township',
      notices: ['town_unknown'],
    });
    expect(resolved('南京市朝阳区教育局')).toMatchObject({ divisionCode: null, notices: ['division_conflict'] });
    expect(resolved('新疆生产建设兵团第八师石河子市财政局')).toMatchObject({
      divisionCode: null,
      notices: ['division_outside_standard'],
    });
  });
});

describe('codes that the page carries are hints', () => {
  const wuwei = '12620600MB0523338C/2025-04735';
  test('they never make a code by themselves', () => {
    expect(resolved('教育局', { indexNo: wuwei, siteIdCode: '6206000001' }).divisionCode).toBeNull();
  });

  test('they confirm, and raise the confidence a little', () => {
    expect(resolved('武威市教育局').codeConfidence).toBe(0.95);
    expect(resolved('武威市教育局', { indexNo: wuwei })).toMatchObject({ codeConfidence: 1, notices: [] });
    expect(resolved('凉州区教育局', { siteIdCode: '6206000001' })).toMatchObject({ codeConfidence: 0.95, notices: [] });
  });

  test.each([
    ['宁国市教育局', { indexNo: '11341702486344515H/202110-00013' }],
    ['武威市教育局', { siteIdCode: '3706000012' }],
    ['抚远市教育局', { siteName: '宁国市人民政府' }],
  ])('%s with %j is a conflict: the name counts', (name, more) => {
    const [own] = divisionsNamed(name.slice(0, 3)).toReversed();
    expect(resolved(name, more)).toMatchObject({
      divisionCode: own?.code,
      codeConfidence: 0.5,
      notices: ['code_conflict'],
    });
  });

  test('a code of the same place from before is no conflict, a dummy is no hint', () => {
    expect(resolved('含山县财政局', { siteIdCode: '3414230001' }).notices).toEqual([]);
    expect(resolved('抚远市生态环境局', { siteIdCode: '2308330001' }).notices).toEqual([]);
    expect(resolved('朝阳市财政局', { siteIdCode: '2113210001' }).notices).toEqual(['code_conflict']);
    expect(resolved('武威市教育局', { indexNo: '234234234234444444/2026-206221' }).notices).toEqual([]);
  });
});

describe('the body above', () => {
  const page = { siteName: '天水市麦积区人民政府', url: 'http://www.maiji.gov.cn/info/1.htm' };
  const government = bodyIdOf('http://maiji.gov.cn/', '天水市麦积区人民政府');

  test.each(['天水市麦积区招商局', '天水市麦积区人民政府办公室', '天水市麦积区道北街道办事处'])(
    '%s answers to the government that the site names',
    (name) => expect(parentBody({ name, kind: classifyBody(name).kind }, page)).toBe(government),
  );

  test.each([
    ['麦积区招商局', '天水市麦积区人民政府', 'another spelling of the place'],
    ['天水市麦积区招商局', '天水市人民政府', 'the site is that of the place above'],
    ['天水市麦积区人民政府', '天水市麦积区人民政府', 'it is the government'],
    ['天水市麦积区第一中学', '天水市麦积区人民政府', 'a school answers to a bureau'],
    ['天水市麦积区招商局', '政务公开平台', 'the site names no government'],
    ['云河市石桥区教育局', '云河市人民政府', 'a smaller place that no table has'],
  ])('%s on the site "%s" has none: %s', (name, siteName) => {
    expect(parentBody({ name, kind: classifyBody(name).kind }, { ...page, siteName })).toBeNull();
  });
});
