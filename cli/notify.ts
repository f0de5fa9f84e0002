import { setTimeout as wait } from 'node:timers/promises';
import { request } from 'undici';
import { SOFTWARE } from '../config.ts';
import type { RunSummary } from '../queue/summary.ts';

/** Waits before the second and third try, ms. */
const WAITS_MS = [1_000, 4_000];
/** How long the address may take to answer, ms. */
const PATIENCE_MS = 10_000;

/**
 * Posts a summary to an address of the user's own, as JSON. The rules for portals do not hold here: nobody else is asked.
 * Gives null, or the reason in words why it could not be delivered, without the address's path, which may be a secret.
 */
export async function postSummary(address: string, summary: RunSummary): Promise<string | null> {
  let why = '';
  for (const ms of [...WAITS_MS, null]) {
    const tried = await post(address, summary);
    if (tried === null) return null;
    why = tried.why;
    if (ms === null || !tried.mayPass) break;
    await wait(ms);
  }
  return `Cannot post the summary to "${new URL(address).host}": ${why}`;
}

async function post(address: string, summary: RunSummary): Promise<{ why: string; mayPass: boolean } | null> {
  try {
    const { statusCode, body } = await request(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': SOFTWARE },
      body: JSON.stringify(summary),
      headersTimeout: PATIENCE_MS,
      bodyTimeout: PATIENCE_MS,
    });
    await body.dump();
    if (statusCode >= 200 && statusCode < 300) return null;
    return { why: `it answered ${statusCode}`, mayPass: statusCode === 429 || statusCode >= 500 };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error), mayPass: true };
  }
}
