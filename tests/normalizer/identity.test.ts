import { describe, expect, test } from '@jest/globals';
import { classifyBody, looksLikeBody } from '../../normalizer/body-kind.ts';
import { chooseName, type NameSources } from '../../normalizer/body-name.ts';
import { daysLate, statutoryDeadline } from '../../normalizer/deadline.ts';
import { readFiscalYear, readPeriod } from '../../normalizer/fiscal-year.ts';
import { checkIndexNumber } from '../../normalizer/index-number.ts';
import { documentNumber, publicationDate } from '../../normalizer/page-facts.ts';
import { citedNotice, expectedTemplate, matchTemplate } from '../../normalizer/template-match.ts';
import { bodyInTitle, isReportTitle, titlesOf, yearsInTitle } from '../../normalizer/title.ts';
import { documentOf, normalize } from './record-documents.ts';

/** The titles that the first lines of a text give. */
function printed(pieces: string[]): string[] {
  return titlesOf(documentOf([...pieces, '一、总体情况', '我局。'])).map(({ text }) => text);
}

describe('titles', () => {
  test.each([
    ['云河市教育局2020年政府信息公开工作年度报告', true],
    ['云河市教育局2021年度政府信息公开工作报告', true],
    ['市政府办公室2021年度政府信息公开工作报告', true],
    ['云河县信息公开工作年度报告', true],
    ['云河区2020年度信息公开年报', true],
    ['云河区政府信息公开年度报告（2019年度）', true],
    ['云河区机关事务服务中心政府信息公开工作2021年度报告', true],
    ['云河市政府信息公开工作的年度报告', true],
    ['2020年度政府信息公开工作年度报告', true],
    ['２０２０年　政府信息公开 工作年度报告', true],
    ['云河市政府网站工作年度报表', false],
    ['云河镇2023年政府信息公开工作告年度报', false],
    ['云河市2020年法治政府建设年度报告', false],
  ])('"%s" names a report: %s', (title, report) => {
    expect(isReportTitle(title)).toBe(report);
  });

  test.each([
    ['云河市教育局2020年政府信息公开工作年度报告', '云河市教育局', [2020]],
    ['云河市教育局二〇二〇年政府信息公开工作年度报告', '云河市教育局', [2020]],
    ['云河市教育局２０２０年政府信息公开工作年度报告', '云河市教育局', [2020]],
    ['云河市教育局二七分局2020年度政府信息公开工作年度报告', '云河市教育局二七分局', [2020]],
    ['云河区机关事务服务中心政府信息公开工作2021年度报告', '云河区机关事务服务中心', [2021]],
    ['2020年度政府信息公开工作2020年度报告', null, [2020]],
    ['2025年政府信息公开工作年度报告', null, [2025]],
    ['政府信息公开年度报告', null, []],
  ])('"%s" names body %s and years %j', (title, body, years) => {
    expect(bodyInTitle(title)).toBe(body);
    expect(yearsInTitle(title)).toEqual(years);
  });

  test('a title on two or three lines is joined, the body on its own line included', () => {
    expect(printed(['生态环境局2020年政府信息公开', '工作年度报告'])).toEqual([
      '生态环境局2020年政府信息公开工作年度报告',
    ]);
    expect(printed(['云河市教育局', '2019年政府信息公开工作年度报告', '根据条例，编制本报告。'])).toEqual([
      '云河市教育局2019年政府信息公开工作年度报告',
    ]);
    expect(printed(['- 1 -', '云河市', '人民政府办公室', '2019年政府信息公开工作年度报告'])).toEqual([
      '云河市人民政府办公室2019年政府信息公开工作年度报告',
    ]);
  });

  test('the name of the site behind a title is cut off, 图片版 stays', () => {
    const [first] = titlesOf(documentOf([], { title: '云河市教育局2020年政府信息公开工作年度报告_云河市人民政府' }));
    expect(first?.text).toBe('云河市教育局2020年政府信息公开工作年度报告');
    const [second] = titlesOf(documentOf([], { title: '云河市人民政府2019年政府信息公开工作年度报告（图片版）' }));
    expect(second?.text).toBe('云河市人民政府2019年政府信息公开工作年度报告（图片版）');
  });
});

