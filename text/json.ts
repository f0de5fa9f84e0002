/** JSON with the keys of every object in code-point order and undefined values left out: equal content, equal bytes. */
export function stableJson(value: unknown, indent?: number): string {
  return JSON.stringify(sortKeys(value), null, indent);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const entries: [string, unknown][] = [];
  for (const key of Object.keys(value).sort()) {
    const member: unknown = Reflect.get(value, key);
    if (member !== undefined) entries.push([key, sortKeys(member)]);
  }
  // Not by assignment: a key "__proto__", which a host may send as the name of a header, would be lost.
  return Object.fromEntries(entries);
}
