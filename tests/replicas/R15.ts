import { gzipSync } from 'node:zlib';
import { reportPage } from './core/article.ts';
import { putCommonParts, type ListRow } from './core/common.ts';
import { hubMenu, page, type Look } from './core/page.ts';
import { link } from './core/render.ts';
import type { Built, Replica } from './core/replica.ts';
import { reportOf } from './core/report.ts';
import { openSite, redirect, type Answer, type Ask, type Door } from './core/site.ts';
import { openTruth, type TrueReport } from './core/truth.ts';

const DOMAIN = 'xianshan.gov.test';
const YEARS = [2023, 2022];
/** The replicas ask every 50 ms instead of every 2 s: times of servers are 40 times shorter too. */
const FASTER = 40;

/** One sub-host: two reports behind one behaviour. `reached`: whether a polite crawler gets them; else why not. */
interface Behaviour {
  name: string;
  body: string;
  door?: Partial<Door>;
  robots?: Answer;
  /** Beginning of the report's paths; `/zfxxgk/` by default. */
  folder?: string;
  rule?: (ask: Ask) => Answer | null;
  /** Words of which one must be in the reason; absent where the host is no refusal. */
  refused?: string[];
  reached: 'yes' | 'perhaps' | 'no';
  /** Most requests to the host. */
  most: number;
}

/** 21 hosts that refuse, trap or dawdle; mostly a test of restraint (PORTALS.md R15). */
export const R15: Replica = { id: 'R15', name: '险山市 (hostile)', family: [], isApart: true, build };

const text = (body: string): Answer => ({ headers: { 'content-type': 'text/plain' }, body });
const shell = (body: string, status = 200, headers: Record<string, string> = {}): (() => Answer) => {
  return () => ({ status, headers: { 'content-type': 'text/html', ...headers }, body });
};
const unlessRobots =
  (make: () => Answer) =>
  (ask: Ask): Answer | null =>
    ask.path === '/robots.txt' ? null : make();

const REFUSING: Behaviour[] = [
  {
    name: 'robots',
    body: '教育局',
    robots: text('User-agent: *\nDisallow: /\n'),
    refused: ['robots'],
    reached: 'no',
    most: 1,
  },
  {
    name: 'r403',
    body: '财政局',
    robots: { status: 403, body: 'Forbidden' },
    refused: ['robots', '403'],
    reached: 'no',
    most: 1,
  },
  {
    name: 'r503',
    body: '民政局',
    robots: { status: 503, body: 'Service Unavailable' },
    refused: ['robots', '503'],
    reached: 'no',
    most: 3,
  },
  {
    name: 'jsl',
    body: '司法局',
    rule: unlessRobots(
      shell(
        "<script>document.cookie=('_')+('_')+('j')+('s')+('l')+('_clearance=1');location.href=location.pathname</script>",
        521,
        { 'set-cookie': '__jsluid_s=1f; max-age=31536000; path=/; HttpOnly' },
      ),
    ),
    refused: ['jsl', '521'],
    reached: 'no',
    most: 3,
  },
  {
    name: 'rs',
    body: '公安局',
    rule: unlessRobots(
      shell(
        `<!DOCTYPE html><html><head><meta id="9DhefwqGPrzGxEp9hPaoag" r="m"><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=13;</script></head><body></body></html>`,
        412,
      ),
    ),
    refused: ['412'],
    reached: 'no',
    most: 3,
  },
  {
    name: 'acw',
    body: '水利局',
    rule: unlessRobots(
      shell(
        "<html><script>var arg1='A1B2C3D4E5F60718293A4B5C6D7E8F9001122334';function setCookie(){document.cookie='acw_sc__v2='+arg1;location.reload();}</script></html>",
      ),
    ),
    refused: ['acw'],
    reached: 'no',
    most: 3,
  },
  {
    name: 'slider',
    body: '交通运输局',
    rule: unlessRobots(
      shell(
        `<html><head><meta charset="utf-8"><title>请稍候…</title></head><body><div class="puzzle-vcode"></div><script>${'/* vcode */'.repeat(2065)}</script></body></html>`,
      ),
    ),
    refused: ['slider'],
    reached: 'no',
    most: 3,
  },
  {
    name: 'w468',
    body: '农业农村局',
    rule: unlessRobots(shell('<html><body>468</body></html>', 468)),
    refused: ['468'],
    reached: 'no',
    most: 3,
  },
  {
    name: 'tls-self',
    body: '商务局',
    door: { http: false, tls: 'self' },
    refused: ['certificate', 'SELF_SIGNED', 'TLS', 'tls'],
    reached: 'no',
    most: 3,
  },
  {
    name: 'tls-name',
    body: '审计局',
    door: { http: false, tls: 'other_name' },
    refused: ['certificate', 'ALTNAME', 'TLS', 'tls'],
    reached: 'no',
    most: 3,
  },
  {
    name: 'tls-legacy',
    body: '统计局',
    door: { http: false, tls: 'legacy' },
    refused: ['handshake', 'SSL', 'TLS', 'tls'],
    reached: 'no',
    most: 3,
  },
];

