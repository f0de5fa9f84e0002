import { dirname } from 'node:path';
import Database from 'libsql';
import type { CsvValue } from '../csv/table.ts';
import type { SqlTable } from './tables.ts';

/** Writes rows. */
type Insert = (rows: readonly (readonly CsvValue[])[]) => void;

/** A database in the making. */
interface OpenDatabase {
  create(table: Pick<SqlTable, 'name' | 'columns' | 'constraints'>): Insert;
  /** Creates a table for searching that keeps no texts; the function adds one under a row id. */
  search(name: string, sql: string): (id: number, text: string) => void;
  /** Ends the transaction now and then, so that it never grows with the data. */
  pace(): void;
  /** Runs statements, checks every key, and closes. Throws where a row points to nothing. */
  finish(statements: readonly string[]): void;
}

/** Records between two commits. */
const PACE = 500;
/** Values that one statement takes at most: every call of the library costs as much as some twenty values. */
const MOST_VALUES = 120;
/** Kilobytes of pages that are kept, and of keys that are sorted at once. */
const CACHE_KB = 8_000;

/**
 * Creates a database at `path`. It is a file that nobody else opens and that is thrown away if anything fails: no journal, no
 * waiting for the disk. The same rows in the same order give the same bytes.
 */
export function openDatabase(path: string): OpenDatabase {
  const database = new Database(path, {});
  database.exec(
    `PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -${CACHE_KB}`,
  );
  // This build of SQLite sorts in memory unless told otherwise: an index over all cells would take all cells.
  database.exec(`PRAGMA temp_store = FILE; PRAGMA temp_store_directory = '${dirname(path).replaceAll("'", "''")}'`);
  database.exec('BEGIN');
  let records = 0;
  const prepared = (sql: string): Statement => {
    const statement: unknown = database.prepare(sql);
    if (isStatement(statement)) return statement;
    throw new Error(`Cannot write the database: libsql gave no statement for "${sql}"`);
  };
  return {
    create({ name, columns, constraints }) {
      const lines = [...columns.map((column) => `"${column.name}" ${column.sql}`), ...constraints];
      const rowless = constraints.some((one) => one.startsWith('PRIMARY KEY (')) ? ' WITHOUT ROWID' : '';
      database.exec(`CREATE TABLE "${name}" (\n  ${lines.join(',\n  ')}\n)${rowless}`);
      const places = `(${columns.map(() => '?').join(', ')})`;
      const statement = (rows: number): Statement =>
        prepared(`INSERT INTO "${name}" VALUES ${Array.from({ length: rows }, () => places).join(', ')}`);
      const most = Math.max(1, Math.floor(MOST_VALUES / columns.length));
      const [one, many] = [statement(1), statement(most)];
      return (rows) => {
        const whole = rows.length - (rows.length % most);
        for (let at = 0; at < whole; at += most) many.run(rows.slice(at, at + most).flatMap(valuesOf));
        for (const row of rows.slice(whole)) one.run(valuesOf(row));
      };
    },
    search(name, sql) {
      database.exec(sql);
      const insert = prepared(`INSERT INTO ${name} (rowid, pairs) VALUES (?, ?)`);
      return (id, text) => void insert.run([id, text]);
    },
    pace() {
      records += 1;
      if (records % PACE === 0) database.exec('COMMIT; BEGIN');
    },
    finish(statements) {
      // A search table writes down what it gathered at the commit; a new table before that would make it forget.
      database.exec('COMMIT; BEGIN');
      for (const statement of statements) database.exec(statement);
      const check: unknown = database.prepare('PRAGMA foreign_key_check').all();
      if (Array.isArray(check) && check.length > 0) {
        throw new Error(
          `Cannot finish the database: ${check.length} rows point to nothing: ${JSON.stringify(check[0])}`,
        );
      }
      database.exec('COMMIT');
      database.exec('ANALYZE');
      database.close();
    },
  };
}

interface Statement {
  run(values: readonly (string | number | null)[]): unknown;
}

function isStatement(value: unknown): value is Statement {
  return typeof value === 'object' && value !== null && 'run' in value && typeof value.run === 'function';
}

function valuesOf(row: readonly CsvValue[]): (string | number | null)[] {
  return row.map(sqlValue);
}

/** `NA` is null here: the status says which. Exact decimals go in as text, which SQLite turns into a number if none is lost. */
function sqlValue(value: CsvValue): string | number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'object' || value === null) return value;
  return value.bare === 'NA' ? null : value.bare;
}
