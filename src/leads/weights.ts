/** The weights table, read and checked. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { LeadspringError } from '../base/index.ts';
import { ACCESS_POINTS, ACTS, type AccessPoint, type Act } from '../intake/index.ts';
import type { Lesson } from './life/lessons.ts';

const positive = z.number().positive();
const weight = z.number().nonnegative();
const days = z.number().int().positive().max(36_500);

/** Rows by a least number, ascending, the first from 0, factors never falling: more is never worth less. */
const steps = z
  .array(z.strictObject({ from: z.number().int().nonnegative(), factor: positive }))
  .refine((rows) => rows[0]?.from === 0, 'the first row must be `from: 0`')
  .refine(
    (rows) => rows.every((row, i) => i === 0 || row.from > (rows[i - 1]?.from ?? 0)),
    'the rows must ascend by `from`',
  )
  .refine(
    (rows) => rows.every((row, i) => i === 0 || row.factor >= (rows[i - 1]?.factor ?? 0)),
    'the factors must not fall',
  );

const WORD = /^[\p{L}\p{N}]+( [\p{L}\p{N}]+)*$/u;

const schema = z.strictObject({
  acts: z.array(
    z.strictObject({
      act: z.enum(ACTS),
      at: z.enum([...ACCESS_POINTS, 'any']),
      points: weight,
      day: weight,
      month: weight,
      half_life: positive,
    }),
  ),
  topics: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z][a-z0-9_]*$/),
      label: z.string().min(1),
      wants: z.enum(['guarantees', 'do_it_yourself']),
      factor: positive,
      words: z
        .string()
        .transform((text) => text.split(',').map((word) => word.trim()))
        .pipe(
          z.array(
            z.string().regex(WORD, 'words are letters and digits with one blank between, comma-separated'),
          ),
        ),
    }),
  ),
  topic_acts: z.array(z.enum(ACTS)),
  fit: z.strictObject({
    kinds: z.record(z.string(), positive),
    person: positive,
    people: steps,
    people_days: days,
    own_domain: positive,
  }),
  breadth: z.strictObject({ access_point_points: weight, factors: steps }),
  stage: z.strictObject({
    dormant_after: days,
    needs_guarantees: days,
    building: days,
    using: days,
    steady_downloads: days,
    steady_download_days: z.number().int().positive(),
    asking: days,
    trying: days,
    talks: days,
    won: days,
    contract: days,
  }),
  segment: z.strictObject({
    days,
    guarantees: positive,
    do_it_yourself: positive,
    weights: z.strictObject({
      ask: weight,
      read: weight,
      deal: weight,
      commit: weight,
      topic: weight,
      talk: weight,
    }),
  }),
  person_score: weight,
});

/** The table; and what disqualifications taught, which is no part of it and comes from the database. */
export type Weights = Readonly<z.infer<typeof schema>> & { readonly lessons?: readonly Lesson[] };
export type ActWeight = Weights['acts'][number];
export type Topic = Weights['topics'][number];

const DEFAULT = new URL('weights.yaml', import.meta.url);

/**
 * Reads a weights table: the operator's file, or the default one.
 * @throws LeadspringError `file_not_found`, `setting_invalid` (naming the key)
 */
export function loadWeights(path: string | null = null): Weights {
  let text: string;
  try {
    text = readFileSync(path ?? DEFAULT, 'utf8');
  } catch (cause) {
    throw new LeadspringError(
      'file_not_found',
      `The weights table ${path ?? DEFAULT.pathname} cannot be read.`,
      { cause },
    );
  }
  return parseWeights(text, path ?? 'weights.yaml');
}

/** A weights table from YAML text; `name` is for messages. */
export function parseWeights(text: string, name: string): Weights {
  let table: unknown;
  try {
    table = parse(text);
  } catch (cause) {
    throw new LeadspringError('setting_invalid', `The weights table ${name} is not YAML.`, { cause });
  }
  const result = schema.safeParse(table);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.join('.') ?? '';
  const message = `The weights table ${name} has a wrong value at ${field === '' ? 'the top' : field}: ${issue?.message ?? ''}.`;
  throw new LeadspringError('setting_invalid', message, { where: { file: name, field } });
}

const NO_POINTS = { points: 0, day: 0, month: 0, half_life: 1 } as const;

/** The weight of an act at an access point: the first row that fits, else nothing. */
export function actWeight(
  weights: Weights,
  accessPoint: AccessPoint,
  act: Act,
): Omit<ActWeight, 'at' | 'act'> {
  return (
    weights.acts.find((row) => row.act === act && (row.at === accessPoint || row.at === 'any')) ?? NO_POINTS
  );
}

/** The topic of that name, or undefined. */
export function topicOf(weights: Weights, name: string | null): Topic | undefined {
  return name === null ? undefined : weights.topics.find((topic) => topic.name === name);
}

/** The factor of the last row whose `from` is reached. */
export function step(rows: Weights['breadth']['factors'], value: number): number {
  return rows.findLast((row) => value >= row.from)?.factor ?? 1;
}
