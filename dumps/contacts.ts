import type { Cell, ReportRecord } from '../model/record.ts';

/** What stands in place of a contact that was left out of a dump. */
export const CONTACT_MARK = '［contact left out］';

/** Label, colon, then everything up to a sign that ends a clause, or the next label. */
const LABELLED =
  /((?:联系|通讯|通信|办公|单位)?地址|(?:联系|咨询|监督|举报|办公|值班)?电话|联系方式|手机号?码?|传真(?:号码|电话)?|邮政编码|邮编|电子邮[箱件]|电子信箱|邮箱|E-?mail|QQ群?|微信号?|联系人|经办人|填[报表]人|审核人|签发人|(?:单位|分管|主要)?负责人|责任人|主管领导)(\s*[:：]\s*)([^；;。，,、\r\n（）()［］]+(?:[（(]\d{3,4}[)）][\d\-—－–\s]+)?)/giu;
/** Numbers in brackets for the area code, in front of which LABELLED would stop: 电话：（0797）8372386. */
const AREA_FIRST = /(电话|传真)(\s*[:：]\s*)[（(]0\d{2,3}[)）]\s*[\d\-—－–]{7,}/gu;
const BARE = [
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu,
  /(?<![\d.])1[3-9]\d{9}(?![\d.])/gu,
  /(?<![\d.])0\d{2,3}\s*[-—－–]\s*\d{7,8}(?:\s*[-—－–转]\s*\d{1,5})?(?!\d)/gu,
];
/** 请与温伟荣联系: two to four characters that are no office. */
const NAMED = /(与|和|同|找)([\p{Script=Han}·]{2,4})(同志|先生|女士|主任|科长)?(联系|联络)/gu;
const OFFICE = /(?:局|办|科|室|中心|委|府|处|股|厅|队|所|站|院|校|部|公司|机关|单位|我们|机构|窗口|人员|方面|门)$/u;
/** Whatever stands behind a label and is a number of things and no contact: 电话：12 件. */
const COUNT = /^\s*\d{1,6}\s*(?:件|次|人次|条|个|份|起|人)/u;

/** The text with addresses, telephone numbers, mail addresses and names of contact persons replaced by a mark. */
export function withoutContacts(text: string): string {
  let rest = text
    .replace(AREA_FIRST, `$1$2${CONTACT_MARK}`)
    .replace(LABELLED, (whole: string, label: string, colon: string, value: string) =>
      COUNT.test(value) ? whole : `${label}${colon}${CONTACT_MARK}`,
    )
    .replace(NAMED, (whole: string, before: string, name: string, rank: string | undefined, after: string) =>
      OFFICE.test(name) ? whole : `${before}${CONTACT_MARK}${rank ?? ''}${after}`,
    );
  for (const pattern of BARE) rest = rest.replace(pattern, CONTACT_MARK);
  return rest;
}

/**
 * The record as a public dump hands it out (DOMAIN.md 3.5): contacts left out of section texts, quotes, labels, notices and of
 * cells that hold words. Figures, names of bodies, addresses of pages and places in the document stay.
 */
export function publicRecord(record: ReportRecord): ReportRecord {
  const { sections, cells, extraRows, indicators, narrativeFacts, notices } = record;
  return {
    ...record,
    sections: sections.map((section) => ({
      ...section,
      heading: clean(section.heading),
      text: clean(section.text),
    })),
    cells: Object.fromEntries(Object.entries(cells).map(([path, cell]) => [path, publicCell(cell)])),
    extraRows: extraRows.map((row) => ({
      ...row,
      label: withoutContacts(row.label),
      cells: row.cells.map((cell) => publicCell(cell, row.label)),
    })),
    indicators: indicators.map((line) => ({
      ...line,
      path: withoutContacts(line.path),
      label: withoutContacts(line.label),
      cell: publicCell(line.cell, line.label),
    })),
    narrativeFacts: narrativeFacts.map((fact) => ({ ...fact, quote: withoutContacts(fact.quote) })),
    notices: notices.map((notice) => ({ ...notice, message: withoutContacts(notice.message) })),
  };
}

/** `label`: of the row, since 联系电话 and its number may stand in two cells. */
function publicCell(cell: Cell, label = ''): Cell {
  const { raw, status, value } = cell;
  if (raw === null || raw === '') return cell;
  if (
    /^(?:联系|咨询|监督)?(?:电话|传真|地址|联系人|填[报表]人|审核人|负责人|手机|邮箱|邮编)\s*[:：]?$/u.test(
      label.trim(),
    )
  ) {
    return status === 'placeholder' ? cell : { ...cell, status: 'text', value: null, raw: CONTACT_MARK };
  }
  if (status === 'value' && value !== null) return cell;
  const said = withoutContacts(raw);
  return said === raw ? cell : { ...cell, raw: said.slice(0, 200) };
}

function clean(text: string | null): string | null {
  return text === null ? null : withoutContacts(text);
}
