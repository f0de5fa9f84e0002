import type { Command } from 'commander';
import { requireContact, storePlace } from '../config.ts';
import { ConfigError } from '../errors.ts';
import type { Portal } from '../model/portal.ts';
import { withoutSecrets } from '../text/secrets.ts';
import { examples, type CommandContext, type RegisterCommand } from './command.ts';
import { readRegistry } from './registry.ts';

/** Options of `ogi harvest` as typed. */
interface HarvestFlags {
  years?: string;
  all?: boolean;
  refresh?: boolean;
}

/** `ogi harvest`: from home pages to records. */
export const harvest: RegisterCommand = (program, run) => {
  const command: Command = program
    .command('harvest')
    .description('find, fetch and read the reports of portals: ids of the registry, or home pages')
    .argument('[portals...]', 'portal ids or home page addresses')
    .option('--years <range>', 'reporting years, such as 2021-2024 or 2023')
    .option('--all', 'every portal of the registry')
    .option('--refresh', 'ask again for documents that are stored already (with their validators)')
    .addHelpText(
      'after',
      examples(
        'OGI_CONTACT=me@university.example ogi harvest http://www.example.gov.cn/',
        'ogi harvest cn-42 --years 2021-2024 --contact me@university.example',
        'ogi harvest --all --json > run.json',
      ),
    );
  command.action((typed: string[], flags: HarvestFlags) =>
    run(async (context) => {
      const years = flags.years === undefined ? null : readYears(flags.years);
      const portals = await choosePortals(typed, flags.all === true, context);
      requireContact(
        context.config,
        portals.map((portal) => portal.home),
      );
      const { harvestAndShow, reportRun } = await import('./harvest-run.ts');
      announce(context, portals);
      const done = await harvestAndShow(context, {
        command: 'harvest',
        portals,
        years,
        refresh: flags.refresh === true,
      });
      return reportRun(context, done);
    }),
  );
};

/** Years of a range such as `2021-2024` or `2023`. Throws ConfigError. */
export function readYears(text: string): { from: number; to: number } {
  const match = /^(20\d\d)(?:-(20\d\d))?$/u.exec(text.trim());
  const from = Number(match?.[1]);
  const to = Number(match?.[2] ?? match?.[1]);
  if (match === null || from > to) {
    throw new ConfigError(
      `Cannot use --years "${text}": expected one year or a range from the earlier to the later, such as 2021-2024`,
    );
  }
  return { from, to };
}

/** The portals that were typed. Throws ConfigError for an unknown id or an address that is none. */
export async function choosePortals(
  typed: readonly string[],
  all: boolean,
  context: CommandContext,
): Promise<Portal[]> {
  if (typed.length === 0 && !all) {
    throw new ConfigError(
      'Cannot harvest: no portal was named; give a home page address, an id of "ogi portals", or --all',
    );
  }
  const registry = await readRegistry(context);
  if (all) return registry.filter(({ scope }) => scope !== 'closed' && scope !== 'outside');
  return typed.map((word) => registry.find((portal) => portal.id === word) ?? typedPortal(word));
}

/** A home page that a user typed, as a portal: its id is its host, with the path where it has one. */
function typedPortal(word: string): Portal {
  const address = /^https?:\/\//iu.test(word) ? word : word.includes('.') ? `http://${word}` : null;
  if (address === null || !URL.canParse(address)) {
    throw new ConfigError(
      `Cannot harvest "${word}": it is neither an id of the registry ("ogi portals" lists them) nor the address of a home page`,
    );
  }
  const url = new URL(address);
  const path = url.pathname === '/' ? '' : url.pathname;
  const id = `${url.host.replace(/^www\./u, '')}${path}${url.search}`
    .replace(/[^\p{L}\p{N}.]+/gu, '_')
    .replace(/_+$/u, '');
  return { id, name: null, home: url.href, floor: null };
}

function announce({ io, json, config }: CommandContext, portals: readonly Portal[]): void {
  if (json) return;
  const names = portals.length === 1 ? (portals[0]?.home ?? '') : `${portals.length} portals`;
  io.err(
    `Harvesting ${names} into "${storePlace(config)}", gently: one request at a time per host, ${config.hostDelayMs} ms apart`,
  );
  if (config.proxyUrl !== null)
    io.err(
      `Through the proxy ${withoutSecrets(config.proxyUrl)}: names are not resolved here, so only their endings are checked`,
    );
}
