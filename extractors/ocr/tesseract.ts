import { spawn } from 'node:child_process';
import { UnreadableError } from '../../errors.ts';
import type { Turn } from '../pdf/geometry.ts';
import type { GreyImage } from './grey.ts';
import { writeTiff } from './tiff.ts';

/** One word that tesseract read; box in pixels of its picture, `confidence` 0..1. */
export interface Word {
  text: string;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  confidence: number;
}

/** How pictures are read. `layout`: tesseract's page segmentation mode; `only`: the characters that may come out. */
interface RecogniserOptions {
  language: 'chi_sim' | 'eng';
  layout: 'block' | 'line' | 'columns';
  only?: string;
}

/** The character recogniser of this machine. */
export interface Recogniser {
  /** For each picture the words in each of its lines, in reading order. */
  read(images: readonly GreyImage[], options: RecogniserOptions): Promise<Word[][][]>;
  /** By how much a picture of a page has to be turned clockwise to read upright; 0 also where that cannot be told. */
  turnOf(image: GreyImage): Promise<Turn>;
  /** Whether `eng` is there for a second reading of numbers; else `chi_sim` does both. */
  hasEnglish: boolean;
}

const LAYOUTS = { columns: '3', block: '6', line: '7' } as const;
/** Pictures for one start of the program: a killed reader leaves it no more than these to finish. */
const BATCH = 80;
const PACKAGES = 'install the Debian packages tesseract-ocr and tesseract-ocr-chi-sim';

/**
 * The system's tesseract. Throws UnreadableError `scan` where it or its Chinese data is missing, with the packages to
 * install; reading throws `timeout`, and `damaged` where tesseract fails at a picture. `name` is for the message. `until`:
 * milliseconds since the epoch after which no picture is read any more.
 */
export async function openRecogniser(name: string, until: number): Promise<Recogniser> {
  const languages = await listLanguages(name);
  if (!languages.includes('chi_sim')) {
    const message = `Cannot read "${name}": it is a scan or its text is broken, and tesseract has no data for Chinese; ${PACKAGES}`;
    throw new UnreadableError(message, 'scan');
  }
  return {
    hasEnglish: languages.includes('eng'),
    async turnOf(image) {
      if (!languages.includes('osd')) return 0;
      const told = await tell(['stdin', 'stdout', '--psm', '0'], { input: writeTiff([image]), until });
      const turn = Number(/^Rotate: (\d+)$/mu.exec(told.printed)?.[1]);
      return turn === 90 || turn === 180 || turn === 270 ? turn : 0;
    },
    async read(images, options) {
      const read: Word[][][] = [];
      for (let start = 0; start < images.length; start += BATCH) {
        const batch = images.slice(start, start + BATCH);
        if (Date.now() > until) throw tooLong(name);
        const { printed, told, end } = await tell(argumentsOf(options), { input: writeTiff(batch), until });
        if (end !== 0) throw Date.now() >= until ? tooLong(name) : failed(name, `${end}: ${told.trim().slice(-300)}`);
        read.push(...wordsOf(printed, batch.length));
      }
      return read;
    },
  };
}

async function listLanguages(name: string): Promise<string[]> {
  try {
    const { printed, told, end } = await tell(['--list-langs'], { input: Buffer.alloc(0), until: Infinity });
    // A recogniser that cannot even say what it knows is broken itself: no fault of the document.
    if (end !== 0) throw new Error(`tesseract ended with ${end}: ${told.trim().slice(-300)}`);
    return printed.split(/\s+/u);
  } catch (error) {
    if (!isMissing(error)) throw error;
    const message = `Cannot read "${name}": it is a scan or its text is broken, and this machine has no tesseract; ${PACKAGES}`;
    throw new UnreadableError(message, 'scan', { cause: error });
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

function argumentsOf({ language, layout, only }: RecogniserOptions): string[] {
  const settings = ['tessedit_create_tsv=1', ...(only === undefined ? [] : [`tessedit_char_whitelist=${only}`])];
  const given = settings.flatMap((setting) => ['-c', setting]);
  return ['stdin', 'stdout', '-l', language, '--oem', '1', '--psm', LAYOUTS[layout], ...given];
}

function tooLong(name: string): UnreadableError {
  return new UnreadableError(`Cannot read "${name}": recognising it takes too long`, 'timeout');
}

function failed(name: string, end: string): UnreadableError {
  return new UnreadableError(
    `Cannot read "${name}": tesseract cannot read a picture of it and ended with ${end}`,
    'damaged',
  );
}

/** Runs the program, which is ended at `until`, and with this process; `end` is its exit code, or the signal that ended it. */
async function tell(
  args: readonly string[],
  { input, until }: { input: Buffer; until: number },
): Promise<{ printed: string; told: string; end: number | string }> {
  const timeout = Number.isFinite(until) ? Math.max(1, until - Date.now()) : 0;
  return await new Promise((resolve, reject) => {
    const child = spawn('tesseract', args, {
      timeout,
      killSignal: 'SIGKILL',
      env: { ...process.env, OMP_THREAD_LIMIT: '1' },
    });
    const end = (): void => void child.kill('SIGKILL');
    process.once('exit', end);
    const printed: Buffer[] = [];
    const told: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => told.push(chunk));
    // A program that ends early closes its input; what it said then counts, not the broken pipe.
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => {
      process.off('exit', end);
      reject(error);
    });
    child.on('close', (code, signal) => {
      process.off('exit', end);
      const [out, err] = [printed, told].map((chunks) => Buffer.concat(chunks).toString('utf8'));
      resolve({ printed: out ?? '', told: err ?? '', end: code ?? signal ?? 'nothing' });
    });
    child.stdin.end(input);
  });
}

/** The words of the table that tesseract prints (level 5), by picture and line. */
function wordsOf(table: string, pictures: number): Word[][][] {
  const pages: Map<string, Word[]>[] = Array.from({ length: pictures }, () => new Map());
  for (const row of table.split('\n')) {
    const [level, page, block, paragraph, line, , left, top, width, height, confidence, text] = row.split('\t');
    if (level !== '5' || text === undefined || text.trim() === '') continue;
    const lines = pages[Number(page) - 1];
    const key = `${block} ${paragraph} ${line}`;
    const words = lines?.get(key) ?? [];
    lines?.set(key, words);
    const [x0, y0] = [Number(left), Number(top)];
    words.push({
      text,
      x0,
      y0,
      x1: x0 + Number(width),
      y1: y0 + Number(height),
      confidence: Math.max(0, Number(confidence)) / 100,
    });
  }
  return pages.map((lines) => [...lines.values()]);
}
