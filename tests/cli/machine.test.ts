import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { EXIT } from '../../cli/exit.ts';
import type { Finding } from '../../cli/machine.ts';
import { freshFolder, ogi } from './run-in-process.ts';

async function findings(env: Record<string, string>, cwd = freshFolder()) {
  const { code, out } = await ogi(['doctor', '--json'], { env, cwd });
  expect(out).toHaveLength(1);
  const list: Finding[] = JSON.parse(out[0] ?? '');
  const of = (name: string): Finding => {
    const found = list.find((one) => one.name === name);
    if (found === undefined) throw new Error(`doctor says nothing of "${name}"`);
    return found;
  };
  return { code, list, of };
}

/** A program on a search path of its own that prints `output`. */
function searchPath(programs: Record<string, string>): string {
  const folder = freshFolder();
  for (const [name, output] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\nprintf '${output}'\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server on loopback that speaks as much of the Redis protocol as the doctor asks; version null: it accepts and is mute. */
function redisServer(version: string | null): Promise<number> {
  const info = `redis_version:${version}\r\n`;
  const answers: Record<string, string> = {
    hello: "-ERR unknown command 'hello'\r\n",
    client: '+OK\r\n',
    ping: '+PONG\r\n',
    info: `$${info.length}\r\n${info}\r\n`,
  };
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      closing.push(() => socket.destroy());
      socket.on('data', (chunk) => {
        const commands =
          chunk
            .toString('utf8')
            .toLowerCase()
            .match(/\b(?:hello|client|ping|info)\b/gu) ?? [];
        if (version !== null) for (const command of commands) socket.write(answers[command] ?? '');
      });
    });
    closing.push(() => server.close());
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

describe('ogi doctor', () => {
  test('lists everything it looked at, each missing thing with its fix', async () => {
    const { code, list } = await findings({ PATH: '' });
    expect(code).toBe(EXIT.done);
    expect(list.map(({ name }) => name)).toEqual([
      'Node',
      'data folder',
      'free space',
      'contact',
      'browser',
      'OCR',
      'LibreOffice',
      'Redis',
      'S3',
    ]);
    for (const { state, fix } of list) expect(fix === null).toBe(state !== 'missing');
  });

  test('says the same in lines for people', async () => {
    const { out } = await ogi(['doctor'], { env: { PATH: '' } });
    expect(out).toContain(`ok       Node         ${process.versions.node}`);
    expect(out).toContain('missing  OCR          no tesseract');
    expect(out.some((line) => line.trim().startsWith('-> apt-get install tesseract-ocr tesseract-ocr-chi-sim'))).toBe(
      true,
    );
  });

  test('finds programs on the search path, and a recogniser without Chinese is no recogniser', async () => {
    const good = await findings({ PATH: searchPath({ tesseract: 'chi_sim\\neng\\n', soffice: '', chromium: '' }) });
    expect([good.of('OCR').state, good.of('LibreOffice').state, good.of('browser').state]).toEqual(['ok', 'ok', 'ok']);
    const poor = await findings({ PATH: searchPath({ tesseract: 'eng\\n' }) });
    expect(poor.of('OCR')).toMatchObject({ state: 'missing', found: expect.stringContaining('without chi_sim') });
  });

  test('a data folder that cannot be made is exit code 2, and none is left behind where it can', async () => {
    const cwd = freshFolder();
    writeFileSync(join(cwd, 'data'), 'a file');
    const bad = await findings({ OGI_DATA_DIR: join(cwd, 'data', 'store') }, cwd);
    expect(bad.code).toBe(EXIT.usage);
    expect(bad.of('data folder')).toMatchObject({ state: 'missing', required: true });
    const good = freshFolder();
    expect((await findings({}, good)).of('data folder')).toMatchObject({ state: 'ok' });
    expect(existsSync(join(good, 'data'))).toBe(false);
  });

  test('asks Redis only when it is set, and tells its version', async () => {
    expect((await findings({})).of('Redis')).toMatchObject({ state: 'off' });
    const port = await redisServer('7.0.15');
    const found = (await findings({ OGI_REDIS_URL: `redis://127.0.0.1:${port}` })).of('Redis');
    expect(found).toMatchObject({ state: 'ok', found: expect.stringContaining('Redis 7.0.15') });
  });

  test('a Redis that is not there or says nothing is missing, and its password is not shown', async () => {
    const { list, of } = await findings({ OGI_REDIS_URL: 'redis://:secret@127.0.0.1:1/' });
    expect(of('Redis')).toMatchObject({ state: 'missing', fix: expect.stringContaining('OGI_REDIS_URL') });
    expect(of('Redis').found).toContain('ECONNREFUSED');
    expect(JSON.stringify(list)).not.toContain('secret');
    const port = await redisServer(null);
    const mute = await findings({ OGI_REDIS_URL: `redis://127.0.0.1:${port}` });
    expect(mute.of('Redis')).toMatchObject({ state: 'missing', found: expect.stringContaining('silent for 3 s') });
  });

  test('says whether a contact is set and what portals see', async () => {
    expect((await findings({})).of('contact')).toMatchObject({ state: 'missing' });
    const found = (await findings({ OGI_CONTACT: 'me@university.example' })).of('contact');
    expect(found.found).toMatch(
      /me@university\.example; portals see "ogi-harvest\/[\d.]+ \(\+me@university\.example\)"/u,
    );
  });
});

describe('ogi portals', () => {
  test('lists the registry for people and for programs', async () => {
    const { code, out } = await ogi(['portals']);
    expect(code).toBe(EXIT.done);
    const { out: json } = await ogi(['portals', '--json']);
    const listed: { id: string; home: string }[] = JSON.parse(json[0] ?? '');
    expect(listed.length).toBeGreaterThan(20);
    expect(out.map((line) => line.split('\t')[0])).toEqual(listed.map(({ id }) => id));
  });

  test('a word narrows the list, and none found is said on stderr', async () => {
    const { out: all } = await ogi(['portals']);
    const id = all[0]?.split('\t')[0] ?? '';
    const { out } = await ogi(['portals', id.toUpperCase()]);
    expect(out[0]).toBe(all[0]);
    expect(out.length).toBeLessThan(all.length);
    const none = await ogi(['portals', 'no-such-portal']);
    expect(none).toMatchObject({ code: EXIT.done, out: [], err: ['No portal contains "no-such-portal".'] });
  });
});
