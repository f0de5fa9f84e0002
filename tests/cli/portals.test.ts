import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { freshFolder, ogi } from './run-in-process.ts';

describe('ogi portals', () => {
  test('lists the registry, and a word narrows it down', async () => {
    const all = await ogi(['portals', '--json']);
    expect(all.code).toBe(0);
    expect(JSON.parse(all.out.join(''))).toHaveLength(134);
    const some = await ogi(['portals', 'list', 'huaian']);
    expect(some.out).toEqual([expect.stringContaining('cn-huaian\thttp://www.huaian.gov.cn/\tcmsweb')]);
  });

  test('add writes to the file beside the data, which is merged into the list; the same id is replaced', async () => {
    const cwd = freshFolder();
    const home = 'http://www.yunhe.gov.test/';
    const first = await ogi(['portals', 'add', 'xx-yunhe', home, '--name', '云河县, 试', '--floor', '40'], { cwd });
    expect(first).toMatchObject({ code: 0, out: [] });
    await ogi(['portals', 'add', 'xx-yunhe', home, '--name', '云河县', '--floor', '30', '--ceiling', '90'], { cwd });
    const listed = await ogi(['portals', 'list', 'yunhe', '--json'], { cwd });
    expect(JSON.parse(listed.out.join(''))).toMatchObject([
      { id: 'xx-yunhe', name: '云河县', home, floor: 30, ceiling: 90 },
    ]);
    const file = await readFile(join(cwd, 'data', 'portals.csv'), 'utf8');
    expect(file.split('\n').filter((line) => line.startsWith('xx-yunhe'))).toHaveLength(1);
  });

  test.each([
    [['xx yunhe', 'http://www.yunhe.gov.test/'], /as id/u],
    [['xx-yunhe', 'www.yunhe.gov.test'], /Cannot add "www\.yunhe\.gov\.test"/u],
    [['xx-yunhe', 'http://www.yunhe.gov.test/', '--floor', 'ten'], /--floor "ten"/u],
    [['xx-yunhe', 'http://www.yunhe.gov.test/', '--floor', '9', '--ceiling', '5'], /as ceiling/u],
  ])('add %j is refused with what was expected, and nothing is written', async (words, message) => {
    const cwd = freshFolder();
    const ran = await ogi(['portals', 'add', ...words], { cwd });
    expect(ran.code).toBe(2);
    expect(ran.err.join('\n')).toMatch(message);
    await expect(readFile(join(cwd, 'data', 'portals.csv'))).rejects.toThrow(/ENOENT/u);
  });
});
