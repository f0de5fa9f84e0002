/**
 * Words whose letters look like the end of a place and are none: 市场监督管理局, 市民服务中心, 城市管理局. 市 before 民政, 民族, 民防
 * or 政务, 政府, 政法, 政协 is a city (江北市民政局), and so is one whose name ends in 城 (聊城市). Global: for `replace` only.
 */
const NO_PLACE = /市场|市政(?![府务法协])|市容|市民(?![政族防宗])|(?<!^\p{Script=Han}{1,2})城市|^城市|社区|区域|县域/gu;

/** A name without the words that only look as if they held a place. */
export function withoutFalsePlaces(name: string): string {
  return name.replace(NO_PLACE, '');
}

/** The letter of a place that a name begins with in place of its whole name (区教育局, 市民政局); null where it begins otherwise. */
export function placeLetter(name: string): string | null {
  return (
    /^[省市县区州旗镇乡](?!场|政(?![府务法协])|容|民(?![政族防宗])|域|村|镇)(?=\p{Script=Han}{2})/u.exec(name)?.[0] ??
    null
  );
}
