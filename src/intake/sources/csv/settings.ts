/** The settings of the source, and their checked form. */
import { LeadspringError } from '../../../base/plain.ts';
import { ACCESS_POINTS, type AccessPoint, type Setting, type SettingValues } from '../../contract.ts';
import { isSecretHeader } from './columns.ts';
import { FIELDS, type Field, KINDS, type Kind } from './kinds.ts';
import { isCurrency, parseDate } from './values.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'kind',
    type: 'choice',
    choices: ['auto', ...KINDS],
    default: 'auto',
    help: 'What the rows are. auto: guessed from the header.',
  },
  {
    name: 'columns',
    type: 'list',
    default: [],
    help: `Columns by hand, as field=Header; the rest is guessed. Fields: ${FIELDS.join(', ')}.`,
  },
  {
    name: 'date_order',
    type: 'choice',
    choices: ['auto', 'dmy', 'mdy'],
    default: 'auto',
    help: 'How 03/04/2026 is read: dmy = 3 April, mdy = 4 March. auto: decided by the column, else dmy.',
  },
  {
    name: 'currency',
    type: 'text',
    default: 'EUR',
    help: 'ISO 4217 code of amounts that name no currency.',
  },
  {
    name: 'item',
    type: 'text',
    default: null,
    help: 'The plan, book, event or campaign of all rows, for files without such a column.',
  },
  {
    name: 'date',
    type: 'text',
    default: null,
    help: 'The date of all rows (2026-03-31), for book sales, attendees and spend without such a column.',
  },
  {
    name: 'channels',
    type: 'list',
    default: [],
    help: 'Marketing channels by hand, as channel=access_point, e.g. radio=event.',
  },
];

export interface CsvSettings {
  readonly kind: Kind | 'auto';
  readonly columns: ReadonlyMap<Field, string>;
  readonly dateOrder: 'auto' | 'dmy' | 'mdy';
  readonly currency: string;
  readonly item: string | undefined;
  readonly date: string | undefined;
  /** Channel in lower case → access point. */
  readonly channels: ReadonlyMap<string, AccessPoint>;
}

/** Checks the settings. Throws `setting_invalid` naming the setting. */
export function readSettings(values: SettingValues): CsvSettings {
  const currency = (text(values, 'currency') ?? 'EUR').toUpperCase();
  if (!isCurrency(currency)) throw invalid('currency', `"${currency}" is not an ISO 4217 code`);
  const date = text(values, 'date');
  if (date !== undefined && parseDate(date, 'dmy') === undefined) {
    throw invalid('date', `"${date}" is not a date like 2026-03-31`);
  }
  return {
    kind: choice(values, 'kind', ['auto', ...KINDS]),
    columns: readColumns(pairs(values, 'columns')),
    dateOrder: choice(values, 'date_order', ['auto', 'dmy', 'mdy']),
    currency,
    item: text(values, 'item'),
    date,
    channels: readChannels(pairs(values, 'channels')),
  };
}

function readColumns(list: readonly [string, string][]): Map<Field, string> {
  const columns = new Map<Field, string>();
  for (const [name, header] of list) {
    const field = FIELDS.find((known) => known === name);
    if (field === undefined)
      throw invalid('columns', `"${name}" is not a field; fields: ${FIELDS.join(', ')}`);
    if (isSecretHeader(header)) throw invalid('columns', `"${header}" looks like a secret and is never read`);
    columns.set(field, header);
  }
  return columns;
}

function readChannels(list: readonly [string, string][]): Map<string, AccessPoint> {
  const channels = new Map<string, AccessPoint>();
  for (const [channel, name] of list) {
    const accessPoint = ACCESS_POINTS.find((known) => known === name);
    if (accessPoint === undefined) {
      throw invalid(
        'channels',
        `"${name}" is not an access point; access points: ${ACCESS_POINTS.join(', ')}`,
      );
    }
    channels.set(channel.toLowerCase(), accessPoint);
  }
  return channels;
}

function text(values: SettingValues, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function choice<T extends string>(values: SettingValues, name: string, choices: readonly [T, ...T[]]): T {
  const value = values[name] ?? choices[0];
  const found = choices.find((known) => known === value);
  if (found === undefined) throw invalid(name, `"${value}" is not one of ${choices.join(', ')}`);
  return found;
}

function pairs(values: SettingValues, name: string): [string, string][] {
  const value = values[name] ?? [];
  const list = Array.isArray(value) ? value : [String(value)];
  return list.map((entry: string) => {
    const at = entry.indexOf('=');
    if (at < 1) throw invalid(name, `"${entry}" has not the form name=value`);
    return [entry.slice(0, at).trim(), entry.slice(at + 1).trim()];
  });
}

function invalid(name: string, what: string): LeadspringError {
  return new LeadspringError('setting_invalid', `csv setting ${name}: ${what}`, { where: { field: name } });
}
