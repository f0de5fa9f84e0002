/** The head that an archive wrote above a stored text, taken off. */
export interface ArchiveHead {
  title: string | null;
  meta: Record<string, string>;
  lines: string[];
}

/** Lines of such a head: `标题: …`, `发布时间: …`, closed by a rule with the word 正文. */
const FIELD = /^([\p{Script=Han}]{2,6})\s*[:：]\s*(.+)$/u;
const RULE = /^[=\-—─*\s]{3,}正文[=\-—─*\s]{3,}$/u;
const LONGEST_HEAD = 15;

/** Reads the head where there is one: fields as `field:<label>`, the title apart. Other texts come back unchanged. */
export function readArchiveHead(lines: readonly string[]): ArchiveHead {
  const rule = lines.slice(0, LONGEST_HEAD).findIndex((line) => RULE.test(line.trim()));
  const meta: Record<string, string> = {};
  const head = lines.slice(0, Math.max(0, rule)).filter((line) => line.trim() !== '');
  const fields = head.map((line) => FIELD.exec(line.trim()));
  if (rule < 0 || fields.some((field) => field === null)) return { title: null, meta, lines: [...lines] };
  for (const field of fields) {
    if (field?.[1] !== undefined && field[2] !== undefined) meta[`field:${field[1]}`] ??= field[2].trim();
  }
  const published = meta['field:发布时间'];
  if (published !== undefined) meta['field:发布日期'] ??= published;
  return { title: meta['field:标题'] ?? null, meta, lines: lines.slice(rule + 1) };
}
