/** The settings of the source, and their checked form. */
import type { Setting, SettingValues, Visibility } from '../../contract.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'visibility',
    type: 'choice',
    choices: ['private', 'public'],
    default: 'private',
    help: 'public: a calendar that everybody may see. Events marked private or confidential, and who attends, stay private even then.',
  },
];

export interface IcalSettings {
  readonly visibility: Visibility;
}

export function readSettings({ visibility }: SettingValues): IcalSettings {
  return { visibility: visibility === 'public' ? 'public' : 'private' };
}
