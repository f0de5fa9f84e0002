import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';

/** A data folder on a disk of its own, too small for a harvest until it is made larger. */
export interface SmallDisk {
  enlarge(): void;
  close(): Promise<void>;
}

/** Puts the folder on a tmpfs of 1 MB; null where that is not allowed (no root) or there is no tmpfs. */
export async function fillDisk(folder: string): Promise<SmallDisk | null> {
  await mkdir(folder, { recursive: true });
  if (process.getuid?.() !== 0) return null;
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status !== 0) return null;
  return {
    enlarge: () => {
      const { status, stderr } = spawnSync('mount', ['-o', 'remount,size=2g', folder], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`Cannot enlarge the disk below "${folder}": ${stderr.trim()}`);
    },
    close: async () => {
      spawnSync('umount', [folder]);
    },
  };
}
