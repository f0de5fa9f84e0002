import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { blankImage } from '../../extractors/ocr/grey.ts';
import { openRecogniser } from '../../extractors/ocr/tesseract.ts';

const PICTURE = blankImage(4, 4);

/** What reading a picture ends with where the recogniser, asked for it, runs `line` in a shell. */
async function ending(line: string, allowedMs: number): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'ogi-tesseract-'));
  const path = process.env['PATH'] ?? '';
  const program = join(folder, 'tesseract');
  await writeFile(program, `#!/bin/sh\nif [ "$1" = --list-langs ]; then echo chi_sim; exit 0; fi\n${line}\n`);
  await chmod(program, 0o755);
  process.env['PATH'] = `${folder}${delimiter}${path}`;
  try {
    const recogniser = await openRecogniser('scan.pdf', Date.now() + allowedMs);
    await recogniser.read([PICTURE], { language: 'chi_sim', layout: 'line' });
    return 'read';
  } catch (error) {
    return error;
  } finally {
    process.env['PATH'] = path;
    await rm(folder, { recursive: true, force: true });
  }
}

test.each([
  ['is still at work when the time is over', 'exec sleep 60', 1_500, 'timeout', 'takes too long'],
  ['fails at the picture', 'echo "Error in pixReadMem" >&2; exit 1', 60_000, 'damaged', '1: Error in pixReadMem'],
  ['is ended by the system', 'kill -SEGV $$', 60_000, 'damaged', 'SIGSEGV'],
])('a recogniser that %s costs the document only', async (_, line, allowedMs, reason, words) => {
  expect(await ending(line, allowedMs)).toMatchObject({
    name: 'UnreadableError',
    reason,
    message: expect.stringContaining(words),
  });
});
