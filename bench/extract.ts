import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageFile } from '../package-root.ts';

/**
 * Documents per second of processor time (a shared machine's clock tells nothing) and peak resident memory of our readers,
 * side by side with the bare library underneath: each contestant in a process of its own that loads nothing else, in
 * turns, `ROUNDS` times or as often as `BUDGET_S` allows; the medians count. `npm run bench:extract`.
 */
const ROUNDS = 5;
/** Seconds of the clock after which no further round begins. */
const BUDGET_S = 100;
/** How long each contestant reads before it is measured, in seconds of processor time: until the engine has compiled what is used often, as in a harvest. */
const WARM_S = 5;
/** How long each contestant is measured, in seconds of processor time. */
const SPAN_S = 2;
const SEEDS = ['000', '001', '002', '003', '004'];

type Subject = (bytes: Uint8Array, path: string) => unknown;

interface Contest {
  format: string;
  file: string;
  /** Names of `SUBJECTS`, and how many times their time we may take; null where that is no goal. */
  against: readonly (readonly [subject: string, goal: number | null])[];
}

interface Figure {
  perSecond: number;
  peakMb: number;
}

const CONTESTS: readonly Contest[] = [
  {
    format: 'html',
    file: 'clean.html',
    against: [
      ['cheerio `load`', 1.5],
      ['cheerio `load` + text of every cell', 1.5],
    ],
  },
  { format: 'docx', file: 'report.docx', against: [['mammoth `convertToHtml`', 1.5]] },
  {
    format: 'pdf',
    file: 'report.pdf',
    against: [
      ['pdfjs `getTextContent`', 2],
      ['pdftotext -layout', null],
    ],
  },
];

/** Contestants by name; what they need is loaded only in their own process, since it counts towards their memory. */
const SUBJECTS: Readonly<Record<string, () => Promise<Subject>>> = {
  async ours() {
    const { readDocument } = await import('../extractors/read.ts');
    return (bytes, path) => readDocument(bytes, { url: `file:${path}`, name: path });
  },
  async 'cheerio `load`'() {
    const { load } = await import('cheerio');
    return (bytes) => load(new TextDecoder().decode(bytes));
  },
  async 'cheerio `load` + text of every cell'() {
    const { load } = await import('cheerio');
    return (bytes) => {
      const $ = load(new TextDecoder().decode(bytes));
      return $('td, th')
        .toArray()
        .map((cell) => $(cell).text());
    };
  },
  async 'mammoth `convertToHtml`'() {
    const { default: mammoth } = await import('mammoth');
    return (bytes) => mammoth.convertToHtml({ buffer: Buffer.from(bytes) });
  },
  async 'pdfjs `getTextContent`'() {
    const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
    // As its users open it, with the files without which Chinese text comes out empty.
    const cMapUrl = `${packageFile('node_modules', 'pdfjs-dist', 'cmaps')}/`;
    const standardFontDataUrl = `${packageFile('node_modules', 'pdfjs-dist', 'standard_fonts')}/`;
    return async (bytes) => {
      const data = Uint8Array.from(bytes);
      const document = await getDocument({ data, cMapUrl, cMapPacked: true, standardFontDataUrl, verbosity: 0 })
        .promise;
      for (let page = 1; page <= document.numPages; page += 1) await (await document.getPage(page)).getTextContent();
      await document.loadingTask.destroy();
    };
  },
};

function documentsOf(file: string): { path: string; bytes: Uint8Array }[] {
  const folder = packageFile('..', 'shared', 'documents');
  const found = SEEDS.map((seed) => join(folder, seed, file)).filter((path) => existsSync(path));
  if (found.length === 0) throw new Error(`Cannot measure: no "${file}" below "${folder}"`);
  return found.map((path) => ({ path, bytes: new Uint8Array(readFileSync(path)) }));
}

/** Reads the documents over and over in this process. */
async function measure(subject: Subject, file: string): Promise<Figure> {
  const documents = documentsOf(file);
  const readFor = async (span: number): Promise<number> => {
    const start = process.cpuUsage();
    const spent = (): number => (process.cpuUsage(start).user + process.cpuUsage(start).system) / 1e6;
    let read = 0;
    while (spent() < span) {
      for (const { bytes, path } of documents) await subject(bytes, path);
      read += documents.length;
    }
    return read / spent();
  };
  await readFor(WARM_S);
  return { perSecond: await readFor(SPAN_S), peakMb: process.resourceUsage().maxRSS / 1024 };
}

