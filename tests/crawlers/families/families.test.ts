import { describe, expect, test } from '@jest/globals';
import { nextLeaf } from '../../../crawlers/leaf.ts';
import { postAddress } from '../../../text/request.ts';
import { linksIn, pagesOf, requestsOf, savedPage, shown } from './page.ts';

const ORIGIN = 'http://www.yunhe.gov.test';
const HEX = '0123456789abcdef0123456789abcdef';

/** The shapes are those of PORTALS.md 1.5; places and bodies are fictional. */
describe('拓尔思 TRS', () => {
  const at = `${ORIGIN}/zwgk/zfxxgknb/`;
  test.each([
    [
      'counts from 0: page 2 is index_1',
      'createPageHTML(3, 0, "index","html");',
      ['GET /zwgk/zfxxgknb/index_1.html', 'GET /zwgk/zfxxgknb/index_2.html'],
    ],
    [
      'Hunan counts from 1: page 2 is index_2',
      "createPageHTML('paging', 2, 1, 'index', 'html', 31);",
      ['GET /zwgk/zfxxgknb/index_2.html'],
    ],
    [
      'southern Jiangsu names its lists otherwise',
      "createPageHTML('page_div', 2, 1, 'xxgk_list','shtml', 21);",
      ['GET /zwgk/zfxxgknb/xxgk_list_2.shtml'],
    ],
  ])('%s', (_, script, pages) => {
    expect(pagesOf(savedPage(at, `<body><ul></ul><script>${script}</script></body>`))).toEqual(pages);
  });
});

describe('大汉 jpage', () => {
  const page = savedPage(
    `${ORIGIN}/col/col1/index.html`,
    `<body><div id="101"><script type="text/xml"><datastore><totalrecord>40</totalrecord><recordset>
<record><![CDATA[<li><a href="/art/2022/1/20/art_1_10.html" title="云河县教育局2021年政府信息公开工作年度报告">云河县教育局2021…</a><span>2022-01-20</span></li>]]></record>
</recordset></datastore></script></div>
<script>$('#101').jpage({proxyurl:'/module/web/jpage/dataproxy.jsp',perPage:15,totalRecord:40,ajaxParam:{col:1,webid:39,path:'/',columnid:'1',unitid:'101'}});</script></body>`,
  );
  test('records in CDATA are links with their whole title', () => {
    expect(linksIn(page)).toEqual(['云河县教育局2021年政府信息公开工作年度报告 /art/2022/1/20/art_1_10.html']);
  });
  test('the rest is asked for in windows of records, as the page does', () => {
    expect(requestsOf(page)).toEqual([
      'POST /module/web/jpage/dataproxy.jsp?endrecord=61&perpage=20&startrecord=2 col=1&webid=39&path=%2F&columnid=1&unitid=101',
    ]);
  });
  test('an answer of dataproxy.jsp is read, and the next window follows it', () => {
    const answer = savedPage(
      `${ORIGIN}/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=60`,
      '<datastore><totalrecord>131</totalrecord><recordset><record><![CDATA[<li><a href="/art/1.html">甲</a></li>]]></record></recordset></datastore>',
      'text/xml',
    );
    expect(linksIn(answer)).toEqual(['甲 /art/1.html']);
    expect(answer.total).toBe(131);
    expect(nextLeaf(answer.url)).toBe(`${ORIGIN}/module/web/jpage/dataproxy.jsp?endrecord=120&startrecord=61`);
  });
});

describe('大汉 xxgk', () => {
  test('the list of one body is the POST that loadDynamic sends', () => {
    const page = savedPage(
      `${ORIGIN}/col/col804/index.html?area=YH01`,
      `<body><div id="divlist"></div><script>loadDynamic('/module/xxgk/search.jsp?infotypeId=A0401&area=YH01');</script></body>`,
    );
    expect(requestsOf(page)).toEqual([
      'POST /module/xxgk/search.jsp infotypeId=A0401&jdid=1&divid=divlist&vc_title=&vc_number=&currpage=1&vc_filenumber=&vc_all=&texttype=&fbtime=&area=YH01',
    ]);
  });
  test('the years of the annual-report module are links', () => {
    const page = savedPage(
      `${ORIGIN}/module/xxgk/xxgkAnnualReport.jsp?area=YH00&fbtime=2020`,
      '<body><select name=fbtime><option value="2020">2020年</option><option value="2021">2021年</option></select></body>',
    );
    expect(linksIn(page)).toContain(
      '2021年政府信息公开工作年度报告 /module/xxgk/xxgkAnnualReport.jsp?area=YH00&fbtime=2021',
    );
  });
});

