import { reportPage } from '../tests/replicas/core/article.ts';
import { departmentsOf } from '../tests/replicas/core/bodies.ts';
import { hubMenu, page, type Look } from '../tests/replicas/core/page.ts';
import { link, markupOf } from '../tests/replicas/core/render.ts';
import { reportOf } from '../tests/replicas/core/report.ts';
import { openSite, type Site } from '../tests/replicas/core/site.ts';

/** Small portals, a host each: home page, hub, one list, and this many reports as pages. */
export interface ManyPortals {
  site: Site;
  homes: string[];
}

/** Makes them. Every report is another: bodies and years differ from portal to portal. */
export function buildPortals(portals: number, reports: number): ManyPortals {
  const site = openSite();
  const homes = Array.from({ length: portals }, (_, portal) => putPortal(site, portal, reports));
  return { site, homes };
}

/** Whether a path of these portals is that of a report. */
export function isReport(path: string): boolean {
  return path.startsWith('/zwgk/gknb/t');
}

function putPortal(site: Site, portal: number, reports: number): string {
  const host = `www.xian${portal}.gov.test`;
  const home = `http://${host}/`;
  const place = `${PLACES[portal % PLACES.length]}${PLACES[Math.floor(portal / PLACES.length) % PLACES.length]}县`;
  const look: Look = {
    siteName: `${place}人民政府`,
    host,
    menu: [
      ['首页', '/'],
      ['政务公开', '/zwgk/'],
    ],
    meta: false,
  };
  site.open(host);
  site.set(home, page(look, { title: look.siteName, trail: [] }, link('/zwgk/', '政府信息公开')));
  const hub = { title: '政府信息公开', trail: [['首页', '/'], ['政府信息公开']] as [string, string?][] };
  site.set(`${home}zwgk/`, page(look, hub, hubMenu('/zwgk/', '/zwgk/gknb/')));
  const rows = departmentsOf(place, reports).map((body, at) => {
    const report = reportOf(body.name, 2023);
    const path = `/zwgk/gknb/t20240326_${1000 + at}.html`;
    site.set(`http://${host}${path}`, () =>
      reportPage({
        look,
        report,
        markup: markupOf(at),
        trail: [['首页', '/'], ['政府信息公开年报', '/zwgk/gknb/'], ['正文']],
        container: ['<div class="TRS_Editor">', '</div>'],
        box: 'none',
      }),
    );
    return `<li>${link(path, report.title)}<span>${report.published}</span></li>`;
  });
  const list = { title: '政府信息公开年报', trail: [['首页', '/'], ['政府信息公开年报']] as [string, string?][] };
  site.set(`${home}zwgk/gknb/`, page(look, list, `<div class="list"><ul>${rows.join('\n')}</ul></div>`));
  return home;
}

/** Characters of the names of invented places. */
const PLACES = ['云', '江', '安', '和', '宁', '平', '清', '石', '青', '龙'] as const;
