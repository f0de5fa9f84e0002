import { createServer } from 'node:http';
import { expect, test } from '@jest/globals';
import { sendSummary } from '../../cli/notify.ts';
import { summaryOfFailure } from '../../queue/summary.ts';
import { ogi } from './run-in-process.ts';
import { startMailServer } from './mail-server.ts';

const summary = summaryOfFailure('harvest', new Error('the disk is full'));

const alone = { smtpUrl: null, contact: null };

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
  expect(await sendSummary(hook.url, summary, alone)).toBeNull();
  expect(hook.got).toEqual([summary, summary]);
  expect(summary.text).toBe('ogi harvest: failed. It was stopped by an error: the disk is full');
  await hook.close();
});

test('an address that refuses is asked once and named without its secret', async () => {
  const hook = await webhook(403, 403);
  const trouble = await sendSummary(hook.url, summary, alone);
  expect(trouble).toMatch(/^Cannot post the summary to "127\.0\.0\.1:\d+": it answered 403$/u);
  expect(hook.got).toHaveLength(1);
  await hook.close();
});

test('a mailbox gets it in plain words, with its verdict as the subject', async () => {
  const server = await startMailServer({ password: 'p:ss@word' });
  const smtpUrl = server.url(`watch:${encodeURIComponent('p:ss@word')}`);
  const config = { smtpUrl, contact: 'me@university.example' };
  expect(await sendSummary('mailto:team@university.example', summary, config)).toBeNull();
  expect(server.logins).toEqual(['watch:p:ss@word']);
  expect(server.mails).toHaveLength(1);
  const [mail] = server.mails;
  expect(mail?.from).toContain('<me@university.example>');
  expect(mail?.to).toEqual(['RCPT TO:<team@university.example>']);
  expect(mail?.text).toContain('Subject: ogi harvest: failed');
  expect(mail?.text).toContain('It was stopped by an error: the disk is full');
  await server.close();
});

test('a mail server that is busy is tried again, one that refuses is not, and its password is never shown', async () => {
  const busy = await startMailServer({ replies: ['451 try again later'] });
  expect(await sendSummary('mailto:a@b.example', summary, { smtpUrl: busy.url(), contact: null })).toBeNull();
  expect(busy.mails).toHaveLength(1);
  await busy.close();
  const closed = await startMailServer({ password: 'right' });
  const trouble = await sendSummary('mailto:a@b.example', summary, { smtpUrl: closed.url('u:wrong'), contact: null });
  expect(trouble).toMatch(/^Cannot mail the summary to "a@b\.example" through "127\.0\.0\.1:\d+": .*535/u);
  expect(trouble).not.toContain('wrong@');
  expect(closed.logins).toHaveLength(1);
  await closed.close();
});

test('a mailbox without a mail server, and a server that is none, are named before anything is asked', async () => {
  const home = 'http://www.yunhe.gov.test/';
  const none = await ogi(['harvest', home, '--notify', 'mailto:a@b.example']);
  expect(none.code).toBe(2);
  expect(none.err.join()).toMatch(/^ogi: Cannot send to "mailto:a@b\.example".*set OGI_SMTP_URL/u);
  const wrong = await ogi(['harvest', home, '--smtp-url', 'imap://me:secret@mail.example']);
  expect(wrong.code).toBe(2);
  expect(wrong.err.join()).toMatch(/^ogi: --smtp-url: "imap:\/\/me:\*\*\*@mail\.example" is not valid/u);
});
