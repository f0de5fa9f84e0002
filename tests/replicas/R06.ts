import { encodeGb18030 } from '../../sample/render/gb18030.ts';
import { reportPage } from './core/article.ts';
import { departmentsOf, governmentOf, type Body } from './core/bodies.ts';
import { putCommonParts, type ListRow } from './core/common.ts';
import { hubMenu, page, type Look } from './core/page.ts';
import { docxFile, link, markupOf } from './core/render.ts';
import { share, type Built, type Replica, type Scale } from './core/replica.ts';
import { hash, hex, reportOf, type ReplicaReport } from './core/report.ts';
import { openSite, type Answer } from './core/site.ts';
import { openTruth } from './core/truth.ts';

const WWW = 'www.longshan.gov.test';
const RSJ = 'rsj.longshan.gov.test';
const YEARS = [2024, 2023, 2022, 2021, 2020];
const LOOK: Look = {
  siteName: '陇山县人民政府',
  host: WWW,
  menu: [
    ['首页', '/'],
    ['要闻动态', '/xwzx/'],
    ['政务公开', '/zfxxgk.htm'],
  ],
  meta: false,
};
/** The bureau's own host writes GBK and says so in its markup alone. */
const RSJ_LOOK: Look = {
  ...LOOK,
  siteName: '陇山县人力资源和社会保障局',
  host: RSJ,
  charset: '<META http-equiv="Content-Type" content="text/html; charset=gbk">',
};

/** 博达 VSB: pages numbered downwards, files without extension (PORTALS.md 1.5.7, R06). */
export const R06: Replica = { id: 'R06', name: '陇山县 (VSB)', family: ['vsb'], build };

function build(scale: Scale): Built {
  const site = openSite();
  const column = `http://${WWW}/zfxxgk/zfxxgknb.htm`;
  const truth = openTruth([`http://${WWW}/`], [column, `http://${RSJ}/zfxxgk/zfxxgknb.htm`]);
  const built = { site, truth };
  site.open(WWW);
  site.open(RSJ);
  const decoys = putCommonParts({
    ...built,
    look: LOOK,
    place: '陇山县',
    hub: '/zfxxgk.htm',
    blocks: '/zfxxgk/',
    annual: 'zfxxgk/zfxxgknb.htm',
    decoyPath: (_, index) => `/info/${index % 2 === 0 ? 1648 : 1051}/${46_000 + index}.htm`,
  });
  const bodies = [...governmentOf('陇山县'), ...share(departmentsOf('陇山县', 20), scale, 6)];
  const rows = YEARS.flatMap((year) => bodies.map((body, index) => putReport(built, body, year, index)));
  putList(
    built,
    [...decoys.slice(0, 4), ...rows, ...decoys.slice(4)].map((row) => row),
  );
  putBureau(built);
  return built;
}

/** One report; every fifth has a file, of which one is kept behind a captcha. */
function putReport({ site, truth }: Built, body: Body, year: number, index: number): ListRow {
  const report = reportOf(body.name, year);
  const number = 100_000 + (hash(`${body.name}${year}`) % 899_981);
  const url = `http://${WWW}/info/1648/${number}.htm`;
  const hasFile = index % 5 === 2;
  const id = hex(`${body.name}${year}file`, 24).toUpperCase();
  const file = `http://${WWW}/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1404874179&wbfileid=${id}`;
  const captcha = hasFile && year === 2022;
  if (hasFile) site.set(file, captcha ? captchaPage() : () => namedFile(report, 'rfc5987'));
  site.set(url, () => articleOf(report, index, hasFile ? file : null, LOOK));
  truth.reports.push({
    body: body.name,
    year,
    url,
    aliases: [],
    files: hasFile && !captcha ? [file] : [],
    form: 'html',
    publishedAt: report.published,
  });
  return { title: report.title, url, date: report.published };
}

function articleOf(report: ReplicaReport, index: number, file: string | null, look: Look): string {
  const id = hash(report.title) % 900;
  const attached =
    file === null
      ? ''
      : `<ul style="list-style-type:none;"><li>附件【${link(file.replace(/^http:\/\/[^/]+/u, ''), `${report.title}.docx`, { target: '_blank' })}】已下载<span id="nattach${id}"><script language="javascript">getClickTimes(${id},1404874179,"wbnewsfile","attach")</script></span>次</li></ul>`;
  return reportPage({
    look,
    report,
    markup: markupOf(index),
    trail: [['政府信息公开', '/zfxxgk.htm'], ['政府信息公开年报', '/zfxxgk/zfxxgknb.htm'], ['正文']],
    container: [
      '<form name="_newscontent_fromname"><div id="vsb_content_2"><div class="v_news_content">',
      '</div></div></form>',
    ],
    box: index % 2 === 0 ? 'table' : 'none',
    after: attached,
  });
}

