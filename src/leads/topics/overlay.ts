/**
 * An operator's own topics: a small file that is laid over the default list. It adds topics, changes or switches off
 * default ones, and names products with words of their own.
 */
import { z } from 'zod';
import { type Product, type Topic, type TopicTable, topicName, topicSchema, wordList } from './table.ts';
import { fold } from './text.ts';
import { checked, parseYaml, wrongValue, type YamlFile } from './yaml.ts';

const words = {
  add: wordList.optional(),
  remove: wordList.optional(),
  weak: wordList.optional(),
  company: wordList.optional(),
  unless: wordList.optional(),
  off: z.boolean().optional(),
};

/** A topic of the list, changed, or a new one. */
const change = z.strictObject({
  name: topicName,
  label: z.string().min(1).optional(),
  wants: topicSchema.shape.wants.optional(),
  factor: topicSchema.shape.factor.optional(),
  words: wordList.optional(),
  ...words,
});

const productSchema = z
  .strictObject({
    name: topicName,
    label: z.string().min(1).optional(),
    sources: z.array(z.string().min(1)).default([]),
    paths: z.array(z.string().min(2, 'a path begins with at least two characters')).default([]),
    topics: z.array(z.strictObject({ name: topicName, ...words })).default([]),
  })
  .refine(
    ({ sources, paths }) => sources.length + paths.length > 0,
    'a product owns at least one of `sources` and `paths`',
  );

const schema = z.strictObject({
  topics: z.array(change).default([]),
  products: z.array(productSchema).default([]),
});

type Change = z.infer<typeof change>;

const WHAT = 'list of topics';

/**
 * Lays the text of an operator's file over topics; `name` is for messages.
 * @throws LeadspringError `setting_invalid`, with the line and field
 */
export function layOver(topics: readonly Topic[], text: string, name: string): TopicTable {
  const file = parseYaml(text, name, WHAT);
  // An empty file is a file in which everything is commented out.
  const given = file.value === null ? schema.parse({}) : checked(file, WHAT, schema);
  const all = changed(topics, given.topics, file, ['topics']);
  const products = given.products.map((product, index): Product => {
    const at = ['products', index];
    if (given.products.findIndex(({ name: other }) => other === product.name) < index)
      throw wrongValue(file, WHAT, [...at, 'name'], `there are two products ${product.name}`);
    const own = changed(all, product.topics, file, [...at, 'topics'], 'define it under `topics` first');
    return { ...product, label: product.label ?? product.name, topics: own };
  });
  return { topics: all, products };
}

/** @param onlyKnown when given, new topics are refused with this advice */
function changed(
  topics: readonly Topic[],
  changes: readonly Change[],
  file: YamlFile,
  at: readonly PropertyKey[],
  onlyKnown?: string,
): readonly Topic[] {
  let all = topics;
  let fresh = 0;
  for (const [index, one] of changes.entries()) {
    const place = [...at, index];
    if (changes.findIndex(({ name }) => name === one.name) < index)
      throw wrongValue(file, WHAT, [...place, 'name'], `${one.name} stands here twice`);
    const known = all.find(({ name }) => name === one.name);
    if (known === undefined && onlyKnown !== undefined)
      throw wrongValue(file, WHAT, [...place, 'name'], `there is no topic ${one.name}; ${onlyKnown}`);
    // A new topic comes first: whoever defines it means it more than the general ones.
    if (known === undefined) {
      all = [...all.slice(0, fresh), added(one, file, place), ...all.slice(fresh)];
      fresh += 1;
    } else if (one.off === true) all = all.filter((topic) => topic !== known);
    else all = all.map((topic) => (topic === known ? edited(topic, one, file, place) : topic));
  }
  return all;
}

function added(one: Change, file: YamlFile, place: readonly PropertyKey[]): Topic {
  const { name, label, wants = 'guarantees', factor = 2, words: own = [], add = [] } = one;
  if (label === undefined) {
    const why = `there is no default topic ${name}, and a new one needs a \`label\``;
    throw wrongValue(file, WHAT, [...place, 'name'], why);
  }
  if (one.remove !== undefined || one.off !== undefined)
    throw wrongValue(file, WHAT, place, `${name} is new: there is nothing to take away`);
  const { weak = [], company = [], unless = [] } = one;
  return { name, label, wants, factor, words: [...own, ...add], weak, company, unless };
}

function edited(topic: Topic, one: Change, file: YamlFile, place: readonly PropertyKey[]): Topic {
  const remove = new Set((one.remove ?? []).map(fold));
  const had = new Set([...topic.words, ...topic.weak, ...topic.unless].map(fold));
  const stranger = [...remove].find((word) => !had.has(word));
  if (stranger !== undefined) {
    const why = `“${stranger}” is no word of ${topic.name}; \`leadspring score topics\` lists them`;
    throw wrongValue(file, WHAT, [...place, 'remove'], why);
  }
  const kept = (list: readonly string[], more: readonly string[] = []): string[] => [
    ...list.filter((word) => !remove.has(fold(word))),
    ...more,
  ];
  return {
    name: topic.name,
    label: one.label ?? topic.label,
    wants: one.wants ?? topic.wants,
    factor: one.factor ?? topic.factor,
    words: kept(one.words ?? topic.words, one.add),
    weak: kept(topic.weak, one.weak),
    company: kept(topic.company, one.company),
    unless: kept(topic.unless, one.unless),
  };
}
