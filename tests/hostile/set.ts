import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { projectRoot, shared } from '../shared.ts';
import { below, pick, type Random, randomFrom } from '../mutations/random.ts';
import { SPECIALS, type HostileFile } from './specials.ts';

/** First bytes of every format that is recognised by them, and of some that are not. */
const MAGICS: readonly string[] = [
  'Rar!\x1a\x07\x00',
  'Rar!\x1a\x07\x01\x00',
  '\x89PNG\r\n\x1a\n',
  '\xff\xd8\xff\xe0',
  'GIF89a',
  'II*\0',
  'MM\0*',
  'RIFF\0\0\0\0WEBP',
  '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
  'PK\x03\x04',
  'PK\x05\x06',
  '{\\rtf1',
  '%PDF-1.7\n',
  '<!doctype html><html><body>',
  '<?xml version="1.0"?>',
  '\xff\xfe',
  '\xef\xbb\xbf',
  '7z\xbc\xaf\x27\x1c',
  '\x1f\x8b\x08',
  'MZ',
];

/** How a sound file is spoilt; the name says it. */
const SPOIL: readonly (readonly [string, (bytes: Buffer, random: Random) => Buffer])[] = [
  ...Array.from({ length: 9 }, (_, index) => truncation(index + 1)),
  ['one bit flipped', (bytes, random) => flipped(bytes, random, 1)],
  ['20 bits flipped', (bytes, random) => flipped(bytes, random, 20)],
  ['a bit in 500 bytes flipped', (bytes, random) => flipped(bytes, random, Math.ceil(bytes.length / 500))],
  [
    'bits of the head flipped',
    (bytes, random) => Buffer.concat([flipped(bytes.subarray(0, 600), random, 8), bytes.subarray(600)]),
  ],
  [
    'bits of the tail flipped',
    (bytes, random) => Buffer.concat([bytes.subarray(0, -600), flipped(bytes.subarray(-600), random, 8)]),
  ],
  ['a piece cut out', (bytes, random) => spliced(bytes, random, (piece) => piece.subarray(0, 0))],
  ['a piece doubled', (bytes, random) => spliced(bytes, random, (piece) => Buffer.concat([piece, piece]))],
  ['a piece of noughts', (bytes, random) => spliced(bytes, random, (piece) => Buffer.alloc(piece.length))],
  ['a piece of noise', (bytes, random) => spliced(bytes, random, (piece) => noise(piece.length, random))],
  ['digits replaced', (bytes, random) => replaced(bytes, random, /[0-9]/u)],
  ['signs replaced', (bytes, random) => replaced(bytes, random, /[<>/"'[\]()]/u)],
  ['a foreign magic before it', (bytes, random) => Buffer.concat([Buffer.from(pick(random, MAGICS), 'latin1'), bytes])],
  ['a foreign magic over it', (bytes, random) => overlaid(bytes, pick(random, MAGICS))],
  ['read backwards', (bytes) => Buffer.from(bytes).reverse()],
];

function truncation(tenth: number): readonly [string, (bytes: Buffer) => Buffer] {
  return [`cut at ${tenth} tenths`, (bytes) => bytes.subarray(0, Math.floor((bytes.length * tenth) / 10))];
}

function flipped(bytes: Buffer, random: Random, count: number): Buffer {
  const copy = Buffer.from(bytes);
  for (let time = 0; time < count && copy.length > 0; time += 1) {
    const at = below(random, copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << below(random, 8));
  }
  return copy;
}

function spliced(bytes: Buffer, random: Random, change: (piece: Buffer) => Buffer): Buffer {
  const start = below(random, Math.max(1, bytes.length));
  const end = Math.min(bytes.length, start + 1 + below(random, 4096));
  return Buffer.concat([bytes.subarray(0, start), change(bytes.subarray(start, end)), bytes.subarray(end)]);
}

/** Every tenth of the signs that fit becomes a digit or a sign at random: numbers and tags that lie. */
function replaced(bytes: Buffer, random: Random, fits: RegExp): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 0; at < copy.length; at += 1) {
    if (fits.test(String.fromCharCode(copy[at] ?? 0)) && random() < 0.1)
      copy[at] = pick(random, [...Buffer.from('0123456789<>/-')]);
  }
  return copy;
}

function overlaid(bytes: Buffer, magic: string): Buffer {
  const head = Buffer.from(magic, 'latin1');
  return Buffer.concat([head, bytes.subarray(head.length)]);
}

function noise(length: number, random: Random): Buffer {
  return Buffer.from(Array.from({ length }, () => below(random, 256)));
}

/** Sound files of every format there is: `../shared/documents` where it is, and the sample portal's. */
function seedFiles(): string[] {
  const folders = [shared('documents'), join(projectRoot, 'sample', 'portal', 'site', 'zwgk', 'zfxxgk', 'zfxxgknb')];
  return folders
    .flatMap(filesBelow)
    .filter((file) => !/\.(?:md|json)$/u.test(file))
    .toSorted();
}

function filesBelow(folder: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/**
 * `count` hostile files, always the same for the same count: first the hand-made ones, then noise behind every magic, then
 * sound files of all formats spoilt at random, formats in turn so that none is drowned by another.
 */
export function* hostileFiles(count: number): Generator<HostileFile> {
  let made = 0;
  const random = randomFrom(count);
  for (const [name, make] of SPECIALS) {
    if (made >= count) return;
    made += 1;
    yield { name, bytes: Buffer.from(make()) };
  }
  for (const [index, magic] of MAGICS.entries()) {
    if (made >= count) return;
    made += 1;
    const bytes = Buffer.concat([Buffer.from(magic, 'latin1'), noise(5_000, random)]);
    yield { name: `noise ${index}.bin`, bytes };
  }
  const formats = new Map<string, string[]>();
  for (const file of seedFiles()) formats.set(extname(file), [...(formats.get(extname(file)) ?? []), file]);
  const turns = [...formats.keys()];
  for (let turn = 0; made < count; turn += 1, made += 1) {
    const file = pick(random, formats.get(turns[turn % turns.length] ?? '') ?? []);
    const [how, spoil] = pick(random, SPOIL);
    yield { name: `${how}: ${basename(file)}`, bytes: spoil(readFileSync(file), random) };
  }
}
