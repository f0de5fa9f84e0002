import type { CellExplanation, RecordExplanation, WayExplanation } from '../dumps/explain/explain.ts';
import type { Explained } from '../queue/explained.ts';
import { examples, type RegisterCommand } from './command.ts';
import { EXIT } from './exit.ts';

/** `ogi explain`: where a value comes from. */
export const explain: RegisterCommand = (program, run) => {
  program
    .command('explain')
    .description('say in plain words where a value comes from: printed text, place, checks, corrections, the way to it')
    .argument('<record>', 'id of the record, as report_id in a dump')
    .argument('[cell]', 'path of the cell (cell_path in cells.csv), or its column in reports.csv')
    .option('--prov', 'the way of the record as W3C PROV-JSON')
    .addHelpText(
      'after',
      examples(
        'ogi explain 0123456789ab-2023',
        'ogi explain 0123456789ab-2023 t3.result.granted.total',
        'ogi explain 0123456789ab-2023 t3__result__granted__total --json',
        'ogi explain 0123456789ab-2023 --prov > prov.json',
      ),
    )
    .action((id: string, cell: string | undefined, flags: { prov?: boolean }) =>
      run(async (context) => {
        const { withStore } = await import('./with-store.ts');
        const { findForExplaining } = await import('../queue/explained.ts');
        const { explainCell, explainRecord, explainWay } = await import('../dumps/explain/explain.ts');
        const { io, json } = context;
        return withStore(context, async ({ store }) => {
          const found = await findForExplaining(store, id);
          if (flags.prov === true) {
            const { provDocument } = await import('../dumps/explain/prov.ts');
            io.out(JSON.stringify(provDocument(found.record), null, 2));
            return EXIT.done;
          }
          const record = explainRecord(found.record);
          const way = explainWay(found.record);
          const explained = cell === undefined ? null : explainCell(found.record, cell);
          const bytes = { ...found.bytes, place: `${store.place}/${found.bytes.key}` };
          const corrections = found.stale.map(({ correction, reason, why }) => ({
            ...correction,
            reason,
            notApplied: why,
          }));
          if (json) {
            io.out(JSON.stringify({ record, cell: explained, way, bytes, correctionsNotApplied: corrections }));
            return EXIT.done;
          }
          const lines = explained === null ? recordLines(record) : cellLines(record, explained);
          const stale = staleLines(found, explained?.path ?? null);
          for (const line of [...lines, ...stale, '', ...wayLines(way, bytes, explained)]) io.out(line);
          return EXIT.done;
        });
      }),
    );
};

function headLine({ id, body, fiscalYear, version, versionReason }: RecordExplanation): string {
  return `${body ?? 'unknown body'} ${fiscalYear ?? 'unknown year'} (record ${id}, version ${version}, ${versionReason})`;
}

function cellLines(record: RecordExplanation, cell: CellExplanation): string[] {
  const { labels, english, status, place, reading, correction } = cell;
  return [
    headLine(record),
    `Cell ${cell.path}: ${valueWords(cell)}`,
    ...(labels === null ? [] : [`  row      ${labels.row}`, `  column   ${labels.column}`]),
    ...(english === null ? [] : [`  meaning  ${english.label}: ${english.definition}`]),
    `  status   ${status.code}: ${status.meaning}`,
    `  printed  ${cell.raw === null ? 'nothing' : JSON.stringify(cell.raw)}${correction === null ? '' : ' (as the reader read it)'}`,
    `  place    ${place === null ? 'not in the document' : place.words}`,
    ...(reading === null ? [] : [`  reading  ${reading.code}: ${reading.meaning}`]),
    ...cell.flags.map(({ code, meaning }) => `  flag     ${code}: ${meaning}`),
    ...correctionLines(correction),
    ...(cell.checks.length === 0 ? ['No check touches this cell.'] : ['Checks that touch this cell:']),
    ...cell.checks.map(({ words }) => `  ${words}`),
  ];
}

function valueWords({ value, unit, yuan, status }: CellExplanation): string {
  if (value === null) return `no number (${status.code})`;
  const amount = yuan === undefined || yuan === null || unit === '元' ? '' : ` = ${yuan} yuan`;
  return `${value}${unit === null ? '' : ` ${unit}`}${amount}`;
}

