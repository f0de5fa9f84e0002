/** Whether a source on the command line is an address and not the name of a file. */
export function isAddress(source: string): boolean {
  return /^https?:\/\//iu.test(source);
}
