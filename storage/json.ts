import type { z } from 'zod';
import { stableJson } from '../text/json.ts';
import type { Drive } from './folder.ts';

/** Reads and checks a JSON object; null where there is none. Throws with the key where it does not have its form. */
export async function readJson<T>(drive: Drive, key: string, form: z.ZodType<T>): Promise<T | null> {
  const bytes = await drive.get(key);
  if (bytes === null) return null;
  try {
    return form.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw new Error(
      `Cannot read "${key}" in "${drive.place}": not of the expected form; move it away to have it made again`,
      { cause },
    );
  }
}

/** Writes a JSON object with sorted keys and a line break at the end. */
export async function writeJson(drive: Drive, key: string, value: unknown): Promise<void> {
  await drive.put(key, new TextEncoder().encode(`${stableJson(value, 1)}\n`));
}
