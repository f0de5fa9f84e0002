import { resolve } from 'node:path';
import type { Command } from 'commander';
import { examples, type RegisterCommand } from './command.ts';

/** `ogi import`: documents one already has, into the store and on as in a harvest. */
export const importDocuments: RegisterCommand = (program, run) => {
  const command: Command = program
    .command('import')
    .description(
      'read documents one already has (a folder, a ZIP or a WARC) into the store; nothing is asked of any portal',
    )
    .argument('<folder-or-zip-or-warc>', 'where the documents are')
    .option(
      '--map <csv>',
      'where each came from: columns file,url,fetched_at,portal (default: map.csv in the folder, if there is one)',
    )
    .addHelpText(
      'after',
      examples('ogi import reports-2023/', 'ogi import crawl.warc.gz', 'ogi import reports.zip --map map.csv'),
    );
  command.action((typed: string, flags: { map?: string }) =>
    run(async (context) => {
      const { existsSync } = await import('node:fs');
      const { filesIn, readMap } = await import('../queue/imports.ts');
      const { importJobs } = await import('../queue/import-jobs.ts');
      const { harvestAndShow, reportRun } = await import('./harvest-run.ts');
      const path = resolve(context.cwd, typed);
      const own = resolve(path, 'map.csv');
      const mapPath = flags.map === undefined ? (existsSync(own) ? own : null) : resolve(context.cwd, flags.map);
      const map = mapPath === null ? new Map() : await readMap(mapPath);
      const onLeftOut = (name: string, why: string): void => context.io.err(`ogi: left out "${name}": ${why}`);
      const maxBytes = context.config.maxDocumentMb * 1_000_000;
      const done = await harvestAndShow(
        context,
        { command: 'import', portals: [], years: null, refresh: false },
        (world) => importJobs(world, filesIn(path, { map, maxBytes, onLeftOut })),
      );
      return reportRun(context, done);
    }),
  );
};
