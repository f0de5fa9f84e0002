import { deserialize, serialize } from 'node:v8';
import * as zlib from 'node:zlib';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { ColumnType, CsvColumn, CsvValue } from '../csv/table.ts';
import type { DumpFile, DumpSink } from '../output.ts';

/** Values kept in memory before a row group is written: some 19,000 rows of the long table. */
const GROUP_VALUES = 400_000;
/**
 * Rows that a group has at least. Of every column of every group there is a note at the end of the file: the wide table has
 * hundreds of columns, so its groups must not be many.
 */
const GROUP_ROWS = 1_500;
/** Records come by year and id: only by the bounds of these columns may a reader leave out a whole group. */
const ORDERED = new Set(['report_id', 'fiscal_year']);
/** Digits of money behind the point that Parquet keeps: 万元 with eight decimals come to four in yuan. */
const DECIMAL_SCALE = 8;

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** A Parquet file of a dump. */
export interface ParquetFile {
  write(rows: readonly (readonly CsvValue[])[]): Promise<void>;
  close(): Promise<DumpFile>;
}

/**
 * Opens a Parquet file. Text is STRING, counts of things INT32, figures DOUBLE, money in yuan DECIMAL(38,8), days DATE, times
 * TIMESTAMP; what CSV leaves empty or calls `NA` is null. Compressed by zstd where Node has it (from 22.15), else by snappy.
 */
export async function openParquet(sink: DumpSink, name: string, columns: readonly CsvColumn[]): Promise<ParquetFile> {
  const file = await sink.open(name);
  const writer = new ByteWriter();
  const schema = [{ name: 'root', num_children: columns.length }, ...columns.map(elementOf)];
  const kvMetadata = columns.map((column) => ({ key: `column:${column.name}`, value: column.meaning }));
  const parquet = new ParquetWriter({ writer, schema, kvMetadata, createdBy: 'ogi-harvest', ...compression() });
  const groupRows = Math.max(GROUP_ROWS, Math.floor(GROUP_VALUES / columns.length));
  const types = columns.map(({ type = 'string' }) => type);
  let pending: unknown[][] = types.map(() => []);
  const notes: Uint8Array[] = [];
  let [waiting, count] = [0, 0];
  const flush = async (): Promise<void> => {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    if (bytes.length > 0) await file.write(bytes);
  };
  const writeGroup = async (): Promise<void> => {
    const columnData = columns.map(({ name: column }, index) => ({
      name: column,
      data: pending[index] ?? [],
      statistics: ORDERED.has(column),
      offsetIndex: false,
    }));
    await parquet.write({ columnData, rowGroupSize: groupRows });
    pending = types.map(() => []);
    waiting = 0;
    // The library would keep the notes as objects, half a kilobyte for every column of every group; packed they take a tenth.
    notes.push(zlib.deflateRawSync(serialize(parquet.row_groups)));
    parquet.row_groups = [];
    parquet.pendingIndexes = [];
    await flush();
  };
  return {
    async write(rows) {
      for (const row of rows) {
        for (let index = 0; index < types.length; index += 1) {
          pending[index]?.push(valueOf(row[index] ?? null, types[index] ?? 'string'));
        }
        waiting += 1;
        if (waiting >= groupRows) await writeGroup();
      }
      count += rows.length;
    },
    async close() {
      if (waiting > 0 || count === 0) await writeGroup();
      parquet.row_groups = notes.flatMap((note): typeof parquet.row_groups => deserialize(zlib.inflateRawSync(note)));
      await parquet.finish();
      await flush();
      await file.close();
      return { name, rows: count };
    },
  };
}

/** Zstd is in Node's zlib from 22.15 on, and its types here are those of Node 20. */
function compression(): Partial<ConstructorParameters<typeof ParquetWriter>[0]> {
  const compress: unknown = Reflect.get(zlib, 'zstdCompressSync');
  if (typeof compress !== 'function') return {};
  const ZSTD = (input: Uint8Array): Uint8Array => {
    const output: unknown = Reflect.apply(compress, zlib, [input]);
    if (output instanceof Uint8Array) return output;
    throw new Error('Cannot compress a page of Parquet: zstd gave no bytes');
  };
  return { codec: 'ZSTD', compressors: { ZSTD } };
}

function elementOf({ name, type = 'string' }: CsvColumn): SchemaElement {
  return { name, repetition_type: 'OPTIONAL', ...ELEMENTS[type] };
}

const ELEMENTS: Readonly<Record<ColumnType, Omit<SchemaElement, 'name'>>> = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  number: { type: 'DOUBLE' },
  decimal: {
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: 16,
    converted_type: 'DECIMAL',
    precision: 38,
    scale: DECIMAL_SCALE,
  },
  boolean: { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE' },
  datetime: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

function valueOf(value: CsvValue, type: ColumnType): unknown {
  if (value === null) return null;
  const plain = typeof value === 'object' ? value.bare : value;
  if (type === 'string') return String(plain);
  if (plain === 'NA') return null;
  if (type === 'decimal') return unscaled(String(plain));
  if (type === 'date' || type === 'datetime') return new Date(String(plain));
  return plain;
}

/** `59237.2449` → 5923724490000n. Throws where the text is no decimal of at most eight places: it must not be rounded silently. */
function unscaled(text: string): bigint {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,8}))?$/u.exec(text) ?? [];
  if (whole === '') throw new Error(`Cannot write "${text}" as money: expected a decimal with at most 8 places`);
  return BigInt(sign + whole + fraction.padEnd(DECIMAL_SCALE, '0'));
}
