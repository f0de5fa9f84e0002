import type { ExtractedDocument } from '../model/document.ts';
import type { Notice, Reading } from '../model/notice.ts';
import { matchForm } from '../text/fold.ts';
import { UNREAD } from '../text/unread.ts';
import { looksLikeBody } from './body-kind.ts';
import { divisionsNamed } from './divisions.ts';
import type { ReportInput, SourceDocument } from './input.ts';
import { bodyInTitle } from './title.ts';

/** Stands in for an unread character where a name is looked for. */
const ANY = '某';
/** So many characters behind an unread one tell whether another place prints the same word. */
const BEHIND = 2;
/** What may follow the short form of a division's name in its full form. */
const ENDINGS = ['', '市', '县', '区', '省', '州', '盟', '旗', '地区', '自治州', '自治县', '自治区'];
const LONGEST_PLACE = 6;

/** What to write for what was printed, in a name and wherever the same word stands. */
interface Change {
  from: string;
  to: string;
}

/**
 * The report with the unread characters in recognised names settled. Where the same word is printed elsewhere, and under
 * exactly one of the characters read there a name of a place comes out, that is it, with notice `ocr_name_settled`; else
 * the word is unread wherever it stands, so that no misread name is taken from another line.
 */
export function settleUnreadNames(input: ReportInput): Reading<ReportInput> {
  const notices: Notice[] = [];
  const settle = (source: SourceDocument): SourceDocument => {
    const changes = changesIn(source.document);
    notices.push(...changes.filter(({ to }) => !to.includes(UNREAD)).map(settledNotice));
    return { ...source, document: withChanges(source.document, changes) };
  };
  const landing = settle(input.landing);
  return { value: { ...input, landing, attachments: input.attachments.map(settle) }, notices };
}

function settledNotice({ from, to }: Change): Notice {
  const message = `"${from}" in the name, ${UNREAD} for a character that could not be read surely, was taken for "${to}", as another line of the picture has it; check it against the source`;
  return { code: 'ocr_name_settled', message };
}

function changesIn(document: ExtractedDocument): Change[] {
  if (!document.extractor.startsWith('ocr/')) return [];
  const texts = document.blocks.flatMap((block) => (block.kind === 'table' ? [] : [block.text]));
  const changes = texts.flatMap(unreadName).flatMap((name) => changesFor(name, texts));
  return [...new Map(changes.map((change) => [change.from, change])).values()];
}

function withChanges(document: ExtractedDocument, changes: readonly Change[]): ExtractedDocument {
  if (changes.length === 0) return document;
  const changed = (text: string): string => changes.reduce((now, { from, to }) => now.replaceAll(from, to), text);
  const blocks = document.blocks.map((block) =>
    block.kind === 'table' ? block : { ...block, text: changed(block.text) },
  );
  return { ...document, blocks };
}

/** The name of a body that a title or a line of its own prints, if a character of it is unread. */
function unreadName(text: string): string[] {
  const form = matchForm(text);
  const whole = form.replaceAll(UNREAD, ANY);
  const name = bodyInTitle(whole) ?? whole;
  const printed = form.slice(whole.indexOf(name), whole.indexOf(name) + name.length);
  return looksLikeBody(name) && printed.includes(UNREAD) ? [printed] : [];
}

/** What to write for the unread characters of a name, and for other readings of the same word. */
function changesFor(name: string, texts: readonly string[]): Change[] {
  const chars = Array.from(name);
  return chars.flatMap((char, at) => {
    const behind = chars.slice(at + 1, at + 1 + BEHIND).join('');
    if (char !== UNREAD || behind.length < BEHIND || behind.includes(UNREAD)) return [];
    const read = new Set(
      texts
        .flatMap((text) => [...text.matchAll(new RegExp(`(\\p{Script=Han})${behind}`, 'gu'))])
        .map((match) => match[1] ?? ''),
    );
    const places = [...read].filter((one) => isPlace([...chars.slice(0, at), one, ...chars.slice(at + 1)], at));
    const [place] = places;
    if (place !== undefined && places.length === 1) return [{ from: UNREAD + behind, to: place + behind }];
    return [...read].map((one) => ({ from: one + behind, to: UNREAD + behind }));
  });
}

/** Whether a place of the tables of divisions stands in the name, with the character `at` in it. */
function isPlace(chars: readonly string[], at: number): boolean {
  for (let start = Math.max(0, at - LONGEST_PLACE); start <= at; start += 1) {
    for (let end = Math.max(at + 1, start + 2); end <= Math.min(chars.length, start + LONGEST_PLACE); end += 1) {
      const word = chars.slice(start, end).join('');
      if (ENDINGS.some((ending) => divisionsNamed(word + ending).length > 0)) return true;
    }
  }
  return false;
}
