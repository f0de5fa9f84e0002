/**
 * Works on items with at most `limit` under way, and gives the results in the order of the items. Stops starting new ones
 * when `signal` is aborted. `work` must not reject: a rejection ends the whole run. However it ends, what is under way is waited
 * for, so that whoever closes what `work` uses takes it from nobody.
 */
export async function* inOrder<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  { limit, signal }: { limit: number; signal: AbortSignal },
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  try {
    for await (const item of items) {
      if (signal.aborted) break;
      underWay.push(work(item));
      if (underWay.length < limit) continue;
      const first = underWay.shift();
      if (first !== undefined) yield await first;
    }
    for (const one of underWay) yield await one;
  } finally {
    await Promise.allSettled(underWay);
  }
}
