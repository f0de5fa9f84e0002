import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from '../config.ts';
import type { RunSummary } from '../queue/summary.ts';
import type { Undelivered } from './undelivered.ts';

/** Waits before the second and third try, ms. */
const WAITS_MS = [1_000, 4_000];

/**
 * Sends a summary to an address of the user's own: as JSON to a webhook, in plain words to a mailbox (`mailto:`). The rules for
 * portals do not hold here: nobody else is asked. Gives null, or the reason in words why it could not be delivered, without what
 * may be a secret (the path of a webhook, the password of a mail server).
 */
export async function sendSummary(
  address: string,
  summary: RunSummary,
  config: Pick<Config, 'smtpUrl' | 'contact'>,
): Promise<string | null> {
  if (!/^mailto:/iu.test(address)) {
    const { postOnce } = await import('./webhook.ts');
    const why = await patiently(() => postOnce(address, summary));
    return why === null ? null : `Cannot post the summary to "${new URL(address).host}": ${why}`;
  }
  if (config.smtpUrl === null) throw new Error(`Cannot send to "${address}": there is no mail server`);
  const { smtpUrl: server, contact } = config;
  const to = decodeURIComponent(address.slice('mailto:'.length));
  const { mailOnce } = await import('./mail.ts');
  const why = await patiently(() => mailOnce({ server, to, contact }, summary));
  return why === null ? null : `Cannot mail the summary to "${to}" through "${new URL(server).host}": ${why}`;
}

async function patiently(send: () => Promise<Undelivered | null>): Promise<string | null> {
  let why = '';
  for (const ms of [...WAITS_MS, null]) {
    const tried = await send();
    if (tried === null) return null;
    why = tried.why;
    if (ms === null || !tried.mayPass) break;
    await wait(ms);
  }
  return why;
}
