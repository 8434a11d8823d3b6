/** Settings of the mail source, declared for forms and help, and read into types. */
import { LeadspringError } from '../../base/plain.ts';
import type { Setting, SettingValues } from '../contract.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'list',
    type: 'text',
    default: null,
    help: 'Name of the list, for all mail of the input. Without it: List-Id or List-Post of each message, else the name of the file.',
  },
  {
    name: 'visibility',
    type: 'choice',
    choices: ['auto', 'public', 'private'],
    default: 'auto',
    help: 'Whether the mail may be shown in public. auto: public when a message carries the headers of a list or comes from a Pipermail archive, else private.',
  },
  {
    name: 'max_message_bytes',
    type: 'integer',
    default: 25_000_000,
    help: 'Largest message in bytes; a larger one fails with mail_too_large and is passed over.',
  },
];

export interface MailSettings {
  readonly list: string | undefined;
  readonly visibility: 'auto' | 'public' | 'private';
  readonly maxMessageBytes: number;
}

/** @throws LeadspringError setting_invalid, naming the setting */
export function mailSettings(values: SettingValues): MailSettings {
  const { list = null, visibility = 'auto', max_message_bytes: max = 25_000_000 } = values;
  if (list !== null && typeof list !== 'string') throw invalid('list', 'must be text');
  if (visibility !== 'auto' && visibility !== 'public' && visibility !== 'private') {
    throw invalid('visibility', 'must be auto, public or private');
  }
  if (typeof max !== 'number' || !Number.isInteger(max) || max < 1000 || max > 250_000_000) {
    throw invalid('max_message_bytes', 'must be a whole number from 1000 to 250000000');
  }
  const name = list?.trim() ?? '';
  return { list: name === '' ? undefined : name, visibility, maxMessageBytes: max };
}

function invalid(field: string, problem: string): LeadspringError {
  return new LeadspringError('setting_invalid', `${field} ${problem}`, { where: { field } });
}
