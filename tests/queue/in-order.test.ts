import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { inOrder } from '../../queue/in-order.ts';

/** Works 20 ms on the first item, less on the others, and notes what was begun and done. */
function watched(): { begun: number[]; done: number[]; work: (item: number) => Promise<number> } {
  const [begun, done]: [number[], number[]] = [[], []];
  return {
    begun,
    done,
    work: async (item) => {
      begun.push(item);
      await wait(item === 0 ? 20 : 5);
      done.push(item);
      return item;
    },
  };
}

describe('work done several at once', () => {
  test('comes out in the order of the items', async () => {
    const { work, done } = watched();
    const seen: number[] = [];
    const signal = new AbortController().signal;
    for await (const item of inOrder([0, 1, 2, 3], { limit: 2, signal }, work)) seen.push(item);
    expect(seen).toEqual([0, 1, 2, 3]);
    expect(done[0]).toBe(1);
  });

  test('is waited for where whoever reads it turns away', async () => {
    const { work, begun, done } = watched();
    const signal = new AbortController().signal;
    const reading = async (): Promise<void> => {
      for await (const item of inOrder([0, 1, 2, 3, 4, 5], { limit: 3, signal }, work)) throw new Error(`no ${item}`);
    };
    await expect(reading()).rejects.toThrow('no 0');
    expect(new Set(done)).toEqual(new Set(begun));
    expect(begun.length).toBeLessThan(6);
  });
});
