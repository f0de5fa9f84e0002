import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDump, type DumpOptions } from '../../dumps/dump.ts';
import type { ReportRecord } from '../../model/record.ts';
import { BLANK, buildRecord, cell, memorySink, stream } from './records.ts';

/** Reports with one of every kind of cell, text that spreadsheets might run, and money in two units. */
export function variedRecords(): ReportRecord[] {
  const first = buildRecord({
    year: 2022,
    cells: {
      't3.new_received.total': BLANK,
      't3.carried_in.total': cell({ status: 'placeholder', raw: '—', flags: ['dash'] }),
      't3.result.granted.total': cell('=1+1'),
      't3.result.partial.total': cell({ status: 'row_missing', raw: null, at: null }),
      't3.result.total.total': cell({ status: 'unreadable', raw: '1l' }),
      't2.art20_8.fees.amount': cell({
        status: 'value',
        value: 59237.2449,
        raw: '59237.2449',
        unit: '万元',
        yuan: '592372449',
      }),
    },
    fields: {
      title: '云禾县教育局"2022"年报, <b>&\n第二行\u0001',
      checks: [
        {
          id: 'R1',
          scope: 'new_received',
          left: 3,
          right: 4,
          delta: -1,
          status: 'fail',
          blankPolicy: 'none',
          strength: 'exact',
          cells: ['t3.new_received.total'],
        },
      ],
      extraRows: [{ table: 't2', label: '=HYPERLINK("x")', cells: [cell(-57), cell('@x')] }],
    },
  });
  const second = buildRecord({ template: 'E3', cells: { 't2.art20_5.licensing.change': cell(-57) } });
  const third = buildRecord({
    year: 2023,
    bodyId: 'aaaaaaaaaaaa',
    cells: {
      't3.result.denied.process_info.total': cell(12),
      't3.result.total.total': cell(40),
      't2.art20_8.fees.amount': cell({ status: 'value', value: 240.5, raw: '240.5', unit: '元', yuan: '240.5' }),
    },
  });
  return [second, first, { ...third, body: { ...third.body, nameNormalised: '云禾县公安局', divisionCode: null } }];
}

/** A dump in memory and in a folder of its own. */
export async function dumpOf(records: ReportRecord[], options: Partial<DumpOptions> & { formats: string[] }) {
  const { sink, texts, bytes } = memorySink();
  const written = await writeDump(stream(...records), sink, { bom: false, software: 'ogi-harvest/test', ...options });
  const folder = mkdtempSync(join(tmpdir(), 'ogi-release-'));
  for (const [name, content] of bytes) writeFileSync(join(folder, name), content);
  return { written, texts, bytes, folder };
}
