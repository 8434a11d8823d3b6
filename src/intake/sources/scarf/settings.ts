/** The settings of the source, and their checked form. */
import { LeadspringError } from '../../../base/plain.ts';
import type { Setting, SettingValues } from '../../contract.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'least_confidence',
    type: 'integer',
    default: 50,
    help: 'How sure Scarf must be of a company, in percent. Events of companies it is less sure of count without one.',
  },
];

export interface ScarfSettings {
  /** 0..1 */
  readonly leastConfidence: number;
}

/** @throws LeadspringError setting_invalid */
export function readSettings({ least_confidence: percent }: SettingValues): ScarfSettings {
  const value = percent ?? 50;
  if (typeof value !== 'number' || value < 0 || value > 100) {
    const message = 'scarf setting least_confidence: must be between 0 and 100';
    throw new LeadspringError('setting_invalid', message, { where: { field: 'least_confidence' } });
  }
  return { leastConfidence: value / 100 };
}
