import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from './errors.ts';
import { packageFile } from './package-root.ts';

/** Every setting of ogi-harvest, checked. Made by `readConfig` alone. */
export interface Config {
  /** Folder of the store, absolute. */
  dataDir: string;
  /** Null: the embedded queue. */
  redisUrl: string | null;
  /** Null: the store is the data folder. */
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
  logLevel: LogLevel;
}

/** The log levels, from nothing to everything. */
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
/** One of `LOG_LEVELS`. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Name of a setting, as it is written in `ogi.config.json`. */
export type SettingName = keyof Config;

/** One setting: where it may come from and what it must look like. */
export interface Setting<T> {
  env: string;
  /** Long flag on the command line. */
  flag: string;
  /** What stands for the value in `--help`; null for a switch without value. */
  placeholder: string | null;
  /** Used where nothing is set, in words for `--help` too; null: not set. */
  byDefault: string | null;
  /** What a right value is; completes "expected …". */
  expected: string;
  help: string;
  /** The value of a text, or undefined where the text is not what is expected. */
  read(text: string): T | undefined;
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
  redisUrl: {
    env: 'OGI_REDIS_URL',
    flag: '--redis-url',
    placeholder: 'URL',
    byDefault: null,
    help: 'queue in Redis instead of in this process',
    ...address('redis:', 'rediss:'),
  },
  s3Url: {
    env: 'OGI_S3_URL',
    flag: '--s3-url',
    placeholder: 'URL',
    byDefault: null,
    help: 'store in an S3-compatible bucket instead of the data folder',
    ...address('s3:', 'http:', 'https:'),
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
};

/** Name of the optional file with settings in the current folder. */
export const CONFIG_FILE = 'ogi.config.json';

/** Where settings come from. `flags`: by name of the setting, as commander read them. */
export interface ConfigSources {
  flags: Readonly<Partial<Record<SettingName, string | boolean>>>;
  env: Readonly<Record<string, string | undefined>>;
  /** The folder that holds `ogi.config.json` and that a relative data folder refers to. */
  cwd: string;
}

/**
 * The settings: flags over environment over `ogi.config.json` over defaults. An empty environment variable counts as
 * not set. Throws ConfigError that names flag, variable or key, the value and what was expected.
 */
export function readConfig(sources: ConfigSources): Config {
  const file = readConfigFile(join(sources.cwd, CONFIG_FILE));
  const get = <T>(name: SettingName, setting: Setting<T>): T | null => readSetting(name, setting, { sources, file });
  const must = <T>(name: SettingName, setting: Setting<T>): T => {
    const value = get(name, setting);
    if (value === null) throw new Error(`Setting "${name}" has no default`);
    return value;
  };
  const contact = get('contact', SETTINGS.contact);
  const named = isSet('userAgent', sources, file) ? must('userAgent', SETTINGS.userAgent) : null;
  return {
    dataDir: resolve(sources.cwd, must('dataDir', SETTINGS.dataDir)),
    redisUrl: get('redisUrl', SETTINGS.redisUrl),
    s3Url: get('s3Url', SETTINGS.s3Url),
    concurrency: must('concurrency', SETTINGS.concurrency),
    hostDelayMs: must('hostDelayMs', SETTINGS.hostDelayMs),
    maxDocumentMb: must('maxDocumentMb', SETTINGS.maxDocumentMb),
    deadlineS: must('deadlineS', SETTINGS.deadlineS),
    allowedSuffixes: must('allowedSuffixes', SETTINGS.allowedSuffixes),
    proxyUrl: get('proxyUrl', SETTINGS.proxyUrl),
    allowPrivate: must('allowPrivate', SETTINGS.allowPrivate),
    userAgent: named ?? (contact === null ? SOFTWARE : `${SOFTWARE} (+${contact})`),
    contact,
    logLevel: must('logLevel', SETTINGS.logLevel),
  };
}

/**
 * Throws ConfigError where a portal beyond loopback and `.test` is to be harvested and nobody can be reached about it.
 * `homes`: the home pages of the portals to be asked.
 */
export function requireContact(config: Pick<Config, 'contact'>, homes: readonly string[]): void {
  if (config.contact !== null) return;
  const real = homes.find((home) => !isPracticeHost(home));
  if (real === undefined) return;
  throw new ConfigError(
    `Cannot harvest "${real}": OGI_CONTACT is not set. The people who run a portal must be able to reach whoever asks it; ` +
      `set OGI_CONTACT (or --contact) to your e-mail address or a page about you`,
  );
}

function isPracticeHost(home: string): boolean {
  if (!URL.canParse(home)) return false;
  const host = new URL(home).hostname.replace(/\.$/u, '');
  return /(?:^|\.)(?:localhost|test)$/u.test(host) || /^127\.\d+\.\d+\.\d+$/u.test(host) || host === '[::1]';
}

type FileSettings = Readonly<Record<string, unknown>>;

function readConfigFile(path: string): FileSettings {
  if (!existsSync(path)) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/u, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`Cannot read "${path}": ${why}; expected one JSON object of settings`, { cause: error });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new ConfigError(
      `Cannot read "${path}": expected one JSON object of settings, found ${JSON.stringify(parsed)}`,
    );
  }
  const unknown = Object.keys(parsed).find((key) => !Object.hasOwn(SETTINGS, key));
  if (unknown !== undefined) {
    const known = Object.keys(SETTINGS).join(', ');
    throw new ConfigError(`"${path}": unknown setting "${unknown}"; expected one of ${known}`);
  }
  return Object.fromEntries(Object.entries(parsed));
}

