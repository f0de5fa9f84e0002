import { ConfigError } from '../errors.ts';

/** Minutes as typed, in ms. Throws ConfigError that names the option. */
export function minutesOf(option: string, text: string, least: number): number {
  const minutes = /^\d{1,5}$/u.test(text) ? Number(text) : Number.NaN;
  if (minutes >= least) return minutes * 60_000;
  throw new ConfigError(`Cannot use ${option} "${text}": expected a whole number of minutes from ${least} to 99999`);
}
