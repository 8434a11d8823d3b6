/** Settings between their stored form, where secrets are sealed, and the form that sources see. */
import { hash } from 'node:crypto';
import { isSealed, LeadspringError, type Secrets } from '../../base/index.ts';
import type { Setting, SettingValues, Source } from '../contract.ts';
import type { SourceRow } from '../store.ts';

/** The secrets of this installation, opened only where there are any. */
export type OpenSecrets = () => Secrets;

/** For whoever has no source with secrets. @throws LeadspringError `secret_key_missing` */
export const noSecrets: OpenSecrets = () => {
  throw new LeadspringError('secret_key_missing', 'There is no key here to decrypt the secrets of sources.');
};

const placeOf = (name: string, setting: Setting): string => `${name}/${setting.name}`;

/** Settings as they are stored. @param name of the configured source, which sealed secrets are bound to */
export function sealSettings(
  source: Source,
  name: string,
  values: SettingValues,
  secrets: OpenSecrets,
): SettingValues {
  return mapSecrets(source, values, (text, setting) =>
    text === '' || isSealed(text) || isHashed(text)
      ? text
      : setting.hashed === true
        ? hashed(text)
        : secrets().seal(text, placeOf(name, setting)),
  );
}

const isHashed = (text: string): boolean => /^sha256:[0-9a-f]{64}$/i.test(text);
/** Keys are long and random, so a plain hash cannot be guessed back. */
const hashed = (text: string): string => `sha256:${hash('sha256', text, 'hex')}`;

/** Settings as sources see them. @throws LeadspringError `secret_unreadable`, `secret_key_missing` */
export function openSettings(source: Source, row: SourceRow, secrets: OpenSecrets): SettingValues {
  return mapSecrets(source, row.settings, (text, setting) =>
    isSealed(text) ? secrets().open(text, placeOf(row.name, setting)) : text,
  );
}

/** Settings as people may see them: of secrets only whether they are set. */
export function shownSettings(source: Source, values: SettingValues): SettingValues {
  return mapSecrets(source, values, (text) => (text === '' ? '' : '(hidden)'));
}

function mapSecrets(
  source: Source,
  values: SettingValues,
  change: (text: string, setting: Setting) => string,
): SettingValues {
  const changed: Record<string, SettingValues[string]> = { ...values };
  for (const setting of source.settings) {
    const value = values[setting.name];
    if (setting.secret !== true || value === null || value === undefined) continue;
    changed[setting.name] = Array.isArray(value)
      ? value.map((part) => change(String(part), setting))
      : change(String(value), setting);
  }
  return changed;
}
