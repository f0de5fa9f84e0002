import { describe, expect, test } from '@jest/globals';
import { ConfigError } from '../../errors.ts';
import { afterQuiet, quietFrom, readQuietHours, readTimetable } from '../../queue/timetable.ts';

const tz = 'Asia/Shanghai';

describe('a timetable', () => {
  test.each<[string, string, string, string]>([
    ['each night at 22', '0 22 * * *', '2024-02-01T00:00:00Z', '2024-02-01T14:00:00.000Z'],
    ['strictly after', '0 22 * * *', '2024-02-01T14:00:00Z', '2024-02-02T14:00:00.000Z'],
    ['Saturdays', '30 23 * * 6', '2024-02-01T00:00:00Z', '2024-02-03T15:30:00.000Z'],
    ['the first of the month', '0 1 1 * *', '2024-02-01T00:00:00Z', '2024-02-29T17:00:00.000Z'],
  ])('%s', (_name, cron, after, next) => {
    expect(readTimetable({ cron, tz }).next(new Date(after)).toISOString()).toBe(next);
  });

  test('keeps the hour of the zone when its clocks are changed', () => {
    const berlin = readTimetable({ cron: '0 22 * * *', tz: 'Europe/Berlin' });
    expect(berlin.next(new Date('2024-03-30T00:00:00Z')).toISOString()).toBe('2024-03-30T21:00:00.000Z');
    expect(berlin.next(new Date('2024-03-31T00:00:00Z')).toISOString()).toBe('2024-03-31T20:00:00.000Z');
  });

  test.each<[string, string, string, RegExp]>([
    ['four fields', '0 22 * *', tz, /^Cannot use --cron "0 22 \* \*": it has not five fields; expected minute/u],
    ['a minute that is none', '61 1 * * *', tz, /^Cannot use --cron "61 1 \* \* \*": Invalid value for minute: 61;/u],
    ['words', 'every night at ten please', tz, /^Cannot use --cron "every night at ten please": /u],
    ['the 31st of February', '0 22 31 2 *', tz, /^Cannot use --cron "0 22 31 2 \*": no day is ever such a day/u],
    ['a zone that is none', '0 22 * * *', 'Asia/Shanghia', /^Cannot use --tz "Asia\/Shanghia": expected a time zone/u],
  ])('%s is refused by name', (_name, cron, zone, why) => {
    expect(() => readTimetable({ cron, tz: zone })).toThrow(ConfigError);
    expect(() => readTimetable({ cron, tz: zone })).toThrow(why);
  });
});

describe('quiet hours', () => {
  const ends = (hours: string, at: string): string => afterQuiet(new Date(at), readQuietHours(hours, tz)).toISOString();

  test.each<[string, string, string, string]>([
    ['in the middle of the day', '06:00-22:00', '2024-02-01T04:12:34Z', '2024-02-01T14:00:00.000Z'],
    ['at their first minute', '06:00-22:00', '2024-01-31T22:00:30Z', '2024-02-01T14:00:00.000Z'],
    ['at their end', '06:00-22:00', '2024-02-01T14:00:00Z', '2024-02-01T14:00:00.000Z'],
    ['outside', '06:00-22:00', '2024-02-01T18:12:34Z', '2024-02-01T18:12:34.000Z'],
    ['that pass midnight', '20:00-02:00', '2024-02-01T13:00:00Z', '2024-02-01T18:00:00.000Z'],
    ['of which there are none', 'none', '2024-02-01T04:12:34Z', '2024-02-01T04:12:34.000Z'],
  ])('%s', (_name, hours, at, end) => {
    expect(ends(hours, at)).toBe(end);
  });

  test('begin again on the next morning', () => {
    const quiet = readQuietHours('06:00-22:00', tz);
    expect(quietFrom(new Date('2024-02-01T15:00:20Z'), quiet)?.toISOString()).toBe('2024-02-01T22:00:00.000Z');
    expect(quietFrom(new Date('2024-02-01T15:00:20Z'), null)).toBeNull();
  });

  test.each(['6-22', '06:00', '06:00-06:00', '25:00-26:00', ''])('"%s" are refused by name', (text) => {
    expect(() => readQuietHours(text, tz)).toThrow(`Cannot use --quiet "${text}": expected two different times`);
  });
});
