import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { EXIT } from '../../cli/exit.ts';
import { ReportRecord } from '../../model/record.ts';
import { zipOf } from '../extractors/archive-paper.ts';
import { describeWithShared, projectRoot, shared } from '../shared.ts';
import { freshFolder, ogi } from './run-in-process.ts';

const PROGRAM = join(projectRoot, 'dist', 'cli', 'main.js');

beforeAll(() => {
  if (!existsSync(PROGRAM)) throw new Error(`"${PROGRAM}" is missing: run "npm run build" first`);
});

const NOTICE_PAGE = `<html><head><title>关于编制2023年政府信息公开工作年度报告的通知</title></head>
<body><h1>关于编制2023年政府信息公开工作年度报告的通知</h1><p>各单位：请于1月31日前报送。</p></body></html>`;

describe('what cannot be extracted is one line each, and the others are done first', () => {
  test('missing, folder, empty, damaged and no report, in the order they were named', async () => {
    const cwd = freshFolder();
    writeFileSync(join(cwd, 'empty.docx'), '');
    writeFileSync(join(cwd, 'cut.pdf'), '%PDF-1.7\n1 0 obj\n<<');
    writeFileSync(join(cwd, 'notice.html'), NOTICE_PAGE);
    writeFileSync(join(cwd, 'big.html'), 'x'.repeat(1_000_001));
    const names = ['missing.pdf', '.', 'empty.docx', 'cut.pdf', 'notice.html', 'big.html'];
    const { code, out, err } = await ogi(['extract', ...names, '--max-document-mb', '1'], { cwd });
    expect(code).toBe(EXIT.incomplete);
    expect(out).toEqual([]);
    expect(err.map((line) => line.split(': ', 2))).toEqual([
      ['missing.pdf', 'not_found'],
      ['.', 'folder'],
      ['empty.docx', 'empty'],
      ['cut.pdf', 'damaged'],
      ['notice.html', expect.stringMatching(/^[a-z_]+$/u)],
      ['big.html', 'too_large'],
    ]);
    for (const line of err) expect(line.split(': ').slice(2).join(': ')).toMatch(/\S{3}/u);
    expect(readdirSync(cwd).sort()).toEqual(['big.html', 'cut.pdf', 'empty.docx', 'notice.html']);
  });
});

describeWithShared('extracting a bundle', () => {
  test('prints one record for each report in it, in order, and a line for what is none', async () => {
    const cwd = freshFolder();
    const bundle = zipOf([
      {
        name: '二/大渡口区2019年政府信息公开年度报告.docx',
        bytes: readFileSync(shared('documents', '003', 'report.docx')),
      },
      { name: '坏2020年政府信息公开年度报告.pdf', bytes: '%PDF-1.7\ncut' },
      {
        name: '一/抚远市2020年政府信息公开年度报告.docx',
        bytes: readFileSync(shared('documents', '001', 'report.docx')),
      },
    ]);
    writeFileSync(join(cwd, '汇总.zip'), bundle);
    const { code, out, err } = await ogi(['extract', '汇总.zip'], { cwd });
    expect(code).toBe(EXIT.incomplete);
    const records = out.map((line) => ReportRecord.parse(JSON.parse(line)));
    expect(records.map(({ body, provenance: { url, part, via } }) => [body.nameNormalised, url, part, via])).toEqual([
      ['重庆市大渡口区生态环境局', 'file:汇总.zip', '二/大渡口区2019年政府信息公开年度报告.docx', 'zip'],
      ['抚远市生态环境局', 'file:汇总.zip', '一/抚远市2020年政府信息公开年度报告.docx', 'zip'],
    ]);
    expect(err.map((line) => line.split(': ', 2))).toEqual([['汇总.zip#坏2020年政府信息公开年度报告.pdf', 'damaged']]);
  });

  test('a bare spreadsheet is a record without body and year, and says so', async () => {
    const cwd = freshFolder();
    copyFileSync(shared('documents', '002', 'table.xlsx'), join(cwd, '表.xlsx'));
    const { code, out } = await ogi(['extract', '表.xlsx'], { cwd });
    expect(code).toBe(EXIT.done);
    const record = ReportRecord.parse(JSON.parse(out[0] ?? ''));
    expect(record).toMatchObject({ fiscalYear: null, body: { nameNormalised: null }, provenance: { via: 'xlsx' } });
    expect(record.notices.map((notice) => notice.code)).toEqual(['body_unknown', 'year_unknown']);
  });
});

