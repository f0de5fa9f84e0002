import { addressesOf, columnFolder, filePath, indexNumber, publisherOf } from './addresses.ts';
import { bodies } from './facts/bodies.ts';
import { sectionKeys, type ReportFacts, type SectionState } from './facts/facts.ts';
import { reports } from './facts/reports.ts';
import { printedCells } from './forms.ts';
import { citedNotice } from './narrative.ts';
import { home } from './pages/chrome.ts';
import { decoyPath, decoys } from './pages/decoys.ts';
import { columnLists, itemsOf } from './pages/lists.ts';
import { meaningOf } from './printed.ts';
import type { Negative, TrueReport, Truth } from './truth-file.ts';

function absolute(path: string): string {
  return new URL(path, home).href;
}

function sectionStates(report: ReportFacts): Record<string, SectionState> {
  return Object.fromEntries(sectionKeys.map((key) => [key, key === 'other' ? report.other.state : 'present']));
}

function trueReport(report: ReportFacts): TrueReport {
  const { page, twin, file } = addressesOf(report);
  const printed = printedCells(report);
  const cells = Object.fromEntries([...printed].map(([path, raw]) => [path, meaningOf(path, raw)]));
  const bare = report.rendering === 'pdf';
  const form = report.rendering;
  return {
    key: report.key,
    body: bodies[report.body].name,
    bodyAliases: bodies[report.body].aliases,
    fiscalYear: report.fiscalYear,
    template: report.template,
    citedNotice: citedNotice(report),
    title: report.title,
    url: absolute(page),
    aliases: twin === null ? [] : [absolute(twin)],
    form,
    via: form.endsWith('pdf') ? 'pdf' : form === 'landing-docx' ? 'docx' : 'html',
    files: file === null ? [] : [absolute(file)],
    lists: columnLists
      .filter(([folder]) => itemsOf(folder).some((item) => item.path === page))
      .map(([folder]) => absolute(folder)),
    datePublished: report.published,
    dateSigned: report.signed,
    indexNo: indexNumber(report),
    publisherOnPage: bare ? null : publisherOf(report),
    sections: sectionStates(report),
    failingChecks: report.failing ?? [],
    disagreements: Object.entries(report.docxPrints ?? {}).map(([path, docx]) => ({
      path,
      page: printed.get(path) ?? '',
      docx,
    })),
    cells,
  };
}

function negatives(): Negative[] {
  return decoys.flatMap((decoy) => {
    const { kind, title, why } = decoy;
    const found: Negative[] = [{ url: absolute(decoyPath(decoy)), kind, title, why }];
    if (decoy.emptyForm === true) {
      const form = absolute(filePath(decoy.list, decoy.date, decoy.article, 'docx'));
      found.push({ url: form, kind: 'empty_form', title, why: 'the form attached to the notice: every cell is blank' });
    }
    return found;
  });
}

function countBy(keys: readonly (string | number)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

/** The truth, derived from the facts table. */
export function makeTruth(): Truth {
  const found = reports.map(trueReport);
  const wrong = negatives();
  return {
    home,
    columns: [columnFolder, ...columnLists.map(([folder]) => folder)].map(absolute),
    counts: {
      reports: found.length,
      bodies: new Set(found.map((report) => report.body)).size,
      negatives: wrong.length,
      cells: found.reduce((sum, report) => sum + Object.keys(report.cells).length, 0),
      byYear: countBy(found.map((report) => report.fiscalYear)),
      byTemplate: countBy(found.map((report) => report.template)),
      byForm: countBy(found.map((report) => report.form)),
    },
    reports: found,
    negatives: wrong,
  };
}

/** Columns that a line takes: signs of Han and full-width signs count two. */
function columns(line: string): number {
  return line.replace(/[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/gu, '--').length;
}

/** One line for what stood on several, if it fits; else what stood there. */
function flat(all: string, head: string, inside: string, brackets: '{}' | '[]'): string {
  const line = `${head}${brackets[0]} ${inside.trim().replace(/\s*\n\s+/gu, ' ')} ${brackets[1]}`;
  const shown = brackets === '[]' ? line.replace('[ ', '[').replace(/ \]$/u, ']') : line;
  return columns(shown) < 120 ? shown : all;
}

/** The truth as text: a cell a line where 120 columns allow, in the shape in which the project's formatter leaves it. */
export function printTruth(truth: Truth): string {
  const text = JSON.stringify(truth, null, 2)
    .replace(/^( +(?:"[^"]+": )?)\{(\s+"(?:status|id)": [^{}]*)\}/gmu, (all: string, head: string, inside: string) =>
      flat(all, head, inside, '{}'),
    )
    .replace(
      /^( +"[^"]+": )\[(\s+"[^[\]{}]*|\s+\{ [^[\]{}]* \}\s+)\]/gmu,
      (all: string, head: string, inside: string) => flat(all, head, inside, '[]'),
    );
  return `${text}\n`;
}
