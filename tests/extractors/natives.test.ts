import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { packageFile } from '../../package-root.ts';
import { paper, write } from './pdf-paper.ts';

/**
 * Reads the PDF on stdin in a plain Node, as the pool does, and prints whether the functions are those from before. Jest's own
 * world would not show it, and neither would their source: what replaces them says `[native code]` of itself.
 */
const PROGRAM = `
import { readFileSync } from 'node:fs';
const before = [Array.prototype.push, JSON.parse];
const { readPdf } = await import(${JSON.stringify(pathToFileURL(packageFile('dist', 'extractors', 'pdf', 'read-pdf.js')).href)});
await readPdf(new Uint8Array(readFileSync(0)), { url: 'file:sheet.pdf' });
console.log(Array.prototype.push === before[0], JSON.parse === before[1]);
`;

test('after a PDF was read, the functions of the language that pdfjs replaces are the engine’s own', () => {
  const input = paper([{ content: write(100, 100, '2023年政府信息公开工作年度报告') }]);
  const done = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM], { input, encoding: 'utf8' });
  expect(done.stderr).toBe('');
  expect(done.stdout).toBe('true true\n');
});
