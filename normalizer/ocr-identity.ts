import type { ExtractedDocument } from '../model/document.ts';
import type { Notice } from '../model/notice.ts';
import { matchForm } from '../text/fold.ts';
import { UNREAD } from '../text/unread.ts';
import { type Period, yearOfPeriod } from './fiscal-year.ts';
import { wholeText } from './lines.ts';
import { titlesOf, yearsInTitle } from './title.ts';

/** Who reports and on which year, as read, and what else names them. */
export interface RecognisedIdentity {
  documents: readonly ExtractedDocument[];
  body: { nameInTitle: string | null; nameNormalised: string | null };
  year: number | null;
  /** The period that the text states. */
  period: Period;
  /** Name and year that the list gave, where there was one. */
  hints: { body?: string | undefined; year?: number | undefined };
}

/** A name that several lines print alike, each of them recognised by the vote of several readings, is no misreading. */
const TWICE = 2;

function timesIn(text: string, name: string): number {
  return text.split(name).length - 1;
}

/** Whether a character recogniser read some of the document. */
function isRecognised(document: ExtractedDocument): boolean {
  return document.extractor.startsWith('ocr/');
}

/**
 * What of the identity of a report rests on recognised text alone: `ocr_name` unless a page with text, or the list, prints
 * the same name, or several lines of the picture do; `ocr_year` unless one of them, or the stated period, has the same year. A title misread must show.
 */
export function identityNotices(known: RecognisedIdentity): Notice[] {
  const { documents, body, year, period, hints } = known;
  const name = body.nameInTitle ?? body.nameNormalised;
  if (!documents.some(isRecognised)) return [];
  const readable = documents.filter((document) => !isRecognised(document));
  const recognised = documents.filter(isRecognised).map(wholeText).join('\n');
  const text = matchForm(
    [
      ...readable.flatMap((document) => [wholeText(document), ...titlesOf(document).map((title) => title.text)]),
      hints.body ?? '',
    ].join('\n'),
  );
  const titlesOfAll = documents.flatMap(titlesOf).map((title) => title.text);
  const notices: Notice[] = [];
  const unread = titlesOfAll.find((title) => title.includes(UNREAD));
  if (unread !== undefined && (name === null || !text.includes(matchForm(name)))) {
    const message = `The title was recognised as "${unread}", ${UNREAD} for what could not be read surely; take the name from the source`;
    notices.push({ code: 'ocr_name', message });
  } else if (
    name !== null &&
    !text.includes(matchForm(name)) &&
    timesIn(matchForm(recognised), matchForm(name)) < TWICE
  ) {
    const message = `The name "${name}" was recognised from a picture and stands but once in its text; check it against the source`;
    notices.push({ code: 'ocr_name', message });
  }
  const years = [
    ...readable.flatMap(titlesOf).flatMap((title) => yearsInTitle(title.text)),
    hints.year,
    yearOfPeriod(period),
  ];
  if (year !== null && !years.includes(year)) {
    const message = `The year ${year} was recognised from a picture, and nothing else names it; check it against the source`;
    notices.push({ code: 'ocr_year', message });
  }
  return notices;
}
