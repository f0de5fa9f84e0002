import type { Plan } from '../queue/schedule.ts';
import { examples, type RegisterCommand } from './command.ts';
import { minutesOf } from './minutes.ts';
import type { ScheduleFlags } from './schedule-run.ts';

/** `ogi schedule`: harvests that nobody watches, at set times. */
export const schedule: RegisterCommand = (program, run) => {
  program
    .command('schedule')
    .description(
      'harvest at set times until stopped: each portal when it is due (weekly from January to June, else quarterly), at night, within a budget',
    )
    .argument('[portals...]', 'portal ids or home page addresses')
    .option('--all', 'every portal of the registry')
    .option('--years <range>', 'reporting years, such as 2021-2024 or 2023')
    .option('--cron <expression>', 'when runs begin: minute, hour, day, month, day of the week', '0 22 * * *')
    .option('--tz <zone>', 'time zone of --cron and --quiet', 'Asia/Shanghai')
    .option(
      '--quiet <hours>',
      'hours in which no portal is asked; a run that comes into them stops; "none"',
      '06:00-22:00',
    )
    .option('--jitter <minutes>', 'a run begins up to so much later', '20')
    .option('--budget <minutes>', 'a run stops after so long and says what is left')
    .option('--name <name>', 'with Redis: schedules of one name are one, kept by all who run it', 'nightly')
    .option('--once', 'one run now of what is due, then end: for cron and systemd timers')
    .addHelpText(
      'after',
      examples(
        'ogi schedule --all --contact me@university.example',
        'ogi schedule cn-42 cn-43 --cron "30 23 * * 6" --tz Asia/Shanghai --budget 240',
        'ogi schedule --all --once --notify https://chat.example/hooks/ogi',
      ),
    )
    .action((typed: string[], flags: ScheduleFlags) =>
      run(async (context) => {
        const { keepAsTyped } = await import('./schedule-run.ts');
        return keepAsTyped(context, typed, { flags, plan: await planOf(flags), budgetMs: budgetOf(flags) });
      }),
    );
};

async function planOf({ cron, tz, quiet, jitter }: ScheduleFlags): Promise<Plan> {
  const { readQuietHours, readTimetable } = await import('../queue/timetable.ts');
  return {
    timetable: readTimetable({ cron, tz }),
    quiet: readQuietHours(quiet, tz),
    jitterMs: minutesOf('--jitter', jitter, 0),
  };
}

function budgetOf({ budget }: ScheduleFlags): number | null {
  return budget === undefined ? null : minutesOf('--budget', budget, 1);
}
