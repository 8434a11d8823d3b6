/** The settings of the source, and their checked form. */
import { LeadspringError } from '../../../base/plain.ts';
import type { Setting, SettingValues } from '../../contract.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'date',
    type: 'text',
    default: null,
    help: 'The day (2026-03-31) that searches count for which have no date of their own, such as the last day of the export.',
  },
];

export interface SearchSettings {
  /** Milliseconds since the epoch. */
  readonly date: number | undefined;
}

/** @throws LeadspringError setting_invalid */
export function readSettings({ date }: SettingValues): SearchSettings {
  if (typeof date !== 'string' || date.trim() === '') return { date: undefined };
  const time = /^\d{4}-\d\d-\d\d$/.test(date.trim()) ? Date.parse(date.trim()) : Number.NaN;
  if (Number.isNaN(time)) {
    const message = `search_export setting date: "${date}" is not a day like 2026-03-31`;
    throw new LeadspringError('setting_invalid', message, { where: { field: 'date' } });
  }
  return { date: time };
}
