import { matchForm } from '../text/fold.ts';

const REGION =
  /汇总|综合(?:全|各|了)|涵盖|(?:包括|根据|依据|由)[^。;]{0,30}各(?:部门|单位|县|区|市|镇|乡|街道|级行政机关)[^。;]{0,30}(?:数据|报告|统计|编制)|全(?:省|市|区|县)各级/u;
const OWN = /我(?:局|厅|委|办|中心|分局|单位|街道|镇|乡|部|院|站|署)|本(?:局|厅|委|办|单位|机关|中心|部门|街道|镇|乡)/u;

/**
 * Whether the figures cover the body alone (`own`) or all bodies below it (`region`), from the words of preface and
 * overview: a preface that says it sums up others wins; a body that speaks of itself (我局) is `own`; else `unknown`.
 */
export function readScope(preface: string, overview: string): 'own' | 'region' | 'unknown' {
  if (REGION.test(matchForm(preface))) return 'region';
  return OWN.test(matchForm(`${preface}${overview}`)) ? 'own' : 'unknown';
}
