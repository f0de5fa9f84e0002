import { articlePath } from '../addresses.ts';
import { renderArticle } from './article.ts';
import { home, link, renderPage, type Chrome } from './chrome.ts';
import { itemsOf, renderItems, type ListItem } from './lists.ts';

/** Plain columns of the portal: path, name, and the sentence at their head. */
const plainColumns: [path: string, name: string, intro: string][] = [
  ['/zwfw/grbs/', '个人办事', '面向个人的办事事项，可以在政务服务大厅或网上办理。'],
  ['/zwfw/frbs/', '法人办事', '面向企业和其他组织的办事事项。'],
  ['/zwfw/bszn/', '办事指南', '各类事项的受理条件、材料和时限。'],
  ['/zwfw/bmrx/', '便民热线', '县政务服务热线全天受理咨询和投诉。'],
  ['/zwfw/zmhd/', '证明核对', '提供证明材料的在线核对。'],
  ['/hdjl/xzxx/', '县长信箱', '来信一般在五个工作日内答复。'],
  ['/hdjl/zxft/', '在线访谈', '有关单位负责人与网民在线交流。'],
  ['/hdjl/zjdc/', '征集调查', '就重大事项公开征求意见。'],
  ['/hdjl/hygq/', '回应关切', '对群众关心的问题及时作出说明。'],
  ['/zjyh/yhgk/', '云禾概况', '云禾县位于云山南麓、禾水之畔，是为软件演示而虚构的县。'],
  ['/zjyh/lsyg/', '历史沿革', '本栏目介绍县名的由来。'],
  ['/zjyh/tzyh/', '投资云禾', '介绍经济开发区的产业和配套。'],
  ['/zjyh/lyyh/', '旅游云禾', '介绍青石古桥、柳溪梯田等去处。'],
  ['/zwgk/zcwj/', '政策文件', '县政府及县政府办公室印发的文件。'],
  ['/zwgk/zcjd/', '政策解读', '对政策文件的文字和图表解读。'],
  ['/zwgk/rsxx/', '人事信息', '任免、招考和表彰。'],
  ['/zwgk/ghjh/', '规划计划', '国民经济和社会发展规划、专项规划。'],
  ['/zwgk/yjgl/', '应急管理', '预案、预警和应对情况。'],
  ['/zwgk/jdjc/', '监督检查', '食品、药品、环境等领域的检查结果。'],
  ['/zwgk/jytabl/', '建议提案办理', '人大代表建议和政协委员提案的办理情况。'],
  ['/wzdt/gywm/', '关于我们', '本站由云禾县人民政府办公室主办。本站及其所载机构、数字均为虚构，仅供软件演示。'],
];

const groups: [path: string, name: string][] = [
  ['/zwfw/', '政务服务'],
  ['/hdjl/', '互动交流'],
  ['/zjyh/', '走进云禾'],
];

/** Headlines of the news column with their dates; the text of each is one paragraph. */
const headlines: [date: string, title: string][] = [
  ['2025-04-02', '县政府召开常务会议研究春耕备耕工作'],
  ['2025-03-31', '青石镇石桥修缮工程通过验收'],
  ['2025-03-27', '全县安全生产大检查启动'],
  ['2025-03-21', '柳溪梯田入选省级农耕文化示范点'],
  ['2025-03-18', '云禾经济开发区新增三家入园企业'],
  ['2025-03-12', '植树节活动在云山南麓举行'],
  ['2025-03-07', '县妇幼保健院新院区投入使用'],
  ['2025-02-28', '我县开展道路交通安全专项整治'],
  ['2025-02-24', '春季学期中小学校全部平安开学'],
  ['2025-02-20', '全县民营企业座谈会召开'],
  ['2025-02-14', '禾水河道清淤工程进入第二标段'],
  ['2025-02-10', '县图书馆延长夜间开放时间'],
  ['2025-01-23', '县领导走访慰问困难群众'],
  ['2025-01-17', '企业年报公示工作开始，市场主体请按时报送'],
  ['2025-01-08', '全县冬季森林防火工作会议召开'],
  ['2024-12-30', '县政务服务大厅推出午间不打烊服务'],
  ['2024-12-12', '云禾县第一中学科技节开幕'],
  ['2024-12-05', '我县发布事业单位法人年度报告公示提示'],
];

/** Services that the home page names; all lead to one column. */
const services = ['社会保障', '婚姻登记', '不动产登记', '公积金', '就医挂号', '入学转学', '户籍办理', '驾驶证换领'];

/** Links that lead to other invented sites; nothing answers there. */
const friends: [href: string, text: string][] = [
  ['http://www.lingdong.gov.test/', '岭东省人民政府'],
  ['http://www.yunzhou.gov.test/', '云州市人民政府'],
  ['http://www.yunzhou.gov.test/zwgk/zfxxgk/zfxxgknb/', '云州市政府信息公开年报'],
  ['http://www.linshan.gov.test/', '临山县人民政府'],
];

const newsFolder = '/xwzx/';

function newsItems(): ListItem[] {
  const plain = headlines.map(([date, title], at): ListItem => ({
    path: articlePath(newsFolder, date, 2001 + at),
    text: title,
    title,
    date,
  }));
  return [...plain, ...itemsOf(newsFolder)].sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
}

function plainChrome(name: string, type: string, parents: { text: string; href: string }[] = []): Chrome {
  return { title: name, trail: [...parents, { text: name }], column: { name, type } };
}

