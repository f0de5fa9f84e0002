import { describe, expect, test } from '@jest/globals';
import { isUnit, scoreLink } from '../../crawlers/score.ts';
import type { LinkPlace } from '../../crawlers/score.ts';

const WAY: LinkPlace = { inColumn: false, menu: 'none', crumb: false, home: 'http://www.yunhe.gov.test/', depth: 0 };
const INSIDE: LinkPlace = { ...WAY, inColumn: true };
const plain = 'http://www.yunhe.gov.test/x/';

describe('the score of a link before the column', () => {
  test.each([
    ['政府信息公开年报', plain, 110],
    ['政府信息公开工作年度报告', plain, 110],
    ['政 府 信 息 公 开 年 报', plain, 110],
    ['信息公开年度报告', plain, 110],
    ['2021年度政府信息公开工作报告', plain, 110], // 荆门: 工作报告 with 信息公开 is ours
    ['公开年报', plain, 80],
    ['年报', plain, 45],
    ['年度报告', 'http://www.yunhe.gov.test/zwgk/zfxxgknb/', 80],
    ['政府信息公开', 'http://www.yunhe.gov.test/zwgk/', 65],
    ['政务公开', plain, 45],
    ['信息公开指南', plain, 20],
    ['网站地图', plain, 25],
    ['政府工作报告', plain, -70],
    ['2024年法治政府建设年度报告', plain, -70],
    ['事业单位法人年度报告', plain, -70],
    ['2023年部门决算', plain, -70],
  ])('%s at %s has %d points', (text, url, points) => {
    expect(scoreLink({ text, url }, WAY).score).toBe(points);
  });

  test('the points of the address are capped at 40, hub and column counted apart', () => {
    const { reasons } = scoreLink({ text: '年报', url: 'http://www.yunhe.gov.test/zwgk/zfxxgknb/ndbg/?tab=gknb' }, WAY);
    expect(reasons).toEqual([
      'text:bare_name +35',
      'url:xxgknb +25',
      'url:ndbg +15',
      'url:hub_slug +10',
      'context:own_domain +10',
    ]);
  });

  test('a bare 年报 is a column only in the menu of the hub', () => {
    expect(scoreLink({ text: '年报', url: plain }, WAY).score).toBeLessThan(60);
    expect(scoreLink({ text: '年报', url: plain }, { ...WAY, menu: 'guide' }).score).toBeGreaterThanOrEqual(60);
  });

  test('the hub itself may score above 60 and is still no column, since nothing names the report', () => {
    const score = scoreLink({ text: '政府信息公开', url: 'http://www.yunhe.gov.test/zwgk/zfxxgk/' }, WAY);
    expect(score).toMatchObject({ score: 65, named: false });
  });

  test.each([
    '政府网站工作年度报表',
    '2023年政府网站工作年度报表',
    '政府信息公开工作年度报告发布审核制度',
    '关于做好2023年政府信息公开工作年度报告编制发布工作的通知',
    '一图读懂云河县2023年政府信息公开工作年度报告',
    '2023年政府信息公开工作年度报告解读',
    '国有企业信息公开年报',
    '我县召开政府信息公开年报工作会议',
    '政府信息公开工作年度报告格式',
  ])('%s is refused', (text) => {
    expect(scoreLink({ text, url: plain }, WAY).refused).toBe(true);
    expect(scoreLink({ text, url: plain }, INSIDE).refused).toBe(true);
  });

  test.each([
    '县委组织部2023年政府信息公开工作年度报告',
    '云河县委机构编制委员会办公室2023年政府信息公开工作年度报告',
    '云河县财政局2023年政府信息公开工作年度报告',
    '云河县审计局2022年度政府信息公开年度报告',
    '县政府督查室2021年政府信息公开工作年度报告',
    '县市场监督管理局2021年政府信息公开工作年度报告',
  ])('%s is a report, though a word of it is suspicious', (text) => {
    expect(scoreLink({ text, url: plain }, WAY)).toMatchObject({ refused: false, strong: true });
    expect(scoreLink({ text, url: plain }, INSIDE)).toMatchObject({ refused: false, strong: true });
  });

  test('slugs of other reports count against a link', () => {
    const score = scoreLink({ text: '年度报告', url: 'http://www.yunhe.gov.test/zwgk/fzzfjsndbg/' }, WAY);
    expect(score).toMatchObject({ refused: true });
    expect(score.reasons).toContain('url:other_slug -60');
  });
});

describe('the score of a link inside a column', () => {
  test.each([
    ['2021年', 60],
    ['2021年度', 60],
    ['2018年及以前', 50],
    ['更多>>', 50],
    ['市政府部门', 55],
    ['乡镇(街道)', 55],
    ['县财政局', 50],
    ['云河县教育局2022年年度报告', 70],
    ['县财政局2023年度报告', 70],
    ['2023年财政决算', -70],
  ])('%s has %d points', (text, points) => {
    expect(scoreLink({ text, url: plain }, INSIDE).score).toBe(points);
  });

  test('each level below the home page costs five points, another government fifteen', () => {
    const url = 'http://www.linhai.gov.test/x/';
    expect(scoreLink({ text: '2021年', url }, { ...INSIDE, depth: 2 }).reasons).toEqual([
      'text:year +50',
      'context:other_government -15',
      'context:depth -10',
    ]);
  });
});

describe('the name of a unit', () => {
  test.each([
    '县教育局',
    '市发展和改革委员会',
    '云河镇',
    '东湖街道',
    '县政府办公室',
    '浑南区民族和宗教事务局',
    '清江浦区',
    '青石乡',
  ])('%s is one', (text) => expect(isUnit(text)).toBe(true));
  test.each(['一网通办', '政府信息公开', '县教育局2021年报告', '网上办', '首页', '2021年', '领导之窗'])(
    '%s is none',
    (text) => expect(isUnit(text)).toBe(false),
  );
});
