import { PortalChangedError } from '../errors.ts';
import { ownDomain, resolveAddress } from '../text/address.ts';
import { matchForm } from '../text/fold.ts';
import type { HtmlPage } from './page.ts';
import { placeOf } from './scope.ts';

/** Characters of visible text up to which a page that speaks of a move is the notice of it and not news about it. */
const NOTICE_TEXT = 400;
/** Links of such a notice at most. */
const NOTICE_LINKS = 10;

/** 网站已迁移, 本站已搬迁至, 域名已变更, 已启用新域名, 网站已停用…请访问 (PORTALS.md R16). */
const MOVED =
  /(?:网站|门户|站点|本站|本网|域名|网址)[^。]{0,12}?(?:迁移|搬迁|迁至|迁往|移至|更名|变更|停用|停止使用|停止服务|关闭)|启用新(?:网站|域名|网址)|新(?:网址|域名)/u;

/** An address printed without a link: `http://www.x.gov.cn/`, `www.x.gov.cn`. */
const PRINTED = /(?:https?:\/\/)?(?:[a-z\d-]+\.)+[a-z]{2,}(?::\d+)?(?:\/[\w./-]*)?/giu;

/**
 * Where a notice that the portal has moved sends its reader: the addresses on other domains that it names, each domain once.
 * Empty for a page that is no such notice.
 */
export function movedTo(page: HtmlPage, home: string): string[] {
  const words = matchForm(page.title) + page.text;
  if (page.text.length > NOTICE_TEXT || page.$('a[href]').length > NOTICE_LINKS || !MOVED.test(words)) return [];
  const linked = page
    .$('a[href]')
    .map((_, link) => resolveAddress(page.$(link).attr('href') ?? '', page.base))
    .get();
  const printed = linked.length > 0 ? [] : (page.$('body').text().match(PRINTED) ?? []);
  const named = printed.flatMap(
    (text) => resolveAddress(/^https?:/iu.test(text) ? text : `http://${text}`, page.base) ?? [],
  );
  const byDomain = new Map<string, string>();
  for (const url of [...linked, ...named]) {
    const domain = ownDomain(url);
    if (domain !== ownDomain(home) && !byDomain.has(domain)) byDomain.set(domain, url);
  }
  return [...byDomain.values()];
}

/** Words of a portal's name that every portal may have. */
const COMMON = /人民政府|门户网站|政府|网站|办公室|壮族|回族|维吾尔|自治|[省市县区州盟旗厅局]/gu;

/**
 * Throws PortalChangedError where the home page names the government of another place than `name` (PORTALS.md T24): no two
 * characters in a row of the expected place stand in the page's title, SiteName or heading. A page that names no government
 * is taken for what it is expected to be.
 */
export function requirePlace(page: HtmlPage, name: string): void {
  const found = placeOf(page);
  const place = matchForm(name).replace(COMMON, ' ');
  const pairs = [...place]
    .map((letter, at) => letter + ([...place][at + 1] ?? ' '))
    .filter((pair) => !pair.includes(' '));
  const printed = matchForm(`${page.title} ${page.meta['sitename'] ?? ''} ${page.heading}`);
  if (found === null || pairs.length === 0 || pairs.some((pair) => printed.includes(pair))) return;
  throw new PortalChangedError(
    `Cannot use "${page.finalUrl}" as the portal of "${name}": its home page says "${page.meta['sitename'] ?? page.title}". ` +
      'Correct the address, or the name in the registry',
  );
}
