/** Records of the source: one is what a registry counted of one package, on one day or until then. */
import { z } from 'zod';
import type { SourceRecord } from '../../contract.ts';

export const REGISTRIES = ['npm', 'pypi', 'docker'] as const;
export type Registry = (typeof REGISTRIES)[number];

export const totalShape = z.object({
  total: z.object({
    registry: z.enum(REGISTRIES),
    package: z.string().min(1),
    day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
    count: z.int().min(0),
    /** Whether it was counted on that day only, or ever until then. */
    period: z.enum(['day', 'ever']),
  }),
});
export type Total = z.infer<typeof totalShape>['total'];

/** A record's body before it is checked. */
export interface Body {
  readonly total: { readonly [Field in keyof Total]: unknown };
}

export function recordOf(total: Body['total']): SourceRecord<Body> {
  const { registry, package: name, day } = total;
  return {
    id: `${String(registry)}:${String(name)}:${String(day)}`,
    place: { file: `${String(registry)} ${String(name)}` },
    body: { total },
  };
}
