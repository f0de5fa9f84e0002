/**
 * The operating system's code of an error (`ENOENT`, `EACCES` …); null where it has none. Looks at the shape, not the
 * class: errors of the file system come from another realm when a program runs inside a sandbox, as under jest.
 */
export function systemCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
