import { z } from 'zod';

/** The list of a dump's files, by which a folder is known as a dump of ours. */
export const MANIFEST = 'dump.json';
/** Raised when the layout of a dump changes. */
export const MANIFEST_SCHEMA = 'ogi-dump/1';

const Manifest = z.object({
  schema: z.literal(MANIFEST_SCHEMA),
  files: z.array(z.object({ name: z.string().regex(/^[\w.-]+$/u), rows: z.int().nonnegative() })),
});

/** Names of the data files that a manifest lists; null where the text is no manifest of ours. */
export function listedFiles(text: string): string[] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const manifest = Manifest.safeParse(parsed);
  return manifest.success ? manifest.data.files.map((file) => file.name) : null;
}
