import type { Command } from 'commander';
import { SOFTWARE, requireContact } from '../config.ts';
import { DeclinedError, PortalChangedError } from '../errors.ts';
import type { Discovery, Portal, VisitedPage } from '../model/portal.ts';
import { gapWords } from '../queue/looks.ts';
import { examples, type CommandContext, type RegisterCommand } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { choosePortals, readYears } from './harvest.ts';

/** `ogi discover`: a dry run that shows hub, column, lists and candidates with scores and reasons. */
export const discover: RegisterCommand = (program, run) => {
  const command: Command = program
    .command('discover')
    .description(
      'show how the reports of a portal would be found, without reading them; nothing is stored but the pages asked',
    )
    .argument('<portal>', 'portal id or home page address')
    .option('--years <range>', 'reporting years, such as 2021-2024')
    .option('--rejected', 'also show every link that was left, with its score and reasons')
    .addHelpText('after', examples('ogi discover http://www.example.gov.cn/', 'ogi discover cn-42 --json'));
  command.action((typed: string, flags: { years?: string; rejected?: boolean }) =>
    run(async (context) => {
      const years = flags.years === undefined ? null : readYears(flags.years);
      const [portal] = await choosePortals([typed], false, context);
      if (portal === undefined) throw new Error(`No portal was made of "${typed}"`);
      requireContact(context.config, [portal.home]);
      return show(context, portal, { years, rejected: flags.rejected === true });
    }),
  );
};

async function show(
  context: CommandContext,
  portal: Portal,
  options: { years: { from: number; to: number } | null; rejected: boolean },
): Promise<ExitCode> {
  const { io, json } = context;
  const discovery = await discoverDry(context, portal, options.years);
  if (discovery === null) return EXIT.incomplete;
  if (json) io.out(JSON.stringify(discovery));
  else for (const line of tree(discovery, options.rejected)) io.out(line);
  return discovery.trouble.some(({ error }) => error === 'BrowserMissing') ? EXIT.incomplete : EXIT.done;
}

/** Discovers a portal without harvesting it; null where it refuses or nothing is found, which is told on stderr. */
export async function discoverDry(
  context: CommandContext,
  portal: Portal,
  years: { from: number; to: number } | null = null,
): Promise<Discovery | null> {
  const { io, json, config, signal } = context;
  const { openWorld } = await import('../world.ts');
  const { discoverPortal } = await import('../crawlers/discover.ts');
  const { looksThatHold } = await import('../queue/revisit.ts');
  const { askOnce } = await import('../queue/steps/documents.ts');
  const world = await openWorld(config, {
    software: SOFTWARE,
    signal,
    tell: () => undefined,
    onTrouble: (line) => io.err(line),
  });
  const since = world.clock.now().toISOString();
  const before = (await world.store.portals.get(portal.id))?.discovery ?? null;
  const drawer = await world.openDrawer();
  try {
    return await discoverPortal(portal.home, {
      ask: async (url, from) => (await askOnce(world, url, since, from)).page,
      known: portal.column === undefined || portal.column === null ? [] : [portal.column],
      looked: looksThatHold(before?.gaps ?? [], world.clock.now()),
      ...(years === null ? {} : { years }),
      onPage: (page, found) => (json ? undefined : io.err(`${page.role} ${page.url} (${found} reports so far)`)),
      signal,
      drawer,
    });
  } catch (error) {
    if (!(error instanceof DeclinedError || error instanceof PortalChangedError)) throw error;
    io.err(`ogi: ${error.message}`);
    return null;
  } finally {
    await drawer?.close();
    await world.close();
  }
}

/** A discovery as a tree: the pages in the order of the way, and under each list the reports nominated there. */
function tree(discovery: Discovery, withRejected: boolean): string[] {
  const lines: string[] = [];
  const children = new Map<string | null, VisitedPage[]>();
  for (const page of discovery.pages) children.set(page.from, [...(children.get(page.from) ?? []), page]);
  const shown = new Set<string>();
  const walk = (from: string | null, indent: string): void => {
    for (const page of children.get(from) ?? []) {
      if (shown.has(page.url)) continue;
      shown.add(page.url);
      lines.push(`${indent}${page.role} (${page.kind}) ${page.title} ${page.url}`);
      for (const candidate of discovery.candidates.filter((one) => one.trail.at(-1)?.url === page.url)) {
        lines.push(
          `${indent}  + ${candidate.score} ${candidate.text} ${candidate.url}  [${candidate.reasons.join('; ')}]`,
        );
      }
      walk(page.url, `${indent}  `);
    }
  };
  walk(null, '');
  for (const { url, error, message } of discovery.trouble) lines.push(`! ${error} ${url}: ${message}`);
  for (const gap of discovery.gaps ?? []) lines.push(`? ${gapWords(gap)}`);
  if (withRejected) {
    for (const { url, text, score, reasons } of discovery.rejected)
      lines.push(`- ${score} ${text} ${url}  [${reasons.join('; ')}]`);
  }
  lines.push(
    `${discovery.candidates.length} reports nominated, ${discovery.rejected.length} links left, ${discovery.requests} pages looked at`,
  );
  return lines;
}
