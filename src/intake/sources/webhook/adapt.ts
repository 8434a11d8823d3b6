/** One message → one signal, by the declared mapping. Pure. */
import type { Adapted, SettingValues, SourceRecord } from '../../contract.ts';
import { mappedAdapter, readMapping } from '../../deliveries/mapping.ts';

/** Makes `adapt` for one mapping. @throws LeadspringError `setting_invalid` */
export function messageAdapter(settings: SettingValues): (record: SourceRecord<unknown>) => Adapted {
  return mappedAdapter('message', readMapping(settings));
}
