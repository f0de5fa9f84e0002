import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { packageFile } from '../package-root.ts';

const Greeting = z.object({ proxyUrl: z.string(), home: z.string(), reports: z.number() });

/** The bundled portal, served by a process of its own on loopback. `reports`: how many it publishes. */
export interface ServedSample {
  proxyUrl: string;
  home: string;
  reports: number;
  stop(): void;
}

/** Milliseconds until the sample portal must have said where it listens. */
const PATIENCE_MS = 20_000;

/** Starts the sample portal; throws where it does not come up. */
export async function serveSample(): Promise<ServedSample> {
  const child = spawn(process.execPath, [packageFile('dist', 'sample', 'serve.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const stop = (): void => void child.kill('SIGTERM');
  const lines = createInterface({ input: child.stdout });
  const line = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`The sample portal did not start within ${PATIENCE_MS / 1000} s`)),
      PATIENCE_MS,
    );
    lines.once('line', (first) => {
      clearTimeout(late);
      resolve(first);
    });
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`The sample portal ended with code ${code} before it served anything`));
    });
  });
  lines.close();
  return { ...Greeting.parse(JSON.parse(line)), stop };
}
