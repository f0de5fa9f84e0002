import type { Element } from 'domhandler';
import { ancestors, attribute, descendants } from './dom.ts';

/** How a container is known; all that is given must hold. */
interface Place {
  tag?: string;
  id?: string;
  classes?: readonly string[];
  /** Part of its `style`, as written. */
  style?: string;
  /** It stands in an element whose id begins so. */
  insideId?: string;
}

/** Where portals put the body of an article, most telling first (PORTALS.md 1.3). */
const PLACES: readonly Place[] = [
  { id: 'UCAP-CONTENT' },
  { tag: 'ucapcontent' },
  { classes: ['trs_editor_view'] },
  { classes: ['TRS_UEDITOR'] },
  { classes: ['TRS_Editor'] },
  { id: 'zoom' },
  { id: 'Zoom' },
  { id: 'zoomcon' },
  { id: 'vsb_content' },
  { classes: ['v_news_content'], insideId: 'vsb_content_' },
  { classes: ['v_news_content'] },
  { classes: ['Custom_UnionStyle'] },
  { classes: ['wzcon', 'fontContent', 'j-fontContent'] },
  { classes: ['article-content'] },
  { classes: ['xxgk-content'] },
  { classes: ['xxgk_content'] },
  { classes: ['xxgk-tt-content'] },
  { id: 'ivs_content' },
  { classes: ['Article_content'] },
  { classes: ['main-txt'] },
  { classes: ['bt-content'] },
  { classes: ['wzzw-article'] },
  { id: 'printContent' },
  { tag: 'td', classes: ['GovInfoContent'] },
  { id: 'artical' },
  { classes: ['nr-zw'] },
  { tag: 'div', classes: ['wenzhang', 'bg'] },
  { tag: 'td', style: 'line-height:28px' },
  { id: 'lblContent' },
  { classes: ['pages_content'] },
  { classes: ['news_content_content'] },
  { classes: ['content'] },
];

/** Known containers on the page, for each kind of place the elements in document order; kinds that are not there left out. */
export function bodyPlacesIn(root: Element): Element[][] {
  const found = new Map<Place, Element[]>();
  for (const element of descendants(root)) {
    for (const place of candidates(element)) {
      if (!isPlace(element, place)) continue;
      const others = found.get(place);
      if (others === undefined) found.set(place, [element]);
      else others.push(element);
    }
  }
  return PLACES.flatMap((place) => {
    const elements = found.get(place);
    return elements === undefined ? [] : [elements];
  });
}

/** Places by what an element must have to be looked at: an id, a class, a style or a name of its own. */
const BY_MARK = new Map<string, Place[]>();
for (const place of PLACES) {
  const mark = markOf(place);
  BY_MARK.set(mark, [...(BY_MARK.get(mark) ?? []), place]);
}

function markOf({ id, classes, style, tag }: Place): string {
  if (id !== undefined) return `#${id}`;
  return classes !== undefined ? `.${classes[0]}` : style === undefined ? `${tag}` : 'style';
}

function candidates(element: Element): Place[] {
  const { id, class: classes, style } = element.attribs;
  const places = [...(BY_MARK.get(element.name) ?? [])];
  if (id !== undefined) places.push(...(BY_MARK.get(`#${id}`) ?? []));
  if (style !== undefined) places.push(...(BY_MARK.get('style') ?? []));
  if (classes !== undefined) {
    for (const name of new Set(classes.split(/\s+/u))) places.push(...(BY_MARK.get(`.${name}`) ?? []));
  }
  return places;
}

function isPlace(element: Element, { tag, classes, style, insideId }: Place): boolean {
  if (tag !== undefined && element.name !== tag) return false;
  const own = attribute(element, 'class').split(/\s+/u);
  if (classes?.every((name) => own.includes(name)) === false) return false;
  if (style !== undefined && element.attribs['style']?.includes(style) !== true) return false;
  return (
    insideId === undefined || ancestors(element).some(({ attribs }) => attribs['id']?.startsWith(insideId) === true)
  );
}
