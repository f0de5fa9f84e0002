import { existsSync } from 'node:fs';
import PQueue from 'p-queue';
import workerpool from 'workerpool';
import { ConfigError, UnreadableError } from '../errors.ts';
import type { ExtractedDocument } from '../model/document.ts';
import type { Reading } from '../model/notice.ts';
import { packageFile } from '../package-root.ts';
import { Answer, BEGUN, RECOGNISING, REPLACE_ME } from './answer.ts';
import { readSeveral } from './bundle/several.ts';
import type { DocumentHint } from './hint.ts';

/** Reads documents in processes of their own. */
export interface ReaderPool {
  /**
   * As `readDocument`, but a document that hangs, crashes or eats memory costs only itself: `UnreadableError`. A bundle of
   * several documents gives its `parts`, each read alone.
   */
  read(bytes: Uint8Array, hint: DocumentHint): Promise<Reading<ExtractedDocument>>;
  /** Ends all processes; readings under way fail. */
  close(): Promise<void>;
}

/** `processes`: how many at once; `deadlineMs` for one document, five times that from where pages of a scan are recognised; `maxResidentMb` for one process; `maxBytes` of a document. */
export interface PoolOptions {
  processes: number;
  deadlineMs: number;
  maxResidentMb: number;
  maxBytes: number;
  /** The compiled child to run; only tests give another. */
  script?: string;
}

/** Milliseconds that a process past its deadline is given before it is killed. */
const GRACE_MS = 100;

/** Milliseconds that a process may take to start before the deadline of its document runs: a busy machine is no fault of it. */
const START_MS = 60_000;

/** A scan whose pages are recognised may take so many deadlines: some 10 s a page of both processors of a small machine. */
const RECOGNITION = 5;

/** Milliseconds in which a reader that recognises may still say by itself that it takes too long. */
const RECOGNITION_GRACE_MS = 5_000;

/** Times a document is handed to another process because the first asked to be replaced. */
const MAX_HANDOVERS = 5;

/** Signals by which somebody stops a process from outside, such as a service manager that ends the whole group. */
const STOPPED = new Set(['SIGTERM', 'SIGINT', 'SIGHUP']);

/** How long processes are waited for at the end: workerpool waits for ever for one that died by itself, ms. */
const CLOSE_MS = 2_000;

