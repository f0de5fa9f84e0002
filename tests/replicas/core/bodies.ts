/** A body of a fictional place. */
export interface Body {
  name: string;
  /** As lists and menus call it. */
  short: string;
  kind: 'government' | 'office' | 'department' | 'county' | 'town';
}

const DEPARTMENTS = [
  '教育局',
  '发展和改革委员会',
  '财政局',
  '科学技术局',
  '工业和信息化局',
  '民族宗教事务局',
  '公安局',
  '民政局',
  '司法局',
  '人力资源和社会保障局',
  '自然资源和规划局',
  '生态环境局',
  '住房和城乡建设局',
  '交通运输局',
  '水利局',
  '农业农村局',
  '商务局',
  '文化广电和旅游局',
  '卫生健康委员会',
  '退役军人事务局',
  '应急管理局',
  '审计局',
  '市场监督管理局',
  '统计局',
  '医疗保障局',
  '信访局',
  '城市管理局',
  '林业局',
  '行政审批局',
  '体育局',
  '粮食和物资储备局',
  '国有资产监督管理委员会',
  '机关事务管理中心',
  '大数据管理局',
  '投资促进局',
  '公共资源交易中心',
  '乡村振兴局',
  '气象局',
  '供销合作社联合社',
  '档案局',
];

const TOWNS = [
  '城关镇',
  '青石镇',
  '柳河镇',
  '白云镇',
  '大桥镇',
  '松岭乡',
  '石门镇',
  '双溪镇',
  '龙泉乡',
  '太平镇',
  '新桥镇',
];

const COUNTIES = ['清河区', '望山区', '平湖县', '安川县', '临泽县', '宁塘县', '文昌县', '长岭县'];

/** Government and office of a place: 江北市人民政府, 江北市人民政府办公室. */
export function governmentOf(place: string): Body[] {
  const short = place.slice(-1);
  return [
    { name: `${place}人民政府`, short: `${short}政府`, kind: 'government' },
    { name: `${place}人民政府办公室`, short: `${short}政府办公室`, kind: 'office' },
  ];
}

/** The first `count` departments of a place (40 at most). */
export function departmentsOf(place: string, count: number): Body[] {
  return DEPARTMENTS.slice(0, count).map((name) => ({
    name: place + name,
    short: place.slice(-1) + name,
    kind: 'department',
  }));
}

/** The first `count` towns of a county (11 at most). */
export function townsOf(place: string, count: number): Body[] {
  return TOWNS.slice(0, count).map((name) => ({ name: `${place}${name}人民政府`, short: name, kind: 'town' }));
}

/** The first `count` counties and districts of a city (8 at most). */
export function countiesOf(count: number): Body[] {
  return COUNTIES.slice(0, count).map((name) => ({ name: `${name}人民政府`, short: name, kind: 'county' }));
}

/** What a body calls itself. */
export function weOf(body: string): string {
  if (/(?:镇|乡)人民政府$/u.test(body)) return body.includes('乡人民') ? '我乡' : '我镇';
  const [, level] = /([省市县区])人民政府$/u.exec(body) ?? [];
  if (level !== undefined) return `我${level}`;
  const [, last] = /(局|委员会|中心|厅|办公室)$/u.exec(body) ?? [];
  return `我${last === '委员会' ? '委' : last === '办公室' ? '办' : (last ?? '单位')}`;
}
