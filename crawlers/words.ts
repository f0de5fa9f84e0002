/** The word lists and weights of PORTALS.md 6.2, as data. Patterns are matched against `matchForm` of the text. */
export interface Rule {
  name: string;
  pattern: RegExp;
  score: number;
}

/** The whole name of the report or its column. DOMAIN.md 4.5, rule A; 年度报 without 告 is seen where lists cut titles. */
export const STRONG =
  /信息公开(?:工作)?(?:情况)?的?(?:[（(]?\d{4}[）)]?)?年?度?(?:工作)?的?(?:年度)?(?:报告|年报)|信息公开(?:工作)?年度?报|信息公开报告/u;

/** A year that stands alone: `2021`, `2021年`, `2021年度`, `(2021年)`. */
export const YEAR_ONLY = /^[[【(（]?(?:19|20)\d\d(?:年|年度|年度报告|年年报|年度年报)?[\]】)）]?$/u;

/** A name of a unit and nothing else. Towns, streets, bureaus, offices, districts (PORTALS.md 6.2, 1.5.9). */
export const UNIT_ONLY =
  /^[\p{Script=Han}·、（）()\d]{1,28}(?:局|委|办|厅|院|中心|镇|乡|街道|管委会|委员会|办公室|办事处|政府|支队|大队|区|县|市|旗|州|盟|部|署|总社|分局|公司|学校|协会|总工会|联合会)$/u;

/** Names that end like a unit and are none: services and menu words. */
export const NO_UNIT =
  /一网通办|网上办|掌上办|好差评|我要|怎么办|就近办|专区$|政府信息公开|政务公开|领导|首页|公开办$|市场$|社区$|园区介绍|数字政府|走进|魅力|今日/u;

/** Text before a column: the way to the hub and the column. The strongest match counts alone. */
export const WAY_TEXTS: readonly Rule[] = [
  { name: 'report_name', pattern: STRONG, score: 100 },
  { name: 'column_name', pattern: /公开年报|年报汇总|历年年报|年度报告汇总|信息公开年度/u, score: 70 },
  { name: 'hub_name', pattern: /政府信息公开(?:专栏|平台|目录|专区|网)?$/u, score: 45 },
  { name: 'bare_name', pattern: /^(?:年报|年度报告|工作年报|年度工作报告)$/u, score: 35 },
  { name: 'openness', pattern: /政务公开(?:专栏|平台|专区)?$|信息公开$|公开平台|公开专栏/u, score: 35 },
  { name: 'site_map', pattern: /网站地图|站点地图|站点导航|公开导航/u, score: 15 },
  { name: 'hub_block', pattern: /法定主动公开|信息公开指南|信息公开制度|^公开(?:指南|制度)$/u, score: 10 },
];

/** Text inside a column: year, class and unit pages, and report titles without 信息公开. */
export const COLUMN_TEXTS: readonly Rule[] = [
  { name: 'report_name', pattern: STRONG, score: 100 },
  { name: 'column_name', pattern: /公开年报|年报汇总|历年年报|年度报告汇总/u, score: 70 },
  { name: 'yearly_report', pattern: /年度?(?:工作)?(?:年度)?报告|年报/u, score: 60 },
  { name: 'year', pattern: YEAR_ONLY, score: 50 },
  {
    name: 'body_class',
    pattern:
      /^(?:\d{4}年度?)?(?:各?[省市县区州旗]{0,2}(?:人民)?政府(?:工作|组成|各)?部门|[市县区]直(?:各?部门|单位)|(?:各?[市县区]{0,2})?部门|组成部门|工作部门|(?:政府)?(?:直属|派出|办事)机构|(?:各?乡镇|各镇|镇街)(?:[（(]?街道[）)]?)?|乡镇街道|区县|县区|[市县]区|各?县[（(]市、?区[）)]|驻.{0,6}单位|垂管.{0,4}单位|双管单位|公共企事业单位|[省市县区州旗]{1,2}(?:人民)?政府(?:办公室)?|各?[县区市](?:政府)?)(?:政府)?(?:信息公开)?(?:工作)?(?:年报|年度报告)?$/u,
    score: 45,
  },
  {
    name: 'more',
    pattern: /及以前|及之前|往年|历年|^(?:查看)?更多|^more|^(?:>>|>|\+|»)$/iu,
    score: 40,
  },
  { name: 'unit', pattern: UNIT_ONLY, score: 40 },
];

