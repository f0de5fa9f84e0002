import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CONFIG_FILE, SETTINGS, SOFTWARE, readConfig, requireContact, type ConfigSources } from '../../config.ts';
import { ConfigError } from '../../errors.ts';

function sources(parts: Partial<ConfigSources> & { file?: unknown } = {}): ConfigSources {
  const cwd = mkdtempSync(join(tmpdir(), 'ogi-config-'));
  if (parts.file !== undefined) {
    writeFileSync(
      join(cwd, CONFIG_FILE),
      typeof parts.file === 'string' ? parts.file : JSON.stringify(parts.file),
      'utf8',
    );
  }
  return { flags: parts.flags ?? {}, env: parts.env ?? {}, cwd };
}

function complaint(parts: Parameters<typeof sources>[0]): string {
  try {
    readConfig(sources(parts));
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'no complaint';
}

describe('where settings come from', () => {
  test('without anything set the defaults of DESIGN.md 6 hold', () => {
    const from = sources();
    expect(readConfig(from)).toEqual({
      dataDir: join(from.cwd, 'data'),
      redisUrl: null,
      redisPrefix: 'ogi',
      s3Url: null,
      concurrency: 4,
      hostDelayMs: 2000,
      maxDocumentMb: 50,
      deadlineS: 60,
      allowedSuffixes: ['.gov.cn'],
      proxyUrl: null,
      allowPrivate: false,
      userAgent: SOFTWARE,
      contact: null,
      notifyUrl: null,
      smtpUrl: null,
      logLevel: 'info',
      browserPath: null,
      logFormat: 'auto',
    });
    expect(SOFTWARE).toMatch(/^ogi-harvest\/\d+\.\d+\.\d+$/u);
  });

  test('a flag wins over the environment, the environment over the file, the file over the default', () => {
    const file = { hostDelayMs: 3000, concurrency: 2, deadlineS: 10 };
    const env = { OGI_HOST_DELAY_MS: '4000', OGI_CONCURRENCY: '3' };
    const config = readConfig(sources({ file, env, flags: { hostDelayMs: '5000' } }));
    expect(config).toMatchObject({ hostDelayMs: 5000, concurrency: 3, deadlineS: 10, maxDocumentMb: 50 });
  });

  test('an empty environment variable counts as not set', () => {
    expect(readConfig(sources({ env: { OGI_CONTACT: '', OGI_CONCURRENCY: '' } }))).toMatchObject({
      contact: null,
      concurrency: 4,
    });
  });

  test('a switch can be turned off again by its flag', () => {
    const env = { OGI_ALLOW_PRIVATE: 'yes' };
    expect(readConfig(sources({ env })).allowPrivate).toBe(true);
    expect(readConfig(sources({ env, flags: { allowPrivate: false } })).allowPrivate).toBe(false);
  });

  test('the user agent carries the contact, unless one is given whole', () => {
    const contact = 'me@university.example';
    expect(readConfig(sources({ env: { OGI_CONTACT: contact } })).userAgent).toBe(`${SOFTWARE} (+${contact})`);
    expect(readConfig(sources({ flags: { contact, userAgent: 'our-study/1' } })).userAgent).toBe('our-study/1');
  });

  test('the data folder is absolute, seen from the current folder', () => {
    const from = sources({ flags: { dataDir: '../store' } });
    expect(readConfig(from).dataDir).toBe(join(from.cwd, '..', 'store'));
    expect(readConfig(sources({ flags: { dataDir: '/srv/ogi' } })).dataDir).toBe('/srv/ogi');
  });

  test('suffixes may be a list in the file and a text with commas elsewhere', () => {
    const wanted = ['.gov.cn', '.gov.test'];
    expect(readConfig(sources({ file: { allowedSuffixes: wanted } })).allowedSuffixes).toEqual(wanted);
    expect(readConfig(sources({ flags: { allowedSuffixes: '.GOV.cn, .gov.test' } })).allowedSuffixes).toEqual(wanted);
  });
});

describe('wrong values are named with place, value and expectation', () => {
  test.each([
    ['OGI_CONCURRENCY', 'many', 'a whole number from 1 to 64'],
    ['OGI_CONCURRENCY', '0', 'a whole number from 1 to 64'],
    ['OGI_CONCURRENCY', '2.5', 'a whole number from 1 to 64'],
    ['OGI_HOST_DELAY_MS', '-1', 'a whole number from 0 to 3600000'],
    ['OGI_MAX_DOCUMENT_MB', '1e3', 'a whole number from 1 to 1000'],
    ['OGI_DEADLINE_S', '0', 'a whole number from 1 to 3600'],
    ['OGI_ALLOWED_SUFFIXES', '*', 'endings of host names with commas between them, such as ".gov.cn,.gov.test"'],
    [
      'OGI_ALLOWED_SUFFIXES',
      '.gov.cn,,',
      'endings of host names with commas between them, such as ".gov.cn,.gov.test"',
    ],
    ['OGI_PROXY_URL', 'localhost:3128', 'an address that starts with http:// or https://'],
    ['OGI_ALLOW_PRIVATE', 'maybe', 'yes or no (1, true, on; 0, false, off)'],
    ['OGI_REDIS_URL', 'http://localhost', 'an address that starts with redis:// or rediss://'],
    ['OGI_REDIS_PREFIX', 'a:b', '1 to 40 letters, digits, "-", "_" or "."'],
    ['OGI_CONTACT', 'me', 'an e-mail address or the http(s) address of a page about you'],
    ['OGI_CONTACT', 'me@x.example)\r\nX-Evil: 1', 'an e-mail address or the http(s) address of a page about you'],
    ['OGI_LOG_LEVEL', 'loud', 'one of silent, error, warn, info, debug'],
    [
      'OGI_USER_AGENT',
      'Mozilla/5.0 (Windows NT 10.0)',
      'one line of printable ASCII that says honestly who asks, without the name of a browser',
    ],
  ])('%s=%j', (name, value, expected) => {
    expect(complaint({ env: { [name]: value } })).toBe(`${name}: "${value}" is not valid; expected ${expected}`);
  });

  test('a wrong flag is named as it is typed', () => {
    expect(complaint({ flags: { deadlineS: 'soon' } })).toBe(
      '--deadline-s: "soon" is not valid; expected a whole number from 1 to 3600',
    );
  });

  test('a wrong entry of the file is named with the file', () => {
    expect(complaint({ file: { concurrency: '8 or so' } })).toBe(
      '"concurrency" in ogi.config.json: "8 or so" is not valid; expected a whole number from 1 to 64',
    );
    expect(complaint({ file: { concurrency: { most: 8 } } })).toContain('"{"most":8}" is not valid');
  });

  test('an unknown entry of the file is an error that lists the known ones', () => {
    const message = complaint({ file: { hostDelay: 5 } });
    expect(message).toContain('unknown setting "hostDelay"; expected one of ');
    for (const name of Object.keys(SETTINGS)) expect(message).toContain(name);
  });

  test.each(['', '{', '[]', '"text"', 'null'])('a file that holds %j is an error', (file) => {
    expect(complaint({ file })).toMatch(/^Cannot read ".*ogi\.config\.json": .*expected one JSON object of settings/u);
  });
});

describe('the contact rule', () => {
  const nobody = { contact: null };

  test.each([
    'http://127.0.0.1:8080/',
    'http://localhost/',
    'http://[::1]:9/',
    'http://www.yunhe.gov.test/',
    'https://portal.localhost/',
  ])('%s may be harvested by anybody', (home) => {
    expect(() => requireContact(nobody, [home])).not.toThrow();
  });

  test.each(['http://www.example.gov.cn/', 'http://test.gov.cn/', 'http://127.0.0.1.example.cn/', 'http://10.0.0.1/'])(
    '%s may be harvested only by somebody who can be reached',
    (home) => {
      expect(() => requireContact(nobody, ['http://www.yunhe.gov.test/', home])).toThrow(ConfigError);
      expect(() => requireContact(nobody, [home])).toThrow(
        `Cannot harvest "${home}": OGI_CONTACT is not set. The people who run a portal must be able to reach whoever asks it; set OGI_CONTACT (or --contact) to your e-mail address or a page about you`,
      );
      expect(() => requireContact({ contact: 'me@university.example' }, [home])).not.toThrow();
    },
  );
});
