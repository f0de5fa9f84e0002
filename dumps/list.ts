import { csv } from './csv.ts';
import { jsonl } from './jsonl.ts';
import type { Output } from './output.ts';
import { parquet } from './parquet.ts';
import { sqlite } from './sqlite.ts';
import { warc, wacz } from './warc.ts';
import { xlsx } from './xlsx.ts';

/** Every format of a dump. A new one is one file and one line here. */
export const OUTPUTS: readonly Output[] = [csv, jsonl, parquet, xlsx, sqlite, warc, wacz];