/** Opens the pool; processes start when needed. Throws `ConfigError` where the compiled child is missing. */
export function openReaderPool(options: PoolOptions): ReaderPool {
  const script = options.script ?? packageFile('dist', 'extractors', 'child.js');
  if (!existsSync(script)) {
    throw new ConfigError(`Cannot read documents: "${script}" is missing, run \`npm run build\` first`);
  }
  const pool = workerpool.pool(script, {
    workerType: 'process',
    maxWorkers: options.processes,
    workerTerminateTimeout: GRACE_MS,
    // What libraries print must reach neither our stdout nor a full pipe.
    emitStdStreams: true,
    forkArgs: [String(options.maxResidentMb)],
    forkOpts: {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${options.maxResidentMb}`],
      env: childEnvironment(),
    },
  });
  // No document waits inside workerpool: its queue stands still after the death of a process until somebody asks again.
  const places = new PQueue({ concurrency: options.processes });
  const state = { isClosed: false };
  let started: Promise<void> | null = null;
  return {
    async read(bytes, hint) {
      const name = hint.name ?? hint.url;
      if (bytes.length > options.maxBytes) {
        throw new UnreadableError(
          `Cannot read "${name}": ${bytes.length} bytes, at most ${options.maxBytes} are read`,
          'too_large',
        );
      }
      started ??= start(pool, script);
      await started;
      const readOne = async (one: DocumentHint): Promise<Reading<ExtractedDocument>> => {
        const answer = await places.add(() => ask(pool, { bytes, hint: one, name, options, state }));
        if (answer.kind === 'read') return answer.reading;
        throw new UnreadableError(answer.message, answer.reason, { entries: answer.entries });
      };
      try {
        return await readOne(hint);
      } catch (error) {
        if (!(error instanceof UnreadableError) || error.entries.length === 0) throw error;
        return await readSeveral(bytes, error.entries, (entry) => readOne({ ...hint, entry }));
      }
    },
    async close() {
      state.isClosed = true;
      try {
        await pool.terminate(true, CLOSE_MS);
      } catch (error) {
        if (!(error instanceof workerpool.Promise.TimeoutError)) throw error;
      }
    },
  };
}

/** A child that cannot even start is a fault of ours, and must not make every document look damaged. */
async function start(pool: workerpool.Pool, script: string): Promise<void> {
  try {
    await pool.exec('start', []);
  } catch (error) {
    throw new Error(`Cannot start the reading process "${script}"`, { cause: error });
  }
}

/** Nothing secret goes along: the child needs no setting. */
function childEnvironment(): Record<string, string> {
  const names = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR'];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

interface Question {
  bytes: Uint8Array;
  hint: DocumentHint;
  name: string;
  options: PoolOptions;
  state: { readonly isClosed: boolean };
}

async function ask(pool: workerpool.Pool, question: Question, handovers = 0): Promise<Answer> {
  const { bytes, hint, name, options, state } = question;
  // A closed pool would start a process that nobody ends.
  if (state.isClosed) throw new Error(`Cannot read "${name}": the reading processes are closed`);
  const recognitionMs = options.deadlineMs * RECOGNITION;
  let allowedMs = options.deadlineMs;
  let timer: NodeJS.Timeout | undefined;
  try {
    const task = pool.exec('read', [bytes, { ...hint, deadlineMs: recognitionMs }], {
      on: (event: unknown) => {
        if (event !== BEGUN && event !== RECOGNISING) return;
        if (event === RECOGNISING) allowedMs = recognitionMs + RECOGNITION_GRACE_MS;
        clearTimeout(timer);
        timer = setTimeout(() => void task.cancel(), allowedMs);
      },
    });
    const answer: unknown = await task.timeout(options.deadlineMs + recognitionMs + RECOGNITION_GRACE_MS + START_MS);
    return Answer.parse(answer);
  } catch (error) {
    const { CancellationError, TimeoutError } = workerpool.Promise;
    if (error instanceof TimeoutError || error instanceof CancellationError) {
      const message = `Cannot read "${name}": not done after ${allowedMs} ms`;
      throw new UnreadableError(message, 'timeout', { cause: error });
    }
    if (!(error instanceof workerpool.TerminateError)) throw error;
    const end = endOf(error.message);
    const isInnocent = end.code === String(REPLACE_ME) || STOPPED.has(end.signal) || end.isOfBefore;
    if (isInnocent && handovers < MAX_HANDOVERS) return await ask(pool, question, handovers + 1);
    // SIGKILL comes from the watchdog (or the kernel, out of memory), SIGABRT from V8 with its heap full.
    if (end.signal === 'SIGKILL' || end.signal === 'SIGABRT') {
      const message = `Cannot read "${name}": it needs more than ${options.maxResidentMb} MB of memory`;
      throw new UnreadableError(message, 'too_large', { cause: error });
    }
    const message = `Cannot read "${name}": the reading process died (exit code ${end.code}, signal ${end.signal})`;
    throw new UnreadableError(message, 'damaged', { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** workerpool tells exit code and signal only in words. `isOfBefore`: the process was dead before it got the document. */
function endOf(message: string): { code: string; signal: string; isOfBefore: boolean } {
  return {
    isOfBefore: message === 'Worker is terminated',
    code: /exitCode: `(\w+)`/u.exec(message)?.[1] ?? 'unknown',
    signal: /signalCode: `(\w+)`/u.exec(message)?.[1] ?? 'unknown',
  };
}
