import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
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

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server on loopback that speaks as much of the Redis protocol as the doctor asks. */
function redisServer(version: string): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.on('data', (chunk) => {
        for (const word of chunk
          .toString('utf8')
          .toLowerCase()
          .match(/\b(?:ping|info|client)\b/gu) ?? []) {
          const info = `redis_version:${version}\r\n`;
          if (word === 'ping') socket.write('+PONG\r\n');
          else if (word === 'info') socket.write(`$${info.length}\r\n${info}\r\n`);
          else socket.write('+OK\r\n');
        }
      });
    });
    servers.push(server);
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
    const url = `redis://:secret@127.0.0.1:${port}/`;
    const found = (await findings({ OGI_REDIS_URL: `redis://127.0.0.1:${port}` })).of('Redis');
    expect(found).toMatchObject({ state: 'ok', found: expect.stringContaining('Redis 7.0.15') });
    for (const server of servers.splice(0)) server.close();
    const { list, of } = await findings({ OGI_REDIS_URL: url.replace(String(port), '1') });
    expect(of('Redis')).toMatchObject({ state: 'missing', fix: expect.stringContaining('OGI_REDIS_URL') });
    expect(JSON.stringify(list)).not.toContain('secret');
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