const REACHABLE: Behaviour[] = [
  {
    name: 'partial',
    body: '林业局',
    robots: text(`User-agent: *\nDisallow: /zfxxgk/\nCrawl-delay: ${5 / FASTER}\n`),
    folder: '/zwgk/nb/',
    reached: 'yes',
    most: 30,
  },
  { name: 'rate', body: '信访局', rule: complaining(), reached: 'yes', most: 30 },
  { name: 'session', body: '应急管理局', reached: 'yes', most: 60 },
  { name: 'http-only', body: '城市管理局', reached: 'yes', most: 30 },
  { name: 'slow', body: '医疗保障局', reached: 'yes', most: 30 },
];

const TRAPS: Behaviour[] = [
  {
    name: 'soft',
    body: '体育局',
    rule: (ask) =>
      /\/\d+\.html$/u.test(ask.path) || ask.path.length > 40
        ? { body: '<html><head><meta charset="utf-8"><title>提示</title></head><body>您访问的页面不存在</body></html>' }
        : null,
    reached: 'no',
    most: 30,
  },
  { name: 'calendar', body: '气象局', rule: calendar, reached: 'perhaps', most: 60 },
  { name: 'loop', body: '档案局', rule: loops, reached: 'no', most: 30 },
  {
    name: 'gzipbomb',
    body: '科学技术局',
    rule: (ask) => (/\/\d+\.html$/u.test(ask.path) ? bomb() : null),
    reached: 'no',
    most: 30,
  },
  {
    name: 'bigpdf',
    body: '民族宗教局',
    rule: (ask) => (/\/\d+\.html$/u.test(ask.path) ? bigPdf() : null),
    reached: 'no',
    most: 30,
  },
];

function build(): Built {
  const site = openSite();
  const truth = openTruth([], []);
  const built = { site, truth };
  truth.requestsPerReport = 20; // most requests here go to hosts that give nothing
  for (const behaviour of [...REACHABLE, ...REFUSING, ...TRAPS]) putHost(built, behaviour);
  slowDown(built, `slow.${DOMAIN}`);
  changeSessions(built, `session.${DOMAIN}`);
  return built;
}

function putHost(built: Built, behaviour: Behaviour): void {
  const { site, truth } = built;
  const { name, folder = '/zfxxgk/', robots, rule, refused, reached, most } = behaviour;
  const host = `${name}.${DOMAIN}`;
  const isTls = behaviour.door?.http === false;
  const origin = `${isTls ? 'https' : 'http'}://${host}`;
  const body = `险山市${behaviour.body}`;
  site.open(host, behaviour.door ?? {});
  if (robots !== undefined) site.on(host, (ask) => (ask.path === '/robots.txt' ? robots : null));
  if (rule !== undefined) site.on(host, rule);
  // The address that people have of this host begins with https, which it does not speak.
  truth.homes.push(name === 'http-only' ? `https://${host}/` : `${origin}/`);
  const look: Look = {
    siteName: body,
    host,
    menu: [
      ['首页', '/'],
      ['政务公开', '/zwgk/'],
    ],
    meta: true,
  };
  const column = `${folder}zfxxgknb/`;
  const reports = YEARS.map((year, index) => {
    const report = reportOf(body, year);
    const url = `${origin}${column}${year + 1}/${4000 + index}.html`;
    site.set(url, () =>
      reportPage({
        look,
        report,
        markup: 'clean',
        trail: [
          ['政府信息公开', folder],
          ['政府信息公开年报', column],
        ],
        container: ['<div class="content">', '</div>'],
      }),
    );
    return {
      title: report.title,
      url,
      date: report.published,
      report: {
        body,
        year,
        url,
        aliases: [],
        files: [],
        form: 'html',
        publishedAt: report.published,
      } satisfies TrueReport,
    };
  });
  const rows: ListRow[] =
    name === 'session'
      ? [...reports, ...putCommonParts({ ...built, look, place: '险山市', hub: folder, annual: column })]
      : reports;
  const menu = hubMenu(folder, column);
  const closed = name === 'partial' ? link('/zfxxgk/zfxxgknb/old.html', `${body}2019年政府信息公开工作年度报告`) : '';
  const items = rows.map(
    ({ title, url, date }) => `<li>${link(url.replace(origin, ''), title)}<span>${date}</span></li>`,
  );
  site.set(
    `${origin}${column}`,
    page(
      look,
      { title: '政府信息公开年报', column: { name: '政府信息公开年报', type: '信息公开年报' } },
      `${menu}<ul class="list">${items.join('\n')}</ul>${closed}${name === 'calendar' ? months(2024, 1) : ''}`,
    ),
  );
  if (name !== 'session') {
    site.set(`${origin}${folder}`, page(look, { title: '政府信息公开' }, menu));
    site.set(
      `${origin}/`,
      page(look, { title: body }, `${link(folder, '政府信息公开')} ${name === 'calendar' ? months(2024, 1) : ''}`),
    );
  }
  const list = { yes: truth.reports, perhaps: truth.optional, no: null }[reached];
  list?.push(...reports.map(({ report }) => report));
  truth.refusals.push({ host, reasons: refused ?? [], maxRequests: most });
  if (name === 'partial') truth.disallowed.push(`http://${host}/zfxxgk/`);
}

