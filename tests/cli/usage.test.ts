import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { STOP } from '../../cli/surroundings.ts';
import { EXIT, explainError } from '../../cli/exit.ts';
import { SETTINGS, SOFTWARE } from '../../config.ts';
import {
  ConfigError,
  DeclinedError,
  FetchError,
  GoneError,
  PortalChangedError,
  UnreadableError,
} from '../../errors.ts';
import { freshFolder, ogi } from './run-in-process.ts';

const COMMANDS = ['harvest', 'discover', 'extract', 'import', 'dump', 'explain', 'check', 'reprocess', 'verify'].concat(
  ['status', 'issues', 'coverage', 'portals', 'doctor'],
);

describe('help', () => {
  test('the program lists every command and all exit codes, on stdout, and ends well', async () => {
    const { code, out, err } = await ogi(['--help']);
    const text = out.join('\n');
    expect(code).toBe(EXIT.done);
    expect(err).toEqual([]);
    for (const name of COMMANDS) expect(text).toMatch(new RegExp(`^  ${name}\\b`, 'mu'));
    for (const word of ['0 done', '1 a bug', '2 wrong usage', '3 done, but', '4 a difference', '130 interrupted']) {
      expect(text).toContain(word);
    }
  });

  test.each(COMMANDS)('"%s --help" shows examples and every setting with its variable', async (name) => {
    const { code, out } = await ogi([name, '--help']);
    const text = out.join('\n');
    expect(code).toBe(EXIT.done);
    expect(text).toMatch(new RegExp(`Examples:\\n  .*ogi ${name}`, 'u'));
    for (const { flag, env } of Object.values(SETTINGS)) {
      expect(text).toContain(flag);
      expect(text).toContain(`[${env}]`);
    }
  });

  test('--version prints name and version, after a command too', async () => {
    expect((await ogi(['--version'])).out).toEqual([SOFTWARE]);
    expect((await ogi(['doctor', '--version'])).out).toEqual([SOFTWARE]);
  });

  test('without a command the help goes to stderr as wrong usage', async () => {
    const { code, out, err } = await ogi([]);
    expect(code).toBe(EXIT.usage);
    expect(out).toEqual([]);
    expect(err.join('\n')).toContain('Usage: ogi');
  });
});

describe('wrong usage is one clear line and exit code 2', () => {
  test.each([
    [['harvst'], `ogi: unknown command 'harvst' (Did you mean harvest?); see "ogi --help"`],
    [['doctor', '--datta', 'x'], `ogi: unknown option '--datta' (Did you mean --data?); see "ogi doctor --help"`],
    [['doctor', '--data'], `ogi: option '--data <DIR>' argument missing; see "ogi --help"`],
    [['doctor', 'now'], /^ogi: too many arguments for 'doctor'.*; see "ogi doctor --help"$/u],
    [['extract'], `ogi: missing required argument 'sources'; see "ogi extract --help"`],
    [['dump'], `ogi: required option '--out <dir>' not specified; see "ogi dump --help"`],
    [
      ['doctor', '--concurrency', 'many'],
      'ogi: --concurrency: "many" is not valid; expected a whole number from 1 to 64',
    ],
    [['--deadline-s=0', 'doctor'], 'ogi: --deadline-s: "0" is not valid; expected a whole number from 1 to 3600'],
    [
      ['dump', '--out', 'x', '--formats', 'xls'],
      'ogi: --formats: "xls" is not valid; expected some of csv, jsonl, parquet, xlsx, sqlite, warc, wacz',
    ],
  ])('%j', async (argv, line) => {
    const { code, out, err } = await ogi(argv);
    expect(code).toBe(EXIT.usage);
    expect(out).toEqual([]);
    expect(err).toHaveLength(1);
    if (typeof line === 'string') expect(err[0]).toBe(line);
    else expect(err[0]).toMatch(line);
  });

  test('a wrong environment variable is named', async () => {
    const { code, err } = await ogi(['doctor'], { env: { OGI_DEADLINE_S: 'soon' } });
    expect([code, err]).toEqual([
      EXIT.usage,
      ['ogi: OGI_DEADLINE_S: "soon" is not valid; expected a whole number from 1 to 3600'],
    ]);
  });

  test('a wrong ogi.config.json is named', async () => {
    const cwd = freshFolder();
    writeFileSync(join(cwd, 'ogi.config.json'), '{ "dataDir": ');
    const { code, err } = await ogi(['doctor'], { cwd });
    expect(code).toBe(EXIT.usage);
    expect(err).toHaveLength(1);
    expect(err[0]).toContain('ogi.config.json');
  });

  test('a real portal without a contact is refused before anything is asked', async () => {
    const { code, out, err } = await ogi(['extract', 'http://www.example.gov.cn/1.html']);
    expect(code).toBe(EXIT.usage);
    expect(out).toEqual([]);
    expect(err).toHaveLength(1);
    expect(err[0]).toContain('OGI_CONTACT is not set');
  });
});

describe('what an error means', () => {
  test.each([
    [new ConfigError('x'), EXIT.usage],
    [new GoneError('x'), EXIT.incomplete],
    [new FetchError('x'), EXIT.incomplete],
    [new DeclinedError('x', 'robots'), EXIT.incomplete],
    [new PortalChangedError('x'), EXIT.incomplete],
    [new UnreadableError('x', 'damaged'), EXIT.incomplete],
  ])('%s is one line and exit code %d', (error, code) => {
    expect(explainError(error)).toEqual({ code, text: 'ogi: x' });
  });

  test('anything else is a bug with its whole stack and that of its causes', () => {
    const { code, text } = explainError(new TypeError('outer', { cause: new RangeError('inner') }));
    expect(code).toBe(EXIT.bug);
    expect(text).toContain('please report it');
    expect(text).toContain('TypeError: outer');
    expect(text).toContain('caused by RangeError: inner');
    expect(text).toMatch(/usage\.test\.ts:\d+/u);
  });

  test('a full disk is not a bug, even below another error', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
      path: '/srv/ogi/x',
    });
    expect(explainError(new Error('could not keep', { cause: full }))).toEqual({
      code: EXIT.usage,
      text: 'ogi: Cannot write "/srv/ogi/x": the disk is full: free some space or choose another folder with --data',
    });
  });
});

describe('stopping early', () => {
  test('Ctrl-C ends with 130 and says that it is safe to run again', async () => {
    const stop = new AbortController();
    stop.abort(STOP.interrupted);
    const { code, out, err } = await ogi(['extract', 'a.html', 'b.html'], { signal: stop.signal });
    expect(code).toBe(EXIT.interrupted);
    expect(out).toEqual([]);
    expect(err).toEqual(['Interrupted. What was finished is kept whole; run the same command again to go on.']);
  });

  test('when nobody reads stdout any more, the command ends quietly', async () => {
    const stop = new AbortController();
    stop.abort(STOP.unread);
    const { code, err } = await ogi(['extract', 'a.html'], { signal: stop.signal });
    expect([code, err]).toEqual([EXIT.done, []]);
  });
});
