import type { ReportRecord } from '../model/record.ts';
import { stableJson } from '../text/json.ts';
import type { Output } from './output.ts';

/** Whole records: what `--since` and `ogi verify --release` read. */
export const REPORTS_JSONL = 'reports.jsonl';
const SECTIONS_JSONL = 'sections.jsonl';

/** `reports.jsonl`, one whole record a line (schema "ogi-report/1"), and `sections.jsonl`: keys sorted, UTF-8, LF, no mark. */
export const jsonl: Output = {
  format: 'jsonl',
  files: [
    {
      name: REPORTS_JSONL,
      holds:
        'every report whole, one JSON object a line: all cells with their places, section texts, checks, provenance',
    },
    { name: SECTIONS_JSONL, holds: 'one section a line: key, heading, text and place, for the analysis of texts' },
  ],
  async open(sink) {
    const [reports, sections] = [await sink.open(REPORTS_JSONL), await sink.open(SECTIONS_JSONL)];
    const rows = { reports: 0, sections: 0 };
    return {
      async add(record) {
        rows.reports += 1;
        await reports.write(`${stableJson(record)}\n`);
        const lines = sectionLines(record);
        rows.sections += lines.length;
        if (lines.length > 0) await sections.write(lines.join(''));
      },
      async close() {
        await reports.close();
        await sections.close();
        return [
          { name: REPORTS_JSONL, rows: rows.reports },
          { name: SECTIONS_JSONL, rows: rows.sections },
        ];
      },
    };
  },
};

/** Sections that the report has; its absent ones are in the whole record. */
function sectionLines({ id, bodyId, body, fiscalYear, template, sections }: ReportRecord): string[] {
  const report = { report_id: id, body_id: bodyId, body_name: body.nameNormalised, fiscal_year: fiscalYear };
  return sections
    .filter((section) => section.state !== 'absent')
    .map((section) => `${stableJson({ ...report, template: template.detected, ...section })}\n`);
}