describe('大汉 jpaas', () => {
  test('the unit is asked with the data of its script, further pages by paramJson', () => {
    const page = savedPage(
      `${ORIGIN}/col/col1/index.html`,
      `<body><script parsetype="bulidstatic" src="/u.js" url="/api-gateway/front/page/build/unit" queryData="{'webId':'9','tagId':'分页列表','pageId':'p1'}"></script></body>`,
    );
    const [request = ''] = requestsOf(page);
    expect(request).toContain('GET /api-gateway/front/page/build/unit?');
    expect(decodeURIComponent(request)).toContain('paramJson={"pageNo":1,"pageSize":15}');
    expect(decodeURIComponent(nextLeaf(`${ORIGIN}${request.slice(4)}`) ?? '')).toContain(
      'paramJson={"pageNo":2,"pageSize":15}',
    );
  });
  test('markup inside its JSON is a list, and its count is the total', () => {
    const answer = savedPage(
      `${ORIGIN}/build/unit`,
      JSON.stringify({
        success: true,
        data: {
          html: '<ul><li><a href="/art/1.html">云河县2021年报</a></li></ul><div class="pagination" rows="15" count="26">',
        },
      }),
      'application/json',
    );
    expect(linksIn(answer)).toEqual(['云河县2021年报 /art/1.html']);
    expect(answer.total).toBe(26);
  });
});

describe('广东 gkmlpt', () => {
  const config = `<script>window._CONFIG = {SID:'755001',TREE:[{"id":1,"name":"政策","jump_url":"","children":[]},{"id":2629,"name":"政府信息公开年报","jump_url":"/gkmlpt/annualreport#2629","children":[{"id":2630,"name":"县教育局","jump_url":"","children":[]}]}]};</script>`;
  test('the tree leads to the annual report, its list comes from the interface', () => {
    expect(linksIn(savedPage(`${ORIGIN}/gkmlpt/index`, `<body>${config}</body>`))).toEqual([
      '政府信息公开年报 /gkmlpt/annualreport#2629',
    ]);
    expect(requestsOf(savedPage(`${ORIGIN}/gkmlpt/annualreport#2629`, `<body>${config}</body>`))).toEqual([
      'GET /gkmlpt/api/all/2629?page=1&sid=755001',
    ]);
  });
  test('articles are links with publisher and date', () => {
    const answer = savedPage(
      `${ORIGIN}/gkmlpt/api/all/2629?page=1&sid=755001`,
      JSON.stringify({
        classify: { post_count: 132 },
        articles: [
          {
            id: 1,
            title: '云河县2021年政府信息公开工作年度报告',
            url: `${ORIGIN}/gkmlpt/content/8/8063/post_1.html`,
            publisher: '县政府',
            date: 1643000000,
          },
        ],
      }),
      'application/json',
    );
    expect(linksIn(answer)).toEqual(['云河县2021年政府信息公开工作年度报告 /gkmlpt/content/8/8063/post_1.html']);
    expect(answer.text).toContain('2022-01-24');
    expect(answer.total).toBe(132);
  });
});

describe('龙讯 LonSun', () => {
  test('the fragment is asked as the page does, random numbers left out', () => {
    const script = `var siteId='67',organId='319',type='3';$('#publicInfoList').load('/site/label/8888?IsAjax=1&_='+Math.random()+'&labelName=publicInfoList&siteId='+siteId+'&pageIndex='+pageIndex+'&organId='+organId+'&type='+type);`;
    const page = savedPage(
      `${ORIGIN}/public/column/319?type=3&action=list`,
      `<body><div id="publicInfoList">加载中…</div><script>${script}</script></body>`,
    );
    expect(requestsOf(page)).toEqual([
      'GET /site/label/8888?IsAjax=1&labelName=publicInfoList&organId=319&pageIndex=1&siteId=67&type=3',
    ]);
  });
  test('without a script of its own, the vendor’s request is made from the settings', () => {
    const page = savedPage(
      `${ORIGIN}/public/column/319?type=3&action=list`,
      `<body><div id="publicInfoList"></div><script>var siteId='67';</script></body>`,
    );
    expect(requestsOf(page)).toHaveLength(1);
    expect(requestsOf(page)[0]).toContain('/site/label/8888?');
  });
  test('the tree of bodies leads to the annual report of each', () => {
    const answer = savedPage(
      `${ORIGIN}/public/getOrganTree?siteId=67`,
      JSON.stringify([{ organId: 319, name: '县教体局' }]),
      'application/json',
    );
    expect(linksIn(answer)).toEqual(['县教体局 /public/column/319?action=list&type=3']);
  });
});

