/**
 * pdfjs's build for Node brings replacements, written in JavaScript, of two functions of the language for engines that
 * lack corners of them (the `context` of a JSON reviver; an error for arrays of fixed length), and puts them in place for
 * the whole process: every `push` and every `JSON.parse` of every reader is slower by them, and a tenth of all time of
 * reading a PDF was spent there. This file is imported before pdfjs and keeps the functions of the engine.
 */
const KEEP: readonly (readonly [owner: object, name: string])[] = [
  [Array.prototype, 'push'],
  [JSON, 'parse'],
];
const KEPT = KEEP.map(([owner, name]) => ({
  owner,
  name,
  native: Object.getOwnPropertyDescriptor(owner, name),
}));

/** Puts the engine's own functions back; to be called after pdfjs was imported. */
export function restoreNatives(): void {
  for (const { owner, name, native } of KEPT) if (native !== undefined) Object.defineProperty(owner, name, native);
}
