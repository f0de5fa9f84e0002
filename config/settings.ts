import { readFileSync } from 'node:fs';
import { packageFile } from '../package-root.ts';
import {
  address,
  bucketAddress,
  readContact,
  readNotify,
  readSuffixes,
  readSwitch,
  readUserAgent,
  wholeNumber,
  type Form,
} from './forms.ts';

/** Every setting of ogi-harvest, checked. Made by `readConfig` alone. */
export interface Config {
  /** Folder of the store, absolute. */
  dataDir: string;
  /** Null: the embedded queue. */
  redisUrl: string | null;
  /** What the names of all keys in Redis begin with: harvests with different ones know nothing of each other. */
  redisPrefix: string;
  /** `https://KEY:SECRET@host:port/bucket/prefix?region=…`; null: the store is the data folder. */
  s3Url: string | null;
  /** Jobs worked on at the same time; per-host turns hold whatever it is. */
  concurrency: number;
  /** Least time between the starts of two requests to one host, in ms. */
  hostDelayMs: number;
  /** Documents above this size are not read, in MB of 1,000,000 bytes. */
  maxDocumentMb: number;
  /** Time that reading one document may take, in s. */
  deadlineS: number;
  /** Endings of the host names that may be asked, lower case, such as `.gov.cn`. */
  allowedSuffixes: string[];
  /** Forward proxy for all traffic; null: direct. */
  proxyUrl: string | null;
  /** Whether loopback and private addresses may be asked. */
  allowPrivate: boolean;
  /** The identity sent with every request. */
  userAgent: string;
  /** E-mail address or web page of whoever harvests; null: not said. */
  contact: string | null;
  /** The browser that draws pages which scripts make; null: the Chromium of this machine is looked for. */
  browserPath: string | null;
  /** Where the summary of a run is sent, addresses with spaces between: webhooks and mailboxes; null: nowhere. */
  notifyUrl: string | null;
  /** The server that mail goes out through, with user and password; null: none. */
  smtpUrl: string | null;
  logLevel: LogLevel;
  logFormat: LogFormat;
}

/** The log levels, from nothing to everything. */
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
/** One of `LOG_LEVELS`. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How what goes to stderr is written: `auto` is JSON for what nobody watches. */
const LOG_FORMATS = ['auto', 'text', 'json'] as const;
/** One of `LOG_FORMATS`. */
type LogFormat = (typeof LOG_FORMATS)[number];

/** Name of a setting, as it is written in `ogi.config.json`. */
export type SettingName = keyof Config;

/** One setting: where it may come from and what it must look like. */
export interface Setting<T> extends Form<T> {
  env: string;
  /** Long flag on the command line. */
  flag: string;
  /** What stands for the value in `--help`; null for a switch without value. */
  placeholder: string | null;
  /** Used where nothing is set, in words for `--help` too; null: not set. */
  byDefault: string | null;
  help: string;
}

/** Name and version of this program, as it stands in `package.json`: `ogi-harvest/0.1.0`. */
export const SOFTWARE = softwareName();

