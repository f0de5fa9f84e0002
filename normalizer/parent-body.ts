import { matchForm } from '../text/fold.ts';
import { bodyIdOf } from './body-id.ts';
import { readPlace } from './place-in-name.ts';
import { withoutFalsePlaces } from './place-words.ts';

/** Kinds that answer to the government of their own division. Schools, centres and branches answer to a bureau. */
const UNDER_GOVERNMENT = new Set([
  'department',
  'government_office',
  'street_office',
  'town_government',
  'zone_committee',
]);

/**
 * Id of the government above a body. Only where its name is certain: the site says whose government it is (SiteName), and
 * the body's name begins with exactly that place, no smaller one following. Else null: a government's id hangs on the words
 * that its own reports print.
 */
export function parentBody(
  body: { name: string | null; kind: string },
  page: { siteName: string | null; url: string },
): string | null {
  const government = /^(?:欢迎访问|中国·?)?(.{2,}?(?:省|自治区|市|州|盟|县|区|旗)人民政府)(?:门户)?(?:网站|网)?$/u.exec(
    matchForm(page.siteName ?? ''),
  )?.[1];
  if (body.name === null || government === undefined || !UNDER_GOVERNMENT.has(body.kind)) return null;
  const place = government.slice(0, -'人民政府'.length);
  const rest = body.name.slice(place.length);
  if (!body.name.startsWith(place) || body.name === government || namesSmallerPlace(place, rest)) return null;
  return bodyIdOf(page.url, government);
}

function namesSmallerPlace(place: string, rest: string): boolean {
  const known = readPlace(place + rest);
  if (known.chain.join('').length > place.length) return true;
  return /^.{1,8}?(?:区|县|市|旗|自治州)/u.test(withoutFalsePlaces(rest));
}
