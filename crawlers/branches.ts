import type { Waiting } from './frontier.ts';
import type { Nomination } from './nominees.ts';

/** A link that is a report or leads to a list of them: both forms are kept until one of its siblings was seen. */
export interface Undecided {
  nomination: Nomination;
  waiting: Waiting;
}

/**
 * Links of one shape in one place that may be reports or lists (the name of a unit, a year). One of them is visited; what
 * it turns out to be holds for its siblings, which saves a request for each (PORTALS.md 0.9).
 */
export class Branches {
  readonly #settled = new Map<string, 'report' | 'list'>();
  readonly #pending = new Map<string, Undecided[]>();

  /** What is known of the branch: `new` means that this link is the one to visit. */
  ask(branch: string, link: Undecided): 'report' | 'list' | 'new' | 'pending' {
    const known = this.#settled.get(branch);
    if (known !== undefined) return known;
    const pending = this.#pending.get(branch);
    if (pending === undefined) {
      this.#pending.set(branch, []);
      return 'new';
    }
    if (!pending.some((other) => other.nomination.url === link.nomination.url)) pending.push(link);
    return 'pending';
  }

  /** Settles the branch by what its visited link was; returns the links that waited for it. */
  settle(branch: string, kind: 'report' | 'list'): Undecided[] {
    this.#settled.set(branch, kind);
    const pending = this.#pending.get(branch) ?? [];
    this.#pending.delete(branch);
    return pending;
  }

  /** The visited link could not be had: the next one to visit, or null if there is none. */
  another(branch: string): Undecided | null {
    return this.#pending.get(branch)?.shift() ?? null;
  }

  /** Links whose branch was never settled. */
  open(): Undecided[] {
    return [...this.#pending.values()].flat();
  }
}
