import { reportPage } from './core/article.ts';
import { departmentsOf, governmentOf, type Body } from './core/bodies.ts';
import { putCommonParts, type ListRow } from './core/common.ts';
import { hubMenu, page, type Look } from './core/page.ts';
import { link, markupOf, pdfFile } from './core/render.ts';
import { share, type Built, type Replica, type Scale } from './core/replica.ts';
import { hash, reportOf, type ReplicaReport } from './core/report.ts';
import { notFound, openSite, type Site } from './core/site.ts';
import { openTruth, type TrueReport, type Truth } from './core/truth.ts';

const OLD = 'www.piaoyi.gov.test';
const BARE = 'piaoyi.gov.test';
const NEW = 'www.piaoyixian.gov.test';
const PARASITE = 'http://www.piaoyi-gov.example';
const YEARS = [2023, 2022, 2021, 2020];
const PER_PAGE = 10;
const LOOK: Look = {
  siteName: '漂移县人民政府',
  host: OLD,
  menu: [
    ['首页', '/'],
    ['新闻', '/xwzx/'],
    ['政务公开', '/zwgk/'],
  ],
  meta: true,
};

/** Two days of one portal: what moved, was corrected, withdrawn and came new in between (PORTALS.md R16). */
export const R16: Replica = { id: 'R16', name: '漂移县 (drift)', family: [], build };

/** A report on the portal; `path` without host; `turn`: decides its markup and how it is listed, the same on both days. */
interface Piece {
  report: ReplicaReport;
  path: string;
  turn: number;
}

function build(scale: Scale): Built {
  const bodies = share([...governmentOf('漂移县'), ...departmentsOf('漂移县', 10)], scale, 4);
  const pieces = YEARS.flatMap((year) => bodies.map((body) => ({ body, year }))).map(({ body, year }, turn) =>
    pieceOf(body, year, { root: '/zwgk/', turn }),
  );
  const before = siteOf(pieces, { host: OLD, root: '/zwgk/', lost: 0 });
  const after = changed(pieces, bodies);
  const later = siteOf(after.pieces, { host: NEW, root: '/openness/', lost: 3 });
  const site = openSite();
  for (const host of [OLD, BARE, NEW]) site.open(host, { tls: 'good' });
  let now = before.site;
  site.answer = (ask) => now.answer(ask);
  site.addresses = () => now.addresses();
  putMoved(later.site);
  return {
    site,
    truth: before.truth,
    later: {
      begin: () => {
        now = later.site;
      },
      truth: later.truth,
      expected: after.expected,
    },
  };
}

function pieceOf(body: Body, year: number, { root, turn }: { root: string; turn: number }): Piece {
  const report = reportOf(body.name, year);
  const path = `${root}zfxxgk/zfxxgknb/${report.published.slice(0, 7).replace('-', '')}/${700_000 + (hash(body.name + year) % 90_000)}.html`;
  return { report, path, turn };
}

/** The portal a month later: of 48, 20 moved, 2 corrected, 1 withdrawn, 3 new (in proportion where it is smaller). */
function changed(pieces: readonly Piece[], bodies: readonly Body[]) {
  const moves = Math.round((pieces.length * 20) / 48);
  const [withdrawn, ...rest] = pieces;
  const corrected = rest.slice(0, 2);
  const moved = rest.slice(2, 2 + moves);
  const fresh = bodies.slice(0, 3).map((body, turn) => pieceOf(body, 2024, { root: '/openness/', turn }));
  const kept = rest.map((piece) => {
    if (corrected.includes(piece)) return { ...piece, report: { ...piece.report, edition: 1 } };
    return moved.includes(piece) ? { ...piece, path: piece.path.replace('/zwgk/', '/openness/') } : piece;
  });
  const names = (some: readonly (Piece | undefined)[]): string[] =>
    some.flatMap((piece) => (piece === undefined ? [] : [piece.report.title]));
  return {
    pieces: [...fresh, ...kept],
    expected: { new: names(fresh), corrected: names(corrected), withdrawn: names([withdrawn]), moved: names(moved) },
  };
}

