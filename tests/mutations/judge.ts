import type { Cell } from '../../model/record.ts';
import { readCells } from '../../normalizer/cells.ts';
import type { Base } from './bases.ts';
import { DAMAGES, type Damage } from './damages.ts';
import { pick, type Random } from './random.ts';
import { render, type Rendered, type Rendering } from './render.ts';
import { copyOf, truthOf, type Draft, type Meaning } from './sheets.ts';

/** What became of the cells of one damaged report, in counts; `silent`: figures that read wrong without any flag, in words. */
export interface Verdict {
  right: number;
  flagged: number;
  refused: number;
  /** Cells whose figure stands in the report and which the record calls missing. */
  missing: number;
  /** Those of `missing` of which no notice speaks at all. */
  lost: number;
  silent: string[];
}

/** A verdict with what led to it. */
export interface Judged extends Verdict {
  damage: string;
  base: string;
  rendering: Rendering;
}

const RENDERINGS: readonly Rendering[] = ['blocks', 'html', 'docx', 'text', 'pipes'];

/** Flags that sound reports carry as well: they warn of nothing. */
const HARMLESS = new Set(['alias_label', 'suspect_decisions_column', 'sign_suspect', 'unit_missing', 'unit_conflict']);

/** Reads the damaged draft and compares every cell with the truth that its tags tell. */
export function judge(draft: Draft, rendered: Rendered): Verdict {
  const truth = truthOf(draft);
  const { cells, notices } = readCells(rendered.document);
  const quiet = notices.every(({ code }) => code === 't3_header_incomplete');
  const judged = { right: 0, flagged: 0, refused: 0, missing: 0, lost: 0, silent: [] as string[] };
  for (const [path, cell] of Object.entries(cells)) {
    const meaning = truth.get(path);
    if (cell.status.endsWith('_missing')) {
      judged.missing += meaning === undefined ? 0 : 1;
      judged.lost += meaning !== undefined && quiet ? 1 : 0;
    }
    if (cell.status.endsWith('_missing')) continue;
    if (cell.status === 'text' || cell.status === 'unreadable') judged.refused += 1;
    else if (agrees(cell, meaning)) judged.right += 1;
    else if (isFlagged(cell)) judged.flagged += 1;
    else judged.silent.push(`${path} = "${cell.raw}" (${cell.status} ${cell.value}), truth ${JSON.stringify(meaning)}`);
  }
  return judged;
}

function agrees(cell: Cell, meaning: Meaning | undefined): boolean {
  if (meaning === undefined) return false;
  if (meaning.kind === 'value') return cell.status === 'value' && cell.value === meaning.value;
  return cell.status === meaning.kind;
}

function isFlagged(cell: Cell): boolean {
  return (cell.flags ?? []).some((flag) => !HARMLESS.has(flag));
}

/** One run: a random base under `damages`, rendered at random. Null where a damage or the format does not fit. */
export async function runOne(
  bases: readonly Base[],
  damages: readonly Damage[],
  random: Random,
): Promise<Judged | null> {
  const base = pick(random, bases);
  const rendering = pick(random, RENDERINGS);
  const draft = copyOf(base.draft);
  for (const damage of damages) if (!damage.apply(draft, random)) return null;
  if (damages.some((damage) => damage.needsSpans) && /^(?:text|pipes)$/u.test(rendering)) return null;
  const rendered = await render(draft, rendering);
  if (rendered === null) return null;
  const name = damages.map((damage) => damage.name).join(' + ');
  return { damage: name, base: base.name, rendering, ...judge(draft, rendered) };
}

/** The damages of one run: each in turn alone, then two at random. */
export function damagesFor(index: number, random: Random): Damage[] {
  const single = DAMAGES[index % DAMAGES.length];
  const rounds = Math.floor(index / DAMAGES.length);
  return single === undefined ? [] : rounds % 4 === 3 ? [single, pick(random, DAMAGES)] : [single];
}
