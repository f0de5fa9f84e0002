import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SETTINGS, SOFTWARE, type Config, type Setting, type SettingName } from './config/settings.ts';
import { ConfigError } from './errors.ts';
import { readBucketAddress, withoutCredentials } from './text/bucket-address.ts';
import { withoutSecrets } from './text/secrets.ts';

export {
  LOG_LEVELS,
  SETTINGS,
  SOFTWARE,
  type Config,
  type LogLevel,
  type Setting,
  type SettingName,
} from './config/settings.ts';

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
  const notifyUrl = get('notifyUrl', SETTINGS.notifyUrl);
  const smtpUrl = get('smtpUrl', SETTINGS.smtpUrl);
  requireMailServer(notifyUrl, smtpUrl);
  const named = isSet('userAgent', sources, file) ? must('userAgent', SETTINGS.userAgent) : null;
  return {
    dataDir: resolve(sources.cwd, must('dataDir', SETTINGS.dataDir)),
    redisUrl: get('redisUrl', SETTINGS.redisUrl),
    redisPrefix: must('redisPrefix', SETTINGS.redisPrefix),
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
    browserPath: get('browserPath', SETTINGS.browserPath),
    notifyUrl,
    smtpUrl,
    logLevel: must('logLevel', SETTINGS.logLevel),
    logFormat: must('logFormat', SETTINGS.logFormat),
  };
}

/** Where the store is, for messages: the data folder, or the bucket without its keys. */
export function storePlace({ dataDir, s3Url }: Pick<Config, 'dataDir' | 's3Url'>): string {
  return s3Url === null ? dataDir : (readBucketAddress(s3Url)?.place ?? withoutCredentials(s3Url));
}

function requireMailServer(notifyUrl: string | null, smtpUrl: string | null): void {
  const mailbox = notifyUrl?.split(' ').find((word) => /^mailto:/iu.test(word));
  if (mailbox === undefined || smtpUrl !== null) return;
  throw new ConfigError(
    `Cannot send to "${mailbox}" (OGI_NOTIFY_URL, --notify): no mail server is set; set OGI_SMTP_URL (--smtp-url) to smtp://user:password@host:587`,
  );
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
  throw new ConfigError(
    `${printed?.where ?? name}: "${withoutSecrets(text)}" is not valid; expected ${setting.expected}`,
  );
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
