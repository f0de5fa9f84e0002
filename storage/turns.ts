/** Does one `act` after the other for each key, within this process; a failed one holds up nobody. */
export type InTurn = <T>(key: string, act: () => Promise<T>) => Promise<T>;

/** Nobody waits yet. */
export function openTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return (key, act) => {
    const result = (last.get(key) ?? Promise.resolve()).then(act, act);
    last.set(key, result);
    return result.finally(() => {
      if (last.get(key) === result) last.delete(key);
    });
  };
}