/** The sixth request is answered 429; who comes back too soon gets the home page for everything, as a ban. */
function complaining(): (ask: Ask) => Answer | null {
  let [count, free, banned] = [0, 0, 0];
  return (ask) => {
    count += 1;
    if (count === 6) {
      free = ask.at + 1000;
      return { status: 429, headers: { 'retry-after': '1' }, body: 'Too Many Requests' };
    }
    if (ask.at < free) banned = ask.at + 60_000 / FASTER;
    return ask.at < banned
      ? { body: '<html><head><meta charset="utf-8"><title>险山市信访局</title></head><body>首页</body></html>' }
      : null;
  };
}

/** Every link of a page gets another session id each time; with any id or none the page is the same. */
function changeSessions({ site }: Built, host: string): void {
  const answer = site.answer.bind(site);
  let count = 0;
  site.answer = async (ask) => {
    if (ask.host !== host) return answer(ask);
    const found = await answer({ ...ask, path: ask.path.replace(/;jsessionid=\w+/u, '') });
    if (typeof found.body !== 'string') return found;
    count += 1;
    return { ...found, body: found.body.replaceAll(/href="(\/[^"]*)"/gu, `href="$1;jsessionid=5F${1000 + count}A"`) };
  };
}

/** Months before and after, without an end. */
function calendar(ask: Ask): Answer | null {
  const url = new URL(ask.path, `http://calendar.${DOMAIN}`);
  if (url.pathname !== '/rl/') return null;
  return {
    body: `<html><head><meta charset="utf-8"><title>工作日历</title></head><body>${months(Number(url.searchParams.get('y')), Number(url.searchParams.get('m')))}</body></html>`,
  };
}

function months(year: number, month: number): string {
  const at = year * 12 + month - 1;
  const one = (to: number, name: string): string => link(`/rl/?y=${Math.floor(to / 12)}&m=${(to % 12) + 1}`, name);
  return `<div class="calendar">${one(at - 1, '上月')} ${one(at + 1, '下月')} ${Array.from({ length: 12 }, (_, index) => one(Math.floor(at / 12) * 12 + index, `${Math.floor(at / 12)}年${index + 1}月政府信息公开`)).join(' ')}</div>`;
}

/** One report's address leads to itself, the other's to and fro. */
function loops(ask: Ask): Answer | null {
  if (ask.path.endsWith('/4000.html')) return redirect(ask.path);
  if (ask.path.endsWith('/4001.html')) return redirect('/a');
  return ask.path === '/a' ? redirect('/b') : ask.path === '/b' ? redirect('/a') : null;
}

/** A megabyte that unfolds to a gigabyte: a hundred members of zeros. */
function bomb(): Answer {
  const member = gzipSync(Buffer.alloc(10_000_000));
  return {
    headers: { 'content-encoding': 'gzip', 'content-type': 'text/html' },
    body: Buffer.concat(Array.from({ length: 100 }, () => member)),
  };
}

function bigPdf(): Answer {
  return {
    body: '',
    send: (response) => {
      response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': '600000000' });
      response.write('%PDF-1.4\n');
      setTimeout(() => response.destroy(), 2000).unref();
    },
  };
}

/** Every page of the host comes in five pieces over a second and a half. */
function slowDown({ site }: Built, host: string): void {
  const answer = site.answer.bind(site);
  site.answer = async (ask) => {
    const found = await answer(ask);
    if (ask.host !== host || found.status === 304) return found;
    const whole = Buffer.from(found.body);
    const size = Math.ceil(whole.length / 5);
    return {
      ...found,
      send: (response) => {
        response.writeHead(found.status ?? 200, {
          'content-type': 'text/html; charset=utf-8',
          ...found.headers,
          'content-length': String(whole.length),
        });
        const push = (at: number): void => {
          response.write(whole.subarray(at * size, (at + 1) * size));
          if (at === 4) response.end();
          else setTimeout(push, 60_000 / FASTER / 5, at + 1);
        };
        push(0);
      },
    };
  };
}
