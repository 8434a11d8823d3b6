/** Settings of a source: text from the command line or a form becomes typed values, or a clear error. */
import { LeadspringError } from '../base/index.ts';
import type { Setting, SettingValues, Source } from './contract.ts';

/** The defaults of a source. */
export function defaultSettings(source: Source): SettingValues {
  return Object.fromEntries(source.settings.map((setting) => [setting.name, setting.default]));
}

/**
 * Typed settings from text, over what was there before.
 * @throws LeadspringError `setting_invalid`, naming the setting and what is allowed
 */
export function parseSettings(
  source: Source,
  given: Readonly<Record<string, string>>,
  before: SettingValues = {},
): SettingValues {
  const known = new Map(source.settings.map((setting) => [setting.name, setting]));
  const values: Record<string, SettingValues[string]> = { ...defaultSettings(source) };
  for (const [name, value] of Object.entries(before)) if (known.has(name)) values[name] = value;
  for (const [name, text] of Object.entries(given)) {
    const setting = known.get(name);
    if (setting === undefined) {
      const names = [...known.keys()].join(', ') || 'none';
      throw invalid(source, name, `is not a setting of it (it has: ${names})`);
    }
    values[name] = parseValue(source, setting, text);
  }
  return values;
}

function parseValue(source: Source, setting: Setting, text: string): SettingValues[string] {
  switch (setting.type) {
    case 'integer':
      if (!/^-?\d{1,15}$/.test(text)) throw invalid(source, setting.name, 'must be a whole number');
      return Number(text);
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw invalid(source, setting.name, 'must be true or false');
      return text === 'true';
    case 'choice':
      if (!setting.choices?.includes(text)) {
        throw invalid(source, setting.name, `must be one of ${(setting.choices ?? []).join(', ')}`);
      }
      return text;
    case 'list':
      return text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
    default:
      return text;
  }
}

function invalid(source: Source, name: string, why: string): LeadspringError {
  return new LeadspringError('setting_invalid', `${source.name}: the setting ${name} ${why}.`, {
    where: { field: name },
  });
}
