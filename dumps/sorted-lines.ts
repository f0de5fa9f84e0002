import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';

/** Lines kept in memory before they are put aside, sorted: some ten megabytes of an index. */
const RUN = 25_000;
const LINE_FEED = 0x0a;

/** Lines that are sorted without being kept in memory. */
export interface SortedLines {
  add(line: string): Promise<void>;
  /** All lines in code-unit order, as often as wanted; none may be added afterwards. */
  all(): AsyncIterable<string>;
  count(): number;
}

/** `scratch` gives the path of a file for each run of sorted lines; `run`: lines in memory. Lines hold no line feed. */
export function openSortedLines(options: {
  scratch: (name: string) => Promise<string>;
  key: string;
  run?: number;
}): SortedLines {
  const { run = RUN } = options;
  const paths: string[] = [];
  let waiting: string[] = [];
  let count = 0;
  return {
    async add(line) {
      waiting.push(line);
      count += 1;
      if (waiting.length < run) return;
      const path = await options.scratch(`${options.key}-${paths.length + 1}`);
      await writeFile(path, `${waiting.sort().join('\n')}\n`);
      paths.push(path);
      waiting = [];
    },
    all: () => merged([...paths.map(linesOf), oneByOne(waiting.sort())]),
    count: () => count,
  };
}

/** The smallest of the heads first; of equal lines that of the earlier run. */
async function* merged(runs: readonly AsyncGenerator<string>[]): AsyncIterable<string> {
  const heads: { line: string; run: AsyncGenerator<string> }[] = [];
  for (const run of runs) {
    const { value, done } = await run.next();
    if (done !== true) heads.push({ line: value, run });
  }
  while (heads.length > 0) {
    let least = 0;
    for (let at = 1; at < heads.length; at += 1) {
      if ((heads[at]?.line ?? '') < (heads[least]?.line ?? '')) least = at;
    }
    const head = heads[least];
    if (head === undefined) return;
    yield head.line;
    const { value, done } = await head.run.next();
    if (done === true) heads.splice(least, 1);
    else head.line = value;
  }
}

async function* oneByOne(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path)) {
    if (!(chunk instanceof Uint8Array)) continue;
    const bytes = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      yield bytes.toString('utf8', start, end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
}
