/** Small objects that are asked for ahead: hides the way to a far store, and costs a local one nothing. */
export const AHEAD = 16;

/**
 * What `act` makes of the items, in their order, with up to `count` under way at once: a far store answers many requests in
 * the time of one. Stops at the first error, which it throws in its turn.
 */
export async function* ahead<A, B>(
  items: AsyncIterable<A>,
  count: number,
  act: (item: A) => Promise<B>,
): AsyncGenerator<B> {
  const underWay: Promise<B>[] = [];
  for await (const item of items) {
    const made = act(item);
    // It is thrown where its turn comes; until then nobody waits for it.
    made.catch(() => undefined);
    underWay.push(made);
    const first = underWay.length >= count ? underWay.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const made of underWay) yield await made;
}
