import { stableJson } from '../../text/json.ts';
import { CSV_TABLES } from '../tables.ts';
import type { ColumnType } from '../csv/table.ts';
import { mediaType } from './datapackage.ts';
import { describeRelease, releaseDay, releaseVersion, TITLE } from './identity.ts';
import type { ReleaseFacts } from './facts.ts';

const TYPES: Readonly<Record<ColumnType, string>> = {
  string: 'sc:Text',
  integer: 'sc:Integer',
  number: 'sc:Float',
  decimal: 'sc:Float',
  boolean: 'sc:Boolean',
  date: 'sc:Date',
  datetime: 'sc:DateTime',
};

const CONTEXT = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  sc: 'https://schema.org/',
  cr: 'http://mlcommons.org/croissant/',
  dct: 'http://purl.org/dc/terms/',
  conformsTo: 'dct:conformsTo',
  column: 'cr:column',
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileObject: 'cr:fileObject',
  recordSet: 'cr:recordSet',
  source: 'cr:source',
};

/** `croissant.json`: MLCommons Croissant 1.0, the files with their digests and the columns of the CSV tables. */
export function croissantText(facts: ReleaseFacts): string {
  const day = releaseDay(facts);
  const tables = CSV_TABLES.filter(({ name }) => facts.files.some((file) => file.name === name));
  const value = {
    '@context': CONTEXT,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.0',
    name: TITLE,
    description: describeRelease(facts),
    version: releaseVersion(facts),
    ...(day === null ? {} : { datePublished: day }),
    distribution: facts.files.map((file) => ({
      '@type': 'cr:FileObject',
      '@id': file.name,
      name: file.name,
      description: file.holds,
      contentUrl: file.name,
      contentSize: `${file.bytes} B`,
      encodingFormat: mediaType(file.name),
      sha256: file.sha256,
    })),
    recordSet: tables.map(({ name, holds, columns }) => ({
      '@type': 'cr:RecordSet',
      '@id': name.replace(/\.csv$/u, ''),
      name: name.replace(/\.csv$/u, ''),
      description: holds,
      field: columns.map((column) => ({
        '@type': 'cr:Field',
        '@id': `${name.replace(/\.csv$/u, '')}/${column.name}`,
        name: column.name,
        description: column.meaning,
        dataType: TYPES[column.type ?? 'string'],
        source: { fileObject: { '@id': name }, extract: { column: column.name } },
      })),
    })),
  };
  return `${stableJson(value, 2)}\n`;
}
