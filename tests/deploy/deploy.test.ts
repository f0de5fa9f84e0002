import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { z } from 'zod';
import { readConfig, SETTINGS } from '../../config.ts';
import { readTimetable } from '../../queue/timetable.ts';
import { ogi } from '../cli/run-in-process.ts';
import { projectRoot } from '../shared.ts';

const folder = join(projectRoot, 'deploy');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const KNOWN: ReadonlySet<string> = new Set(Object.values(SETTINGS).map(({ env }) => env));
const UNITS = readdirSync(folder).filter((name) => /\.(?:service|timer)$/u.test(name));

/** Tests that need systemd's own checker; skipped with words where it is not installed, a failure on CI. */
const testWithSystemd = (() => {
  if (spawnSync('systemd-analyze', ['--version']).status === 0) return test;
  if (process.env['CI'] === 'true') throw new Error('Cannot check the units: install the Debian package systemd');
  return test.skip;
})();

/** Fails unless the words are a command line of `ogi`: every option of it stands in the command's help. */
async function expectCommandLine(words: readonly string[]): Promise<void> {
  const [command = ''] = words;
  const { code, out } = await ogi([command, '--help']);
  expect(code).toBe(0);
  const options = words.filter((word) => word.startsWith('--'));
  for (const option of options) expect(out.join('\n')).toContain(` ${option}`);
}

/** The words behind `main.js` in a line. */
function wordsOf(line: string): string[] {
  return (/main\.js (.*?)(?: >>.*)?$/u.exec(line)?.[1] ?? '').split(' ');
}

describe('the systemd units', () => {
  testWithSystemd.each(UNITS)('%s is one that systemd takes (needs systemd-analyze)', (name) => {
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', join(folder, name)], {
      encoding: 'utf8',
    });
    // The checker looks for the program where the unit has it; here it need not be.
    const told = `${stdout}${stderr}`.split('\n').filter((line) => line !== '' && !/is not executable/u.test(line));
    expect(told).toEqual([]);
    if (!/is not executable/u.test(stderr)) expect(status).toBe(0);
  });

  testWithSystemd('the timer goes off at 22:00 in Beijing (needs systemd-analyze)', () => {
    const calendar = /^OnCalendar=(.*)$/mu.exec(read('ogi-schedule.timer'))?.[1] ?? '';
    const base = ['calendar', '--base-time=2024-02-01 00:00:00 UTC', calendar];
    const { stdout } = spawnSync('systemd-analyze', base, { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } });
    expect(stdout).toMatch(/2024-02-01 (?:14:00:00 UTC|22:00:00 CST)/u);
  });

  test.each(UNITS.filter((name) => name.endsWith('.service')))('%s starts a command of ogi', async (name) => {
    const words = wordsOf(/^ExecStart=(.*)$/mu.exec(read(name))?.[1] ?? '');
    expect(words[0]).not.toBe('');
    await expectCommandLine(words);
  });
});

describe('the crontab', () => {
  const lines = read('crontab')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

  test('sets what is a setting', () => {
    const names = lines.filter((line) => /^\w+=/u.test(line)).map((line) => line.split('=')[0] ?? '');
    expect(names.filter((name) => !KNOWN.has(name))).toEqual([]);
    expect(names).toContain('OGI_CONTACT');
  });

  test('has one job, at 22:00 in Beijing, that is a command of ogi', async () => {
    const jobs = lines.filter((line) => !/^\w+=/u.test(line));
    expect(jobs).toHaveLength(1);
    const [job = ''] = jobs;
    const next = readTimetable({ cron: job.split(' ').slice(0, 5).join(' '), tz: 'UTC' });
    expect(next.next(new Date('2024-02-01T00:00:00Z')).toISOString()).toBe('2024-02-01T14:00:00.000Z');
    expect(job).not.toContain('%'); // cron takes it for the end of the line
    await expectCommandLine(wordsOf(job));
  });
});

test('every line of the example of settings is read as one', () => {
  const lines = read('ogi-harvest.env.example')
    .split('\n')
    .map((line) => line.replace(/^#(?=OGI_)/u, ''))
    .filter((line) => line.startsWith('OGI_'));
  const env = Object.fromEntries(lines.map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]));
  expect(Object.keys(env).filter((name) => !KNOWN.has(name))).toEqual([]);
  const config = readConfig({ flags: {}, env, cwd: '/' });
  expect(config).toMatchObject({ contact: 'me@university.example', dataDir: '/var/lib/ogi-harvest/data' });
  expect(config.notifyUrl?.split(' ')).toHaveLength(2);
});

describe('the compose file', () => {
  const Service = z.looseObject({
    command: z.array(z.string()),
    environment: z.record(z.string(), z.string()),
    deploy: z.looseObject({ replicas: z.int() }).optional(),
    ports: z.array(z.string()).optional(),
  });
  const Compose = z
    .object({ services: z.record(z.string(), Service), volumes: z.record(z.string(), z.null()) })
    .loose();
  const { services } = Compose.parse(load(read('compose.yaml')));
  const own = Object.entries(services).filter(([name]) => name !== 'redis');

  test('runs Redis with an append-only file that throws nothing away', () => {
    const words = services['redis']?.command.join(' ') ?? '';
    for (const option of ['--appendonly yes', '--maxmemory-policy noeviction', '--requirepass']) {
      expect(words).toContain(option);
    }
  });

  test('runs two workers, a scheduler and the pages, on this machine only', () => {
    expect(own.map(([name]) => name)).toEqual(['worker', 'scheduler', 'serve']);
    expect(services['worker']?.deploy?.replicas).toBe(2);
    expect(services['serve']?.ports).toEqual(['127.0.0.1:8080:8080']);
  });

  test.each(own)('%s is a command of ogi with settings that exist', async (_name, { command, environment }) => {
    await expectCommandLine(command);
    expect(Object.keys(environment).filter((name) => !KNOWN.has(name))).toEqual([]);
    expect(environment).toMatchObject({ OGI_DATA_DIR: '/data', OGI_REDIS_URL: expect.stringMatching(/^redis:/u) });
  });

  test('the scheduler begins at 22:00 in Beijing', () => {
    const words = services['scheduler']?.command ?? [];
    const of = (option: string): string => words[words.indexOf(option) + 1] ?? '';
    const table = readTimetable({ cron: of('--cron'), tz: of('--tz') });
    expect(table.next(new Date('2024-02-01T00:00:00Z')).toISOString()).toBe('2024-02-01T14:00:00.000Z');
  });
});
