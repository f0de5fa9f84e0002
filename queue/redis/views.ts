import { Queue as BullQueue } from 'bullmq';
import { STEPS } from './board.ts';
import type { RedisLink } from './connect.ts';

/** The queues of all steps, for whoever shows them to people. To be closed by the caller, before the link. */
export function openViews(link: RedisLink): BullQueue[] {
  return STEPS.map((step) => {
    const queue = new BullQueue(step, { connection: link.client, prefix: link.prefix, skipMetasUpdate: true });
    queue.on('error', () => undefined); // the link tells of outages itself
    return queue;
  });
}
