// Measures blocks → record with all checks, on one core: `npm run bench:normalize [reports]`. Figures in bench/README.md.
import type { ExtractedDocument } from '../model/document.ts';
import { normalizeReport } from '../normalizer/normalize.ts';
import { countCells, generatedReport } from './documents.ts';

const REPORTS = Number(process.argv[2] ?? 10_000);
const WARM_UP = 200;

function normalize(document: ExtractedDocument): number {
  const url = 'file:report.html';
  const landing = {
    document,
    notices: [],
    url,
    finalUrl: url,
    fetchedAt: null,
    httpStatus: null,
    contentType: 'text/html',
  };
  const made = normalizeReport({ landing, attachments: [], portalId: null, trail: [], hints: {}, software: 'bench' });
  if (made.kind !== 'report') throw new Error(`Cannot normalize a generated report: ${made.code}: ${made.why}`);
  return made.record.checks.length;
}

/** Milliseconds of CPU time a report over `count` reports of this scale, generating left out, and cells a report. */
function measure(count: number, scale: number): { ms: number; cells: number } {
  let cpu = 0;
  let cells = 0;
  for (let index = 0; index < count; index += 1) {
    const document = generatedReport(index, scale);
    cells += countCells(document);
    const before = process.cpuUsage();
    normalize(document);
    const used = process.cpuUsage(before);
    cpu += (used.user + used.system) / 1000;
  }
  return { ms: cpu / count, cells: cells / count };
}

measure(WARM_UP, 1);
const whole = measure(REPORTS, 1);
const peak = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(
  `${REPORTS} reports: ${whole.ms.toFixed(2)} ms CPU each, ${Math.round(1000 / whole.ms)} reports per second per core, peak memory ${peak} MB`,
);
let first: { ms: number; cells: number } | null = null;
for (const scale of [1, 2, 4]) {
  const one = measure(Math.max(60, Math.round(REPORTS / 20)), scale);
  first ??= one;
  const [cells, time] = [one.cells / first.cells, one.ms / first.ms];
  console.log(
    `${scale}x: ${Math.round(one.cells)} cells, ${one.ms.toFixed(2)} ms, ${((1000 * one.ms) / one.cells).toFixed(1)} µs a cell; cells ×${cells.toFixed(2)}, time ×${time.toFixed(2)}`,
  );
}
