import { readFile } from 'node:fs/promises';
import { packageFile } from '../package-root.ts';
import { examples, type RegisterCommand } from './command.ts';
import { EXIT } from './exit.ts';

/** `ogi portals`: the registry. */
export const portals: RegisterCommand = (program, run) => {
  program
    .command('portals')
    .description('list the portals of the registry: id, home page, least number of reports, name')
    .argument('[word]', 'only portals whose id, name or home page contains this')
    .addHelpText('after', examples('ogi portals', 'ogi portals gov.cn', 'ogi portals --json'))
    .action((word: string | undefined) =>
      run(async ({ io, json }) => {
        const { readPortals } = await import('../crawlers/portals.ts');
        const registry = readPortals(await readFile(packageFile('crawlers/portals.csv'), 'utf8'));
        const wanted = word?.toLowerCase() ?? '';
        const found = registry.filter(({ id, name, home }) =>
          [id, name ?? '', home].some((text) => text.toLowerCase().includes(wanted)),
        );
        if (json) io.out(JSON.stringify(found));
        else for (const { id, name, home, floor } of found) io.out([id, home, floor ?? '', name ?? ''].join('\t'));
        if (found.length === 0) io.err(word === undefined ? 'The registry is empty.' : `No portal contains "${word}".`);
        return EXIT.done;
      }),
    );
};
