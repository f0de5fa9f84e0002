import { createReadStream } from 'node:fs';
import { CODEBOOK } from './csv/codebook.ts';
import { BODIES } from './csv/bodies.ts';
import type { LateTable, Output } from './output.ts';
import { openDatabase } from './sqlite/database.ts';
import { FORM_CELLS_TABLE, HOW_TO_TABLE, SECTIONS_TABLE, SQL_TABLES, sqlTable } from './sqlite/tables.ts';
import { PAIRS, pairsOf, SEARCH, SEARCH_HELP, VIEWS } from './sqlite/views.ts';
import { FORM_CELLS } from './form.ts';
import { wordsOf } from './words.ts';

const NAME = 'reports.sqlite';

/** `reports.sqlite`: the tables with keys, indexes, a text search that knows Chinese, and views for the usual questions. */
export const sqlite: Output = {
  format: 'sqlite',
  files: [
    {
      name: NAME,
      holds: 'a database: tables with keys and indexes, full-text search over sections, views with ready answers',
    },
  ],
  async open(sink) {
    const path = await sink.scratch(NAME);
    const database = openDatabase(path);
    const tables = SQL_TABLES.map((table) => ({ table, insert: database.create(table) }));
    const sections = database.create(SECTIONS_TABLE);
    const cells = database.create(FORM_CELLS_TABLE);
    for (const cell of FORM_CELLS) {
      const { en, definition } = wordsOf(cell);
      const labels = [cell.rowLabels.join(' | '), cell.columnLabels.join(' | '), en];
      cells([[cell.path, cell.table, cell.row, cell.column, ...labels, cell.unit, cell.forms.join(';'), definition]]);
    }
    const howTo = database.create(HOW_TO_TABLE);
    for (const [asks, sql] of SEARCH_HELP) howTo([[asks, sql]]);
    for (const { name, asks } of VIEWS) howTo([[asks, `SELECT * FROM ${name}`]]);
    const pairs = database.search('sections_search_2', PAIRS);
    let [records, id] = [0, 0];
    return {
      async add(record) {
        records += 1;
        for (const { table, insert } of tables) insert(table.rows(record));
        for (const one of record.sections) {
          if (one.state === 'absent') continue;
          id += 1;
          sections([[id, record.id, one.key, one.number, one.heading, one.state, one.text]]);
          pairs(id, pairsOf(`${one.heading ?? ''} ${one.text ?? ''}`));
        }
        database.pace();
      },
      async close(late) {
        for (const name of [BODIES.name, 'missing.csv', 'coverage.csv', CODEBOOK.name]) {
          const { table, rows } = lateTable(late, name);
          database.create(sqlTable(table))(rows);
        }
        database.finish([...SEARCH, ...VIEWS.map(({ name, sql }) => `CREATE VIEW ${name} AS ${sql}`)]);
        const file = await sink.open(NAME);
        for await (const chunk of createReadStream(path)) if (chunk instanceof Uint8Array) await file.write(chunk);
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
