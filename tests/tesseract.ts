import { spawnSync } from 'node:child_process';
import { describe } from '@jest/globals';

/** A `describe` that is skipped, and says so, where tesseract reads no Chinese; on CI its absence is a failure. */
export function describeWithTesseract(name: string, body: () => void): void {
  const { stdout } = spawnSync('tesseract', ['--list-langs'], { encoding: 'utf8' });
  if (stdout?.split(/\s+/u).includes('chi_sim')) {
    describe(name, body);
  } else if (process.env['CI'] === 'true') {
    throw new Error(`Cannot run "${name}": install the Debian packages tesseract-ocr and tesseract-ocr-chi-sim`);
  } else {
    describe.skip(`${name} (skipped: no tesseract with chi_sim)`, body);
  }
}

/** Does something while no program is found by its name alone, as on a machine without tesseract. */
export async function withoutTesseract<T>(act: () => Promise<T>): Promise<T> {
  const { PATH } = process.env;
  process.env['PATH'] = '/nonexistent';
  try {
    return await act();
  } finally {
    process.env['PATH'] = PATH;
  }
}
