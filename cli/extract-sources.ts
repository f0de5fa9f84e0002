import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SOFTWARE, type Config } from '../config.ts';
import { UnreadableError } from '../errors.ts';
import type { ReaderPool } from '../extractors/pool.ts';
import type { Page } from '../model/fetched.ts';
import { ReportRecord } from '../model/record.ts';
import type { SourceDocument } from '../normalizer/normalize.ts';
import { normalizeReports } from '../normalizer/reports.ts';
import { followNomination } from '../queue/nomination.ts';
import { nameOfPart } from '../queue/steps/keep.ts';
import { troubleOf } from '../queue/steps/outcomes.ts';
import { stableJson } from '../text/json.ts';
import type { CommandContext } from './command.ts';
import { explainError } from './exit.ts';
import { isAddress } from './source-name.ts';
import { systemCode } from './system-code.ts';

/** Why a source, or a file that its page offers, gave no record. `name` as typed; `code` short and stable. */
interface SourceTrouble {
  name: string;
  code: string;
  message: string;
}

/** What became of one source: records as one line of JSON each. */
interface SourceFound {
  records: string[];
  troubles: SourceTrouble[];
  isBug: boolean;
}

/** Sources being read; never rejects: trouble is part of what is found. */
export interface OpenSources {
  read(source: string): Promise<SourceFound>;
  close(): Promise<void>;
}

/** The readers, and the polite client where an address is among the sources. */
export async function openSources(
  { config, cwd, signal, io }: CommandContext,
  { withNetwork }: { withNetwork: boolean },
): Promise<OpenSources> {
  const { openReader, openWorld } = await import('../world.ts');
  if (!withNetwork) {
    const reader = openReader(config);
    return {
      read: (name) => settled(name, () => readFileSource(name, { reader, config, cwd })),
      close: () => reader.close(),
    };
  }
  const world = await openWorld(config, {
    software: SOFTWARE,
    signal,
    tell: () => undefined,
    onTrouble: (line) => io.err(line),
  });
  const { reader } = world;
  const ask = (url: string): Promise<Page> => world.client.get(url);
  return {
    read: (name) =>
      settled(name, () =>
        isAddress(name) ? readAddress(name, { reader, ask }) : readFileSource(name, { reader, config, cwd }),
      ),
    close: () => world.close(),
  };
}

/** The outcome of a source, its error included. */
async function settled(name: string, read: () => Promise<SourceFound>): Promise<SourceFound> {
  try {
    return await read();
  } catch (error) {
    const trouble = sourceTrouble(name, error);
    if (trouble !== null) return { records: [], troubles: [trouble], isBug: false };
    return { records: [], troubles: [{ name, code: 'bug', message: explainError(error).text }], isBug: true };
  }
}

/** A trouble that the errors of a stage or of the file system tell; null for an error nobody foresaw. */
function sourceTrouble(name: string, error: unknown): SourceTrouble | null {
  if (error instanceof SourceError) return { name, code: error.code, message: error.message };
  const known = troubleOf(error);
  return known === null ? null : { name, code: known.code, message: oneLine(known.why) };
}

/** A file that cannot be opened as a document at all. */
class SourceError extends Error {
  override name = 'SourceError';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

async function readFileSource(
  name: string,
  { reader, config, cwd }: { reader: ReaderPool; config: Config; cwd: string },
): Promise<SourceFound> {
  const bytes = await fileBytes(resolve(cwd, name), config.maxDocumentMb);
  const url = `file:${name}`;
  const { value: document, notices } = await reader.read(bytes, { url, name });
  const source = { document, notices, url, finalUrl: url, fetchedAt: null, httpStatus: null, contentType: '' };
  return toRecords(name, source, []);
}

/** Throws SourceError where there is no such document. */
async function fileBytes(path: string, maxMb: number): Promise<Uint8Array> {
  try {
    const { size, isFolder } = await stat(path).then((found) => ({ size: found.size, isFolder: found.isDirectory() }));
    if (isFolder) throw new SourceError('folder', 'it is a folder; name the files in it, or use "ogi import"');
    if (size > maxMb * 1_000_000) {
      throw new UnreadableError(`${size} bytes are more than the ${maxMb} MB of --max-document-mb`, 'too_large');
    }
    const bytes = await readFile(path);
    if (bytes.length === 0) throw new SourceError('empty', 'the file has no bytes; fetch or copy it again');
    return bytes;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new SourceError('not_found', 'there is no such file');
    if (code === 'EACCES' || code === 'EPERM') {
      throw new SourceError('not_permitted', 'this user may not read the file; change its permissions');
    }
    if (code === 'EIO') throw new SourceError('io', 'the disk could not deliver the file');
    throw error;
  }
}

/** A page, or a file on a portal; the files that a page offers are read with it. */
async function readAddress(
  url: string,
  network: { reader: ReaderPool; ask: (url: string) => Promise<Page> },
): Promise<SourceFound> {
  const landing = await fetched(url, network);
  const troubles: SourceTrouble[] = [];
  const { files } = await followNomination(landing, async (address) => {
    try {
      return await fetched(address, network);
    } catch (error) {
      const trouble = sourceTrouble(address, error);
      if (trouble === null) throw error;
      troubles.push(trouble);
      return null;
    }
  });
  const found = toRecords(url, landing, files);
  return { ...found, troubles: [...troubles, ...found.troubles] };
}

async function fetched(
  url: string,
  { reader, ask }: { reader: ReaderPool; ask: (url: string) => Promise<Page> },
): Promise<SourceDocument> {
  const { fetched: answer, bytes } = await ask(url);
  const { finalUrl, fetchedAt, status, contentType } = answer;
  const { value: document, notices } = await reader.read(bytes, { url: finalUrl, contentType });
  return { document, notices, url: answer.url, finalUrl, fetchedAt, httpStatus: status, contentType };
}

/** The reports of a document and its files in their order, and a trouble for each part that is none. */
function toRecords(name: string, landing: SourceDocument, attachments: SourceDocument[]): SourceFound {
  const results = normalizeReports({ landing, attachments, portalId: null, trail: [], hints: {}, software: SOFTWARE });
  const found: SourceFound = { records: [], troubles: [], isBug: false };
  for (const result of results) {
    if (result.kind === 'report') found.records.push(stableJson(ReportRecord.parse(result.record)));
    else {
      const { url, part, code, why } = result;
      const place = nameOfPart({ url: url === landing.url ? name : url, part });
      found.troubles.push({ name: place, code, message: oneLine(why) });
    }
  }
  return found;
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/gu, ' ');
}
