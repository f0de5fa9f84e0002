import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ReleaseFault } from '../queue/release.ts';
import type { Cause, Verified, VerifyOptions } from '../queue/verify.ts';
import type { World } from '../world.ts';
import { examples, type CommandContext, type RegisterCommand } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** Options of `ogi verify` as typed. */
interface VerifyFlags {
  sample?: string;
  seed: string;
  release?: string;
}

/** `ogi verify`: derive records again from stored bytes and list what differs. */
export const verify: RegisterCommand = (program, run) => {
  program
    .command('verify')
    .description('derive records again from the archived bytes and list every difference, cell by cell (exit 4)')
    .option('--sample <n>', 'only this many records, drawn by --seed')
    .option('--seed <text>', 'which records are drawn: the same seed draws the same ones', 'ogi')
    .option('--release <dir>', 'a release in place of the store: its digests, then its records from its own archive')
    .addHelpText(
      'after',
      examples(
        'ogi verify',
        'ogi verify --sample 100 --seed 2024-05-01',
        'ogi verify --release release',
        'ogi verify --json',
      ),
    )
    .action((flags: VerifyFlags) => run((context) => verifyAndTell(context, flags)));
};

/** Differences of one record that are shown; all are in the JSON form. */
const MOST_SHOWN = 20;

async function verifyAndTell(context: CommandContext, flags: VerifyFlags): Promise<ExitCode> {
  const { ConfigError } = await import('../errors.ts');
  const { sample: typed, seed, release } = flags;
  if (typed !== undefined && !/^[1-9]\d{0,8}$/u.test(typed)) {
    throw new ConfigError(`Cannot use --sample "${typed}": expected a whole number from 1`);
  }
  const options = { sample: typed === undefined ? null : Number(typed), seed };
  if (release !== undefined) return verifyRelease(context, release, options);
  const { withStore } = await import('./with-store.ts');
  const { verifyRecords } = await import('../queue/verify.ts');
  return withStore(context, (world) =>
    tellAll(context, verifyRecords(world, options), {
      ...options,
      world,
      place: world.store.place,
      isRelease: false,
      extra: {},
    }),
  );
}

/** Digests first, then every record from the archive that the release brings along, in a store of its own. */
async function verifyRelease(context: CommandContext, typed: string, options: VerifyOptions): Promise<ExitCode> {
  const { io, json, cwd, config } = context;
  const { faultsOf, openRelease } = await import('../queue/release.ts');
  const { ARCHIVE } = await import('../dumps/warc.ts');
  const { hasArchive, recordsOfRelease, restoreArchive } = await import('../queue/verify-release.ts');
  const { withStore } = await import('./with-store.ts');
  const { verifyRecords } = await import('../queue/verify.ts');
  const release = await openRelease(resolve(cwd, typed), '--release');
  const scratch = await mkdtemp(join(tmpdir(), 'ogi-verify-'));
  try {
    const faults: ReleaseFault[] = [];
    for await (const fault of faultsOf(release)) faults.push(fault);
    if (!json) for (const { name, code } of faults) io.out(`${name}: ${FAULTS[code]}`);
    const ofFiles = faults.length > 0 ? EXIT.difference : EXIT.done;
    if (!json && faults.length === 0) io.out(`${release.files.length} files: every digest is that of the manifest.`);
    if (!(await hasArchive(release))) {
      if (json) io.out(JSON.stringify({ verified: 0, faults, archive: false }));
      else io.out('The release brings no archive.warc.gz, so no record could be derived again.');
      return faults.length > 0 ? EXIT.difference : EXIT.incomplete;
    }
    const own = { ...context, config: { ...config, dataDir: scratch, s3Url: null } };
    const code = await withStore(own, async (world) => {
      const restored = await restoreArchive(release, world.store);
      if (!json)
        io.out(`${restored.answers} archived answers and ${restored.outcomes} decisions taken from the archive.`);
      for (const offset of json ? [] : restored.damaged) {
        io.out(
          `${ARCHIVE}: damaged at byte ${offset}; what was archived there is left out and named where it is missing.`,
        );
      }
      const verified = verifyRecords(world, options, recordsOfRelease(release));
      return tellAll(context, verified, {
        ...options,
        world,
        place: release.folder,
        isRelease: true,
        extra: { faults, archive: true, restored },
      });
    });
    return code === EXIT.done ? ofFiles : code;
  } finally {
    await release.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

const FAULTS: Readonly<Record<ReleaseFault['code'], string>> = {
  file_missing: 'the manifest lists it and it is not there',
  file_changed: 'its SHA-256 is not the one in the manifest: it was changed after the release',
};

/** Tells what differs, and the exit code. `extra`: further members of the JSON form. */
async function tellAll(
  { io, json }: CommandContext,
  all: AsyncIterable<Verified>,
  about: VerifyOptions & { world: World; place: string; isRelease: boolean; extra: Readonly<Record<string, unknown>> },
): Promise<ExitCode> {
  const { CAUSES } = await import('../queue/verify.ts');
  let count = 0;
  const byCause = new Map<Cause, number>();
  const differing: Verified[] = [];
  for await (const verified of all) {
    about.world.signal.throwIfAborted();
    count += 1;
    if (verified.causes.length === 0) continue;
    for (const cause of verified.causes) byCause.set(cause, (byCause.get(cause) ?? 0) + 1);
    if (json) differing.push(verified);
    else for (const line of differenceLines(verified, CAUSES)) io.out(line);
  }
  const causes = Object.fromEntries([...byCause].sort(([a], [b]) => (a < b ? -1 : 1)));
  const code = byCause.size > 0 ? EXIT.difference : EXIT.done;
  const seed = about.sample === null ? null : about.seed;
  if (json) io.out(JSON.stringify({ verified: count, seed, causes, differing, ...about.extra }));
  else if (count === 0) io.out(`No record in "${about.place}"; nothing to verify.`);
  else if (code === EXIT.done) io.out(`${count} records derived again from the archived bytes: no difference.`);
  else {
    io.out(`${count} records derived again from the archived bytes. Records that differ, by cause:`);
    for (const [cause, number] of byCause) io.out(`  ${cause.padEnd(18)} ${number}  ${CAUSES[cause]}`);
    for (const line of adviceLines(byCause, about.isRelease)) io.out(line);
  }
  return code;
}

/** What to do, cause by cause. A release is never mended by hand: it is made again, or taken again from where it came. */
function adviceLines(causes: ReadonlyMap<Cause, number>, isRelease: boolean): string[] {
  const has = (...some: Cause[]): boolean => some.some((cause) => causes.has(cause));
  if (isRelease) {
    return has('bytes_missing', 'bytes_damaged', 'content')
      ? ['Compare the digests above: a file that was changed must be taken again from where the release came from.']
      : [];
  }
  return [
    ...(has('bytes_missing', 'bytes_damaged')
      ? ['Bytes are lost or changed: put back the named blobs from a copy; "ogi doctor --store" looks at every object.']
      : []),
    ...(has('extractor_version', 'normalizer_version')
      ? ['Newer versions read otherwise: "ogi reprocess" brings the store up to date.']
      : []),
    ...(has('content') ? ['A changed record is made anew from its bytes by "ogi reprocess --all".'] : []),
  ];
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
