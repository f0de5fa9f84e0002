import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { openListings, writeWhole } from './s3-files.ts';

/** The bucket that the server has, and the pair of keys that s3rver knows. */
const BUCKET = 'ogi';
const KEYS = 'S3RVER:S3RVER';

/** What the server is to do with the next requests in place of answering them properly. */
type Mischief =
  | { kind: 'answer'; status: number; code: string }
  /** The request is carried out and its answer thrown away. */
  | { kind: 'lose' };

/** An S3 server on loopback: s3rver behind a front that heeds conditions as S3 does. */
export interface S3Server {
  /** The address of the bucket with its keys; `prefix` such as `/reports`. */
  url(prefix?: string): string;
  /** Methods and keys asked for, in order: `PUT records/2023/x.json`. */
  seen: string[];
  /** Plays a trick on the next `count` requests. */
  trick(mischief: Mischief, count: number): void;
  /** Whether conditions are heeded; many small servers overlook them. */
  heedConditions(isHeeded: boolean): void;
  stop(): Promise<void>;
  /** Starts again on the same port with what it had. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server with an empty bucket in a folder of its own. */
export async function startS3(): Promise<S3Server> {
  const directory = await mkdtemp(join(tmpdir(), 'ogi-s3-'));
  const rver = new S3rver({ directory, silent: true, vhostBuckets: false, configureBuckets: [{ name: BUCKET }] });
  await rver.configureBuckets();
  writeWhole(rver.store);
  const list = openListings(rver.store, BUCKET);
  const pass = rver.callback();
  const seen: string[] = [];
  const tricks: Mischief[] = [];
  let isHeeding = true;
  const turns = openTurns();
  const front = (request: IncomingMessage, response: ServerResponse): void => {
    const key = keyOf(request);
    seen.push(`${request.method} ${key}`);
    const trick = tricks.shift();
    if (trick?.kind === 'answer') return refuse(response, trick.status, trick.code);
    if (isListing(request)) {
      const query = new URL(request.url ?? '/', 'http://front').searchParams;
      return void list(query).then((xml) => response.writeHead(200, { 'content-type': 'application/xml' }).end(xml));
    }
    turns.take(key, response, () => {
      void (async () => {
        const isMet = !isHeeding || (await meets(rver, key, request));
        if (!isMet) refuse(response, 412, 'PreconditionFailed');
        else if (trick?.kind === 'lose') loseAnswer(pass, request, response);
        else pass(request, response);
      })();
    });
  };
  let server = await listen(front, 0);
  const port = portOf(server);
  return {
    url: (prefix = '') => `http://${KEYS}@127.0.0.1:${port}/${BUCKET}${prefix}`,
    seen,
    trick: (mischief, count) => void tricks.push(...Array.from({ length: count }, () => mischief)),
    heedConditions: (isHeeded) => {
      isHeeding = isHeeded;
    },
    stop: () => shut(server),
    start: async () => {
      server = await listen(front, port);
    },
    close: async () => {
      await shut(server);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The key of a request, without the bucket; empty for a listing. */
function keyOf(request: IncomingMessage): string {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://front').pathname);
  return path.slice(`/${BUCKET}/`.length);
}

/** A listing of our bucket by whom s3rver knows; s3rver refuses the others. */
function isListing({ method, url, headers }: IncomingMessage): boolean {
  const isOurs = url?.startsWith(`/${BUCKET}/?`) === true && headers.authorization?.includes('=S3RVER/') === true;
  return method === 'GET' && isOurs;
}

/** Requests for one key one after the other, as if each happened in one moment. */
function openTurns(): { take(key: string, response: ServerResponse, act: () => void): void } {
  const last = new Map<string, Promise<void>>();
  return {
    take(key, response, act) {
      const before = key === '' ? Promise.resolve() : (last.get(key) ?? Promise.resolve());
      const done = before.then(
        () =>
          new Promise<void>((resolve) => {
            response.once('close', resolve);
            act();
          }),
      );
      last.set(key, done);
      void done.then(() => last.get(key) === done && last.delete(key));
    },
  };
}

/** Whether the conditions of a PUT are met by what is there. */
async function meets(rver: S3rver, key: string, { method, headers }: IncomingMessage): Promise<boolean> {
  if (method !== 'PUT') return true;
  const there = await rver.store.getMetadata(BUCKET, key).catch(() => null);
  if (headers['if-none-match'] === '*') return there === null;
  return headers['if-match'] === undefined || there?.['etag'] === headers['if-match'];
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml', connection: 'close' });
  response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

function loseAnswer(pass: ReturnType<S3rver['callback']>, request: IncomingMessage, response: ServerResponse): void {
  response.end = () => {
    response.destroy();
    return response;
  };
  pass(request, response);
}

function listen(front: (request: IncomingMessage, response: ServerResponse) => void, port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer(front);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The S3 server of the test has no port');
  return address.port;
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
