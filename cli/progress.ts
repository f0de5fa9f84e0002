import { createLogUpdate } from 'log-update';
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

/** A live display on a terminal, plain lines otherwise, nothing at all for a program (`json`). */
export function startProgress(io: Io, tally: Tally, options: { json: boolean; now: () => number }): Progress {
  if (options.json) return { show: () => undefined, stop: () => undefined };
  return io.isTTY ? liveProgress(io, tally, options.now) : lineProgress(io, tally);
}

function lineProgress(io: Io, tally: Tally): Progress {
  let told = 0;
  return {
    show: (event) => {
      const line = eventLine(event);
      if (line !== null) io.err(line);
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

function liveProgress(io: Io, tally: Tally, now: () => number): Progress {
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
      if (line === null || event.kind === 'found') return;
      draw.clear();
      io.err(line);
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

/** A line that is worth reading when it happens; null for what the counters say as well. */
function eventLine(event: RunEvent): string | null {
  switch (event.kind) {
    case 'found':
      return `${event.portalId}: ${event.candidates} reports nominated`;
    case 'unreadable':
    case 'declined':
    case 'gone':
    case 'unreachable':
      return `${event.kind} (${event.code}): ${event.url}: ${event.why}`;
    case 'portal':
      return `${event.portalId}: ${event.verdict}: ${event.why}`;
    case 'bug':
      return `a bug in ogi-harvest, please report it: ${event.subject}: ${event.error instanceof Error ? event.error.stack : String(event.error)}`;
    default:
      return null;
  }
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
