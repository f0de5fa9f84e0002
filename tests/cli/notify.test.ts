import { createServer } from 'node:http';
import { expect, test } from '@jest/globals';
import { postSummary } from '../../cli/notify.ts';
import { summaryOfFailure } from '../../queue/summary.ts';

const summary = summaryOfFailure('harvest', new Error('the disk is full'));

/** A webhook that answers with these statuses in turn, then with 200; `got`: the bodies that came. */
async function webhook(...statuses: number[]): Promise<{ url: string; got: unknown[]; close: () => Promise<void> }> {
  const got: unknown[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      got.push(JSON.parse(text));
      response.writeHead(statuses.shift() ?? 200).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The webhook of the test has no port');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${address.port}/hook/secret-token`, got, close };
}

test('the summary arrives as JSON, also after an answer that passes', async () => {
  const hook = await webhook(503);
  expect(await postSummary(hook.url, summary)).toBeNull();
  expect(hook.got).toEqual([summary, summary]);
  expect(summary.text).toBe('ogi harvest: failed. It was stopped by an error: the disk is full');
  await hook.close();
});

test('an address that refuses is asked once and named without its secret', async () => {
  const hook = await webhook(403, 403);
  const trouble = await postSummary(hook.url, summary);
  expect(trouble).toMatch(/^Cannot post the summary to "127\.0\.0\.1:\d+": it answered 403$/u);
  expect(hook.got).toHaveLength(1);
  await hook.close();
});
