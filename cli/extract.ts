import { requireContact } from '../config.ts';
import { examples, type CommandContext, type RegisterCommand } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { isAddress } from './source-name.ts';

/** `ogi extract`: documents to records on stdout; nothing is stored. */
export const extract: RegisterCommand = (program, run) => {
  program
    .command('extract')
    .summary('read documents and print one line of JSON a report; nothing is stored')
    .description(
      'read reports and print one line of JSON for each; nothing is stored.\n' +
        'What is no report or cannot be read is one line on stderr, "<name>: <code>: <why>", and exit code 3 at the end.',
    )
    .argument('<sources...>', 'files or addresses')
    .addHelpText(
      'after',
      examples(
        'ogi extract report.docx',
        'ogi extract reports/*.pdf > reports.jsonl',
        'ogi extract http://www.example.gov.cn/art/2024/1/22/art_1.html --contact me@university.example',
      ),
    )
    .action((sources: string[]) => run((context) => extractAll(context, sources)));
};

async function extractAll(context: CommandContext, sources: readonly string[]): Promise<ExitCode> {
  const { config, io, signal } = context;
  requireContact(config, sources.filter(isAddress));
  const { openSources } = await import('./extract-sources.ts');
  const { inOrder } = await import('../queue/in-order.ts');
  const opened = await openSources(context, { withNetwork: sources.some(isAddress) });
  let code: ExitCode = EXIT.done;
  try {
    const ahead = { limit: config.concurrency, signal };
    for await (const found of inOrder(sources, ahead, (source) => opened.read(source))) {
      for (const record of found.records) io.out(record);
      for (const { name, code: why, message } of found.troubles) io.err(`${name}: ${why}: ${message}`);
      if (found.isBug) code = EXIT.bug;
      else if (found.troubles.length > 0 && code === EXIT.done) code = EXIT.incomplete;
    }
    return code;
  } finally {
    await opened.close();
  }
}
