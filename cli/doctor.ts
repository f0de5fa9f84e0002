import { examples, type RegisterCommand } from './command.ts';
import { EXIT } from './exit.ts';

const MARK = { ok: 'ok     ', missing: 'missing', off: '-      ' } as const;

/** `ogi doctor`: what this machine has, and what is missing, with the fix. */
export const doctor: RegisterCommand = (program, run) => {
  program
    .command('doctor')
    .description('say what this machine has (browser, OCR, Redis, space …), what is missing, and how to get it')
    .option('--store', 'look at every object of the store instead: sizes, versions, what is damaged or lost (exit 3)')
    .addHelpText('after', examples('ogi doctor', 'ogi doctor --data /srv/ogi --json', 'ogi doctor --store'))
    .action((flags: { store?: boolean }) =>
      run(async (context) => {
        if (flags.store === true) return (await import('./store-state.ts')).tellStoreState(context);
        const { config, env, io, json } = context;
        const { inspectMachine } = await import('./machine.ts');
        const findings = await inspectMachine(config, env);
        if (json) io.out(JSON.stringify(findings));
        else {
          const width = Math.max(...findings.map(({ name }) => name.length));
          for (const { name, state, found, fix } of findings) {
            io.out(`${MARK[state]}  ${name.padEnd(width)}  ${found}`);
            if (fix !== null) io.out(`${' '.repeat(width + 11)}-> ${fix}`);
          }
        }
        return findings.some(({ required, state }) => required && state === 'missing') ? EXIT.usage : EXIT.done;
      }),
    );
};