/** The one table of settings; the flags of every command are made from it. */
export const SETTINGS: { readonly [K in SettingName]: Setting<Config[K] & NonNullable<unknown>> } = {
  dataDir: {
    env: 'OGI_DATA_DIR',
    flag: '--data',
    placeholder: 'DIR',
    byDefault: './data',
    expected: 'the path of a folder',
    help: 'folder of the store',
    read: (text) => (text.includes('\0') || text.trim() === '' ? undefined : text),
  },
  concurrency: {
    env: 'OGI_CONCURRENCY',
    flag: '--concurrency',
    placeholder: 'N',
    byDefault: '4',
    help: 'jobs worked on at the same time (each host is still asked one request at a time)',
    ...wholeNumber(1, 64),
  },
  hostDelayMs: {
    env: 'OGI_HOST_DELAY_MS',
    flag: '--host-delay-ms',
    placeholder: 'MS',
    byDefault: '2000',
    help: 'least time between two requests to one host, in milliseconds',
    ...wholeNumber(0, 3_600_000),
  },
  maxDocumentMb: {
    env: 'OGI_MAX_DOCUMENT_MB',
    flag: '--max-document-mb',
    placeholder: 'MB',
    byDefault: '50',
    help: 'documents above this size are not read',
    ...wholeNumber(1, 1000),
  },
  deadlineS: {
    env: 'OGI_DEADLINE_S',
    flag: '--deadline-s',
    placeholder: 'S',
    byDefault: '60',
    help: 'time that reading one document may take, in seconds; recognising a scan may take five times that',
    ...wholeNumber(1, 3600),
  },
  allowedSuffixes: {
    env: 'OGI_ALLOWED_SUFFIXES',
    flag: '--allowed-suffixes',
    placeholder: 'LIST',
    byDefault: '.gov.cn',
    expected: 'endings of host names with commas between them, such as ".gov.cn,.gov.test"',
    help: 'only hosts that end so are asked; commas between',
    read: readSuffixes,
  },
  proxyUrl: {
    env: 'OGI_PROXY_URL',
    flag: '--proxy',
    placeholder: 'URL',
    byDefault: null,
    help: 'forward proxy for all traffic',
    ...address('http:', 'https:'),
  },
  allowPrivate: {
    env: 'OGI_ALLOW_PRIVATE',
    flag: '--allow-private',
    placeholder: null,
    byDefault: 'no',
    expected: 'yes or no (1, true, on; 0, false, off)',
    help: 'let loopback and private addresses be asked',
    read: readSwitch,
  },
  userAgent: {
    env: 'OGI_USER_AGENT',
    flag: '--user-agent',
    placeholder: 'TEXT',
    byDefault: `${SOFTWARE} (+<contact>)`,
    expected: 'one line of printable ASCII that says honestly who asks, without the name of a browser',
    help: 'identity sent with every request',
    read: readUserAgent,
  },
  contact: {
    env: 'OGI_CONTACT',
    flag: '--contact',
    placeholder: 'ADDRESS',
    byDefault: null,
    expected: 'an e-mail address or the http(s) address of a page about you',
    help: 'how a portal can reach you; part of the identity, needed for every real portal',
    read: readContact,
  },
  browserPath: {
    env: 'OGI_BROWSER',
    flag: '--browser',
    placeholder: 'FILE',
    byDefault: null,
    expected: 'the path of a Chromium',
    help: 'Chromium that draws pages which scripts make; without it the one of this machine is looked for',
    read: (text) => (text.includes('\0') || text.trim() === '' ? undefined : text),
  },
  redisUrl: {
    env: 'OGI_REDIS_URL',
    flag: '--redis-url',
    placeholder: 'URL',
    byDefault: null,
    help: 'queue in Redis instead of in this process',
    ...address('redis:', 'rediss:'),
  },
  redisPrefix: {
    env: 'OGI_REDIS_PREFIX',
    flag: '--redis-prefix',
    placeholder: 'NAME',
    byDefault: 'ogi',
    expected: '1 to 40 letters, digits, "-", "_" or "."',
    help: 'what all keys in Redis begin with',
    read: (text) => (/^[\w.-]{1,40}$/u.test(text) ? text : undefined),
  },
  s3Url: {
    env: 'OGI_S3_URL',
    flag: '--s3-url',
    placeholder: 'URL',
    byDefault: null,
    help: 'store in an S3-compatible bucket instead of the data folder; better set in the environment, where no list of processes shows the secret',
    ...bucketAddress,
  },
  notifyUrl: {
    env: 'OGI_NOTIFY_URL',
    flag: '--notify',
    placeholder: 'URL',
    byDefault: null,
    expected: 'addresses with spaces between that start with http://, https:// or mailto:',
    help: 'addresses of your own that get the summary of a run: webhooks (JSON) and mailboxes (mailto:); spaces between',
    read: readNotify,
  },
  smtpUrl: {
    env: 'OGI_SMTP_URL',
    flag: '--smtp-url',
    placeholder: 'URL',
    byDefault: null,
    help: 'mail server for mailto: addresses of --notify, as smtp://user:password@host:587 or smtps://…:465; ?from= names the sender',
    ...address('smtp:', 'smtps:'),
  },
  logLevel: {
    env: 'OGI_LOG_LEVEL',
    flag: '--log-level',
    placeholder: 'LEVEL',
    byDefault: 'info',
    expected: `one of ${LOG_LEVELS.join(', ')}`,
    help: LOG_LEVELS.join(', '),
    read: (text) => LOG_LEVELS.find((level) => level === text.toLowerCase()),
  },
  logFormat: {
    env: 'OGI_LOG_FORMAT',
    flag: '--log-format',
    placeholder: 'FORMAT',
    byDefault: 'auto',
    expected: `one of ${LOG_FORMATS.join(', ')}`,
    help: 'text for people, or json: one object a line; auto: json for schedule, worker and serve away from a terminal',
    read: (text) => LOG_FORMATS.find((format) => format === text.toLowerCase()),
  },
};

function softwareName(): string {
  const { name, version }: { name: string; version: string } = JSON.parse(
    readFileSync(packageFile('package.json'), 'utf8'),
  );
  return `${name}/${version}`;
}
