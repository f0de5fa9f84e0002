import type { Command } from 'commander';
import { Option } from 'commander';
import type { Setting, SettingName } from '../config.ts';
import { SETTINGS } from '../config.ts';

/** All settings as options of the program, so that they are understood before and after the name of a command. */
export function addSettings(program: Command): void {
  for (const setting of Object.values(SETTINGS)) {
    program.addOption(optionOf(setting));
    if (setting.placeholder === null) program.addOption(new Option(setting.flag.replace('--', '--no-')).hideHelp());
  }
  program.option('--json', 'print the result for a program');
}

/** What the command line says of each setting; a setting it does not name is absent. */
export function settingFlags(program: Command): Partial<Record<SettingName, string | boolean>> {
  const given: Record<string, unknown> = program.opts();
  const flags: Partial<Record<SettingName, string | boolean>> = {};
  for (const name of settingNames()) {
    const value = given[optionOf(SETTINGS[name]).attributeName()];
    if (typeof value === 'string' || typeof value === 'boolean') flags[name] = value;
  }
  return flags;
}

function settingNames(): SettingName[] {
  return Object.keys(SETTINGS).filter(isSetting);
}

function isSetting(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

function optionOf(setting: Pick<Setting<unknown>, 'flag' | 'placeholder' | 'help' | 'byDefault' | 'env'>): Option {
  const usual = setting.byDefault === null ? '' : ` (default: ${setting.byDefault})`;
  const value = setting.placeholder === null ? '' : ` <${setting.placeholder}>`;
  return new Option(`${setting.flag}${value}`, `${setting.help}${usual} [${setting.env}]`);
}
