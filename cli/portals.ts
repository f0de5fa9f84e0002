import type { Command } from 'commander';
import { requireContact } from '../config.ts';
import { ConfigError } from '../errors.ts';
import type { Portal } from '../model/portal.ts';
import { canonicalAddress } from '../text/address.ts';
import { examples, type CommandContext, type RegisterCommand, type Run } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { choosePortals } from './harvest.ts';
import { addOwnPortal, ownPortalsFile, readRegistry } from './registry.ts';

/** `ogi portals`: the registry, a person's own additions to it, and a trial of one portal. */
export const portals: RegisterCommand = (program, run) => {
  const command: Command = program
    .command('portals')
    .description('the registry of portals: list it, add a portal of your own, try one')
    .addHelpText(
      'after',
      examples(
        'ogi portals list gov.cn',
        'ogi portals add xx-yunhe http://www.yunhe.gov.cn/ --name 云河县 --floor 40',
        'ogi portals test xx-yunhe --contact me@university.example',
      ),
    );
  registerList(command, run);
  registerAdd(command, run);
  registerTest(command, run);
};

function registerList(command: Command, run: Run): void {
  command
    .command('list', { isDefault: true })
    .description(
      'id, home page, family, least number of reports, name; your own file (portals.csv beside the data) included',
    )
    .argument('[word]', 'only portals whose id, name or home page contains this')
    .action((word: string | undefined) =>
      run(async ({ io, json, config, signal }) => {
        const wanted = word?.toLowerCase() ?? '';
        const found = (await readRegistry({ config, signal })).filter(({ id, name, home }) =>
          [id, name ?? '', home].some((text) => text.toLowerCase().includes(wanted)),
        );
        if (json) io.out(JSON.stringify(found));
        else for (const portal of found) io.out(lineOf(portal));
        if (found.length === 0) io.err(word === undefined ? 'The registry is empty.' : `No portal contains "${word}".`);
        return EXIT.done;
      }),
    );
}

function lineOf({ id, home, family, floor, name, scope }: Portal): string {
  const closed =
    scope === 'closed'
      ? ' (closed by robots.txt, never harvested)'
      : scope === 'outside'
        ? ' (outside the allowed suffixes)'
        : '';
  return [id, home, family ?? '', floor ?? '', `${name ?? ''}${closed}`].join('\t');
}

interface AddFlags {
  name?: string;
  column?: string;
  floor?: string;
  ceiling?: string;
}

function registerAdd(command: Command, run: Run): void {
  command
    .command('add')
    .description('add a portal to your own file, portals.csv beside the data; an id of the registry is replaced')
    .argument('<id>', 'two letters, a dash, letters and digits: xx-yunhe')
    .argument('<home>', 'address of the home page')
    .option('--name <name>', 'name of the place or body (default: the id)')
    .option('--column <address>', 'address of the annual-report column, if you know it')
    .option('--floor <count>', 'fewer reports than this are an alarm')
    .option('--ceiling <count>', 'more reports than this are an alarm')
    .action((id: string, home: string, flags: AddFlags) =>
      run(async ({ io, config, signal }) => {
        const address = canonicalAddress(home);
        if (address === null)
          throw new ConfigError(`Cannot add "${home}": expected an address with http:// or https://`);
        await addOwnPortal(
          { config, signal },
          {
            id,
            name: flags.name ?? id,
            home: address,
            column: flags.column ?? null,
            floor: readBound('--floor', flags.floor),
            ceiling: readBound('--ceiling', flags.ceiling),
          },
        );
        io.err(`Added ${id} to "${ownPortalsFile({ config, signal })}". Try it with: ogi portals test ${id}`);
        return EXIT.done;
      }),
    );
}

function readBound(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,4}$/u.test(text)) {
    throw new ConfigError(`Cannot use ${option} "${text}": expected a whole number from 1 to 99999`);
  }
  return Number(text);
}

function registerTest(command: Command, run: Run): void {
  command
    .command('test')
    .description('find the reports of one portal without reading them, and compare their number with its bounds')
    .argument('<portal>', 'portal id or home page address')
    .action((typed: string) =>
      run(async (context) => {
        const [portal] = await choosePortals([typed], false, context);
        if (portal === undefined) throw new Error(`No portal was made of "${typed}"`);
        requireContact(context.config, [portal.home]);
        return tryPortal(context, portal);
      }),
    );
}

async function tryPortal(context: CommandContext, portal: Portal): Promise<ExitCode> {
  const { io, json } = context;
  const { discoverDry } = await import('./discover.ts');
  const discovery = await discoverDry(context, portal);
  if (discovery === null) return EXIT.incomplete;
  const found = discovery.candidates.length;
  const wrong = [
    ...(portal.floor !== null && found < portal.floor ? [`fewer than its floor of ${portal.floor}`] : []),
    ...(typeof portal.ceiling === 'number' && found > portal.ceiling
      ? [`more than its ceiling of ${portal.ceiling}`]
      : []),
    ...(discovery.columns.length === 0 ? ['no column was found'] : []),
  ];
  const { columns, requests, trouble } = discovery;
  if (json) io.out(JSON.stringify({ id: portal.id, found, columns, requests, trouble, wrong }));
  else {
    io.out(`${portal.id}\t${found} links to reports\t${requests} pages looked at\t${columns.join(' ')}`);
    for (const reason of wrong) io.err(`${portal.id}: ${reason}`);
    for (const { url, error, message } of trouble) io.err(`${error} ${url}: ${message}`);
  }
  return wrong.length === 0 ? EXIT.done : EXIT.incomplete;
}