function isSet(name: SettingName, sources: ConfigSources, file: FileSettings): boolean {
  return printedSetting(name, SETTINGS[name], { sources, file }) !== null;
}

interface Places {
  sources: ConfigSources;
  file: FileSettings;
}

function readSetting<T>(name: SettingName, setting: Setting<T>, places: Places): T | null {
  const printed = printedSetting(name, setting, places);
  const text = printed?.text ?? setting.byDefault;
  if (text === null) return null;
  const value = setting.read(text);
  if (value !== undefined) return value;
  throw new ConfigError(`${printed?.where ?? name}: "${text}" is not valid; expected ${setting.expected}`);
}

/** The text of a setting and where it stands, from the strongest place that has it; null where none has. */
function printedSetting(
  name: SettingName,
  setting: Pick<Setting<unknown>, 'env' | 'flag'>,
  { sources, file }: Places,
): { text: string; where: string } | null {
  const flag = sources.flags[name];
  if (flag !== undefined) return { text: String(flag), where: setting.flag };
  const env = sources.env[setting.env];
  if (env !== undefined && env !== '') return { text: env, where: setting.env };
  const own = file[name];
  if (own === undefined || own === null) return null;
  const where = `"${name}" in ${CONFIG_FILE}`;
  if (Array.isArray(own)) return { text: own.join(','), where };
  return { text: typeof own === 'string' ? own : JSON.stringify(own), where };
}

function wholeNumber(least: number, most: number): Pick<Setting<number>, 'expected' | 'read'> {
  return {
    expected: `a whole number from ${least} to ${most}`,
    read: (text) => {
      const value = /^\d{1,9}$/u.test(text.trim()) ? Number(text) : Number.NaN;
      return value >= least && value <= most ? value : undefined;
    },
  };
}

function address(...protocols: string[]): Pick<Setting<string>, 'expected' | 'read'> {
  return {
    expected: `an address that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    read: (text) => {
      if (!URL.canParse(text)) return undefined;
      const url = new URL(text);
      return protocols.includes(url.protocol) && url.host !== '' ? text : undefined;
    },
  };
}

function readSuffixes(text: string): string[] | undefined {
  const suffixes = text.split(',').map((part) => part.trim().toLowerCase());
  return suffixes.every((suffix) => /^\.?[a-z0-9-]+(?:\.[a-z0-9-]+)*$/u.test(suffix)) ? suffixes : undefined;
}

function readSwitch(text: string): boolean | undefined {
  if (/^(?:1|true|yes|on)$/iu.test(text)) return true;
  return /^(?:0|false|no|off)$/iu.test(text) ? false : undefined;
}

function readUserAgent(text: string): string | undefined {
  const plain = /^[\x20-\x7e]{3,200}$/u.test(text) && text.trim() !== '';
  return plain && !/Mozilla|Chrom(?:e|ium)|Safari|WebKit|Gecko|Firefox|Edg\/|MSIE|Trident|Opera/iu.test(text)
    ? text
    : undefined;
}

function readContact(text: string): string | undefined {
  if (/^[\x21-\x27\x2a-\x7e]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/iu.test(text)) return text;
  return /^https?:\/\/[\x21-\x27\x2a-\x7e]+$/u.test(text) && URL.canParse(text) ? text : undefined;
}

function softwareName(): string {
  const { name, version }: { name: string; version: string } = JSON.parse(
    readFileSync(packageFile('package.json'), 'utf8'),
  );
  return `${name}/${version}`;
}
