import { parseArgs } from 'node:util';
import { measureJobs } from './scale-jobs.ts';
import { measureWorkers } from './scale-workers.ts';

/**
 * Whether twice the workers do twice the work, and what a job costs in the queue when there are many.
 * `npm run bench:scale -- [--jobs 1000000] [--only workers|jobs]`.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { jobs: { type: 'string', default: '1000000' }, only: { type: 'string' } } });
  const jobs = Number(values.jobs);
  if (!Number.isInteger(jobs) || jobs < 1)
    throw new Error(`Cannot use --jobs "${values.jobs}": expected a number of jobs`);
  if (values.only !== 'jobs') await measureWorkers(say);
  if (values.only !== 'workers') await measureJobs(jobs, say);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main();
