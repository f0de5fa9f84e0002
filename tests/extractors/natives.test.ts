import { expect, test } from '@jest/globals';
import { readPdf } from '../../extractors/pdf/read-pdf.ts';
import { paper, write } from './pdf-paper.ts';

test('after a PDF was read, the functions of the language that pdfjs replaces are the engine’s own', async () => {
  await readPdf(paper([{ content: write(100, 100, '2023年政府信息公开工作年度报告') }]), { url: 'file:sheet.pdf' });
  for (const own of [Array.prototype.push, JSON.parse]) {
    expect(Function.prototype.toString.call(own)).toContain('[native code]');
  }
});
