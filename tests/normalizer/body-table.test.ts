import { describe, expect, test } from '@jest/globals';
import { resolveCode, type CodeSources } from '../../normalizer/body-code.ts';
import { classifyBody } from '../../normalizer/body-kind.ts';

const NOWHERE = { siteName: null, portal: [], portalId: null, text: '', indexNo: null, siteIdCode: null };

function resolved(name: string, more: Partial<CodeSources> = {}) {
  const { kind, level } = classifyBody(name);
  const site = more.siteName ?? null;
  const portal = site === null ? [] : [site];
  const { value, notices } = resolveCode({ ...NOWHERE, name, kind, year: 2022, portal, ...more });
  return { ...value, kind, level: value.level ?? level, notices: notices.map(({ code }) => code) };
}

describe('kind, level and code by the name alone (DOMAIN.md 4.2; codes: GB/T 2260)', () => {
  const NAMES: readonly (readonly [
    name: string,
    kind: string,
    level: string,
    division: string | null,
    town?: string,
  ])[] = [
    ['国务院办公厅', 'government_office', 'national', null],
    ['教育部', 'department', 'national', null],
    ['财政部', 'department', 'national', null],
    ['水利部', 'department', 'national', null],
    ['中华人民共和国财政部', 'department', 'national', null],
    ['国家发展和改革委员会', 'department', 'national', null],
    ['国家市场监督管理总局', 'department', 'national', null],
    ['国家税务总局', 'department', 'national', null],
    ['海关总署', 'department', 'national', null],
    ['审计署', 'department', 'national', null],
    ['中国人民银行', 'enterprise', 'national', null],
    ['国家税务总局抚远市税务局', 'department', 'county', '230883'],
    ['国家税务总局北京市税务局', 'department', 'province', '110000'],
    ['国家能源局华北监管局', 'department', 'unknown', null],
    ['江苏省人民政府', 'government', 'province', '320000'],
    ['江苏省人民政府办公厅', 'government_office', 'province', '320000'],
    ['广西壮族自治区教育厅', 'department', 'province', '450000'],
    ['内蒙古自治区卫生健康委员会', 'department', 'province', '150000'],
    ['西藏自治区人民政府', 'government', 'province', '540000'],
    ['上海市人民政府', 'government', 'province', '310000'],
    ['北京市人民政府外事办公室', 'department', 'province', '110000'],
    ['重庆市大渡口区生态环境局', 'department', 'county', '500104'],
    ['上海市浦东新区人民政府', 'government', 'county', '310115'],
    ['天津市滨海新区审计局', 'department', 'county', '120116'],
    ['重庆市城口县财政局', 'department', 'county', '500229'],
    ['赣州市人民政府', 'government', 'prefecture', '360700'],
    ['宿迁市人民政府办公室', 'government_office', 'prefecture', '321300'],
    ['郑州市生态环境局', 'department', 'prefecture', '410100'],
    ['凉山彝族自治州人民政府', 'government', 'prefecture', '513400'],
    ['凉山州人民政府', 'government', 'prefecture', '513400'],
    ['黔东南苗族侗族自治州教育局', 'department', 'prefecture', '522600'],
    ['红河州民政局', 'department', 'prefecture', '532500'],
    ['锡林郭勒盟行政公署', 'government', 'prefecture', '152500'],
    ['喀什地区行政公署', 'government', 'prefecture', '653100'],
    ['广西南宁市教育局', 'department', 'prefecture', '450100'],
    ['东莞市石碣镇人民政府', 'town_government', 'township', '441900', '441900101'],
    ['儋州市教育局', 'department', 'prefecture', '460400'],
    ['抚远市生态环境局', 'department', 'county', '230883'],
    ['句容市人民政府', 'government', 'county', '321183'],
    ['天门市人民政府办公室', 'government_office', 'county', '429006'],
    ['济源市财政局', 'department', 'county', '419001'],
    ['天水市麦积区招商局', 'department', 'county', '620503'],
    ['淮安市洪泽区人民政府', 'government', 'county', '320813'],
    ['平潭县人民政府', 'government', 'county', '350128'],
    ['怀远县第二中学', 'school', 'county', '340321'],
    ['南京市鼓楼区教育局', 'department', 'county', '320106'],
    ['乐山市市中区水务局', 'department', 'county', '511102'],
    ['晋城市城区住房和城乡建设管理局', 'department', 'county', '140502'],
    ['巴林右旗教育局', 'department', 'county', '150423'],
    ['鄂伦春自治旗人民政府', 'government', 'county', '150723'],
    ['长阳土家族自治县人民政府', 'government', 'county', '420528'],
    ['长阳县财政局', 'department', 'county', '420528'],
    ['双江拉祜族佤族布朗族傣族自治县人民政府', 'government', 'county', '530925'],
    ['神农架林区人民政府', 'government', 'county', '429021'],
    ['平潭县人民医院', 'public_institution', 'county', '350128'],
    ['赣州市公共资源交易中心', 'public_institution', 'prefecture', '360700'],
    ['盘锦市公共采购交易中心', 'public_institution', 'prefecture', '211100'],
    ['西安市阎良区机关事务服务中心', 'public_institution', 'county', '610114'],
    ['昌图县市场监督管理局', 'department', 'county', '211224'],
    ['石台县乡村振兴局', 'department', 'county', '341722'],
    ['宁波市城市管理局', 'department', 'prefecture', '330200'],
    ['杭州市水务集团有限公司', 'enterprise', 'prefecture', '330100'],
    ['郑州市生态环境局二七分局', 'dispatched_office', 'county', '410103'],
    ['杭州市生态环境局余杭分局', 'dispatched_office', 'county', '330110'],
    ['重庆市公安局渝中区分局', 'dispatched_office', 'county', '500103'],
    ['绍兴市越城区东湖街道办事处', 'street_office', 'township', '330602', '330602008'],
    ['绍兴市东湖街道办事处', 'street_office', 'township', '330602', '330602008'],
    ['鼓楼区华大街道办事处', 'street_office', 'township', '350102', '350102007'],
    ['石台县大演乡人民政府', 'town_government', 'township', '341722', '341722200'],
    ['昌图县七家子镇人民政府', 'town_government', 'township', '211224', '211224120'],
    ['上海市黄浦区打浦桥街道办事处', 'street_office', 'township', '310101', '310101021'],
    ['石台县大演乡中心学校', 'school', 'township', '341722', '341722200'],
    ['巴林右旗幸福之路苏木人民政府', 'town_government', 'township', '150423', '150423202'],
    ['赣州经济技术开发区经济发展局', 'department', 'county', '360702', '360702400'],
    ['赣州经济技术开发区生态环境分局', 'dispatched_office', 'county', '360702', '360702400'],
    ['赣州经济技术开发区管理委员会', 'zone_committee', 'county', '360702', '360702400'],
    ['赣州市经济技术开发区管委会', 'zone_committee', 'county', '360702', '360702400'],
    ['洪泽经济开发区管理委员会', 'zone_committee', 'unknown', '320813', '320813400'],
    ['郑州高新技术产业开发区管理委员会', 'zone_committee', 'county', '410172'],
    ['郑州市高新区管委会', 'zone_committee', 'county', '410172'],
    ['苏州工业园区管理委员会', 'zone_committee', 'county', '320576'],
    ['平潭综合实验区管理委员会', 'zone_committee', 'unknown', null],
    ['新疆生产建设兵团', 'other', 'province', null],
    ['新疆生产建设兵团第八师石河子市财政局', 'department', 'prefecture', null],
    ['石河子市财政局', 'department', 'county', '659001'],
    ['云禾县教育局', 'department', 'county', null],
    ['云河市教育局', 'department', 'unknown', null],
  ];
  test.each(NAMES.map(([name, kind, level, division, town]) => ({ name, kind, level, division, town: town ?? null })))(
    '$name is a $kind of level $level',
    ({ name, kind, level, division, town }) => {
      expect(resolved(name)).toMatchObject({ kind, level, divisionCode: division, townCode: town });
    },
  );
});