function correctionLines(correction: CellExplanation['correction']): string[] {
  if (correction === null || correction === undefined) return [];
  const { read, printed, why, by, date } = correction;
  const before = read.value === null ? `no number (${read.status})` : String(read.value);
  return [
    `  corrected by ${by} on ${date} to "${printed}": ${why}`,
    `           the reader had read ${before}; that reading stays in the store`,
  ];
}

function recordLines(record: RecordExplanation): string[] {
  const { template } = record;
  return [
    headLine(record),
    `  title    ${record.title ?? 'none'}`,
    `  form     ${template.detected}${template.mismatch ? `, though the year asks for ${template.expected}` : ''}${template.variant === null ? '' : `, deviation ${template.variant}`}`,
    `  date     ${record.datePublished ?? 'not known'}`,
    `  cells    ${counts(record.cellsByStatus)}`,
    `  sections ${record.sections.map(({ key, state }) => `${key}: ${state}`).join(', ')}`,
    `  checks   ${counts(record.checksByStatus)}`,
    ...record.failedChecks.map(({ words }) => `           ${words}`),
    ...(record.corrected.length === 0 ? [] : [`  corrected ${record.corrected.join(', ')}`]),
    ...record.renditions.map(
      ({ url, agrees }) => `  also as  ${url} (${agrees ? 'all cells agree' : 'some cells differ, see the notices'})`,
    ),
    ...record.notices.map(({ code, message }) => `  notice   ${code}: ${message}`),
  ];
}

function counts(byCode: Readonly<Record<string, number>>): string {
  const parts = Object.entries(byCode).map(([code, count]) => `${count} ${code}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function staleLines({ stale }: Explained, path: string | null): string[] {
  return stale
    .filter(({ correction }) => path === null || correction.cellPath === path)
    .map(
      ({ correction, reason, why }) =>
        `Line ${correction.line} of corrections.csv (${correction.cellPath}) is not applied: ${reason}, ${why}`,
    );
}

/** `2` is the second report of the document, `a.docx` a file of a bundle, `a.docx#2` the second report of that file. */
function partWords(part: string | null): string {
  if (part === null) return '';
  const [, file = '', number = ''] = /^(?:(.*?)#)?(\d+)$/u.exec(part) ?? ['', part];
  const words = [...(number === '' ? [] : [`report ${number}`]), ...(file === '' ? [] : [`file "${file}" in it`])];
  return ` (${words.join(' of the ')}, since it holds several)`;
}

function wayLines(
  way: WayExplanation,
  bytes: Explained['bytes'] & { place: string },
  cell: CellExplanation | null,
): string[] {
  const page = cell?.place?.at.page;
  const pictures = way.format === 'image' ? way.trail.filter(({ role }) => role === 'file') : [];
  const picture = page === undefined || page === 1 ? undefined : pictures[page - 1];
  const state = {
    whole: 'They are there and unchanged (SHA-256 computed again).',
    missing: 'They are missing from the store.',
    damaged: 'They are damaged: their SHA-256 is another one.',
  }[bytes.state];
  return [
    'The way to it:',
    ...way.trail.map(
      ({ role, url, sha256, fetchedAt }) =>
        `  ${role.padEnd(8)} ${url}${fetchedAt === undefined ? '' : `  ${fetchedAt}`}${sha256 === undefined ? '' : `  SHA-256 ${sha256}`}`,
    ),
    `Read from ${way.url}${partWords(way.part)} by ${way.extractor} and ${way.normalizer}; SHA-256 ${way.sha256}`,
    `The archived bytes: "${bytes.place}". ${state}`,
    ...(bytes.state === 'missing'
      ? []
      : [
          picture === undefined
            ? `To see them: cp "${bytes.place}" report.${way.format}, and open that${page === undefined ? '' : ` at page ${page}`}.`
            : `This value stands on picture ${page} of the page: "${picture.url}", SHA-256 ${picture.sha256 ?? 'unknown'}.`,
        ]),
    ...(cell === null
      ? []
      : [
          'Does the page say otherwise? Add this line to corrections.csv in the data folder; its first line names the columns:',
          `  ${cell.correctionHeader}`,
          `  ${cell.correctionLine}`,
        ]),
  ];
}
