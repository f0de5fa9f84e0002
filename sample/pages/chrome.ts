import { escapeHtml } from '../render/markup.ts';

/** Host of the sample portal. */
const host = 'www.yunhe.gov.test';
/** Its home page. */
export const home = `http://${host}/`;

/** A page of the portal: `trail` = breadcrumb after 首页, the page itself last and without a link; `meta` = article tags. */
export interface Chrome {
  title: string;
  trail: { text: string; href?: string }[];
  column: { name: string; type: string };
  article?: { title: string; date: string; source: string; path: string };
  /** Further elements of `<head>`. */
  head?: string;
}

const menu: [href: string, text: string][] = [
  ['/', '首页'],
  ['/xwzx/', '新闻中心'],
  ['/zwgk/', '政务公开'],
  ['/zwfw/', '政务服务'],
  ['/hdjl/', '互动交流'],
  ['/zjyh/', '走进云禾'],
];

/** `<a>` with the text escaped; `title` where the whole text is in the attribute only. */
export function link(href: string, text: string, title?: string): string {
  return `<a href="${href}"${title === undefined ? '' : ` title="${escapeHtml(title)}"`}>${escapeHtml(text)}</a>`;
}

/** The page tags of 国办发〔2017〕47号: site, column, and article where there is one. */
export function metaTags(chrome: Chrome): string {
  const { article, column } = chrome;
  const tags: [string, string][] = [
    ['SiteName', '云禾县人民政府'],
    ['SiteDomain', host],
    ['SiteIDCode', '0000000001'],
    ['ColumnName', column.name],
    ['ColumnDescription', `云禾县人民政府门户网站${column.name}栏目`],
    ['ColumnKeywords', `${column.name},云禾县`],
    ['ColumnType', column.type],
  ];
  if (article) {
    tags.push(
      ['ArticleTitle', article.title],
      ['PubDate', `${article.date} 09:30`],
      ['ContentSource', article.source],
      ['Keywords', column.name],
      ['Author', ''],
      ['Description', article.title],
      ['Image', ''],
      ['Url', `http://${host}${article.path}`],
    );
  }
  return tags.map(([name, content]) => `<meta name="${name}" content="${escapeHtml(content)}">`).join('\n');
}

/** The way from the home page, as shown above the content. */
export function breadcrumb(chrome: Chrome): string {
  const parts = chrome.trail.map(({ text, href }) => (href === undefined ? escapeHtml(text) : link(href, text)));
  return `您当前的位置：${[link('/', '首页'), ...parts].join(' &gt; ')}`;
}

/** A whole page in UTF-8 around `content`. */
export function renderPage(chrome: Chrome, content: string): string {
  const items = menu.map(([href, text]) => `<li>${link(href, text)}</li>`).join('');
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(chrome.title)}_云禾县人民政府</title>
${metaTags(chrome)}
<link rel="stylesheet" href="/images/style.css">
${chrome.head === undefined ? '' : `${chrome.head}\n`}</head>
<body>
<div class="top"><div class="w">${link('/wzdt/', '网站地图')} | ${link('/search/index.html', '站内搜索')} | <a href="javascript:void(0)" onclick="document.body.className='wza'">无障碍</a></div></div>
<div class="header"><div class="w"><a class="logo" href="/">云禾县人民政府</a></div></div>
<div class="nav"><ul class="w">${items}</ul></div>
<div class="w main">
<div class="position">${breadcrumb(chrome)}</div>
${content}
</div>
<div class="footer"><div class="w"><p>主办：云禾县人民政府办公室　承办：云禾县政务服务中心　网站标识码：0000000001</p><p>${link('/wzdt/gywm/', '关于我们')} | ${link('/wzdt/', '网站地图')} | 联系电话：0000-6660000（本站为软件演示用的虚构站点）</p></div></div>
</body>
</html>
`;
}

/** Style sheet of the portal. */
export const styleSheet = `body{margin:0;font:14px/1.8 "Microsoft YaHei","Noto Sans CJK SC",SimSun,sans-serif;color:#333;background:#f5f7fa}
a{color:#1a5091;text-decoration:none}a:hover{text-decoration:underline}
.w{width:1100px;margin:0 auto}.top{background:#eef2f7;font-size:12px;text-align:right}
.header{background:#1f5fa8;padding:26px 0}.logo{color:#fff;font-size:34px;font-weight:bold;letter-spacing:6px}
.nav{background:#174a86}.nav ul{padding:0;list-style:none;display:flex}.nav li{margin:0}.nav a{display:block;color:#fff;padding:8px 34px;font-size:16px}
.main{background:#fff;padding:14px 24px 40px;box-sizing:border-box;min-height:420px}
.position{border-bottom:1px solid #dde4ee;padding-bottom:6px;margin-bottom:18px;color:#777}
.cols{display:flex;gap:26px}.side{width:230px;flex:none}.side a{display:block;padding:8px 14px;border:1px solid #dde4ee;margin-bottom:6px;background:#f7f9fc}
.content{flex:1}.block{margin-bottom:20px}.block h2,.content h2{font-size:17px;border-left:4px solid #1f5fa8;padding-left:10px;margin:10px 0}
.grid{display:grid;grid-template-columns:1fr 1fr;gap:10px 30px}.tags a{display:inline-block;width:150px}
ul.list{list-style:none;padding:0}ul.list li{border-bottom:1px dashed #d5dce6;padding:7px 2px;display:flex;justify-content:space-between}
.page{text-align:center;margin-top:22px}.page a,.page span{border:1px solid #ccd5e2;padding:3px 11px;margin:0 3px}
h1.title{font-size:24px;text-align:center;margin:22px 60px 10px}.info{text-align:center;color:#888;font-size:12px;margin-bottom:20px}
table.xxgk_head{width:100%;border:1px solid #c9d5e5;background:#f4f8fd;margin-bottom:12px}.xxgk_head .b{color:#1f5fa8;width:90px}
ul.xxgk{list-style:none;padding:10px 18px;background:#f4f8fd;border:1px solid #c9d5e5;display:grid;grid-template-columns:1fr 1fr}
.body p{text-indent:2em;margin:8px 0}table.report{border-collapse:collapse;width:100%;margin:14px 0;font-size:13px}table.report td{border:1px solid #555;text-align:center;padding:4px}
.body .h1{font-size:17px}.insertfileTag{background:#f4f8fd;padding:8px}.near{border-top:1px solid #dde4ee;margin-top:30px;padding-top:10px}
.footer{background:#174a86;color:#d9e4f2;text-align:center;padding:18px 0;font-size:12px}.footer a{color:#fff}
`;