/** A file whose name is told as RFC 5987 wants it, or in raw GBK bytes (PORTALS.md T28); its type is told wrongly. */
async function namedFile(report: ReplicaReport, style: 'rfc5987' | 'gbk'): Promise<Answer> {
  const name = `${report.title}.docx`;
  const told =
    style === 'rfc5987'
      ? `attachment;filename*=UTF-8''${encodeURIComponent(name)}`
      : `attachment; filename="${Buffer.from(encodeGb18030(name)).toString('latin1')}"`;
  return docxFile(report, { 'content-type': 'application/octet-stream', 'content-disposition': told });
}

function captchaPage(): string {
  return '<html><head><meta charset="utf-8"><title>附件下载</title></head><body><form action="/system/_content/download.jsp">请输入验证码：<input name="codeValue"><img src="/system/resource/js/filedownload/createimage.jsp"><input type="submit" value="下载"></form></body></html>';
}

/** The list, newest first: its first page has no number, the next ones count down to 1. */
function putList({ site }: Built, rows: readonly ListRow[]): void {
  const size = Math.ceil(rows.length / 3);
  for (let at = 0; at < 3; at += 1) {
    const number = 3 - at;
    const path = at === 0 ? '/zfxxgk/zfxxgknb.htm' : `/zfxxgk/zfxxgknb/${number}.htm`;
    const up = at === 0 ? '../' : '../../';
    const items = rows
      .slice(at * size, (at + 1) * size)
      .map(
        ({ url, title, date }, index) =>
          `<li id="line_u9_${index}">${link(up + url.replace(`http://${WWW}/`, ''), title, { target: '_blank', title })}<span>${date}</span></li>`,
      );
    site.set(
      `http://${WWW}${path}`,
      page(
        LOOK,
        { title: '政府信息公开年报', trail: [['政府信息公开', '/zfxxgk.htm'], ['政府信息公开年报']] },
        `${hubMenu('/zfxxgk/', '/zfxxgk/zfxxgknb.htm')}${units}<div class="list"><ul>${items.join('\n')}</ul>${pager(at)}</div>`,
      ),
    );
  }
}

/** Units with a host of their own, beside the list. */
const units = `<div class="units"><h3>部门年报</h3>${link(`http://${RSJ}/zfxxgk/zfxxgknb.htm`, '县社会保险事业管理局')}</div>`;

function pager(at: number): string {
  const here = at === 0 ? 'zfxxgknb/' : '';
  const hrefs = [at === 0 ? '' : '../zfxxgknb.htm', `${here}2.htm`, `${here}1.htm`];
  const numbers = hrefs.map((href, index) =>
    index === at
      ? `<span class="p_no_d">${index + 1}</span>`
      : `<span class="p_no">${link(href, String(index + 1))}</span>`,
  );
  const next =
    at === 2
      ? '<span class="p_next_d p_fun_d">下页</span>'
      : `<span class="p_next p_fun">${link(hrefs[at + 1] ?? '', '下页')}</span>`;
  return `<span class="p_pages"><span class="p_first_d">首页</span>${numbers.join('')}${next}<span class="p_last p_fun">${link(hrefs[2] ?? '', '尾页')}</span></span>`;
}

/** The bureau on its own host, in GBK: its reports stand nowhere else. */
function putBureau(built: Built): void {
  const { site, truth } = built;
  const gbk = (html: string): Answer => ({ body: encodeGb18030(html), headers: { 'content-type': 'text/html' } });
  const name = '陇山县社会保险事业管理局';
  const rows = YEARS.slice(0, 3).map((year, index) => {
    const report = reportOf(name, year);
    const url = `http://${RSJ}/info/1021/${3300 + index}.htm`;
    const file = `http://${RSJ}/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1404874180&wbfileid=${4_900_000 + index}`;
    site.set(url, () => gbk(articleOf(report, index, file, RSJ_LOOK)));
    site.set(file, () => namedFile(report, 'gbk'));
    truth.reports.push({
      body: name,
      year,
      url,
      aliases: [],
      files: [file],
      form: 'html',
      publishedAt: report.published,
    });
    return `<li id="line_u5_${index}">${link(`../info/1021/${3300 + index}.htm`, report.title, { title: report.title })}<span>${report.published}</span></li>`;
  });
  const menu = hubMenu('/zfxxgk/', '/zfxxgk/zfxxgknb.htm');
  site.set(`http://${RSJ}/`, gbk(page(RSJ_LOOK, { title: RSJ_LOOK.siteName }, menu)));
  site.set(
    `http://${RSJ}/zfxxgk/zfxxgknb.htm`,
    gbk(page(RSJ_LOOK, { title: '政府信息公开年报' }, `${menu}<ul>${rows.join('\n')}</ul>`)),
  );
}