describe('the name of the body', () => {
  const nothing: NameSources = { inTitle: null, signed: null, preface: '', text: '', page: [], siteName: null };

  test.each<[string, Partial<NameSources>, string | null]>([
    ['a full title stays', { inTitle: '云河市教育局' }, '云河市教育局'],
    [
      'the text gives the place',
      { inTitle: '生态环境局', text: '2020年，云河市生态环境局认真工作。' },
      '云河市生态环境局',
    ],
    [
      'a superior named in passing gives none',
      { inTitle: '生态环境局', text: '根据江北省生态环境局印发的通知', siteName: '云河市人民政府' },
      '云河市生态环境局',
    ],
    [
      'an abbreviation gives way to the signature',
      { inTitle: '云河经开区经发局', signed: '云河经济技术开发区经济发展局' },
      '云河经济技术开发区经济发展局',
    ],
    [
      'the office that signs does not replace the government',
      { inTitle: '云河市人民政府', signed: '云河市人民政府办公室' },
      '云河市人民政府',
    ],
    [
      'no title: the preface',
      { preface: '由区生态环境分局结合有关统计数据编制。电子版可以从云河经济技术开发区政务网站下载' },
      '云河经济技术开发区生态环境分局',
    ],
    ["the letter 区 becomes the site's district", { inTitle: '区教育局', siteName: '云河区人民政府' }, '云河区教育局'],
    [
      'the page gives the higher place',
      { inTitle: '云河区教育局', page: ['江北市云河区教育局'] },
      '江北市云河区教育局',
    ],
    ...[
      ['江北市民政局', '江北市民政局'],
      ['江北市政务服务和数据局', '江北市政务服务和数据局'],
      ['聊城市综合行政执法局', '聊城市综合行政执法局'],
      ['市民政局', '江北市民政局'],
      ['市政务服务中心', '江北市政务服务中心'],
      ['市城市管理局', '江北市城市管理局'],
      ['城市管理局', '江北市城市管理局'],
      ['市民服务中心', '江北市市民服务中心'],
    ].map(([inTitle = '', name = '']): [string, Partial<NameSources>, string] => [
      `a city is told from words with 市 (${inTitle})`,
      { inTitle, siteName: '江北市人民政府' },
      name,
    ]),
    ['市场 is no place', { inTitle: '市场监督管理局', siteName: '云河县人民政府' }, '云河县市场监督管理局'],
    [
      'a bare zone gets its organ',
      { inTitle: '云河综合实验区', text: '云河综合实验区管委会认真工作' },
      '云河综合实验区管委会',
    ],
    [
      'signs in a name are no pattern',
      { inTitle: '云河(合作)区', text: '云河（合作）区管委会主管' },
      '云河(合作)区管委会',
    ],
    ['a person is no body', { preface: '请与温小荣联系（电话：1）' }, null],
    ['the uploading office counts last', { page: ['云河市政府办公室'] }, '云河市政府办公室'],
  ])('%s', (_, sources, name) => {
    expect(chooseName({ ...nothing, ...sources }).name).toBe(name);
  });
});

describe('kind and level', () => {
  test.each([
    ['天水市麦积区招商局', 'department', 'county'],
    ['重庆市大渡口区生态环境局', 'department', 'county'],
    ['郑州市生态环境局二七分局', 'dispatched_office', 'unknown'],
    ['赣州经济技术开发区经济发展局', 'department', 'unknown'],
    ['抚远市生态环境局', 'department', 'unknown'],
    ['淮安市洪泽区人民政府', 'government', 'county'],
    ['江苏省人民政府办公厅', 'government_office', 'province'],
    ['上海市人民政府', 'government', 'province'],
    ['上海市浦东新区人民政府', 'government', 'county'],
    ['云河省云河新区管理委员会', 'zone_committee', 'unknown'],
    ['凉山彝族自治州人民政府', 'government', 'prefecture'],
    ['平潭县人民政府', 'government', 'county'],
    ['云河县东湖街道办事处', 'street_office', 'township'],
    ['云河县石桥镇人民政府', 'town_government', 'township'],
    ['平潭综合实验区管理委员会', 'zone_committee', 'unknown'],
    ['云河市公共资源交易中心', 'public_institution', 'unknown'],
    ['云河县第二中学', 'school', 'county'],
    ['国家税务总局', 'department', 'national'],
  ])('%s is a %s at level %s', (name, kind, level) => {
    expect(classifyBody(name)).toEqual({ kind, level });
  });

  test.each(['我局', '本单位', '公开政府信息情况', '认真办理的局', '无'])('"%s" is no name of a body', (text) => {
    expect(looksLikeBody(text)).toBe(false);
  });
});