describe('博达 VSB', () => {
  test('the next page is the link that says so, though its number falls', () => {
    const page = savedPage(
      `${ORIGIN}/zfxxgk/zfxxgknb.htm`,
      '<body><span class="p_pages"><span class="p_no"><a href="zfxxgknb/2.htm">2</a></span><span class="p_next p_fun"><a href="zfxxgknb/2.htm">下页</a></span></span></body>',
    );
    expect(pagesOf(page)).toEqual(['GET /zfxxgk/zfxxgknb/2.htm']);
  });
});

describe('开普 UCAP', () => {
  test('the channel’s search is asked with what the script sends', () => {
    const page = savedPage(
      `${ORIGIN}/yh/c1/zfxxgk.shtml`,
      `<body><script>var channelId='${HEX}';function load(page){$.getJSON('/common/search/'+channelId,{page:page,_pageSize:15,_isJson:true},show);}load(1);</script></body>`,
    );
    expect(requestsOf(page)).toEqual([`GET /common/search/${HEX}?_isJson=true&_pageSize=15&page=1`]);
  });
  test('the tax offices ask by POST', () => {
    const page = savedPage(
      `${ORIGIN}/gk/index.html?tab=gknb`,
      `<body><script>$.post('/getFileListByCodeId',{channelId:'c1',page:1,size:20},show);</script></body>`,
    );
    expect(requestsOf(page)).toEqual(['POST /getFileListByCodeId channelId=c1&page=1&size=20']);
  });
});

describe('other own-built lists', () => {
  test('年报汇总: the pages of a cmsweb list', () => {
    const page = savedPage(`${ORIGIN}/col/1_2/index.html`, '<body><script>nsetpage(1,31,20,"x");</script></body>');
    expect(pagesOf(page)).toEqual(['GET /col/1_2/index_2.html']);
  });
  test('WebForms: the next page is a POST with the state of this one', () => {
    const page = savedPage(
      `${ORIGIN}/Category_598/Index.aspx`,
      `<body><form><input type="hidden" name="__VIEWSTATE" value="abc=="><div><span>1</span><a href="javascript:__doPostBack('MoreInfoList1$Pager','2')">2</a></div></form></body>`,
    );
    expect(pagesOf(page)).toEqual([
      'POST /Category_598/Index.aspx __VIEWSTATE=abc%3D%3D&__EVENTTARGET=MoreInfoList1%24Pager&__EVENTARGUMENT=2',
    ]);
  });
  test('JEECMS: hosts of districts in a picker', () => {
    const page = savedPage(
      `${ORIGIN}/D41X/index.jhtml`,
      '<body><select onchange="location=this.value"><option value="http://public.erqi.gov.test/D42Y/index.jhtml">二桥区</option></select></body>',
    );
    expect(linksIn(page)[0]).toContain('二桥区 http://public.erqi.gov.test/D42Y/index.jhtml');
  });
  test('ministry tabs: a choice of years in a select', () => {
    const page = savedPage(
      `${ORIGIN}/gk.jsp`,
      `<body><select onchange="location.href='/gk.jsp?year='+this.value"><option value="2021">2021年</option></select></body>`,
    );
    expect(linksIn(page)).toEqual(['2021年 /gk.jsp?year=2021']);
  });
  test('a function of the page leads to the list of a body', () => {
    const page = savedPage(
      `${ORIGIN}/x.html`,
      `<body><a href="javascript:void(0)" onclick="showList('YH01')">县教育局</a><script>function showList(area){location.href='/col/col1/index.html?area='+area;}</script></body>`,
    );
    expect(linksIn(page)).toEqual(['县教育局 /col/col1/index.html?area=YH01']);
  });
});

describe('the next page of an interface', () => {
  test.each([
    [`${ORIGIN}/list?page=1&size=20`, 'GET /list?page=2&size=20'],
    [`${ORIGIN}/list?pageIndex=9&type=3`, 'GET /list?pageIndex=10&type=3'],
    [
      postAddress(`${ORIGIN}/search.jsp`, { type: 'form', body: 'a=1&currpage=1' }) ?? '',
      'POST /search.jsp a=1&currpage=2',
    ],
    [
      postAddress(`${ORIGIN}/list`, { type: 'json', body: '{"channelId":"1","pageIndex":1}' }) ?? '',
      'POST /list {"channelId":"1","pageIndex":2}',
    ],
  ])('%s', (address, next) => expect(shown(nextLeaf(address) ?? '')).toBe(next));
  test('where nothing counts pages there is none', () => expect(nextLeaf(`${ORIGIN}/list?type=3`)).toBeNull());
});
