/** The list of topics: its shape, and the default one. */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { partsOf } from './words.ts';
import { checked, parseYaml, readYamlFile } from './yaml.ts';

/** Words as a list is written: by commas, in one text or in one for each language. */
const text = z.union([z.string(), z.record(z.string(), z.string())]);

/** Words of a list, checked: each is of letters and digits, as `words.ts` says. */
export const wordList = text
  .transform((given) =>
    Object.values(typeof given === 'string' ? [given] : given)
      .flatMap((each) => each.split(/[,、،]/))
      .map((word) => word.trim().replace(/\s+/g, ' '))
      .filter((word) => word !== ''),
  )
  .superRefine((words, context) => {
    const wrong = words.find((word) => partsOf(word) === null);
    if (wrong === undefined) return;
    context.addIssue({
      code: 'custom',
      message: `“${wrong.slice(0, 60)}” is no word: words are letters and digits, separated by commas, with a * at an end of at least three letters, or # for a number beside a word`,
    });
  });

export const topicName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'a name is small letters, digits and underscores');

export const topicSchema = z.strictObject({
  name: topicName,
  label: z.string().min(1),
  wants: z.enum(['guarantees', 'do_it_yourself']),
  factor: z.number().positive(),
  /** Enough alone. */
  words: wordList,
  /** Count only in the company of another word, or where nothing else is said. */
  weak: wordList.optional().transform((given) => given ?? []),
  company: wordList.optional().transform((given) => given ?? []),
  /** Void weak words of the same text, and other words that are a part of them. */
  unless: wordList.optional().transform((given) => given ?? []),
});

export const topicsSchema = z
  .array(topicSchema)
  .refine(
    (topics) => new Set(topics.map(({ name }) => name)).size === topics.length,
    'no two topics may have the same name',
  );

/** A topic, and the words by which it is known. */
export type Topic = Readonly<z.infer<typeof topicSchema>>;

/** A product of the vendor's, with the words that its pages and conversations are searched for. */
export interface Product {
  readonly name: string;
  readonly label: string;
  /** Names of sources whose acts are about it. */
  readonly sources: readonly string[];
  /** Beginnings of the keys of its pages, releases, repositories, threads. */
  readonly paths: readonly string[];
  /** All topics, as they stand for this product. */
  readonly topics: readonly Topic[];
}

/** The topics in use. */
export interface TopicTable {
  readonly topics: readonly Topic[];
  readonly products: readonly Product[];
}

const DEFAULT = fileURLToPath(new URL('topics.yaml', import.meta.url));
let read: readonly Topic[] | undefined;

/** The topics that come with leadspring. */
export function defaultTopics(): readonly Topic[] {
  read ??= checked(
    parseYaml(readYamlFile(DEFAULT, 'list of topics'), 'topics.yaml', 'list of topics'),
    'list of topics',
    topicsSchema,
  );
  return read;
}