function renderNews(): Map<string, string> {
  const pages = new Map<string, string>();
  const items = newsItems();
  pages.set(
    `${newsFolder}index.html`,
    renderPage(plainChrome('新闻中心', '工作动态'), `<h2>新闻中心</h2>\n${renderItems(items, newsFolder)}`),
  );
  headlines.forEach(([date, title], at) => {
    const path = articlePath(newsFolder, date, 2001 + at);
    const chrome: Chrome = {
      ...plainChrome(title, '工作动态', [{ text: '新闻中心', href: newsFolder }]),
      article: { title, date, source: '云禾县融媒体中心', path },
    };
    const body = `<div class="body"><div class="TRS_Editor"><p>本网讯　${title}。有关情况将由县政府门户网站继续发布。</p></div></div>`;
    pages.set(path, renderArticle(chrome, { box: '', body, after: '', near: { previous: null, next: null } }));
  });
  return pages;
}

/** Columns without anything of interest, and the pages that gather them. */
export function renderPlainColumns(): Map<string, string> {
  const pages = renderNews();
  const latest = newsItems().slice(0, 3);
  for (const [path, name, intro] of plainColumns) {
    const content = `<h2>${name}</h2><p>${intro}</p>\n${renderItems(latest, path)}`;
    pages.set(`${path}index.html`, renderPage(plainChrome(name, '其他'), content));
  }
  for (const [path, name] of groups) {
    pages.set(
      `${path}index.html`,
      renderPage(plainChrome(name, '其他'), `<h2>${name}</h2><div class="tags">${columnLinks(path).join('\n')}</div>`),
    );
  }
  return pages;
}

/** 政务公开: the hub among other things. The first link lacks its closing slash, as menus often do. */
export function renderDisclosure(): string {
  const links = [
    link('/zwgk/zfxxgk', '政府信息公开'),
    ...columnLinks('/zwgk/'),
    link('/zwgk/zfxxgk/fdzdgknr/', '财政预决算'),
    link('/zwgk/zfxxgk/fdzdgknr/', '统计公报'),
  ];
  const content = `<h2>政务公开</h2><div class="tags">${links.join('\n')}</div>`;
  return renderPage(plainChrome('政务公开', '信息公开目录'), content);
}

/** The site map: every column once. */
export function renderSiteMap(): string {
  const links = [
    link('/xwzx/', '新闻中心'),
    link('/zwgk/', '政务公开'),
    link('/zwgk/zfxxgk/', '政府信息公开'),
    ...groups.map(([path, name]) => link(path, name)),
    ...plainColumns.map(([path, name]) => link(path, name)),
  ];
  return renderPage(plainChrome('网站地图', '其他'), `<h2>网站地图</h2><div class="tags">${links.join('\n')}</div>`);
}

/** The search page that robots.txt closes: every question has the same empty answer. */
export function renderSearch(): string {
  const content =
    '<h2>站内搜索</h2><form action="/search/index.html"><input name="q"> <input type="submit" value="搜索"></form><p>没有找到相关内容。</p>';
  return renderPage(plainChrome('站内搜索', '其他'), content);
}

function columnLinks(path: string): string[] {
  return plainColumns.filter(([below]) => below.startsWith(path)).map(([below, name]) => link(below, name));
}

function block(name: string, links: readonly string[]): string {
  return `<div class="block"><h2>${name}</h2><div class="tags">${links.join('\n')}</div></div>`;
}

/** The home page. */
export function renderHome(): string {
  const decoys = [...itemsOf('/zwgk/zfxxgk/fdzdgknr/'), ...itemsOf(newsFolder)];
  const topics = [
    link('/zwgk/zfxxgk/ysqgk/', '依申请公开'),
    link('/zwgk/zfxxgk/fdzdgknr/', '部门预决算公开'),
    link('/zwgk/zfxxgk/fdzdgknr/', '双公示'),
    link(`/search/index.html?q=${encodeURIComponent('年报')}`, '热搜：年报'),
    link(`/search/index.html?q=${encodeURIComponent('政府信息公开年报')}`, '热搜：政府信息公开年报'),
    link('/xwzx/', '企业年报公示'),
  ];
  const content = `<div class="grid">
<div class="block"><h2>云禾要闻</h2>
${renderItems(newsItems().slice(0, 18), '/')}</div>
<div>
<div class="block"><h2>通知公告</h2>
${renderItems(decoys, '/')}</div>
${block('政务公开', [link('/zwgk/zfxxgk/', '政府信息公开'), ...columnLinks('/zwgk/')])}
${block('专题专栏', topics)}
</div>
</div>
${block('政务服务', [...columnLinks('/zwfw/'), ...services.map((name) => link('/zwfw/grbs/', name))])}
${block('互动交流', columnLinks('/hdjl/'))}
${block('走进云禾', columnLinks('/zjyh/'))}
${block(
  '乡镇和部门',
  ['青石镇', '柳溪乡', '教育局', '财政局', '公安局', '自然资源和规划局', '卫生健康局', '经济开发区'].map((name) =>
    link('/zjyh/yhgk/', name),
  ),
)}
${block(
  '友情链接',
  friends.map(([href, text]) => link(href, text)),
)}
<p>${link(home, '设为首页')} <a href="mailto:webmaster@yunhe.gov.test">联系我们</a> <a href="#top">返回顶部</a></p>`;
  return renderPage({ title: '首页', trail: [], column: { name: '首页', type: '首页' } }, content);
}
