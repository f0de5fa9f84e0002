import workerpool from 'workerpool';
import { UnreadableError } from '../errors.ts';
import { BEGUN, RECOGNISING, REPLACE_ME, type Answer } from './answer.ts';
import type { DocumentHint } from './hint.ts';
import { readDocument } from './read.ts';
import { watchMemory } from './watchdog.ts';

/** Megabytes of resident memory that this process may have, as its parent says. */
const limitMb = Number(process.argv[2]);
if (!(limitMb > 0)) {
  throw new Error(`Cannot start a reading process: expected a memory limit in MB, got "${process.argv[2]}"`);
}

let documents = 0;

function recognising(): void {
  workerpool.workerEmit(RECOGNISING);
}

async function read(bytes: Uint8Array, hint: DocumentHint): Promise<Answer> {
  // Memory once taken is hardly given back: a small document must not die for a large one that came before it.
  if (documents > 0 && process.memoryUsage.rss() > (limitMb * 1024 * 1024) / 2) process.exit(REPLACE_ME);
  documents += 1;
  workerpool.workerEmit(BEGUN);
  try {
    return { kind: 'read', reading: await readDocument(bytes, { ...hint, recognising }) };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { kind: 'unreadable', message: error.message, reason: error.reason, entries: [...error.entries] };
  }
}

await watchMemory(limitMb);
workerpool.worker({ read, start: () => true });
