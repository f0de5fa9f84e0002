import { Cron } from 'croner';
import { ConfigError } from '../errors.ts';

/** When runs are due, as a cron expression of five fields in a time zone says. */
export interface Timetable {
  cron: string;
  tz: string;
  /** The first due moment after this one. */
  next(after: Date): Date;
}

/** Reads a timetable. Throws ConfigError that names the expression or the zone. */
export function readTimetable({ cron, tz }: { cron: string; tz: string }): Timetable {
  requireZone(tz);
  if (cron.trim().split(/\s+/u).length !== 5) throw notCron(cron, 'it has not five fields');
  let pattern: Cron;
  try {
    pattern = new Cron(cron, { timezone: tz, paused: true });
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^CronPattern: /u, '') : String(error);
    throw notCron(cron, why, error);
  }
  if (pattern.nextRun() === null) throw notCron(cron, 'no day is ever such a day');
  return {
    cron,
    tz,
    next: (after) => {
      const found = pattern.nextRun(after);
      if (found === null) throw notCron(cron, `no such moment after ${after.toISOString()}`);
      return found;
    },
  };
}

function notCron(cron: string, why: string, cause?: unknown): ConfigError {
  return new ConfigError(
    `Cannot use --cron "${cron}": ${why}; expected minute, hour, day of the month, month and day of the week, such as "0 22 * * *"`,
    { cause },
  );
}

function requireZone(tz: string): void {
  try {
    minutesOf(new Date(0), tz);
  } catch (cause) {
    throw new ConfigError(`Cannot use --tz "${tz}": expected a time zone such as "Asia/Shanghai" or "UTC"`, { cause });
  }
}

/** Hours of the day in which scheduled runs ask no portal: minutes since midnight in `tz`, `to` excluded; may pass midnight. */
export interface QuietHours {
  from: number;
  to: number;
  tz: string;
}

/** Reads quiet hours such as `06:00-22:00`; null for `none`. Throws ConfigError. */
export function readQuietHours(text: string, tz: string): QuietHours | null {
  if (text === 'none') return null;
  requireZone(tz);
  const match = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/u.exec(text);
  const from = Number(match?.[1]) * 60 + Number(match?.[2]);
  const to = Number(match?.[3]) * 60 + Number(match?.[4]);
  if (match !== null && from !== to) return { from, to, tz };
  throw new ConfigError(
    `Cannot use --quiet "${text}": expected two different times of the day such as "06:00-22:00", or "none"`,
  );
}

/** The end of the quiet hours that this moment lies in; the moment itself where it lies in none. */
export function afterQuiet(moment: Date, quiet: QuietHours | null): Date {
  if (quiet === null || untilMinute(moment, quiet, quiet.from) < untilMinute(moment, quiet, quiet.to)) return moment;
  return startOf(moment, untilMinute(moment, quiet, quiet.to));
}

/** The next beginning of the quiet hours after a moment that lies outside of them; null where there are none. */
export function quietFrom(moment: Date, quiet: QuietHours | null): Date | null {
  return quiet === null ? null : startOf(moment, untilMinute(moment, quiet, quiet.from));
}

const DAY = 1_440;

/** Minutes from the minute of this moment to the next one of this number, 1 to 1440. */
function untilMinute(moment: Date, { tz }: QuietHours, minute: number): number {
  return ((minute - minutesOf(moment, tz) + DAY - 1) % DAY) + 1;
}

/** The start of the minute that lies so many minutes behind that of `moment`. */
function startOf(moment: Date, minutes: number): Date {
  return new Date((Math.floor(moment.getTime() / 60_000) + minutes) * 60_000);
}

/** Minutes since midnight in a zone. */
function minutesOf(moment: Date, tz: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: tz,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(moment);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return of('hour') * 60 + of('minute');
}
