import { csv } from './csv.ts';
import { jsonl } from './jsonl.ts';
import type { Output } from './output.ts';

/** Every format of a dump. A new one is one file and one line here. */
export const OUTPUTS: readonly Output[] = [csv, jsonl];