/** Other documents that stand beside ours; −80 unless the whole name of ours stands there too. */
export const OTHER_DOCUMENTS: readonly Rule[] = [
  { name: 'website_report', pattern: /政府网站.{0,8}(?:年度|年报|报表)|网站.{0,6}报表|网站监管/u, score: -80 },
  { name: 'rule_of_law', pattern: /法治政府|依法行政|法治建设|行政执法/u, score: -80 },
  { name: 'money', pattern: /财政|预算|决算|三公|绩效|审计/u, score: -80 },
  { name: 'environment', pattern: /环境质量|环境状况|环境信息/u, score: -80 },
  { name: 'work_report', pattern: /政府工作报告|工作总结|工作要点|工作计划/u, score: -80 },
  { name: 'enterprise', pattern: /企业年报|企业年度|市场主体|上市公司|年报公示|经营主体/u, score: -80 },
  { name: 'institution', pattern: /事业单位法人|慈善|社会组织|年检/u, score: -80 },
  { name: 'statistics', pattern: /统计公报|国民经济|年鉴|统计年报/u, score: -80 },
  { name: 'deputies', pattern: /人大|政协|建议提案/u, score: -80 },
  { name: 'on_request', pattern: /依申请|申请公开|公开申请|在线申请/u, score: -80 },
  { name: 'offers', pattern: /招聘|招标|采购|中标/u, score: -80 },
  { name: 'topics', pattern: /个人所得|疫情|教育督导|政务服务年报|质量年度报告|就业质量/u, score: -80 },
];

/** Writings *about* the report; they count even where the whole name stands beside them. */
export const ABOUT_THE_REPORT: readonly Rule[] = [
  { name: 'state_enterprises', pattern: /国有企业信息公开|国企信息公开/u, score: -100 },
  {
    name: 'website_report',
    pattern: /政府网站(?:工作)?年(?:度|报)|网站(?:工作)?年度报表|报表$/u,
    score: -100,
  },
  {
    name: 'form_or_rule',
    pattern: /制度$|办法$|通知$|模板|格式|方案$|的函$|样表|规程|规范$|填报说明|编制说明|指引$/u,
    score: -60,
  },
  {
    name: 'derivative',
    pattern: /解读|图解|一图|图说|摘要|动漫|长图|数说|统计分析|发布会|问答/u,
    score: -60,
  },
  {
    name: 'news',
    pattern:
      /召开|培训(?!中心)|部署|会议(?!中心)|座谈|通报|督查(?![室局办])|调研(?!室)|抽查|(?:做好|报送|编制(?![委办])|编发|推进(?![办委])|开展|启动|组织(?![部办])|完成).{0,14}(?:工作|年报|年度报告|报告)|(?:发布|公布|公开发布|晒出|亮出).{0,10}20\d\d.{0,20}报告/u,
    score: -60,
  },
  { name: 'rule_title', pattern: /指南$|制度(?:汇编|建设)/u, score: -60 },
];

