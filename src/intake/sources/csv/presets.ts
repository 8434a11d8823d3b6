/** Exports that are known by their header (presets.yaml): which column is which field, without guessing. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { FIELDS, type Field, KINDS, type Kind } from './kinds.ts';

export interface Preset {
  /** What people call the export. */
  readonly name: string;
  readonly kind: Kind;
  /** Headers that only together tell it. */
  readonly when: readonly string[];
  /** Headers by field, the first that is there. */
  readonly columns: Readonly<Partial<Record<Field, readonly string[]>>>;
  /** Fields of which in each row the first counts that is filled, not only the first that is there. */
  readonly filled: readonly Field[];
}

const names = z.array(z.string().min(1)).min(1);
const shape = z.array(
  z.strictObject({
    name: z.string().min(1),
    kind: z.enum(KINDS),
    when: names,
    columns: z.partialRecord(z.enum(FIELDS), names),
    filled: z.array(z.enum(FIELDS)).default([]),
  }),
);

/** Reads a table of presets. @throws ZodError for one that is not as it should be */
export function readPresets(yaml: string): readonly Preset[] {
  return shape.parse(parse(yaml)).map(({ columns, ...rest }) => {
    const filled = Object.entries(columns).filter(([, list]) => list !== undefined);
    return { ...rest, columns: Object.fromEntries(filled) };
  });
}

let known: readonly Preset[] | undefined;

/** The presets of this program. */
export function presets(): readonly Preset[] {
  known ??= readPresets(readFileSync(new URL('./presets.yaml', import.meta.url), 'utf8'));
  return known;
}
