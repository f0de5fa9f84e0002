/** Keeps those apart who want the same keys. */
export interface Gate {
  /** Resolves when all keys are free and nobody who came earlier wants one of them. Rejects with the signal's reason. */
  enter(keys: readonly string[]): Promise<void>;
  leave(keys: readonly string[]): void;
}

interface Waiter {
  keys: readonly string[];
  admit: () => void;
  refuse: (reason: unknown) => void;
}

/** A gate that everybody still waiting leaves when `signal` fires. */
export function openGate(signal: AbortSignal | undefined): Gate {
  const busy = new Set<string>();
  const waiting = new Set<Waiter>();
  const admit = (): void => {
    const wanted = new Set(busy);
    for (const waiter of waiting) {
      const free = !waiter.keys.some((key) => wanted.has(key));
      for (const key of waiter.keys) wanted.add(key);
      if (!free) continue;
      waiting.delete(waiter);
      for (const key of waiter.keys) busy.add(key);
      waiter.admit();
    }
  };
  signal?.addEventListener('abort', () => {
    for (const waiter of waiting) waiter.refuse(signal.reason);
    waiting.clear();
  });
  return {
    async enter(keys) {
      signal?.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        waiting.add({ keys, admit: resolve, refuse: reject });
        admit();
      });
    },
    leave(keys) {
      for (const key of keys) busy.delete(key);
      admit();
    },
  };
}