describeWithShared('extracting the real reports', () => {
  test('prints one record a line, in the order of the files, each valid, and goes on after trouble', async () => {
    const cwd = freshFolder();
    copyFileSync(shared('documents', '003', 'report.docx'), join(cwd, 'b 报告.docx'));
    copyFileSync(shared('documents', '001', 'clean.html'), join(cwd, 'a.html'));
    const { code, out, err } = await ogi(['extract', 'b 报告.docx', 'none.html', 'a.html'], { cwd });
    expect(code).toBe(EXIT.incomplete);
    expect(err).toEqual(['none.html: not_found: there is no such file']);
    const records = out.map((line) => ReportRecord.parse(JSON.parse(line)));
    expect(records.map(({ body, fiscalYear }) => [body.nameNormalised, fiscalYear])).toEqual([
      ['重庆市大渡口区生态环境局', 2019],
      ['抚远市生态环境局', 2020],
    ]);
    expect(records[0]?.provenance).toMatchObject({
      url: 'file:b 报告.docx',
      finalUrl: 'file:b 报告.docx',
      fetchedAt: null,
      httpStatus: null,
      portalId: null,
      via: 'docx',
    });
    expect(Object.keys(records[0]?.cells ?? {})).toHaveLength(198);
  });

  test('the built program writes records to stdout only, and nothing else there', () => {
    const file = shared('documents', '001', 'clean.html');
    const ran = spawnSync(process.execPath, [PROGRAM, 'extract', file], { encoding: 'utf8', cwd: freshFolder() });
    expect([ran.status, ran.stderr]).toEqual([EXIT.done, '']);
    expect(ran.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(ReportRecord.parse(JSON.parse(ran.stdout)).fiscalYear).toBe(2020);
  });

  test('the built program ends quietly when the reader of its output goes away', async () => {
    const files = Array.from({ length: 12 }, () => shared('documents', '001', 'clean.html'));
    const child = spawn(process.execPath, [PROGRAM, 'extract', ...files, '--concurrency', '1'], { cwd: freshFolder() });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString('utf8')));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, complaint]).toEqual([EXIT.done, '']);
  });

  test('the built program stops at Ctrl-C with 130', async () => {
    const files = Array.from({ length: 40 }, () => shared('documents', '001', 'report.pdf'));
    const child = spawn(process.execPath, [PROGRAM, 'extract', ...files, '--concurrency', '1'], { cwd: freshFolder() });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString('utf8')));
    child.stdout.once('data', () => child.kill('SIGINT'));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(EXIT.interrupted);
    expect(complaint).toContain('Press Ctrl-C again to stop at once.');
    expect(complaint).toContain('run the same command again to go on.');
  });
});

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Files by their path, served on loopback; everything else is 404. */
function serve(files: Record<string, { type: string; body: Uint8Array }>): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer((request, response) => {
      const file = files[request.url ?? ''];
      response.writeHead(file === undefined ? 404 : 200, { 'content-type': file?.type ?? 'text/plain' });
      response.end(file?.body);
    });
    closing.push(() => {
      server.close();
      server.closeAllConnections();
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
    });
  });
}

const OPEN = ['--allow-private', '--allowed-suffixes', '127.0.0.1', '--host-delay-ms', '0'];

describe('extracting an address', () => {
  test('a page that is gone is told with its code', async () => {
    const host = await serve({});
    const { code, out, err } = await ogi(['extract', `${host}/1.html`, ...OPEN]);
    expect([code, out]).toEqual([EXIT.incomplete, []]);
    expect(err).toHaveLength(1);
    expect(err[0]).toMatch(new RegExp(`^${host}/1\\.html: gone: `, 'u'));
  });

  test('an address outside the allowed endings, or a private one, is not asked', async () => {
    const host = await serve({ '/1.html': { type: 'text/html', body: Buffer.from(NOTICE_PAGE) } });
    const { code, err } = await ogi(['extract', 'http://www.yunhe.gov.test/1.html', `${host}/1.html`]);
    expect(code).toBe(EXIT.incomplete);
    expect(err.map((line) => line.slice(0, line.indexOf(': ', 10)))).toEqual([
      'http://www.yunhe.gov.test/1.html',
      `${host}/1.html`,
    ]);
    expect(err[0]).toContain(': outside_suffix: ');
    expect(err[1]).toContain(': private_address: ');
  });
});

describeWithShared('extracting an address with files', () => {
  test('a page whose file holds the report gives the record of the file, and says what could not be read', async () => {
    const page = `<html><head><meta name="ColumnType" content="信息公开年报"></head><body><h1>抚远市生态环境局2020年政府信息公开工作年度报告</h1>
      <p><a href="/report.docx">抚远市生态环境局2020年政府信息公开工作年度报告.docx</a> <a href="/lost.pdf">PDF</a></p></body></html>`;
    const host = await serve({
      '/1.html': { type: 'text/html; charset=utf-8', body: Buffer.from(page) },
      '/report.docx': {
        type: 'application/octet-stream',
        body: readFileSync(shared('documents', '001', 'report.docx')),
      },
    });
    const { code, out, err } = await ogi(['extract', `${host}/1.html`, ...OPEN]);
    expect(err).toEqual([expect.stringMatching(new RegExp(`^${host}/lost\\.pdf: gone: `, 'u'))]);
    expect(code).toBe(EXIT.incomplete);
    const record = ReportRecord.parse(JSON.parse(out[0] ?? 'null'));
    expect(record.body.nameNormalised).toBe('抚远市生态环境局');
    expect(record.provenance).toMatchObject({ url: `${host}/report.docx`, via: 'docx', httpStatus: 200 });
    expect(record.provenance.trail).toEqual([
      expect.objectContaining({ role: 'landing', url: `${host}/1.html` }),
      expect.objectContaining({ role: 'file', url: `${host}/report.docx` }),
    ]);
  });
});
