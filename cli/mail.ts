import { hostname } from 'node:os';
import { createTransport } from 'nodemailer';
import { SOFTWARE } from '../config.ts';
import type { RunSummary } from '../queue/summary.ts';
import { withoutSecrets } from '../text/secrets.ts';
import type { Undelivered } from './undelivered.ts';

/** How long the server may be silent, ms. */
const PATIENCE_MS = 10_000;

/** The way of a mail. `server`: `smtp://user:password@host:587`, `smtps://…:465`, with `?from=` for the sender. */
export interface MailWay {
  server: string;
  to: string;
  /** The address in the identity of the harvester, which is the sender where none is named. */
  contact: string | null;
}

/** Mails a summary in plain words, once; null where the server took it. A password goes over an encrypted line only. */
export async function mailOnce(way: MailWay, summary: RunSummary): Promise<Undelivered | null> {
  const url = new URL(way.server);
  const isSecure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  const isLocal = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(url.hostname);
  const transport = createTransport({
    host: url.hostname.replace(/^\[|\]$/gu, ''),
    port: url.port === '' ? (isSecure ? 465 : 587) : Number(url.port),
    secure: isSecure,
    requireTLS: !isSecure && user !== '' && !isLocal,
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  });
  try {
    await transport.sendMail({
      from: `"ogi-harvest" <${senderOf(url, way, user)}>`,
      to: way.to,
      subject: subjectOf(summary),
      text: `${summary.text}\n${summary.runId === null ? '' : `\nRun ${summary.runId}. What was odd or is missing: ogi issues --new\n`}\n${SOFTWARE}\n`,
    });
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { why: withoutSecrets(why), mayPass: isPassing(error) };
  } finally {
    transport.close();
  }
}

function senderOf(url: URL, { contact }: MailWay, user: string): string {
  const named = url.searchParams.get('from');
  if (named !== null) return named;
  const mailbox = [user, contact ?? ''].find((word) => /^[^@\s/]+@[^@\s/]+$/u.test(word));
  return mailbox ?? `ogi-harvest@${hostname()}`;
}

function subjectOf({ text, alarms }: RunSummary): string {
  const line = (text.split('\n')[0] ?? '').split('. ')[0] ?? '';
  return alarms.length === 0 ? line : `${line}, ${alarms.length} portals not well`;
}

/** Replies of 4xx and broken lines pass; 5xx and a refused password do not (RFC 5321, 4.2.1). */
function isPassing(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const code = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null;
  return code === null ? !('code' in error && error.code === 'EAUTH') : code < 500;
}
