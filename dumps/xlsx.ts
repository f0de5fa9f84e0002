import { CODEBOOK } from './csv/codebook.ts';
import { reportsTable } from './csv/reports.ts';
import type { CsvColumn } from './csv/table.ts';
import type { LateTable, Output } from './output.ts';
import { titleZh } from './release/titles-zh.ts';
import {
  BODIES_FORM,
  COVERAGE_FORM,
  coverageRows,
  FAILED_FORM,
  failedRows,
  MISSING_FORM,
  missingRows,
  openBodyRanking,
  openRanking,
  plain,
  REFUSED_FORM,
} from './xlsx/lists.ts';
import { OVERVIEW_FORM, overviewRow } from './xlsx/overview.ts';
import { openSheet, type FinishedSheet, type SheetForm, type SheetStyle, type SheetValue } from './xlsx/sheet.ts';
import { START_FORM, startRows } from './xlsx/start.ts';
import { rowsOf } from './tables.ts';
import { writeWorkbook } from './xlsx/workbook.ts';

const NAME = 'reports.xlsx';

/** Every figure of the wide table. The long table is left to the other formats: a spreadsheet ends at a million rows. */
const FIGURES_FORM: SheetForm = {
  name: '全部数据 All figures',
  columns: reportsTable.columns.map((column) => ({
    head: headOf(column.name),
    width: column.name === 'title' || column.name === 'source_url' ? 50 : 16,
    style: styleOf(column),
  })),
};

const CODEBOOK_FORM: SheetForm = {
  name: '字典 Codebook',
  columns: CODEBOOK.columns.map(({ name }) => ({
    head: headOf(name),
    width: name === 'definition' ? 60 : 24,
    style: 'text',
  })),
};

/** `reports.xlsx` for Excel and LibreOffice: the answers to the usual questions first, then every figure. */
export const xlsx: Output = {
  format: 'xlsx',
  files: [
    { name: NAME, holds: 'a workbook: overview, who refused most, sums that fail, who did not publish, all figures' },
  ],
  async open(sink) {
    const scratch = (name: string): Promise<string> => sink.scratch(`xlsx-${name}`);
    const [overview, failed, figures] = await Promise.all([
      openSheet(OVERVIEW_FORM, { scratch, key: 'overview' }),
      openSheet(FAILED_FORM, { scratch, key: 'failed' }),
      openSheet(FIGURES_FORM, { scratch, key: 'figures' }),
    ]);
    const [ranking, bodies] = [openRanking(), openBodyRanking()];
    let records = 0;
    const whole = async (form: SheetForm, key: string, rows: readonly SheetValue[][]): Promise<FinishedSheet[]> => {
      const sheet = await openSheet(form, { scratch, key });
      for (const row of rows) await sheet.write(row, row.length === 1 ? 'title' : undefined);
      return sheet.close();
    };
    return {
      async add(record) {
        records += 1;
        ranking.add(record);
        bodies.add(record);
        await overview.write(overviewRow(record));
        for (const row of failedRows(record)) await failed.write(row);
        for (const row of rowsOf(reportsTable, record)) await figures.write(row.map(plain));
      },
      async close(late) {
        const sheets = [
          ...(await whole(BODIES_FORM, 'bodies', bodies.rows())),
          ...(await whole(REFUSED_FORM, 'refused', ranking.rows())),
          ...(await failed.close()),
          ...(await whole(MISSING_FORM, 'missing', missingRows(lateTable(late, 'missing.csv')))),
          ...(await whole(COVERAGE_FORM, 'coverage', coverageRows(lateTable(late, 'coverage.csv')))),
          ...(await overview.close()),
          ...(await figures.close()),
          ...(await whole(
            CODEBOOK_FORM,
            'codebook',
            lateTable(late, CODEBOOK.name).rows.map((row) => row.map(plain)),
          )),
        ];
        const start = await whole(START_FORM, 'start', startRows(records, sheets));
        const file = await sink.open(NAME);
        await writeWorkbook(file, [...start, ...sheets]);
        await file.close();
        return [{ name: NAME, rows: records }];
      },
    };
  },
};

function lateTable(late: readonly LateTable[], name: string): LateTable {
  const found = late.find(({ table }) => table.name === name);
  if (found === undefined) throw new Error(`Cannot write "${NAME}": the dump has no table "${name}"`);
  return found;
}

/** Chinese above, the name of the column below. */
function headOf(name: string): string {
  const zh = titleZh(name);
  return zh === '' ? name : `${zh}\n${name}`;
}

function styleOf({ type = 'string' }: CsvColumn): SheetStyle {
  if (type === 'date') return 'date';
  return type === 'string' || type === 'datetime' ? 'text' : 'plain';
}
