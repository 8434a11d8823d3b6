/** An event as Scarf exports it (Scarf documentation, "Data export"): the fields that are read, and nothing else. */
import { isbot } from 'isbot';
import { z } from 'zod';
import { type Fields, fieldsOf } from '../../text/json.ts';

/** Body of a record. All values are texts, as in a CSV; what JSON has otherwise is written out. */
export interface EventBody {
  readonly event: Fields;
}

/** The number of the visitor's device, the place and the agent are left behind; of the agent stays whether it is a robot. */
const FIELDS = [
  ...['id', 'type', 'package', 'pixel', 'version', 'time', 'referer'],
  ...['origin_connection_type', 'origin_company', 'origin_domain', 'dnt', 'confidence'],
] as const;

/** The kept fields of what may be an event. */
export function keptEvent(row: unknown): Fields {
  const fields = fieldsOf(row);
  const kept = FIELDS.flatMap((name) => {
    const value = fields[name];
    const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return plain ? [[name, String(value)] as const] : [];
  });
  const agent = fields.user_agent;
  return { ...Object.fromEntries(kept), robot: typeof agent === 'string' && isbot(agent.slice(0, 512)) };
}

const text = z.string().max(2_000).default('');
/** A record's body whose event is one. */
export const eventShape = z.object({
  event: z.object({
    id: z.string().min(1).max(200),
    type: z.string().min(1).max(100),
    time: z.string().regex(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/),
    package: text,
    pixel: text,
    version: text,
    referer: text,
    origin_connection_type: text,
    origin_company: text,
    origin_domain: text,
    dnt: text,
    confidence: text,
    robot: z.boolean(),
  }),
});
export type ScarfEvent = z.infer<typeof eventShape>['event'];
