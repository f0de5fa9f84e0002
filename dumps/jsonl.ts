import { stableJson } from '../text/json.ts';
import type { Output } from './output.ts';

const NAME = 'reports.jsonl';

/** `reports.jsonl`: one whole record a line (schema "ogi-report/1"), keys sorted, UTF-8 without a mark, LF. */
export const jsonl: Output = {
  format: 'jsonl',
  files: [
    {
      name: NAME,
      holds:
        'every report whole, one JSON object a line: all cells with their places, section texts, checks, provenance',
    },
  ],
  async open(sink) {
    const file = await sink.open(NAME);
    let rows = 0;
    return {
      async add(record) {
        rows += 1;
        await file.write(`${stableJson(record)}\n`);
      },
      async close() {
        await file.close();
        return [{ name: NAME, rows }];
      },
    };
  },
};
