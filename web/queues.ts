import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { FastifyInstance } from 'fastify';
import type { RedisLink } from '../queue/redis/connect.ts';
import { openViews } from '../queue/redis/views.ts';

/** Where the board of queues lies. */
const PATH = '/queues';
/** The board is a program of its own, from this server alone. */
const OWN_SCRIPTS =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
  "connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

/** Shows the queues in Redis under /queues, to look at only: what acts on jobs is `ogi retry`. */
export async function mountQueues(server: FastifyInstance, link: RedisLink): Promise<void> {
  const queues = openViews(link);
  const adapter = new FastifyAdapter();
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'ogi-harvest' } },
  });
  adapter.setBasePath(PATH);
  server.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith(PATH)) reply.header('content-security-policy', OWN_SCRIPTS);
  });
  await server.register(adapter.registerPlugin(), { prefix: PATH });
  server.addHook('onClose', async () => {
    await Promise.all(queues.map((queue) => queue.close()));
  });
}