/** Both hosts of a snapshot answer alike; `lost`: list pages at the end that answer 404. */
function siteOf(
  pieces: readonly Piece[],
  { host, root, lost }: { host: string; root: string; lost: number },
): { site: Site; truth: Truth } {
  const site = openSite();
  const origin = `http://${host}`;
  const column = `${root}zfxxgk/zfxxgknb/`;
  const truth = openTruth([`http://${OLD}/`], [origin + column]);
  const decoys = putCommonParts({
    site,
    truth,
    look: { ...LOOK, host },
    place: '漂移县',
    hub: `${root}zfxxgk/`,
    annual: column,
    hubLink: link(`${root}zfxxgk/`, '政府信息公开'),
  });
  for (const one of [OLD, BARE, NEW]) if (one !== host) site.alias(one, host);
  const rows = pieces.flatMap((piece) => putPiece({ site, truth }, piece, origin));
  putLists(site, { origin, root, column, lost, rows: [...rows, ...decoys] });
  return { site, truth };
}

/** Rows of one report: by turns it stands once, with a dotted host, with spaces in its title, or as page and file. */
function putPiece({ site, truth }: Built, { report, path, turn }: Piece, origin: string): ListRow[] {
  const url = origin + path;
  const file = url.replace('.html', '.pdf');
  const { title, published: date } = report;
  site.set(url, () =>
    reportPage({
      look: LOOK,
      report,
      markup: markupOf(turn),
      trail: [['政府信息公开'], ['政府信息公开年报']],
      column: { name: '政府信息公开年报', type: '信息公开年报' },
      container: ['<div class="TRS_Editor">', '</div>'],
    }),
  );
  const others = [OLD, BARE, NEW].map((host) => `http://${host}${path}`).filter((one) => one !== url);
  const asked: TrueReport = {
    body: report.body,
    year: report.year,
    url,
    aliases: others,
    files: [],
    form: 'html',
    publishedAt: date,
  };
  truth.reports.push(asked);
  const row = { title, url, date };
  if (turn % 6 === 1) return [row, { ...row, url: url.replace('.gov.test/', '.gov.test./') }];
  if (turn % 6 === 3) return [{ ...row, title: title.replace('政府', ' 政府 ') }];
  if (turn % 6 !== 5) return [row];
  site.set(file, () => pdfFile(report));
  asked.files.push(file, ...others.map((one) => one.replace('.html', '.pdf')));
  return [row, { ...row, title: `${title}（PDF版）`, url: file }];
}

interface Lists {
  origin: string;
  root: string;
  column: string;
  lost: number;
  rows: readonly ListRow[];
}

function putLists(site: Site, { origin, root, column, lost, rows }: Lists): void {
  const pages = Math.ceil(rows.length / PER_PAGE);
  for (let at = 1; at <= pages + lost; at += 1) {
    const path = `${column}${at === 1 ? '' : `list_${at}.html`}`;
    if (at > pages) {
      site.set(origin + path, notFound());
      continue;
    }
    const items = rows
      .slice((at - 1) * PER_PAGE, at * PER_PAGE)
      .map(
        ({ title, url, date }) =>
          `<li>${link(url.startsWith(`${origin}/`) ? url.slice(origin.length) : url, title)}<span>${date}</span></li>`,
      );
    const numbers = Array.from({ length: pages + lost }, (_, index) =>
      link(`${column}${index === 0 ? '' : `list_${index + 1}.html`}`, String(index + 1)),
    );
    const parasite = `<p class="links">镜像：${link(`${PARASITE}${column}`, '漂移县政府信息公开年报')}</p>`;
    const next = at < pages + lost ? link(`${column}list_${at + 1}.html`, '下一页') : '';
    site.set(
      origin + path,
      page(
        LOOK,
        { title: '政府信息公开年报', column: { name: '政府信息公开年报', type: '信息公开年报' } },
        `${hubMenu(`${root}zfxxgk/`, column)}<ul class="list">${items.join('\n')}</ul><div class="page">${numbers.join('')}${next}</div>${parasite}`,
      ),
    );
  }
}

/** The old name says where the portal went. */
function putMoved(site: Site): void {
  const notice = `<html><head><meta charset="utf-8"><title>网站已迁移</title></head><body><p>本网站已迁移，新网址：${link(`http://${NEW}/`, `http://${NEW}/`)}</p></body></html>`;
  const answer = site.answer.bind(site);
  site.answer = async (ask) =>
    (ask.host === OLD || ask.host === BARE) && ask.path === '/' ? { body: notice } : answer(ask);
}
