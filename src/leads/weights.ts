/** The weights table, read and checked. */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ACCESS_POINTS, ACTS, type AccessPoint, type Act } from '../intake/plain.ts';
import type { Lesson } from './life/lessons.ts';
import {
  checked,
  defaultTopics,
  layOver,
  parseYaml,
  readYamlFile,
  type Topic,
  type TopicTable,
  topicsSchema,
  versionOf,
} from './topics/index.ts';

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
  topics: topicsSchema.optional(),
  topic_acts: z.array(z.enum(ACTS)),
  fit: z.strictObject({
    kinds: z.record(z.string(), positive),
    person: positive,
    people: steps,
    people_days: days,
    own_domain: positive,
  }),
  breadth: z.strictObject({ access_point_points: weight, factors: steps }),
  climb: z.strictObject({ days, factors: steps }),
  network: z.strictObject({ month: z.number().min(0).max(1), points: weight }),
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

type Table = z.infer<typeof schema>;
/** The table with the topics in use; and what disqualifications taught, which is no part of it and comes from the database. */
export type Weights = Readonly<Omit<Table, 'topics'>> & TopicTable & { readonly lessons?: readonly Lesson[] };
export type ActWeight = Weights['acts'][number];

const DEFAULT = fileURLToPath(new URL('weights.yaml', import.meta.url));

let last: { readonly key: string; readonly weights: Weights } | undefined;

/**
 * Reads a weights table, the operator's or the default one, and lays the operator's list of topics over its topics.
 * Files that did not change are not read again: this is called for every signal.
 * @throws LeadspringError `file_not_found`, `setting_invalid` (naming the key)
 */
export function loadWeights(path: string | null = null, topics: string | null = null): Weights {
  const key = [path ?? DEFAULT, topics ?? ''].map((file) => `${file} ${versionOf(file)}`).join('\n');
  if (last?.key === key) return last.weights;
  const weights = parseWeights(readYamlFile(path ?? DEFAULT, WHAT), path ?? 'weights.yaml');
  const own = topics === null ? {} : layOver(weights.topics, readYamlFile(topics, TOPICS), topics);
  last = { key, weights: { ...weights, ...own } };
  return last.weights;
}

const WHAT = 'weights table';
const TOPICS = 'list of topics';

/** A weights table from YAML text; `name` is for messages. */
export function parseWeights(text: string, name: string): Weights {
  const { topics, ...table } = checked(parseYaml(text, name, WHAT), WHAT, schema);
  return { ...table, topics: topics ?? defaultTopics(), products: [] };
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
