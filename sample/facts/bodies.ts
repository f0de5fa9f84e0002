/** Short names of the ten invented bodies of 云禾县. */
export type BodyKey = 'gov' | 'office' | 'edu' | 'fin' | 'pol' | 'nat' | 'hea' | 'qs' | 'lx' | 'zone';

/**
 * A publishing body. `name` is the fullest name that its reports print, `aliases` other right names; `we` is what it calls
 * itself; `publisher` stands in 发布机构 (often the office that uploads); `container` opens the body of its pages;
 * `box`: how its pages show 索引号.
 */
export interface SampleBody {
  name: string;
  aliases: string[];
  we: string;
  publisher: string;
  container: string;
  box: 'table' | 'list';
  street: string;
  phone: string;
}

/** The ten bodies. */
export const bodies: Record<BodyKey, SampleBody> = {
  gov: {
    name: '云禾县人民政府',
    aliases: [],
    we: '我县',
    publisher: '云禾县人民政府办公室',
    container: '<div class="view TRS_UEDITOR trs_paper_default trs_web">',
    box: 'table',
    street: '禾丰路1号',
    phone: '0000-6660001',
  },
  office: {
    name: '云禾县人民政府办公室',
    aliases: [],
    we: '我办',
    publisher: '云禾县人民政府办公室',
    container: '<div class="TRS_Editor">',
    box: 'table',
    street: '禾丰路1号',
    phone: '0000-6660002',
  },
  edu: {
    name: '云禾县教育局',
    aliases: ['教育局'],
    we: '我局',
    publisher: '云禾县教育局',
    container: '<div id="vsb_content"><div class="v_news_content">',
    box: 'list',
    street: '学前街18号',
    phone: '0000-6660118',
  },
  fin: {
    name: '云禾县财政局',
    aliases: [],
    we: '我局',
    publisher: '云禾县财政局',
    container: '<div id="zoom">',
    box: 'table',
    street: '禾丰路26号',
    phone: '0000-6660126',
  },
  pol: {
    name: '云禾县公安局',
    aliases: [],
    we: '我局',
    publisher: '云禾县公安局',
    container: '<div class="article-content">',
    box: 'list',
    street: '安平路7号',
    phone: '0000-6660107',
  },
  nat: {
    name: '云禾县自然资源和规划局',
    aliases: [],
    we: '我局',
    publisher: '云禾县自然资源和规划局',
    container: '<div class="TRS_Editor">',
    box: 'table',
    street: '云山路33号',
    phone: '0000-6660133',
  },
  hea: {
    name: '云禾县卫生健康局',
    aliases: [],
    we: '我局',
    publisher: '云禾县卫生健康局',
    container: '<div id="zoom">',
    box: 'table',
    street: '康宁路9号',
    phone: '0000-6660109',
  },
  qs: {
    name: '云禾县青石镇人民政府',
    aliases: ['青石镇人民政府'],
    we: '我镇',
    publisher: '云禾县政府办',
    container: '<div class="v_news_content">',
    box: 'list',
    street: '青石镇石桥街5号',
    phone: '0000-6661205',
  },
  lx: {
    name: '云禾县柳溪乡人民政府',
    aliases: ['柳溪乡人民政府'],
    we: '我乡',
    publisher: '云禾县政府办',
    container: '<div id="zoom">',
    box: 'table',
    street: '柳溪乡溪口街2号',
    phone: '0000-6661302',
  },
  zone: {
    name: '云禾经济开发区管理委员会',
    aliases: [],
    we: '我委',
    publisher: '云禾经济开发区管理委员会',
    container: '<div class="Custom_UnionStyle"><div class="TRS_Editor">',
    box: 'list',
    street: '开发区创业路88号',
    phone: '0000-6662088',
  },
};
