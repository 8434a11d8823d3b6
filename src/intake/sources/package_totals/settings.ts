/** The settings of the source, and their checked form. */
import { LeadspringError } from '../../../base/plain.ts';
import type { Setting, SettingValues } from '../../contract.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'npm',
    type: 'list',
    default: [],
    help: 'Packages of npm, such as acme-widget, @acme/widget.',
  },
  {
    name: 'pypi',
    type: 'list',
    default: [],
    help: 'Packages of the Python Package Index, such as acme-widget.',
  },
  {
    name: 'docker',
    type: 'list',
    default: [],
    help: 'Repositories of Docker Hub, such as acme/widget.',
  },
];

export interface TotalsSettings {
  readonly npm: readonly string[];
  readonly pypi: readonly string[];
  readonly docker: readonly string[];
}

/** @throws LeadspringError `setting_invalid` */
export function readSettings({ npm, pypi, docker }: SettingValues): TotalsSettings {
  return {
    npm: named('npm', npm, /^(?:@[\w.-]{1,100}\/)?[\w.-]{1,214}$/),
    pypi: named('pypi', pypi, /^[\w.-]{1,200}$/),
    docker: named('docker', docker, /^[\w-]{1,100}\/[\w.-]{1,200}$/),
  };
}

function named(setting: string, value: SettingValues[string] | undefined, form: RegExp): readonly string[] {
  const names = Array.isArray(value) ? value : [];
  const wrong = names.find((name) => !form.test(name));
  if (wrong === undefined) return names;
  throw new LeadspringError('setting_invalid', `${setting}: “${wrong.slice(0, 200)}” is not a name there.`);
}
