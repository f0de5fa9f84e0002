import fastify, { type FastifyInstance } from 'fastify';
import { operationsOf } from '../queue/operations.ts';
import type { Board } from '../queue/redis/board.ts';
import type { RedisLink } from '../queue/redis/connect.ts';
import type { World } from '../world.ts';
import { metricsOf } from './metrics.ts';
import { mountQueues } from './queues.ts';
import { STYLE, statusPage } from './status-page.ts';

/** What is served. `board` and `link`: the queues in Redis, null without. */
export interface Served {
  world: Pick<World, 'store' | 'clock' | 'software'>;
  shared: { board: Board; link: RedisLink } | null;
  /** Names under which the server may be asked, which keeps pages of other sites out (DNS rebinding); null: any. */
  hosts: readonly string[] | null;
}

/** Runs shown on the status page. */
const RUNS_SHOWN = 20;
/** Nothing but what this server gives itself, and no script. */
const STRICT =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The server of the operations pages, not yet listening. It reads and changes nothing. */
export async function openServer({ world, shared, hosts }: Served): Promise<FastifyInstance> {
  const server = fastify({ logger: false, return503OnClosing: true });
  const { store, clock, software } = world;
  const board = shared?.board ?? null;
  const operations = () => operationsOf({ store, board, clock }, RUNS_SHOWN);
  server.addHook('onRequest', async (request, reply) => {
    reply
      .header('content-security-policy', STRICT)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-store');
    if (hosts === null || hosts.includes(request.hostname.toLowerCase())) return;
    await reply.code(421).type('text/plain').send(`Cannot answer under the name "${request.hostname}"\n`);
  });
  server.get('/', async (_request, reply) => reply.redirect('/status'));
  server.get('/style.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
  server.get('/status', async (_request, reply) => {
    const page = statusPage(await operations(), { software, hasQueues: shared !== null });
    return reply.type('text/html; charset=utf-8').send(page);
  });
  server.get('/metrics', async (_request, reply) => {
    const { type, text } = await metricsOf(await operations(), software);
    return reply.type(type).send(text);
  });
  server.get('/health', async (_request, reply) => {
    const health = await healthOf(world.store, shared?.link ?? null);
    return reply.code(health.status === 'ok' ? 200 : 503).send(health);
  });
  if (shared !== null) await mountQueues(server, shared.link);
  return server;
}

/** Whether what the harvester needs answers; `trouble`: what does not, in words. */
interface Health {
  status: 'ok' | 'trouble';
  trouble: string[];
}

/** How long Redis may take to answer before it counts as away, ms. */
const PATIENCE_MS = 2_000;

async function healthOf(store: World['store'], link: RedisLink | null): Promise<Health> {
  const trouble: string[] = [];
  await store.runs.latest(1).catch((error: unknown) => trouble.push(`the store cannot be read: ${messageOf(error)}`));
  if (link !== null && !(await answers(link))) trouble.push(`Redis at "${link.place}" does not answer`);
  return { status: trouble.length === 0 ? 'ok' : 'trouble', trouble };
}

async function answers(link: RedisLink): Promise<boolean> {
  if (link.client.status !== 'ready') return false;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  const pong = link.client.ping().then(
    () => true,
    () => false,
  );
  return Promise.race([pong, late]).finally(() => clearTimeout(timer));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
