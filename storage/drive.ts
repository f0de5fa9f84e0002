/**
 * Keys and bytes: what a folder and an object store both can do; all that is stored is built on these. Keys are paths with
 * `/`, Chinese allowed, never `..`. A reader sees the whole old or the whole new bytes, never a part.
 */
export interface Drive {
  /** For messages: where this is, without any secret. */
  readonly place: string;
  /** The bytes under `key`, or null. */
  get(key: string): Promise<Uint8Array | null>;
  /** Writes or replaces. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Writes only where nothing is; false where something was. */
  putNew(key: string, bytes: Uint8Array): Promise<boolean>;
  /**
   * Writes what `act` makes of the bytes that are there (null: none), so that nothing that others write at the same time, in
   * this process or another, is lost. `act` may be called again where somebody was faster, so it only computes.
   */
  change(key: string, act: (old: Uint8Array | null) => Uint8Array): Promise<void>;
  has(key: string): Promise<boolean>;
  /** All keys that begin with `prefix` (a folder path ending in `/`, or '' for all), in code-point order. */
  list(prefix: string): AsyncIterable<string>;
}

/** Letters that the listings of object stores give back in different spellings. */
const NO_LETTER = /[<>&'"\p{Cc}]/u;

/** The key itself. Throws where it would leave the store, has an empty part, or a letter that no listing gives back for sure. */
export function checkKey(key: string): string {
  const isPlain = key.split('/').every((part) => part !== '..' && part !== '.' && part !== '');
  if (isPlain && !NO_LETTER.test(key)) return key;
  throw new Error(
    `Cannot use key "${key}": it leaves the store, has an empty part, or one of < > & ' " or a control letter`,
  );
}

/** Compares texts by code points, as object stores list their keys; JavaScript's own `<` compares UTF-16 units. */
export function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
