import { UnreadableError } from '../../errors.ts';
import type { List } from '../docx/list-counts.ts';
import { bytesOf, type Bytes } from '../office/bytes.ts';
import type { CompoundFile } from '../office/compound-file.ts';
import { readFib, type Fib } from './fib.ts';
import { openFormattedPages, type FormattedRuns } from './formatted-pages.ts';
import { readLists } from './lists.ts';
import { readPieces, type PieceTable } from './pieces.ts';
import { readSprms, SPRM, type Sprm } from './sprms.ts';
import { readStyles, type Style } from './styles.ts';

/** The structures of a Word 97–2003 document, opened. Characters are counted from 0 over all its texts. */
export interface WordFile {
  fib: Fib;
  document: Bytes;
  table: Bytes;
  pieces: PieceTable;
  paragraphs: FormattedRuns;
  characters: FormattedRuns;
  styles: (Style | null)[];
  lists: Map<number, List>;
  /** The list of modifiers that one modifier stands for, where it is kept in the stream of data; else that one alone. */
  unfold(sprm: Sprm): Sprm[];
}

/** `older` for a document of Word 6 or 95. Throws `UnreadableError`: `encrypted`, `damaged`, `too_large`, `format`. */
export function openWordFile(
  file: CompoundFile,
  name: string,
): { kind: 'word97'; word: WordFile } | { kind: 'older'; version: number } {
  const document = bytesOfStream(file, 'WordDocument');
  if (document === null) {
    const streams = file.names.map((stream) => `"${stream.replace(/\p{Cc}/gu, '')}"`).slice(0, 8);
    throw new UnreadableError(
      `Cannot read "${name}": an OLE2 file without a Word document; it holds ${streams.join(', ') || 'nothing'}`,
      'format',
    );
  }
  const opened = readFib(document, name);
  if (opened.kind === 'older') return opened;
  const { fib } = opened;
  const table = bytesOfStream(file, fib.tableStream);
  if (table === null) {
    throw new UnreadableError(`Cannot read "${name}": its stream "${fib.tableStream}" is missing`, 'damaged');
  }
  const { places } = fib;
  const word: WordFile = {
    fib,
    document,
    table,
    pieces: readPieces(table, places.pieces, name),
    paragraphs: openFormattedPages(document, table, places.paragraphPages, 'paragraph'),
    characters: openFormattedPages(document, table, places.characterPages, 'character'),
    styles: readStyles(table, places.styles),
    lists: readLists(table, fib),
    unfold: unfolder(file),
  };
  return { kind: 'word97', word };
}

/** Long lists of modifiers are kept in a stream of their own ([MS-DOC] 2.6.2 sprmPHugePapx, sprmPTableProps). */
function unfolder(file: CompoundFile): (sprm: Sprm) => Sprm[] {
  let stream: Bytes | null = null;
  return ({ code, operand }) => {
    if (code !== SPRM.longList && code !== SPRM.longListOld && code !== SPRM.tableProperties) {
      return [{ code, operand }];
    }
    stream ??= bytesOfStream(file, 'Data') ?? bytesOf(new Uint8Array(), 'the stream "Data"');
    const at = operand.u32(0);
    return readSprms(stream.slice(at + 2, stream.u16(at)));
  };
}

function bytesOfStream(file: CompoundFile, stream: string): Bytes | null {
  const raw = file.stream(stream);
  return raw === null ? null : bytesOf(raw, `the stream "${stream}" of "${file.name}"`);
}
