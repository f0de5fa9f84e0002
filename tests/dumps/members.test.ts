import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readMembers } from '../../dumps/warc/members.ts';

/** Contents of four members, one longer than what is read at once; none can be made shorter by gzip. */
const CONTENTS = [300, 70_000, 40, 300].map((length, seed) => noise(length, seed + 1));

function noise(length: number, seed: number): Buffer {
  let state = seed;
  return Buffer.from(Array.from({ length }, () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 24));
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ogi-members-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The members with their contents as text, which is compared much faster. */
async function membersOf(file: Uint8Array): Promise<{ offset: number; bytes: string | null }[]> {
  const path = join(folder, 'members.gz');
  await writeFile(path, file);
  const members: { offset: number; bytes: string | null }[] = [];
  for await (const { offset, bytes } of readMembers(path)) {
    members.push({ offset, bytes: bytes === null ? null : bytes.toString('base64') });
  }
  return members;
}

describe('members of a gzip file', () => {
  const members = CONTENTS.map((content) => gzipSync(content));
  const offsets = members.map((_, index) => Buffer.concat(members.slice(0, index)).length);
  const whole = offsets.map((offset, index) => ({ offset, bytes: CONTENTS[index]?.toString('base64') ?? null }));

  test('are read one by one', async () => {
    expect(await membersOf(Buffer.concat(members))).toEqual(whole);
  });

  test.each([
    ['its first byte', 1, 0],
    ['its content', 1, 50_000],
    ['its checksum', 2, -7],
    ['its length', 0, -1],
    ['the last one', 3, 100],
  ])('a byte changed in %s costs that member alone', async (_, damaged, place) => {
    const bytes = Buffer.concat(members);
    const at = (offsets[damaged] ?? 0) + (place < 0 ? (members[damaged]?.length ?? 0) + place : place);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    expect(await membersOf(bytes)).toEqual(
      whole.map((member, index) => (index === damaged ? { ...member, bytes: null } : member)),
    );
  });

  test('a file that is cut off keeps what is whole, and one that holds something else is damaged as a whole', async () => {
    const bytes = Buffer.concat(members);
    expect(await membersOf(bytes.subarray(0, -20))).toEqual([
      ...whole.slice(0, 3),
      { offset: offsets[3], bytes: null },
    ]);
    expect(await membersOf(Buffer.from('no gzip at all'))).toEqual([{ offset: 0, bytes: null }]);
    expect(await membersOf(new Uint8Array())).toEqual([]);
  });
});
