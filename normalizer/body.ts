import type { ExtractedDocument } from '../model/document.ts';
import type { Notice } from '../model/notice.ts';
import type { ReportRecord } from '../model/record.ts';
import { matchForm } from '../text/fold.ts';
import { resolveCode } from './body-code.ts';
import { classifyBody } from './body-kind.ts';
import { type ChosenName, chooseName, sameBody } from './body-name.ts';
import type { ReportInput } from './input.ts';
import { fieldOf, metaOf, PUBLISHER_LABELS, publisherOf } from './page-facts.ts';
import { parentBody } from './parent-body.ts';
import { bodyInTitle } from './title.ts';

/** What was read of a report before its body is settled. `signed`: the name below it; `year`: the reporting year. */
export interface BodySources {
  documents: readonly ExtractedDocument[];
  titles: readonly string[];
  signed: string | null;
  preface: string;
  text: string;
  year: number | null;
  indexNo: string | null;
  scope: ReportRecord['scope'];
}

/** Names, kind, level, codes and parent of the issuing body, and what was odd about them. */
export function readBody(input: ReportInput, known: BodySources): { body: ReportRecord['body']; notices: Notice[] } {
  const { documents, signed } = known;
  const inTitle = known.titles.map(bodyInTitle).find((name) => name !== null) ?? null;
  const siteName = metaOf(documents, 'sitename');
  const chosen = readName(input, { ...known, inTitle, siteName });
  const name = chosen.name;
  const { kind, level } = classifyBody(name);
  const code = resolveCode({
    name,
    kind,
    year: known.year,
    siteName,
    portal: [siteName, metaOf(documents, 'breadcrumb'), publisherOf(documents), input.hints.body ?? null].filter(
      (text) => text !== null,
    ),
    portalId: input.portalId,
    text: known.text,
    indexNo: known.indexNo,
    siteIdCode: metaOf(documents, 'siteidcode'),
  });
  const { level: levelOfPlace, ...codes } = code.value;
  const body = {
    nameInTitle: inTitle,
    nameSigned: signed,
    nameNormalised: name,
    kind,
    level: levelOfPlace ?? level,
    ...codes,
    parentBodyId: parentBody({ name, kind }, { siteName, url: input.landing.finalUrl }),
  };
  return {
    body,
    notices: [
      ...nameNotices(chosen, { inTitle, signed }),
      ...officeOrGovernment({ inTitle, signed, kind, scope: known.scope, preface: known.preface }),
      ...code.notices,
    ],
  };
}

function readName(
  input: ReportInput,
  known: BodySources & { inTitle: string | null; siteName: string | null },
): ChosenName {
  const page = [
    input.hints.body ?? '',
    metaOf(known.documents, 'contentsource') ?? '',
    fieldOf(known.documents, [...PUBLISHER_LABELS, '来源']) ?? '',
  ].filter((name) => name !== '');
  const { inTitle, signed, preface, text, siteName } = known;
  return chooseName({ inTitle, signed, preface, text, page, siteName });
}

function nameNotices(
  chosen: ChosenName,
  { inTitle, signed }: { inTitle: string | null; signed: string | null },
): Notice[] {
  const notices: Notice[] = [];
  if (chosen.name === null)
    notices.push({ code: 'body_unknown', message: 'No title, signature, preface or page names the issuing body' });
  if (inTitle !== null && signed !== null && !sameBody(matchForm(inTitle), signed)) {
    const message = `The title names "${inTitle}", the signature "${signed}"; the title was taken`;
    notices.push({ code: 'body_conflict', message });
  }
  if (chosen.from === 'page' || chosen.from === 'site') {
    const message = `Only the page around the report names a body ("${chosen.name}"); it may be the office that uploads`;
    notices.push({ code: 'body_from_page', message });
  }
  return notices;
}

/**
 * A government and its office publish different reports (DOMAIN.md 3.4: on the portal of 白银区 the title says 办公室, the
 * text speaks for the district). Where title and text point to different ones of the two, that is told; the title counts.
 */
function officeOrGovernment(known: {
  inTitle: string | null;
  signed: string | null;
  kind: string;
  scope: ReportRecord['scope'];
  preface: string;
}): Notice[] {
  const { inTitle, signed, kind, scope, preface } = known;
  const told = (other: string): Notice[] => [
    { code: 'government_or_office', message: `The title names "${inTitle}", but ${other}; the title was taken` },
  ];
  if (inTitle === null) return [];
  if (kind === 'government_office') {
    if (scope === 'region') return told('the text sums up the bodies of the whole division, as a government does');
    return signed !== null && classifyBody(signed).kind === 'government' ? told(`"${signed}" signs`) : [];
  }
  const ofOffice = kind === 'government' && scope === 'own' && /(?:我|本)办(?!事|理|公)/u.test(matchForm(preface));
  return ofOffice ? told('the preface speaks of the office alone (我办)') : [];
}
