import { isTag, isText, type AnyNode, type Element } from 'domhandler';
import { stripSpace } from '../../text/fold.ts';
import { OBJECT } from '../../text/ornaments.ts';
import { attribute, bareLength, descendants, isBlock, isChrome, isHidden, isSilent, rawText } from './dom.ts';
import { collapseSpace, isBlank, shownText } from './lines.ts';

/** One fact that the page prints about its document; label without spaces and colon, value as printed. */
export interface PageFact {
  label: string;
  value: string;
}

/** Labels of the 索引号 box and of the line below the title, over all families (PORTALS.md 1.4). */
const LABELS = (
  '索引号 索引编号 信息索引号 信息分类 主题分类 组配分类 体裁分类 公开分类 栏目分类 分类 发布机构 发文机关 发文机构 发布机关 ' +
  '发文单位 发布单位 公开主体 公开机构 制发机关 信息来源 来源 成文日期 生成日期 发文日期 发布日期 发布时间 公布日期 公开日期 ' +
  '公开时间 日期 时间 文号 发文字号 文件编号 信息名称 文件名称 名称 标题 有效性 是否有效 效力状态 公开方式 公开时限 公开形式 ' +
  '公开范围 关键词 主题词 责任部门 责任编辑'
).split(' ');

/** Of these, the ones that say when the page was published, best first. */
const PUBLISHED = ['发布日期', '发布时间', '公布日期', '公开日期', '公开时间', '日期', '时间'];

/** Some portals put the letters apart: `索 引 号:`. */
const LABEL = LABELS.toSorted((a, b) => b.length - a.length)
  .map((label) => Array.from(label).join('[\\s\\u3000]*'))
  .join('|');
const LABEL_ALONE = new RegExp(`^[\\s【\\[]*(${LABEL})[\\s】\\]]*[:：]?\\s*$`, 'u');
const LABEL_VALUE = new RegExp(
  `(?:^|[\\s;；|【\\[（(])(${LABEL})[】\\]]?\\s*[:：]\\s*(.*?)(?=[\\s;；|【\\[（(]+(?:${LABEL})[】\\]]?\\s*[:：]|$)`,
  'gsu',
);
const NEXT_LABEL = new RegExp(`[\\s;；|【\\[（(]+(?:${LABEL})[】\\]]?\\s*[:：].*$`, 'su');
const MOMENT = /\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?/u;

/** Facts of a table whose cells read `label | value` or `label：value`; an empty list for any other table. */
export function factsInTable(rows: readonly Element[][]): PageFact[] {
  return rows.flatMap((row) =>
    row.flatMap((cell, index): PageFact[] => {
      const text = wordsOf(cell);
      if (text.length > 300) return [];
      const label = LABEL_ALONE.exec(text)?.[1];
      if (label === undefined) return factsInText(text);
      const next = row[index + 1];
      const value = next === undefined ? '' : wordsOf(next);
      return [{ label: stripSpace(label), value: LABEL_ALONE.test(value) ? '' : value }];
    }),
  );
}

function wordsOf(cell: Element): string {
  return shownText(cell).replaceAll(OBJECT, '');
}

/**
 * Facts that the page prints, as `field:<label>` → value, facts without a value left out; `field:发布日期` is also filled
 * from `发布时间`, `时间` and the like. `boxes` are the tables taken for fact boxes, wherever they stand; in `body` nothing
 * else is searched.
 */
export function readPageFacts(
  root: Element,
  body: Element,
  boxes: ReadonlyMap<Element, Element[][]>,
): Record<string, string> {
  const facts = [...[...boxes.values()].flatMap(factsInTable), ...factsAround(root, body, boxes)];
  const fields: Record<string, string> = {};
  for (const { label, value } of facts) {
    if (!isBlank(value)) fields[`field:${label}`] ??= value;
  }
  const published = PUBLISHED.map((label) => fields[`field:${label}`]).find((value) => value !== undefined);
  if (published !== undefined) fields['field:发布日期'] ??= published;
  return fields;
}

