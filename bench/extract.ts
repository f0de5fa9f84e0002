import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { load } from 'cheerio';
import mammoth from 'mammoth';
import { openPdf } from '../extractors/pdf/open.ts';
import { readDocument } from '../extractors/read.ts';
import { packageFile } from '../package-root.ts';

/**
 * Documents per second of processor time (a shared machine's clock tells nothing) and peak resident memory of our readers, side by side with the bare library underneath: each
 * contestant in a process of its own, in turns, `ROUNDS` times; the median counts. `npm run bench:extract`.
 */
const ROUNDS = 5;
/** How long each contestant reads, in seconds, after two passes over the documents to warm up. */
const SPAN_S = 3;
const SEEDS = ['000', '001', '002', '003', '004'];

type Subject = (bytes: Uint8Array, name: string) => unknown;

interface Contest {
  format: string;
  file: string;
  bare: string;
  /** How many times the time of the bare library we may take. */
  goal: number;
}

interface Figure {
  perSecond: number;
  peakMb: number;
}

const CONTESTS: readonly Contest[] = [
  { format: 'html', file: 'clean.html', bare: 'cheerio', goal: 1.5 },
  { format: 'docx', file: 'report.docx', bare: 'mammoth', goal: 1.5 },
  { format: 'pdf', file: 'report.pdf', bare: 'pdfjs', goal: 2 },
];

const SUBJECTS: Readonly<Record<string, Subject>> = {
  ours: (bytes, name) => readDocument(bytes, { url: `file:${name}`, name }),
  cheerio: (bytes) => load(new TextDecoder().decode(bytes)),
  mammoth: (bytes) => mammoth.convertToHtml({ buffer: Buffer.from(bytes) }),
  pdfjs: async (bytes, name) => {
    const document = await openPdf(bytes, name);
    for (let page = 1; page <= document.numPages; page += 1) await (await document.getPage(page)).getTextContent();
    await document.loadingTask.destroy();
  },
};

function documentsOf(file: string): { name: string; bytes: Uint8Array }[] {
  const folder = packageFile('..', 'shared', 'documents');
  const found = SEEDS.map((seed) => join(folder, seed, file)).filter((path) => existsSync(path));
  if (found.length === 0) throw new Error(`Cannot measure: no "${file}" below "${folder}"`);
  return found.map((path) => ({ name: path, bytes: new Uint8Array(readFileSync(path)) }));
}

/** Reads the documents over and over in this process. */
async function measure(subject: Subject, file: string): Promise<Figure> {
  const documents = documentsOf(file);
  for (const { bytes, name } of [...documents, ...documents]) await subject(bytes, name);
  const start = process.cpuUsage();
  const spent = (): number => (process.cpuUsage(start).user + process.cpuUsage(start).system) / 1e6;
  let read = 0;
  while (spent() < SPAN_S) {
    for (const { bytes, name } of documents) await subject(bytes, name);
    read += documents.length;
  }
  const seconds = spent();
  return { perSecond: read / seconds, peakMb: process.resourceUsage().maxRSS / 1024 };
}

function measureApart(subject: string, file: string): Figure {
  const script = process.argv[1] ?? '';
  const done = spawnSync(process.execPath, [script, subject, file], { encoding: 'utf8' });
  const figure: unknown = done.status === 0 ? JSON.parse(done.stdout) : null;
  if (typeof figure === 'object' && figure !== null && 'perSecond' in figure && 'peakMb' in figure) {
    return { perSecond: Number(figure.perSecond), peakMb: Number(figure.peakMb) };
  }
  throw new Error(`Cannot measure "${subject}" on "${file}": ${done.stderr}`);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

/** One line of the table: both contestants, and how many times the time of the bare library ours takes. */
function contest({ format, file, bare, goal }: Contest): string {
  const pairs = Array.from({ length: ROUNDS }, () => [measureApart('ours', file), measureApart(bare, file)] as const);
  const middle = (pick: (pair: readonly [Figure, Figure]) => number): number => median(pairs.map(pick));
  const ratio = middle(([ours, theirs]) => theirs.perSecond / ours.perSecond);
  return `| ${[
    format,
    middle(([ours]) => ours.perSecond).toFixed(1),
    middle(([ours]) => ours.peakMb).toFixed(0),
    bare,
    middle(([, theirs]) => theirs.perSecond).toFixed(1),
    middle(([, theirs]) => theirs.peakMb).toFixed(0),
    `${ratio.toFixed(2)}×`,
    `≤ ${goal}×`,
  ].join(' | ')} |`;
}

async function main(): Promise<void> {
  const [name, file] = process.argv.slice(2);
  const subject = SUBJECTS[name ?? ''];
  if (subject !== undefined && file !== undefined) {
    process.stdout.write(JSON.stringify(await measure(subject, file)));
    return;
  }
  const head = ['format', 'ours, docs/s', 'peak MB', 'bare library', 'docs/s', 'peak MB', 'time ratio', 'goal'];
  process.stdout.write(`| ${head.join(' | ')} |\n|${head.map(() => '---').join('|')}|\n`);
  for (const one of CONTESTS) process.stdout.write(`${contest(one)}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
