import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UnreadableError } from '../../errors.ts';

/** Milliseconds for one conversion: 3 s are usual, a busy machine needs many times that; below the deadline of a document. */
const DEADLINE_MS = 50_000;

/** Names under which LibreOffice is installed. */
const PROGRAMS = ['soffice', 'libreoffice'];

/** Kilobytes of address space that the converter may take; it starts with about 1,500,000. */
const MAX_KILOBYTES = 4_000_000;

/** Settings of the profile: no macros, nothing loaded that a document only names. */
const SETTINGS = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`;

/**
 * Runs the converter in a group of processes of its own, without network where the kernel allows it. The third channel is
 * a lifeline: when its other end closes, because the parent is done or was killed, folder and group go.
 */
const SCRIPT = `
folder=$1; shift
(cat <&3 >/dev/null; rm -rf "$folder"; kill -KILL 0) &
ulimit -v ${MAX_KILOBYTES}
if unshare -rn true 2>/dev/null; then exec unshare -rn "$@" 3<&-; fi
exec "$@" 3<&-
`;

/** The path of LibreOffice on this machine; null where it is not installed. */
async function findOffice(): Promise<string | null> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter).filter((part) => part !== '')) {
    for (const name of PROGRAMS) {
      const path = join(folder, name);
      const isRunnable = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (isRunnable) return path;
    }
  }
  return null;
}

/**
 * Converts a document that no reader of ours reads to DOCX with LibreOffice, in a profile and folder of its own that are
 * gone afterwards. `what` says in words what the document is. Throws `UnreadableError`: `format` where LibreOffice is not
 * installed, `timeout`, `damaged` where nothing comes out.
 */
export async function convertToDocx(
  bytes: Uint8Array,
  document: { name: string; suffix: string; what: string; deadlineMs?: number },
): Promise<Uint8Array> {
  const { name, what } = document;
  const program = await findOffice();
  if (program === null) {
    const message = `Cannot read "${name}": ${what}; LibreOffice can read it (apt-get install libreoffice-writer), or save it as .docx or PDF and import that`;
    throw new UnreadableError(message, 'format');
  }
  const folder = await mkdtemp(join(tmpdir(), 'ogi-office-'));
  try {
    const profile = join(folder, 'profile');
    const source = join(folder, `document.${document.suffix}`);
    await mkdir(join(profile, 'user'), { recursive: true });
    await writeFile(join(profile, 'user', 'registrymodifications.xcu'), SETTINGS);
    await writeFile(source, bytes);
    const settings = [`-env:UserInstallation=${pathToFileURL(profile).href}`, '--headless', '--norestore', '--nologo'];
    const task = ['--convert-to', 'docx:MS Word 2007 XML', '--outdir', folder, source];
    const deadlineMs = document.deadlineMs ?? DEADLINE_MS;
    const end = await run(folder, [program, ...settings, ...task], deadlineMs);
    if (end === 'late') {
      const message = `Cannot read "${name}": ${what}; LibreOffice was not done after ${deadlineMs} ms`;
      throw new UnreadableError(message, 'timeout');
    }
    return await readFile(join(folder, 'document.docx')).catch((error: unknown) => {
      const message = `Cannot read "${name}": ${what}; LibreOffice made nothing of it (${end})`;
      throw new UnreadableError(message, 'damaged', { cause: error });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a command to its end or its deadline; what is left of its processes is then killed. */
function run(folder: string, command: readonly string[], deadlineMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', SCRIPT, 'sh', folder, ...command], {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8' },
    });
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      killGroup(child.pid);
    }, deadlineMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      killGroup(child.pid);
      resolve(isLate ? 'late' : `exit code ${code}, signal ${signal}`);
    });
  });
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    // All of them have ended by themselves.
    if (!(typeof error === 'object' && error !== null && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
