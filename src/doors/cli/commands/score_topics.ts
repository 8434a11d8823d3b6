/** The topics in use, and what they make of a text. */
import { Command } from 'commander';
import { LeadspringError } from '../../../base/index.ts';
import { loadWeights, type Topic, topicFinder, type Weights } from '../../../leads/index.ts';
import type { CliContext } from '../context.ts';
import { jsonOption, overrides } from '../options.ts';
import { safe } from '../show.ts';

interface Flags {
  readonly product?: string;
  readonly json?: boolean;
}

export function topicsCommand(context: CliContext): Command {
  return withProduct(new Command('topics'))
    .description('Show the topics in use with their words: the default ones and your own.')
    .action((_flags: Flags, command: Command) => {
      const { weights, product, json, from } = opened(context, command);
      const topics = topicsOf(weights, product);
      if (json) return context.out.line(JSON.stringify({ topics, products: productsJson(weights) }, null, 2));
      context.out.line(`Topics: ${from}\n`);
      for (const topic of topics) context.out.line(`${topicText(topic)}\n`);
      for (const { name, label, sources, paths } of weights.products)
        context.out.line(safe(`Product ${name} (${label}): ${[...sources, ...paths].join(', ')}`));
    })
    .addCommand(tryCommand(context));
}

function withProduct(command: Command): Command {
  return command
    .option('--product <name>', 'as they stand for this product of your list of topics')
    .addOption(jsonOption());
}

function tryCommand(context: CliContext): Command {
  return withProduct(new Command('try'))
    .description('Say which topics a title, a path or a search is about, and by which words.')
    .argument('<text...>', 'the text')
    .action((words: readonly string[], _flags: Flags, command: Command) => {
      const { weights, product, json } = opened(context, command);
      const text = words.join(' ');
      topicsOf(weights, product);
      const finder = topicFinder(weights, product);
      const matches = finder.explain(text).map(({ topic, counts, words: found, passedOver }) => ({
        ...{ topic: topic.name, label: topic.label, counts, words: found, passedOver },
      }));
      const topic = finder.topicOf(text);
      if (json) return context.out.line(JSON.stringify({ text, topic, matches }, null, 2));
      context.out.line(topic === null ? 'No topic.' : `Topic: ${topic}`);
      for (const match of matches) context.out.line(matchText(match));
    });
}

function opened(
  context: CliContext,
  command: Command,
): Omit<Flags, 'product'> & {
  readonly weights: Weights;
  readonly from: string;
  readonly product: string | null;
} {
  const { config } = context.config(overrides(command));
  const { product = null, json = false } = command.optsWithGlobals<Flags>();
  const from = config.topics === null ? 'the default ones' : `the default ones and ${config.topics}`;
  return { weights: loadWeights(config.weights, config.topics), product, json, from };
}

/** @throws LeadspringError `argument_invalid` */
function topicsOf({ topics, products }: Weights, product: string | null): readonly Topic[] {
  if (product === null) return topics;
  const found = products.find(({ name }) => name === product);
  if (found !== undefined) return found.topics;
  const known =
    products.length === 0 ? 'there are none' : `there are ${products.map(({ name }) => name).join(', ')}`;
  throw new LeadspringError(
    'argument_invalid',
    `No product “${product}” is in your list of topics: ${known}.`,
    {
      where: { field: 'product' },
    },
  );
}

const productsJson = ({ products }: Weights): unknown =>
  products.map(({ name, label, sources, paths }) => ({ name, label, sources, paths }));

function topicText({ name, label, wants, factor, words, weak, company, unless }: Topic): string {
  const lines = [
    `${name}: ${label} (${wants}, counts × ${factor})`,
    `  ${words.join(', ')}`,
    ...(weak.length === 0 ? [] : [`  in company: ${weak.join(', ')}`, `  of: ${company.join(', ')}`]),
    ...(unless.length === 0 ? [] : [`  but not with: ${unless.join(', ')}`]),
  ];
  return lines.map(safe).join('\n');
}

interface MatchJson {
  readonly topic: string;
  readonly counts: boolean;
  readonly words: readonly string[];
  readonly passedOver: readonly { readonly word: string; readonly why: string }[];
}

function matchText({ topic, words, passedOver }: MatchJson): string {
  return [
    ...(words.length === 0 ? [] : [`  ${topic}: by ${words.map((word) => `“${word}”`).join(', ')}`]),
    ...passedOver.map(({ word, why }) => `  ${topic}: not by “${word}”: ${why}`),
  ]
    .map(safe)
    .join('\n');
}
