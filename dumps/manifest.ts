import { z } from 'zod';

/** The list of a dump's files, by which a folder is known as a dump of ours. */
export const MANIFEST = 'dump.json';
/** Raised when the layout of a dump changes. */
export const MANIFEST_SCHEMA = 'ogi-dump/2';

/** Dumps of the first layout list fewer files, and no sizes or digests. */
const Manifest = z.object({
  schema: z.enum(['ogi-dump/1', MANIFEST_SCHEMA]),
  contacts: z.enum(['left_out', 'included']).optional(),
  formats: z.array(z.string()).optional(),
  files: z.array(
    z.object({
      name: z.string().regex(/^[\w.-]+$/u),
      rows: z.int().nonnegative(),
      bytes: z.int().nonnegative().optional(),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/u)
        .optional(),
    }),
  ),
});
/** What `dump.json` says. */
type Manifest = z.infer<typeof Manifest>;

/** The manifest; null where the text is none of ours. */
export function readManifest(text: string): Manifest | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const manifest = Manifest.safeParse(parsed);
  return manifest.success ? manifest.data : null;
}

/** Names of the files that a manifest lists; null where the text is no manifest of ours. */
export function listedFiles(text: string): string[] | null {
  return readManifest(text)?.files.map((file) => file.name) ?? null;
}
