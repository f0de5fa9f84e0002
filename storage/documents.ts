import { gunzip, gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { z } from 'zod';
import { ExtractedDocument } from '../model/document.ts';
import { FetchedDocument, type Page } from '../model/fetched.ts';
import { Notice, type Reading } from '../model/notice.ts';
import { canonicalAddress } from '../text/address.ts';
import { sha256 } from '../text/hash.ts';
import { stableJson } from '../text/json.ts';
import { ahead, AHEAD } from './ahead.ts';
import type { Drive } from './drive.ts';
import { changeJson, readJson } from './json.ts';

const inflate = promisify(gunzip);
const deflate = promisify(gzip);

/** All answers of one address, newest first. */
export const Answers = z.object({ url: z.string(), answers: z.array(FetchedDocument) });
/** What a reader made of a document. */
export const Text = z.object({ value: ExtractedDocument, notices: z.array(Notice) });

/** The last whole answer of an address; `askedAt` is later than its `fetchedAt` where the server said "not modified". */
interface StoredAnswer {
  fetched: FetchedDocument;
  askedAt: string;
}

/** Bytes, answers and texts: the first two stored stages. */
export interface Documents {
  /** The bytes with this SHA-256, or null. */
  bytes(hash: string): Promise<Uint8Array | null>;
  /** Where in the store the bytes with this SHA-256 lie: `blobs/<aa>/<sha256>`. */
  keyOf(hash: string): string;
  /** All whole answers of an address, newest first. */
  answers(url: string): Promise<FetchedDocument[]>;
  /** Every answer of every address, in the order of the keys, those of an address oldest first; 304 included. */
  all(): AsyncIterable<FetchedDocument>;
  /** The newest answer with a body, or null if this address never answered. */
  latest(url: string): Promise<StoredAnswer | null>;
  /** Keeps an answer: first the bytes, then the note of it, so that a note never points to nothing. */
  keep(page: Page): Promise<void>;
  /** The text of these bytes, if one of these extractors (such as `pdf/1`) made one. */
  text(hash: string, isCurrent: (extractor: string) => boolean): Promise<Reading<ExtractedDocument> | null>;
  keepText(reading: Reading<ExtractedDocument>): Promise<void>;
}

/** The documents of a store. */
export function openDocuments(drive: Drive): Documents {
  return {
    bytes: (hash) => drive.get(blobKey(hash)),
    keyOf: blobKey,
    answers: async (url) => {
      const stored = await readJson(drive, answersKey(url), Answers);
      return stored?.answers.filter((answer) => answer.status !== 304) ?? [];
    },
    all: () => allAnswers(drive),
    latest: async (url) => {
      const stored = await readJson(drive, answersKey(url), Answers);
      const whole = stored?.answers.find((answer) => answer.status !== 304);
      const newest = stored?.answers[0];
      return whole === undefined || newest === undefined ? null : { fetched: whole, askedAt: newest.fetchedAt };
    },
    keep: async ({ fetched, bytes }) => {
      if (fetched.status !== 304 && !(await drive.has(blobKey(fetched.sha256)))) {
        await drive.putNew(blobKey(fetched.sha256), bytes);
      }
      await changeJson(drive, answersKey(fetched.url), Answers, (stored) => ({
        url: fetched.url,
        answers: [fetched, ...(stored?.answers ?? [])],
      }));
    },
    text: async (hash, isCurrent) => {
      for await (const key of drive.list(`texts/${hash.slice(0, 2)}/${hash}/`)) {
        const name = key.slice(key.lastIndexOf('/') + 1, -'.json.gz'.length).replace('-', '/');
        const packed = isCurrent(name) ? await drive.get(key) : null;
        if (packed !== null) return Text.parse(JSON.parse((await inflate(packed)).toString('utf8')));
      }
      return null;
    },
    keepText: async (reading) => {
      const { sha256: hash, extractor } = reading.value;
      const key = `texts/${hash.slice(0, 2)}/${hash}/${extractor.replace('/', '-')}.json.gz`;
      await drive.put(key, await deflate(stableJson(reading), { level: 9 }));
    },
  };
}

async function* allAnswers(drive: Drive): AsyncIterable<FetchedDocument> {
  for await (const stored of ahead(drive.list('fetches/'), AHEAD, (key) => readJson(drive, key, Answers))) {
    if (stored !== null) yield* [...stored.answers].reverse();
  }
}

function blobKey(hash: string): string {
  return `blobs/${hash.slice(0, 2)}/${hash}`;
}

/** fetches/<aa>/<SHA-256 of method, canonical URL, body>.json; addresses that are not http(s) (`file:…`) stand as typed. */
function answersKey(url: string): string {
  return `fetches/${addressKey(url)}.json`;
}

/** The part of a key that stands for a GET of this address, the same for answers and outcomes: `<aa>/<sha256>`. */
export function addressKey(url: string): string {
  const hash = sha256(`GET ${canonicalAddress(url) ?? url} `);
  return `${hash.slice(0, 2)}/${hash}`;
}
