import { once } from 'node:events';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { z } from 'zod';

/** Milliseconds between two looks at the memory: a bomb unfolds some 50 MB in this time. */
const INTERVAL_MS = 50;

const Order = z.object({ watchdog: z.object({ limitBytes: z.number(), parent: z.number() }) });

/**
 * Kills this process (SIGKILL) as soon as its resident memory exceeds `limitMb` megabytes, or its parent is gone. The look
 * is taken from a thread, so it is taken even while the process is busy; limits of V8 do not see buffers, and a limit on
 * address space breaks WebAssembly (DEPENDENCIES.md). Resolves when the watch has begun.
 */
export async function watchMemory(limitMb: number): Promise<void> {
  const order = { watchdog: { limitBytes: limitMb * 1024 * 1024, parent: process.ppid } };
  const thread = new Worker(new URL(import.meta.url), { workerData: order });
  await once(thread, 'online');
  thread.unref();
}

function watch(order: z.infer<typeof Order>): void {
  const { limitBytes, parent } = order.watchdog;
  setInterval(() => {
    if (process.memoryUsage.rss() > limitBytes || process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
  }, INTERVAL_MS);
}

const order = Order.safeParse(workerData);
if (!isMainThread && order.success) watch(order.data);
