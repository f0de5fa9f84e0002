import { escapeHtml } from '../../../sample/render/markup.ts';
import { link } from './render.ts';

/** What all pages of a portal share. `meta`: whether it carries the tags of 国办发〔2017〕47号 (PORTALS.md 1.4). */
export interface Look {
  siteName: string;
  host: string;
  menu: readonly (readonly [text: string, href: string])[];
  meta: boolean;
  /** Markup that declares the encoding; `<meta charset="utf-8">` by default. */
  charset?: string;
  /** Markup below every page. */
  foot?: string;
}

/** What one page says of itself. `trail`: breadcrumb after 首页, the last without a link. */
export interface PageFacts {
  title: string;
  trail?: readonly (readonly [text: string, href?: string])[];
  column?: { name: string; type?: string };
  article?: { title: string; date: string; source: string };
  head?: string;
}

/** A whole page around `main`. */
export function page(look: Look, facts: PageFacts, main: string): string {
  const menu = look.menu.map(([text, href]) => `<li>${link(href, text)}</li>`).join('');
  const trail = (facts.trail ?? []).map(([text, href]) =>
    href === undefined ? `<span>${text}</span>` : link(href, text),
  );
  const crumbs =
    trail.length === 0 ? '' : `<div class="position">当前位置：${[link('/', '首页'), ...trail].join(' &gt; ')}</div>`;
  return `<!DOCTYPE html>
<html>
<head>
${look.charset ?? '<meta charset="utf-8">'}
<title>${escapeHtml(facts.title)}${facts.title.includes(look.siteName) ? '' : `-${escapeHtml(look.siteName)}`}</title>
${look.meta ? metaTags(look, facts) : ''}${facts.head ?? ''}
</head>
<body>
<div class="header"><a class="logo" href="/">${escapeHtml(look.siteName)}</a></div>
<div class="nav"><ul class="nav">${menu}</ul></div>
<div class="main">
${crumbs}
${main}
</div>
<div class="footer">${look.foot ?? `<p>主办：${escapeHtml(look.siteName)}办公室　网站标识码：0000000001（软件测试用的虚构站点）</p>`}</div>
</body>
</html>
`;
}

function metaTags(look: Look, { column, article }: PageFacts): string {
  const tags: [string, string][] = [
    ['SiteName', look.siteName],
    ['SiteDomain', look.host],
    ['SiteIDCode', '0000000001'],
  ];
  if (column !== undefined) {
    tags.push(['ColumnName', column.name], ['ColumnDescription', ''], ['ColumnType', column.type ?? column.name]);
  }
  if (article !== undefined) {
    tags.push(
      ['ArticleTitle', article.title],
      ['PubDate', `${article.date} 09:30:00`],
      ['ContentSource', article.source],
      ['Keywords', ''],
      ['Author', ''],
    );
  }
  return tags.map(([name, content]) => `<meta name="${name}" content="${escapeHtml(content)}">`).join('\n');
}

/** The five blocks of the hub (国办公开办函〔2019〕61号) as a menu; `annual`: where the fourth leads. */
export function hubMenu(base: string, annual: string, name = '政府信息公开年报'): string {
  const rows = [
    [`${base}zfxxgkzn/`, '政府信息公开指南'],
    [`${base}zfxxgkzd/`, '政府信息公开制度'],
    [`${base}fdzdgknr/`, '法定主动公开内容'],
    [annual, name],
    [`${base}ysqgk/`, '依申请公开'],
  ];
  return `<div class="gl-nav">${rows.map(([href = '', text = '']) => link(href, text)).join('\n')}</div>`;
}

/** The table of 索引号 above an article; `spaced`: letters apart, as TRS prints them. */
export function factsBox(
  facts: { index: string; publisher: string; date: string; title: string },
  spaced = false,
): string {
  const label = (text: string): string => (spaced && text.length === 3 ? Array.from(text).join(' ') : text);
  const cell = (name: string, text: string): string => `<td><B>${label(name)}:</B></td><td>${escapeHtml(text)}</td>`;
  return `<table class="xxgk_head" width="100%" border="0"><tbody>
<tr>${cell('索引号', facts.index)}${cell('信息分类', '政府信息公开年报')}</tr>
<tr>${cell('发布机构', facts.publisher)}${cell('发文日期', facts.date)}</tr>
<tr>${cell('名称', facts.title)}${cell('文号', '')}</tr>
</tbody></table>`;
}

/** The facts of an article under its heading. */
export function articleHead(title: string, date: string, source: string): string {
  return `<h1 class="title">${escapeHtml(title)}</h1>\n<div class="info"><span>发布时间：${date}</span> <span>来源：${escapeHtml(source)}</span> <a href="javascript:window.print()">打印</a></div>`;
}