function measureApart(subject: string, file: string): Figure {
  if (subject === 'pdftotext -layout') return measurePdftotext(file);
  const done = spawnSync(process.execPath, [process.argv[1] ?? '', subject, file], { encoding: 'utf8' });
  const figure: unknown = done.status === 0 ? JSON.parse(done.stdout) : null;
  if (typeof figure === 'object' && figure !== null && 'perSecond' in figure && 'peakMb' in figure) {
    return { perSecond: Number(figure.perSecond), peakMb: Number(figure.peakMb) };
  }
  throw new Error(`Cannot measure "${subject}" on "${file}": ${done.stderr}`);
}

/** A process a document, as it is used; processor time and memory as GNU time says them (in steps of 10 ms). */
function measurePdftotext(file: string): Figure {
  const documents = documentsOf(file);
  let seconds = 0;
  let read = 0;
  let peakKb = 0;
  while (seconds < SPAN_S / 2) {
    for (const { path } of documents) {
      const done = spawnSync('time', ['-f', '%U %S %M', 'pdftotext', '-layout', path, '-'], { encoding: 'utf8' });
      const [user = 0, system = 0, kb = 0] = done.stderr.trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
      if (done.status !== 0) throw new Error(`Cannot measure "pdftotext" on "${path}": ${done.stderr}`);
      seconds += user + system;
      peakKb = Math.max(peakKb, kb);
      read += 1;
    }
  }
  return { perSecond: read / seconds, peakMb: peakKb / 1024 };
}

/** What is missing for a contestant, with what to do; null if nothing is. */
function missingFor(subject: string): string | null {
  if (subject !== 'pdftotext -layout') return null;
  if (spawnSync('pdftotext', ['-v']).error !== undefined) return 'pdftotext is missing: apt install poppler-utils';
  return spawnSync('time', ['--version']).error === undefined ? null : 'GNU time is missing: apt install time';
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

/** Rounds of all contestants by turns; figures by format and name, the same number for each. */
function rounds(contests: readonly Contest[]): ReadonlyMap<string, Figure[]> {
  const figures = new Map<string, Figure[]>();
  const begun = Date.now();
  for (let round = 0; round < ROUNDS && (round === 0 || Date.now() - begun < BUDGET_S * 1000); round += 1) {
    for (const { format, file, against } of contests) {
      for (const subject of ['ours', ...against.map(([name]) => name)]) {
        const key = `${format} ${subject}`;
        figures.set(key, [...(figures.get(key) ?? []), measureApart(subject, file)]);
      }
    }
  }
  return figures;
}

/** One line of the table; the ratio is the median of those of the rounds. */
function lineOf(
  format: string,
  pairs: readonly (readonly [Figure, Figure])[],
  bare: string,
  goal: number | null,
): string {
  const middle = (pick: (pair: readonly [Figure, Figure]) => number): number => median(pairs.map(pick));
  return `| ${[
    format,
    middle(([ours]) => ours.perSecond).toFixed(1),
    middle(([ours]) => ours.peakMb).toFixed(0),
    bare,
    middle(([, theirs]) => theirs.perSecond).toFixed(1),
    middle(([, theirs]) => theirs.peakMb).toFixed(0),
    `${middle(([ours, theirs]) => theirs.perSecond / ours.perSecond).toFixed(2)}×`,
    goal === null ? '' : `≤ ${goal}×`,
  ].join(' | ')} |`;
}

async function main(): Promise<void> {
  const [name, file] = process.argv.slice(2);
  const subject = SUBJECTS[name ?? ''];
  if (subject !== undefined && file !== undefined) {
    process.stdout.write(JSON.stringify(await measure(await subject(), file)));
    return;
  }
  const lacking = new Map(CONTESTS.flatMap(({ against }) => against).map(([one]) => [one, missingFor(one)]));
  const contests = CONTESTS.map((contest) => ({
    ...contest,
    against: contest.against.filter(([one]) => lacking.get(one) === null),
  }));
  const figures = rounds(contests);
  const head = ['format', 'ours, docs/s', 'peak MB', 'bare library', 'docs/s', 'peak MB', 'time ratio', 'goal'];
  process.stdout.write(`| ${head.join(' | ')} |\n|${head.map(() => '---').join('|')}|\n`);
  for (const { format, against } of contests) {
    const ours = figures.get(`${format} ours`) ?? [];
    for (const [bare, goal] of against) {
      const pairs = (figures.get(`${format} ${bare}`) ?? []).flatMap((theirs, round) => {
        const own = ours[round];
        return own === undefined ? [] : [[own, theirs] as const];
      });
      process.stdout.write(`${lineOf(format, pairs, bare, goal)}\n`);
    }
  }
  process.stdout.write(`Medians of ${figures.get('html ours')?.length ?? 0} rounds.\n`);
  for (const why of lacking.values()) if (why !== null) process.stdout.write(`Not measured: ${why}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