describe('the reporting year', () => {
  test.each([
    ['统计期限自2020年1月1日起至2020年12月31日止', '2020-01-01', '2020-12-31'],
    ['统计数据的期限为2020年1月1日至12月31日', '2020-01-01', '2020-12-31'],
    ['统计期限为20251月1日到12月31日', '2025-01-01', '2025-12-31'],
    ['统计期限自2018年11日至2018年1231日', '2018-01-01', '2018-12-31'],
    ['统计时限为２０２２年１月１日至２０２２年１２月３１日', '2022-01-01', '2022-12-31'],
    ['统计期限为2020年3月1日至2020年11月30日', '2020-03-01', '2020-11-30'],
    ['2020年1月1日至12月31日共公开信息', null, null],
  ])('"%s" covers %s to %s', (text, start, end) => {
    expect(readPeriod(text)).toEqual({ start, end });
  });

  test('the title counts before the period, and a contradiction is told', () => {
    const period = { start: '2022-01-01', end: '2022-12-31' };
    const year = readFiscalYear({
      titles: ['甲局2023年政府信息公开工作年度报告'],
      period,
      hint: null,
      urls: [],
      published: null,
    });
    expect(year).toMatchObject({ year: 2023, source: 'title' });
    expect(year.notices.map(({ code }) => code)).toEqual(['year_conflict']);
  });

  test('period, list, folder and publication follow in this order', () => {
    const none = { start: null, end: null };
    const base = {
      titles: ['政府信息公开年度报告'],
      urls: ['http://a.test/xxgk/2022nb/1.html'],
      published: '2022-01-20',
    };
    const period = { start: '2021-01-01', end: '2021-12-31' };
    expect(readFiscalYear({ ...base, period, hint: 2019 })).toMatchObject({ year: 2021, source: 'period' });
    expect(readFiscalYear({ ...base, period: none, hint: 2019 })).toMatchObject({ year: 2019, source: 'list' });
    expect(readFiscalYear({ ...base, period: none, hint: null })).toMatchObject({ year: 2022, source: 'url' });
    const last = readFiscalYear({ ...base, urls: ['http://a.test/2022/1/20/1.html'], period: none, hint: null });
    expect(last).toMatchObject({ year: 2021, source: 'pubdate' });
    expect(last.notices.map(({ code }) => code)).toEqual(['year_from_pubdate']);
    const unknown = readFiscalYear({ titles: [], period: none, hint: null, urls: [], published: null });
    expect(unknown).toMatchObject({ year: null, source: null, notices: [{ code: 'year_unknown' }] });
  });
});

describe('dates and numbers of the page', () => {
  const none = { urls: [], list: null, signed: null };
  test('the tag counts before the field, the field before address, list and signature', () => {
    const page = documentOf([], {
      meta: { pubdate: '2021-01-27 10:12', 'field:发布日期': '2021-01-28', 'field:成文日期': '2021-01-02' },
    });
    expect(publicationDate([page], none)).toEqual({ date: '2021-01-27', source: 'meta' });
    const field = documentOf([], { meta: { pubdate: '', 'field:发布日期': '2021-01-28' } });
    expect(publicationDate([field], none)).toEqual({ date: '2021-01-28', source: 'field' });
    const bare = documentOf([], { meta: { 'field:成文日期': '2021-01-02' } });
    expect(publicationDate([bare], none)).toEqual({ date: null, source: null });
    const urls = ['http://a.test/202301/t20230113_31.shtml'];
    expect(publicationDate([bare], { urls, list: '2023-02-01', signed: null })).toEqual({
      date: '2023-01-13',
      source: 'url',
    });
    expect(publicationDate([bare], { ...none, urls: ['http://a.test/202301/1.html'] }).date).toBeNull();
    expect(publicationDate([bare], { ...none, list: '2023-02-01' })).toEqual({ date: '2023-02-01', source: 'list' });
    expect(publicationDate([bare], { ...none, signed: '2023-02-02' })).toEqual({
      date: '2023-02-02',
      source: 'signature',
    });
  });

  test('a line 发布时间 above an archived text is read', () => {
    const archived = documentOf(['标题: 甲局2014年政府信息公开工作年度报告', '发布时间: 2015-01-02 00:00']);
    expect(publicationDate([archived], none)).toEqual({ date: '2015-01-02', source: 'page' });
  });

  test('a document number is taken from the field or a first line of its own', () => {
    expect(documentNumber([documentOf(['云河府〔2019〕1号', '正文'])])).toBe('云河府〔2019〕1号');
    expect(documentNumber([documentOf(['正文'], { meta: { 'field:发文字号': '云府办﹝2020﹞3号' } })])).toBe(
      '云府办﹝2020﹞3号',
    );
    expect(documentNumber([documentOf(['根据国办公开办函〔2019〕60号编制'])])).toBeNull();
  });

  test.each([
    ['006939748/2025-00084', 0],
    ['014416330/2018-04736', 0],
    ['11341702486344515H/202110-00013', 0],
    ['113325000026455663/2017-1', 0],
    ['006939749/2025-00084', 1],
    ['234234234234444444/2026-206221', 1],
    ['zfb/2026-00021', 0],
    ['XM02100-0101-2019-00001', 0],
  ])('索引号 "%s" gives %i notices', (indexNo, notices) => {
    expect(checkIndexNumber(indexNo)).toHaveLength(notices);
  });
});

