import type { z } from 'zod';
import { stableJson } from '../text/json.ts';
import type { Drive } from './drive.ts';

/** Reads and checks a JSON object; null where there is none. Throws with the key where it does not have its form. */
export async function readJson<T>(drive: Drive, key: string, form: z.ZodType<T>): Promise<T | null> {
  const bytes = await drive.get(key);
  return bytes === null ? null : parse(drive, { key, bytes, form });
}

/** Writes a JSON object with sorted keys and a line break at the end. */
export async function writeJson(drive: Drive, key: string, value: unknown): Promise<void> {
  await drive.put(key, bytesOf(value));
}

/** Writes what `act` makes of the JSON object that is there (null: none), so that no change of others is lost. Throws as `readJson`. */
export async function changeJson<T>(
  drive: Drive,
  key: string,
  form: z.ZodType<T>,
  act: (old: T | null) => T,
): Promise<void> {
  await drive.change(key, (bytes) => bytesOf(act(bytes === null ? null : parse(drive, { key, bytes, form }))));
}

function parse<T>(drive: Drive, { key, bytes, form }: { key: string; bytes: Uint8Array; form: z.ZodType<T> }): T {
  try {
    return form.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw new Error(
      `Cannot read "${key}" in "${drive.place}": not of the expected form; move it away to have it made again`,
      { cause },
    );
  }
}

function bytesOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${stableJson(value, 1)}\n`);
}
