import { describe, expect, test } from '@jest/globals';
import type { ReportRecord } from '../../model/record.ts';
import { inputOf, recordOf, truthDocument } from './record-documents.ts';
import { normalizeReport } from '../../normalizer/normalize.ts';
import { describeWithShared } from '../shared.ts';

/** The record of a rebuilt seed as if it had been recognised, with what its paragraphs print changed. */
function recordWith(seed: string, changes: readonly (readonly [printed: string, read: string])[]): ReportRecord {
  const document = truthDocument(seed);
  const blocks = document.blocks.map((block) => {
    if (block.kind === 'table') return block;
    return { ...block, text: changes.reduce((text, [printed, read]) => text.replace(printed, read), block.text) };
  });
  return recordOf(normalizeReport(inputOf({ ...document, blocks, extractor: 'ocr/0' })));
}

function codes(record: ReportRecord): string[] {
  return record.notices
    .map(({ code }) => code)
    .filter((code) => code.startsWith('ocr_name') || code === 'body_unknown');
}

describeWithShared('a name recognised from a picture', () => {
  describe('with a character that could not be read', () => {
    test('is settled by the one line that has it, if a place comes out', () => {
      const record = recordWith('002', [
        ['赣州经开区经发局2020年政府', '〓州经开区经发局2020年政府'],
        ['由赣州经开区', '由议州经开区'],
      ]);
      expect(record.body.nameInTitle).toBe('赣州经开区经发局');
      expect(record.body.nameNormalised).toBe('赣州经济技术开发区经济发展局');
      expect(codes(record)).toContain('ocr_name_settled');
    });

    test('stays unread where no line has a place there, and no other reading is taken for the name', () => {
      const changes = [
        ['赣州经开区经发局2020年政府', '〓州经开区经发局2020年政府'],
        ['由赣州经开区', '由议州经开区'],
        ['赣州', '竟州'],
        ['赣州', '竟州'],
        ['赣州', '竟州'],
        ['赣州', '竟州'],
      ] as const;
      const record = recordWith('002', changes);
      expect(record.title).toContain('〓州经开区经发局');
      expect(record.body.nameInTitle).toBeNull();
      expect(record.body.nameNormalised).not.toBe('议州经开区经发局');
      expect(codes(record)).toContain('ocr_name');
    });
  });

  test('counts as read where another line prints it too, and is marked where none does', () => {
    expect(codes(recordWith('002', []))).toEqual([]);
    const once = recordWith('003', []);
    expect(codes(once)).toEqual(['ocr_name']);
    expect(once.body.nameNormalised).toBe('重庆市大渡口区生态环境局');
  });
});