/** Slugs of the report's column; +25 each, at most +40. */
export const COLUMN_SLUGS: readonly Rule[] = [
  {
    name: 'xxgknb',
    pattern: /(?:zf)?xxgk(?:gz)?n(?:d)?b(?:g|s)?(?![a-z])|xxgkndbg|xxgkgzndbg|xxgknb/iu,
    score: 25,
  },
  { name: 'gknb', pattern: /\/gkn(?:d)?b(?:g|z)?(?![a-z])|gknbz/iu, score: 25 },
  { name: 'ndbg', pattern: /(?:^|[/\d_-])ndbg|ndgb/iu, score: 25 },
  { name: 'annual_report', pattern: /annual_?report/iu, score: 25 },
  { name: 'nbhz', pattern: /nbhz/iu, score: 25 },
  { name: 'tab', pattern: /tab=gknb/iu, score: 25 },
  { name: 'type_3', pattern: /\/public\/column.*[?&]type=3(?:&|$)/iu, score: 25 },
  { name: 'fbtime', pattern: /[?&]fbtime=20/iu, score: 25 },
];

/** A folder of one year: `2021/`, `2021n/`, `2025xxgknb/` (PORTALS.md 2.2). Counts inside a column only. */
export const YEAR_FOLDER: Rule = {
  name: 'year_folder',
  pattern: /\/n?20\d\d(?:n|nb|ndbg|ndgb|xxgknb|nxxgknb)?(?:_\d+)?\//iu,
  score: 25,
};

/** Slugs of the hub: +10 once. */
export const HUB_SLUGS: Rule = {
  name: 'hub_slug',
  pattern: /zfxxgk|xxgk|zwgk|gongkai|openness|govinfo|xxgkml|zfxxgkzl/iu,
  score: 10,
};

/** Slugs of other things; −60 once. */
export const OTHER_SLUGS: Rule = {
  name: 'other_slug',
  pattern:
    /wzndbb|zfwzgznb|zfwznb|zfgzwzbb|wzgzndbb|zfwzgzndbb|fzzfjsndbg|\/fzzf|sydwfrnb|zfgzbg|yjsgk|czyjs|czzj|bmys|bmjs|tjgb|hjzl|ysqgk|login|register|\/sso|\/search[/?.]|search\?|\/so\/s|[?&](?:q|wd|keywords?|searchword)=[^&]/iu,
  score: -60,
};

/** Other faces of the same pages: they are never followed (PORTALS.md T20). */
export const MIRROR =
  /^(?:繁体|繁體|简体|無障礙|无障碍|长者|关怀|适老|english|en|rss|打印|分享|收藏|关闭|手机版|返回|上一篇|下一篇|回到顶部)/iu;

/** The five blocks of the hub: 国办公开办函〔2019〕61号. */
export const HUB_BLOCKS: readonly Rule[] = [
  { name: 'guide', pattern: /信息公开指南$|^公开指南$|^指南$/u, score: 10 },
  { name: 'rules', pattern: /信息公开制度$|^公开制度$|^制度$|规章制度$/u, score: 10 },
  { name: 'statutory', pattern: /法定主动公开/u, score: 10 },
  { name: 'report', pattern: /公开(?:工作)?(?:年报|年度报告)$|^年报$|^年度报告$|^工作年报$/u, score: 10 },
  { name: 'request', pattern: /依申请公开$|^申请公开$/u, score: 10 },
];

/** Headings and labels of the report itself; two different ones make a page a report (PORTALS.md 6.1.6). */
export const SKELETON: readonly RegExp[] = [
  /[一1][、.．](?:总体情况|概述|总体概述|基本情况|概况)/u,
  /[二2][、.．]主动公开(?:政府)?信息/u,
  /[三3][、.．](?:收到和处理|依申请公开|政府信息依申请)/u,
  /[三四五4][、.．].{0,14}(?:行政复议|行政诉讼)/u,
  /[五六5][、.．](?:存在的?(?:主要)?问题|政府信息公开工作存在)/u,
  /[六七6][、.．]其他需要报告/u,
  /第二十条第[（(][一五六八九]/u,
  /本年新收政府信息公开申请数量/u,
  /结果维持.{0,40}结果纠正/u,
  /政府信息公开情况统计表/u,
];
