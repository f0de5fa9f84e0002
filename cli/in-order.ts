/**
 * Works on items with at most `limit` under way, and gives the results in the order of the items. Stops starting new ones
 * when `signal` is aborted. `work` must not reject: a rejection ends the whole run.
 */
export async function* inOrder<T, R>(
  items: readonly T[],
  { limit, signal }: { limit: number; signal: AbortSignal },
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  let next = 0;
  while (next < items.length || underWay.length > 0) {
    while (underWay.length < limit && next < items.length && !signal.aborted) {
      const item = items[next];
      next += 1;
      if (item !== undefined) underWay.push(work(item));
    }
    const first = underWay.shift();
    if (first === undefined) return;
    yield await first;
  }
}
