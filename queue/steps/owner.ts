import type { Job } from '../../model/job.ts';
import type { RunEvent } from '../../model/run.ts';
import { bareHost } from '../../text/address.ts';
import type { World } from '../../world.ts';

/**
 * The job as the portal's to which its report belongs, where several portals lead to it: that whose home host holds the page,
 * else the one with the smallest id, whichever came first. A portal that no longer lists the page has no claim.
 */
export async function ofItsOwner<J extends Exclude<Job, { step: 'discover' }>>(world: World, job: J): Promise<J> {
  const { candidate, portalId } = job;
  const known = await world.store.outcomes.get(candidate.url);
  if (known === null || known.candidate === null || portalId === null) return job;
  if (known.portalId === null || known.portalId === portalId) return job;
  const [own, other] = await Promise.all([portalId, known.portalId].map((id) => world.store.portals.get(id)));
  const isListed = other?.discovery?.candidates.some(({ url }) => url === candidate.url) === true;
  if (other === null || other === undefined || !isListed) return job;
  const holds = (home: string): boolean => bareHost(home) === bareHost(candidate.url);
  const [ownHolds, otherHolds] = [holds(own?.home ?? ''), holds(other.home)];
  const isOwn = ownHolds === otherHolds ? portalId < other.id : ownHolds;
  return isOwn ? job : { ...job, portalId: other.id, candidate: known.candidate };
}

/** The world that tells what becomes of documents to this portal, whoever owns them: each portal that leads to them counts them. */
export function tellingTo(portalId: string | null, world: World): World {
  return { ...world, tell: (event) => world.tell(forPortal(portalId, event)) };
}

function forPortal(portalId: string | null, event: RunEvent): RunEvent {
  switch (event.kind) {
    case 'record':
    case 'rejected':
    case 'unreadable':
    case 'declined':
    case 'gone':
    case 'unreachable':
      return { ...event, portalId };
    default:
      return event;
  }
}
