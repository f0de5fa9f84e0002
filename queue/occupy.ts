import { hostname } from 'node:os';
import { ConfigError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import type { Occupant } from '../storage/occupant.ts';
import type { World } from '../world.ts';

/** How often a run says that it lives, ms. */
const SAY_EVERY_MS = 10_000;
/** A run on another machine that was silent for so long is taken for dead, ms; also one whose clock is so far ahead. */
const SILENT_MS = 60_000;

/**
 * Does `act` while no other run works in this store without Redis: two would settle the same records at the same time, and
 * ask the same hosts with no regard to each other. Throws ConfigError that names the one that is there; a run whose process
 * is dead is none. Where another run moves in, because this one was away for too long, the signal that `act` gets is aborted.
 * With Redis, whose workers share turns and jobs, nothing is held.
 */
export async function occupyStore<T>(
  world: World,
  command: string,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (world.redis !== null) return act(world.signal);
  const { occupancy, place } = world.store;
  const me = meNow(world, command);
  const other = await occupancy.take(me, (one) => isDead(one, world.clock));
  if (other !== null) throw new ConfigError(`Cannot work in "${place}": ${whoIsThere(other)}`);
  const lost = new AbortController();
  const say = async (leftAt: string | null): Promise<void> => {
    const isMine = await occupancy.say({ ...me, seenAt: world.clock.now().toISOString(), leftAt });
    if (!isMine) lost.abort(new ConfigError(`Another run moved into "${place}", since this one was away too long`));
  };
  let saying = Promise.resolve();
  const life = setInterval(() => {
    saying = saying.then(() => say(null)).catch(() => undefined);
  }, SAY_EVERY_MS);
  try {
    const done = await act(AbortSignal.any([world.signal, lost.signal]));
    await saying;
    await say(null);
    lost.signal.throwIfAborted();
    return done;
  } finally {
    clearInterval(life);
    await saying;
    // A store that cannot be written has said so already; whoever comes next sees that this process is no more.
    await say(world.clock.now().toISOString()).catch(() => undefined);
  }
}

function meNow(world: World, command: string): Occupant {
  const since = world.clock.now().toISOString();
  return { token: world.unique(), machine: hostname(), pid: process.pid, command, since, seenAt: since, leftAt: null };
}

/** Dead for sure on this machine, where no process has its number; silent for too long elsewhere, or where the number went to another. */
function isDead({ machine, pid, seenAt }: Occupant, clock: Clock): boolean {
  if (machine === hostname() && pid !== process.pid && !isRunning(pid)) return true;
  return Math.abs(clock.now().getTime() - Date.parse(seenAt)) > SILENT_MS;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives and is another user's.
    return !(typeof error === 'object' && error !== null && 'code' in error && error.code === 'ESRCH');
  }
}

function whoIsThere({ command, machine, pid, since }: Occupant): string {
  return (
    `"ogi ${command}" (process ${pid} on "${machine}") works in it since ${since}. Wait until it is done or stop it, or use ` +
    'another data folder (--data); several work in one store together where all have the same OGI_REDIS_URL'
  );
}
