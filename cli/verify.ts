import type { Cause, Verified } from '../queue/verify.ts';
import { examples, type CommandContext, type RegisterCommand } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** Options of `ogi verify` as typed. */
interface VerifyFlags {
  sample?: string;
  seed: string;
}

/** `ogi verify`: derive records again from stored bytes and list what differs. */
export const verify: RegisterCommand = (program, run) => {
  program
    .command('verify')
    .description('derive records again from the archived bytes and list every difference, cell by cell (exit 4)')
    .option('--sample <n>', 'only this many records, drawn by --seed')
    .option('--seed <text>', 'which records are drawn: the same seed draws the same ones', 'ogi')
    .addHelpText('after', examples('ogi verify', 'ogi verify --sample 100 --seed 2024-05-01', 'ogi verify --json'))
    .action((flags: VerifyFlags) => run((context) => verifyAndTell(context, flags)));
};

/** Differences of one record that are shown; all are in the JSON form. */
const MOST_SHOWN = 20;

async function verifyAndTell(context: CommandContext, flags: VerifyFlags): Promise<ExitCode> {
  const { ConfigError } = await import('../errors.ts');
  const { withStore } = await import('./with-store.ts');
  const { CAUSES, verifyRecords } = await import('../queue/verify.ts');
  const { sample: typed, seed } = flags;
  if (typed !== undefined && !/^[1-9]\d{0,8}$/u.test(typed)) {
    throw new ConfigError(`Cannot use --sample "${typed}": expected a whole number from 1`);
  }
  const { io, json } = context;
  const sample = typed === undefined ? null : Number(typed);
  let count = 0;
  const byCause = new Map<Cause, number>();
  const differing: Verified[] = [];
  await withStore(context, async (world) => {
    for await (const verified of verifyRecords(world, { sample, seed })) {
      world.signal.throwIfAborted();
      count += 1;
      if (verified.causes.length === 0) continue;
      for (const cause of verified.causes) byCause.set(cause, (byCause.get(cause) ?? 0) + 1);
      if (json) differing.push(verified);
      else for (const line of differenceLines(verified, CAUSES)) io.out(line);
    }
  });
  const causes = Object.fromEntries([...byCause].sort(([a], [b]) => (a < b ? -1 : 1)));
  const code = byCause.size > 0 ? EXIT.difference : EXIT.done;
  if (json) io.out(JSON.stringify({ verified: count, seed: sample === null ? null : seed, causes, differing }));
  else if (count === 0) io.out(`No record in "${context.config.dataDir}"; nothing to verify.`);
  else if (code === EXIT.done) io.out(`${count} records derived again from the archived bytes: no difference.`);
  else {
    io.out(`${count} records derived again from the archived bytes. Records that differ, by cause:`);
    for (const [cause, number] of byCause) io.out(`  ${cause.padEnd(18)} ${number}  ${CAUSES[cause]}`);
    if (byCause.has('extractor_version') || byCause.has('normalizer_version')) {
      io.out('Newer versions read otherwise: "ogi reprocess" brings the store up to date.');
    }
  }
  return code;
}

function differenceLines(
  { id, causes, differences, lost }: Verified,
  words: Readonly<Record<Cause, string>>,
): string[] {
  const more = differences.length - MOST_SHOWN;
  return [
    `${id}: ${causes.map((cause) => words[cause]).join('; ')}`,
    ...lost.map(({ code, url, why }) => `  ${code} ${url}: ${why}`),
    ...differences
      .slice(0, MOST_SHOWN)
      .map(({ where, stored, derived }) => `  ${where}: stored ${stored}; derived ${derived}`),
    ...(more > 0 ? [`  … and ${more} more; --json lists all`] : []),
  ];
}
