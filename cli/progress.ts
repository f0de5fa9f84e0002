import { createLogUpdate } from 'log-update';
import { LOG_LEVELS, type LogLevel } from '../config.ts';
import type { RunEvent } from '../model/run.ts';
import type { Tally } from '../queue/tally.ts';
import type { Io } from './command.ts';

/** A display of what a run does while it runs. */
export interface Progress {
  /** Shows one event; the tally has taken it in already. */
  show(event: RunEvent): void;
  /** Takes the live display away. */
  stop(): void;
}

/** Redraws of the live display, ms. */
const REDRAW_MS = 150;
/** Without a terminal: one line each time this many documents are done. */
const LINE_EVERY = 25;

/** How a run is shown. */
export interface ProgressOptions {
  /** The result is for a program: nothing is shown. */
  json: boolean;
  logLevel: LogLevel;
  /** Milliseconds of a clock that only goes forward in this run. */
  now: () => number;
}

/** A live display on a terminal, plain lines otherwise, nothing at all for a program or at log level `silent`. */
export function startProgress(io: Io, tally: Tally, options: ProgressOptions): Progress {
  if (options.json || options.logLevel === 'silent') return { show: () => undefined, stop: () => undefined };
  return io.isTTY ? liveProgress(io, tally, options) : lineProgress(io, tally, options.logLevel);
}

function lineProgress(io: Io, tally: Tally, logLevel: LogLevel): Progress {
  let told = 0;
  return {
    show: (event) => {
      const line = eventLine(event);
      if (isShown(line, logLevel)) io.err(line.text, { level: line.level, ...fieldsOf(event) });
      if (!isShown({ level: 'info' }, logLevel)) return;
      const { found } = tally.counts;
      const done = settled(tally);
      if (done - told >= LINE_EVERY) {
        told = done;
        io.err(`${done} of ${found} done: ${countsLine(tally)}`);
      }
    },
    stop: () => undefined,
  };
}

function liveProgress(io: Io, tally: Tally, { now, logLevel }: ProgressOptions): Progress {
  const draw = createLogUpdate(io.stderr);
  const started = now();
  let place = 'starting';
  const redraw = (): void => draw(liveLines(tally, place, (now() - started) / 1000));
  const timer = setInterval(redraw, REDRAW_MS);
  return {
    show: (event) => {
      if (event.kind === 'page') place = event.url;
      if (event.kind === 'found') place = `${event.portalId}: ${event.candidates} reports nominated`;
      if (event.kind === 'fetched') place = event.url;
      const line = eventLine(event);
      if (event.kind === 'found' || !isShown(line, logLevel)) return;
      draw.clear();
      io.err(line.text);
      redraw();
    },
    stop: () => {
      clearInterval(timer);
      draw.clear();
      draw.done();
    },
  };
}

/** `seconds`: since the start. */
function liveLines(tally: Tally, place: string, seconds: number): string {
  const done = settled(tally);
  const left = Math.max(0, tally.counts.found - done);
  const rate = seconds > 0 ? done / seconds : 0;
  const time = rate > 0 && left > 0 ? `about ${duration(left / rate)} left` : '';
  const width = 28;
  const filled =
    tally.counts.found === 0 ? 0 : Math.round((width * Math.min(done, tally.counts.found)) / tally.counts.found);
  return [
    `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done}/${tally.counts.found}  ${rate.toFixed(1)}/s  ${time}`,
    countsLine(tally),
    place.slice(0, 110),
  ].join('\n');
}

/** The counters in words, the same everywhere. */
export function countsLine({ counts }: Pick<Tally, 'counts'>): string {
  const { found, fetched, read, unchanged, odd, rejected } = counts;
  const failed = counts.failed + counts.unreadable + counts.declined + counts.bugs;
  return `found ${found}, fetched ${fetched}, read ${read}, unchanged ${unchanged}, odd ${odd}, no reports ${rejected}, failed ${failed}`;
}

function settled({ counts }: Tally): number {
  return counts.read + counts.unchanged + counts.rejected + counts.unreadable + counts.declined + counts.failed;
}

/** An event as the fields of a log entry; the message has its words. */
function fieldsOf(event: RunEvent): Record<string, unknown> {
  const { kind, ...fields } = event;
  return 'error' in fields ? { event: kind, subject: fields.subject } : { event: kind, ...fields };
}

/** What an event says on a line of its own, and from which log level on it is shown. */
function eventLine(event: RunEvent): { level: Exclude<LogLevel, 'silent'>; text: string } {
  switch (event.kind) {
    case 'bug': {
      const told = event.error instanceof Error ? event.error.stack : String(event.error);
      return { level: 'error', text: `a bug in ogi-harvest, please report it: ${event.subject}: ${told}` };
    }
    case 'portal':
      return { level: 'error', text: `${event.portalId}: ${event.verdict}: ${event.why}` };
    case 'broken_chain':
      return {
        level: 'error',
        text: `${event.portalId}: a page of a list could not be had: ${event.url}: ${event.why}`,
      };
    case 'unreadable':
    case 'declined':
    case 'gone':
    case 'unreachable':
      return { level: 'warn', text: `${event.kind} (${event.code}): ${event.url}: ${event.why}` };
    case 'found':
      return { level: 'info', text: `${event.portalId}: ${event.candidates} reports nominated` };
    case 'page':
      return { level: 'debug', text: `page ${event.url} (${event.found} reports so far)` };
    case 'fetched':
      return { level: 'debug', text: `${event.fromStore ? 'stored' : 'fetched'} ${event.url} (${event.bytes} bytes)` };
    case 'record':
      return { level: 'debug', text: `record ${event.recordId} (${event.change}): ${event.url}` };
    case 'rejected':
      return { level: 'debug', text: `no report (${event.code}): ${event.url}: ${event.why}` };
    case 'notice':
      return { level: 'debug', text: `notice ${event.code}: ${event.subject}: ${event.message}` };
  }
}

function isShown(line: { level: LogLevel }, wanted: LogLevel): boolean {
  return LOG_LEVELS.indexOf(line.level) <= LOG_LEVELS.indexOf(wanted);
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
