import { columnFolder } from '../addresses.ts';
import { link, renderPage } from './chrome.ts';
import { decoyPath, decoys } from './decoys.ts';
import { columnLists, hubChrome, itemsOf, renderColumn, renderItems, renderList, withSideMenu } from './lists.ts';

const guide = `<p>本指南说明云禾县人民政府及其各部门公开政府信息的范围、方式和程序。</p>
<p>公民、法人和其他组织可以在本栏目查阅主动公开的信息，也可以向有关行政机关提出政府信息公开申请。</p>
<p>各行政机关每年编制政府信息公开工作年度报告，在“政府信息公开年报”栏目公布。</p>`;

const disclosedTopics = [
  ['/zwgk/zcwj/', '行政规范性文件'],
  ['/zwgk/ghjh/', '规划信息'],
  ['/zwgk/yjgl/', '应急管理'],
  ['/zwgk/rsxx/', '人事信息'],
  ['/zwgk/jytabl/', '建议提案办理'],
].map(([href = '', text = '']) => link(href, text));

/** The rule about the reports stands both among the rules and in the long list of old reports. */
function renderRules(): string {
  const rules = decoys.filter((decoy) => decoy.kind === 'rule');
  const items = rules.map((decoy) => ({ path: decoyPath(decoy), text: decoy.title, date: decoy.date }));
  return `<h2>政府信息公开制度</h2>\n${renderItems(items, '/zwgk/zfxxgk/zfxxgkzd/')}`;
}

function block(path: string, name: string, type: string, content: string): [string, string] {
  return [`${path}index.html`, renderPage(hubChrome(name, type, [{ text: name }]), withSideMenu(content))];
}

/** All pages of 政府信息公开 but the articles: the hub, its five blocks, and the lists of the annual-report column. */
export function renderHub(): Map<string, string> {
  const base = '/zwgk/zfxxgk/';
  const pages = new Map<string, string>([
    [
      `${base}index.html`,
      renderPage(
        {
          title: '政府信息公开',
          trail: [{ text: '政务公开', href: '/zwgk/' }, { text: '政府信息公开' }],
          column: { name: '政府信息公开', type: '信息公开目录' },
        },
        withSideMenu(
          `<h2>政府信息公开</h2><p>这里是云禾县人民政府的政府信息公开平台，集中发布指南、制度、法定主动公开内容和年度报告，并受理依申请公开。</p>`,
        ),
      ),
    ],
    block(`${base}zfxxgkzn/`, '政府信息公开指南', '信息公开指南', `<h2>政府信息公开指南</h2>\n${guide}`),
    block(`${base}zfxxgkzd/`, '政府信息公开制度', '信息公开制度', renderRules()),
    block(
      `${base}fdzdgknr/`,
      '法定主动公开内容',
      '信息公开目录',
      `<h2>法定主动公开内容</h2><div class="tags">${disclosedTopics.join('\n')}</div>\n${renderItems(itemsOf(`${base}fdzdgknr/`), `${base}fdzdgknr/`)}`,
    ),
    block(
      `${base}ysqgk/`,
      '依申请公开',
      '依申请公开',
      `<h2>依申请公开</h2><p>可以当面、信函或网络提出申请。</p>\n${renderItems(itemsOf(`${base}ysqgk/`), `${base}ysqgk/`)}`,
    ),
    [`${columnFolder}index.html`, renderColumn()],
  ]);
  for (const [folder, name] of columnLists) {
    for (const [path, html] of renderList(folder, name)) pages.set(path, html);
  }
  return pages;
}
