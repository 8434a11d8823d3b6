/** One event → one signal, by the declared mapping. Pure. */
import { z } from 'zod';
import { type Adapted, failed, type SettingValues, type SourceRecord } from '../../contract.ts';
import { mappedAdapter, readMapping } from '../../deliveries/mapping.ts';

/** What the specification asks of every event, besides its type. */
const required = z.object({
  specversion: z.literal('1.0'),
  attributes: z.object({ source: z.string(), id: z.string() }),
});

/** Makes `adapt` for one mapping. @throws LeadspringError `setting_invalid` */
export function eventAdapter(settings: SettingValues): (record: SourceRecord<unknown>) => Adapted {
  const adapt = mappedAdapter('event', readMapping(settings));
  return (record) => {
    const { error } = required.safeParse(record.body);
    if (error === undefined) return adapt(record);
    const field = String(error.issues[0]?.path.at(-1) ?? 'specversion');
    return failed(record, 'record_malformed', `The event has no usable ${field}.`, { field });
  };
}