describe('deadline', () => {
  test.each([
    ['department', 2020, '2021-01-31'],
    ['government_office', 2020, '2021-01-31'],
    ['dispatched_office', 2020, '2021-01-31'],
    ['government', 2020, '2021-03-31'],
    ['town_government', 2020, null],
    ['zone_committee', 2020, null],
    ['school', 2020, null],
    ['department', 2018, '2019-03-31'],
    ['town_government', 2018, '2019-03-31'],
    ['other', 2018, null],
    ['department', null, null],
  ])('a %s reports on %s by %s', (kind, year, deadline) => {
    expect(statutoryDeadline(kind, year)).toBe(deadline);
  });

  test('days late are never negative and unknown without a date', () => {
    expect(daysLate('2021-01-27', '2021-01-31')).toBe(0);
    expect(daysLate('2021-03-02', '2021-01-31')).toBe(30);
    expect(daysLate(null, '2021-01-31')).toBeNull();
    expect(daysLate('2021-01-27', null)).toBeNull();
  });
});

describe('template of the year', () => {
  test.each([
    ['国办公开办函〔2019〕60号', '2019-60'],
    ['（国办公开办函[2021]30 号）', '2021-30'],
    ['国办公开办函﹝２０２１﹞３０号', '2021-30'],
    ['《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》）要求', '2019-60'],
    ['国办发〔2016〕80号', null],
  ])('"%s" cites %s', (text, notice) => {
    expect(citedNotice(text)).toBe(notice);
  });

  test.each([
    [2012, 'E1'],
    [2016, 'E2'],
    [2019, 'E3'],
    [2020, 'E3'],
    [2021, 'E4'],
    [2025, 'E4'],
    [null, 'unknown'],
  ])('the year %s asks for %s', (year, form) => expect(expectedTemplate(year)).toBe(form));

  test('a local form is in its right up to 2018', () => {
    const detected = { detected: 'L' as const, variant: 'L3_fujian' };
    expect(matchTemplate(detected, { fiscalYear: 2014, text: '' }).template.mismatch).toBe(false);
    expect(matchTemplate(detected, { fiscalYear: 2019, text: '' }).template.mismatch).toBe(true);
  });
});

describe('H20 who and when', () => {
  const title = '天水市麦积区招商局2025年政府信息公开工作年度报告';
  const body = [
    '一、总体情况',
    '我局认真公开。',
    '二、主动公开政府信息情况',
    '公开3条。',
    '五、存在的主要问题及改进情况',
    '不足。',
  ];

  test('H20 first input: the office that uploads is not the body', () => {
    const meta = { 'field:索引号': 'zfb/2026-00021', 'field:发布机构': '政府办', 'field:发布日期': '2026-01-16' };
    const record = normalize(documentOf(body, { title, meta }));
    expect(record.body).toMatchObject({
      nameNormalised: '天水市麦积区招商局',
      kind: 'department',
      level: 'county',
      divisionCode: '620503',
      codeMethod: 'title',
    });
    expect(record).toMatchObject({
      publisherOnPage: '政府办',
      fiscalYear: 2025,
      datePublished: '2026-01-16',
      deadlineStatutory: '2026-01-31',
      daysLate: 0,
      indexNo: 'zfb/2026-00021',
    });
    expect(record.notices.map(({ code }) => code)).not.toContain('index_no_check_digit');
  });

  test('H20 second input: a dummy 索引号 is kept and told', () => {
    const record = normalize(documentOf(body, { title, meta: { 'field:索引号': '234234234234444444/2026-206221' } }));
    expect(record.indexNo).toBe('234234234234444444/2026-206221');
    expect(record.notices.map(({ code }) => code)).toContain('index_no_check_digit');
    expect(record.body).toMatchObject({
      divisionCode: '620503',
      townCode: null,
      codeMethod: 'title',
      codeConfidence: 1,
    });
  });
});
