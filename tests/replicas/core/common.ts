import { articleHead, hubMenu, page, type Look } from './page.ts';
import { decoysOf, type Decoy } from './decoys.ts';
import { link } from './render.ts';
import type { Site } from './site.ts';
import type { Truth } from './truth.ts';

/** A line of a list. */
export interface ListRow {
  title: string;
  url: string;
  date: string;
}

/** The parts of a portal that all families share, put onto the look's host. */
export interface CommonParts {
  site: Site;
  truth: Truth;
  look: Look;
  place: string;
  /** Address of the hub below the host. */
  hub: string;
  /** Folder of the hub's other blocks, with the slash at its end; the hub's own address by default. */
  blocks?: string;
  /** Address of the annual-report column as the hub's menu has it. */
  annual: string;
  annualName?: string;
  /** Where a decoy lies. */
  decoyPath?: (decoy: Decoy, index: number) => string;
  /** Scheme and host of the portal; `http://<look.host>` by default. */
  origin?: string;
  /** Text and address of the link from the home page to the hub, where it is no plain one. */
  hubLink?: string;
}

/**
 * Puts home page, hub, its other blocks, news, site map and the decoys; returns the decoys that stand in the lists of
 * reports, as rows. Leaves out whatever page stands there already.
 */
export function putCommonParts(parts: CommonParts): ListRow[] {
  const { site, truth, look, place, hub, annual } = parts;
  const origin = parts.origin ?? `http://${look.host}`;
  const base = parts.blocks ?? hub;
  const menu = hubMenu(base, annual, parts.annualName);
  const put = (path: string, html: string): void => {
    if (!site.has(origin + path)) site.set(origin + path, html);
  };
  const decoys = decoysOf(place).map((decoy, index) => {
    const path = parts.decoyPath?.(decoy, index) ?? `/art/decoy/${decoy.date.slice(0, 4)}/art_${900 + index}.html`;
    put(path, decoyPage(look, decoy, path));
    truth.negatives.push({ url: origin + path, kind: decoy.kind });
    return { ...decoy, url: origin + path };
  });
  const elsewhere = decoys.filter((decoy) => decoy.place === 'elsewhere');
  const news = rowsHtml(elsewhere);
  put('/', home(parts, news));
  const trail = [['政务公开', '/zwgk/'], ['政府信息公开']] as const;
  put(
    hub,
    page(
      look,
      { title: '政府信息公开', trail, column: { name: '政府信息公开' } },
      `${menu}\n<div class="con">政府信息公开专栏</div>`,
    ),
  );
  for (const [slug, name, html] of blocks(elsewhere)) {
    const column = { name, type: name === '依申请公开' ? '依申请公开' : '信息公开目录' };
    put(`${base}${slug}/`, page(look, { title: name, column }, `${menu}\n${html}`));
  }
  put(
    '/xwzx/',
    page(look, { title: '新闻中心', column: { name: '工作动态' } }, `<ul class="list">${news}${filler(40)}</ul>`),
  );
  put(
    '/zwgk/',
    page(
      look,
      { title: '政务公开', column: { name: '政务公开' } },
      `${parts.hubLink ?? link(hub, '政府信息公开')}<ul class="list">${filler(12)}</ul>`,
    ),
  );
  return decoys.filter((decoy) => decoy.place === 'column');
}

function home({ look, hub, hubLink, blocks: base = hub }: CommonParts, news: string): string {
  const services = Array.from({ length: 60 }, (_, index) => link(`/zwfw/s${index}.html`, `办事服务事项${index + 1}`));
  const main = `<div class="tags">${hubLink ?? link(hub, '政府信息公开')} ${link(`${base}zfxxgkzn/`, '政府信息公开指南')}</div>
<div class="block"><h2>${link('/xwzx/', '新闻中心')}</h2><ul class="list">${news}${filler(60)}</ul></div>
<div class="block"><h2>政务服务</h2>${services.join('\n')}</div>`;
  return page(look, { title: look.siteName }, main);
}

function blocks(elsewhere: readonly ListRow[]): [slug: string, name: string, html: string][] {
  return [
    [
      'zfxxgkzn',
      '政府信息公开指南',
      '<p>本指南说明如何获取政府信息。每年3月31日前公布上一年度政府信息公开工作年度报告。</p>',
    ],
    ['zfxxgkzd', '政府信息公开制度', '<p>中华人民共和国政府信息公开条例</p>'],
    ['fdzdgknr', '法定主动公开内容', `<ul class="list">${rowsHtml(elsewhere)}</ul>`],
    [
      'ysqgk',
      '依申请公开',
      '<form action="/ysqgk/submit" method="post"><input name="name"><input type="submit" value="提交申请"></form>',
    ],
  ];
}

/** Lines of a plain list. */
function rowsHtml(rows: readonly ListRow[]): string {
  return rows.map(({ url, title, date }) => `<li>${link(url, title)}<span>${date}</span></li>`).join('\n');
}

/** News of no interest to us. */
function filler(count: number): string {
  return Array.from(
    { length: count },
    (_, index) =>
      `<li>${link(`/xwzx/n${1000 + index}.html`, `本地要闻第${index + 1}条：项目建设进展顺利`)}<span>2024-11-0${1 + (index % 9)}</span></li>`,
  ).join('\n');
}

function decoyPage(look: Look, decoy: Decoy, path: string): string {
  const facts = {
    title: decoy.title,
    trail: [['政务公开', '/zwgk/'], ['正文']] as const,
    column: { name: '政务公开', type: '信息公开目录' },
    article: { title: decoy.title, date: decoy.date, source: look.siteName },
    head: `<!-- ${path} -->`,
  };
  return page(
    look,
    facts,
    `${articleHead(decoy.title, decoy.date, look.siteName)}\n<div class="content">${decoy.html}</div>`,
  );
}
