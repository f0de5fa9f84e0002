import { request } from 'undici';
import { SOFTWARE } from '../config.ts';
import type { RunSummary } from '../queue/summary.ts';
import type { Undelivered } from './undelivered.ts';

/** How long the address may take to answer, ms. */
const PATIENCE_MS = 10_000;

/** Posts a summary as JSON, once; null where it arrived. */
export async function postOnce(address: string, summary: RunSummary): Promise<Undelivered | null> {
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