function factsAround(root: Element, body: Element, boxes: ReadonlyMap<Element, unknown>): PageFact[] {
  const found: PageFact[] = [];
  const visit = (element: Element): void => {
    if (element === body || isSilent(element) || element.name === 'a' || boxes.has(element)) return;
    if (
      isHidden(element) ||
      /^(?:nav|footer|aside)$/u.test(element.name) ||
      (isChrome(element) && !holds(element, body))
    )
      return;
    element.children.filter(isTag).forEach(visit);
    if (holds(element, body) || bareLength(element) > 300) return;
    const text = collapseSpace(rawText(element));
    if (text.length > 300) return;
    const label = LABEL_ALONE.exec(text)?.[1];
    if (label !== undefined) found.push({ label: stripSpace(label), value: valueAfter(element) });
    else if (isBlock(element) || element.name === 'span') found.push(...factsInText(text));
  };
  visit(root);
  return found;
}

function holds(element: Element, body: Element): boolean {
  for (let parent = body.parent; parent !== null; parent = parent.parent) {
    if (parent === element) return true;
  }
  return false;
}

/** The value stands behind the element that holds only the label: as text, as the next element, as the `dd`. */
function valueAfter(element: Element): string {
  for (let next: AnyNode | null = element.next; next !== null; next = next.next) {
    const text = isText(next) || isTag(next) ? collapseSpace(rawText(next)).replace(/^[:：]\s*/u, '') : '';
    if (text === '') continue;
    return LABEL_ALONE.test(text) ? '' : text.replace(NEXT_LABEL, '');
  }
  return '';
}

function factsInText(text: string): PageFact[] {
  return [...text.matchAll(LABEL_VALUE)].flatMap((match): PageFact[] => {
    const label = stripSpace(match[1] ?? '');
    const value = collapseSpace(match[2] ?? '');
    if (!/日期|时间/u.test(label)) return value.length <= 200 ? [{ label, value }] : [];
    const moment = MOMENT.exec(value)?.[0];
    return moment === undefined ? [] : [{ label, value: moment }];
  });
}

/** The meta tags of the page, names lower-case, the first one that is not empty counts; and its `<title>`. */
export function readMetaTags(root: Element): Record<string, string> {
  const meta: Record<string, string> = {};
  for (const element of descendants(root)) {
    if (
      element.name === 'title' &&
      element.parent !== null &&
      isTag(element.parent) &&
      element.parent.name === 'head'
    ) {
      const title = collapseSpace(
        element.children
          .filter(isText)
          .map((node) => node.data)
          .join(''),
      );
      if (title !== '') meta['title'] ??= title;
    }
    if (element.name !== 'meta') continue;
    const name = attribute(element, 'name').toLowerCase();
    const content = attribute(element, 'content');
    if (name !== '' && content !== '') meta[name] ??= content;
  }
  return meta;
}

/** What every breadcrumb holds: arrows, or 位置, between the letters of which a line may break. */
const WAY = /[>»›→＞]|位\s*置/u;

/** The way to this page as it prints it (`当前位置：首页 > 信息公开 > 年报`), parts joined by ` > `; null where there is none. */
export function readBreadcrumb(root: Element): string | null {
  let best: string | null = null;
  for (const element of descendants(root)) {
    if (isSilent(element) || !isBlock(element) || bareLength(element) > 200) continue;
    const raw = rawText(element);
    if (!WAY.test(raw)) continue;
    const named = /(?:breadcrumb|crumbs?|position|location|dqwz|weizhi|(?:^|\s)wz(?:\s|$))/iu.test(
      `${attribute(element, 'class')} ${attribute(element, 'id')}`,
    );
    const text = collapseSpace(raw);
    if (text === '' || text.length > 200) continue;
    const labelled = /^.{0,8}(?:当前|所在|现在的?|您的?)(?:的)?位置[^:：]{0,4}[:：]?/u.exec(text)?.[0];
    if (labelled === undefined && !(named && /[>»›→＞]/u.test(text))) continue;
    if (best === null || text.length <= best.length) best = text;
  }
  if (best === null) return null;
  const way = best.replace(/^.{0,8}位置[^:：>]{0,4}[:：]?/u, '');
  const parts = way.split(/[>»›→＞]+|\s\/\s/u).map((part) => part.trim());
  return parts.filter((part) => part !== '').join(' > ');
}
