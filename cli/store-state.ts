import type { StoreFault } from '../storage/inspect.ts';
import type { CommandContext } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** Without a word for a program: one line each time so many objects are done. */
const LINE_EVERY = 1_000;

/** `ogi doctor --store`: what the store holds, and what is wrong with it (exit code 3). Throws ConfigError where there is none. */
export async function tellStoreState(context: CommandContext): Promise<ExitCode> {
  const { config, io, json, signal } = context;
  const { requireStore } = await import('./with-store.ts');
  const { openDrive } = await import('../world.ts');
  const { inspectStore } = await import('../storage/inspect.ts');
  await requireStore(context);
  const drive = await openDrive(config, { signal, onStoreTrouble: (line) => io.err(line) });
  const faults: StoreFault[] = [];
  const report = await inspectStore(drive, {
    onFault: (fault) => {
      faults.push(fault);
      if (!json && fault.isWrong) io.out(`${fault.code}  ${fault.key}: ${fault.why}`);
    },
    onObject: (count) => {
      signal.throwIfAborted();
      if (!json && count % LINE_EVERY === 0) io.err(`${count} objects looked at`);
    },
  });
  const isWhole = !faults.some(({ isWrong }) => isWrong);
  if (json) io.out(JSON.stringify({ place: drive.place, isWhole, ...report, faults }));
  else {
    io.out(`Store "${drive.place}":`);
    for (const [kind, { objects, bytes }] of Object.entries(report.kinds))
      io.out(`  ${kind.padEnd(9)} ${String(objects).padStart(9)}  ${(bytes / 1e6).toFixed(1).padStart(10)} MB`);
    io.out(`Records by schema: ${countsLine(report.schemas)}. Texts by reader: ${countsLine(report.readers)}.`);
    const orphans = faults.filter(({ isWrong }) => !isWrong).length;
    if (orphans > 0)
      io.out(`${orphans} blobs are named by no answer (left by a process that was stopped); they only take room.`);
    io.out(
      isWhole
        ? 'Nothing is wrong.'
        : `${faults.length - orphans} objects are not as they should be; they are named above.`,
    );
  }
  return isWhole ? EXIT.done : EXIT.incomplete;
}

function countsLine(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
  return parts.length === 0 ? 'none' : parts.map(([name, count]) => `${name} ${count}`).join(', ');
}
