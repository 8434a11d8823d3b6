/** The frame of an `adapt` whose records are checked by a schema before anything is made of them. */
import type { z } from 'zod';
import { type Adapted, failed, type SourceRecord } from '../contract.ts';
import { stillUnreadable } from './unreadable.ts';

type Path = readonly PropertyKey[];

/**
 * Makes `adapt`: what could not be read stays so, what the schema does not allow fails and names the field, the rest is
 * adapted.
 * @param what what a record is called, in a failure and in the record itself
 * @param nameOf the first field that is wrong, as people should see it; by default its path below `what`
 */
export function checkedAdapter<T>(
  what: string,
  schema: z.ZodType<T>,
  adapt: (checked: T) => Adapted,
  nameOf: (path: Path) => string = (path) => path.filter((part) => part !== what).join('.'),
): (record: SourceRecord<unknown>) => Adapted {
  return (record) => {
    const unread = stillUnreadable(record);
    if (unread !== undefined) return unread;
    const parsed = schema.safeParse(record.body);
    if (parsed.success) return adapt(parsed.data);
    const field = nameOf(parsed.error.issues[0]?.path ?? []) || what;
    return failed(record, 'record_malformed', `The ${what} has no usable ${field}.`, { field });
  };
}
