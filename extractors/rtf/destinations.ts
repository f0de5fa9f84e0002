/**
 * What the text of a group is. `text`: printed. `skip`: not printed at all. `fonts`, `styles`: the tables of the head.
 * `label`: the number that Word prints before a paragraph. `box`: a text of its own beside the paragraph. `innerRow`: the
 * definition of a row of a table within a table. `pair`: the same text twice, of which the form in Unicode is taken.
 */
export type Destination = 'text' | 'skip' | 'fonts' | 'styles' | 'label' | 'box' | 'innerRow' | 'pair';

/** Groups that are more than text, by the control word that begins them (RTF 1.9.1). */
const DESTINATIONS: Readonly<Record<string, Destination>> = {
  fonttbl: 'fonts',
  stylesheet: 'styles',
  listtext: 'label',
  pntext: 'label',
  shptxt: 'box',
  dptxbxtext: 'box',
  nesttableprops: 'innerRow',
  upr: 'pair',
  ud: 'text',
};

/** Groups that stand under the mark "ignore what you do not know" but hold printed text. */
const PRINTED = new Set(['shpinst', 'shppict', 'do', 'fldrslt', 'shpgrp']);

/** Groups without the mark that print nothing of the text: heads, feet, notes, tables of the head, pictures, copies. */
const SKIPPED = new Set(
  'colortbl info header headerl headerr headerf footer footerl footerr footerf annotation atnid atnauthor fldinst pict nonshppict nonesttables shprslt sp xe tc rxe pntxta pntxtb ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn listtable listoverridetable revtbl rsidtbl objdata objclass bkmkstart bkmkend filetbl template datafield formfield footnote'.split(
    ' ',
  ),
);

/** What a group becomes by a control word in it; null where the word begins no group. `isMarked`: `\*` stood before it. */
export function destinationOf(word: string, isMarked: boolean): Destination | null {
  const known = DESTINATIONS[word];
  if (known !== undefined) return known;
  if (SKIPPED.has(word)) return 'skip';
  return isMarked && !PRINTED.has(word) ? 'skip' : null;
}
