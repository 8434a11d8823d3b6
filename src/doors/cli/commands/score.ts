import { Command } from 'commander';
import {
  type Learned,
  type LearnOptions,
  learnScore,
  loadWeights,
  readLearned,
  useLearned,
  validateScore,
  type Weights,
} from '../../../leads/index.ts';
import { databaseText } from '../backtest_text.ts';
import type { CliContext, OpenedDatabase } from '../context.ts';
import { leadOptions } from '../main_job.ts';
import { jsonOption, overrides, progressFor, wholeNumber } from '../options.ts';
import { table } from '../show.ts';
import { topicsCommand } from './score_topics.ts';

interface LearnFlags {
  readonly every: number;
  readonly horizon: number;
  readonly json?: boolean;
}

export function scoreCommand(context: CliContext): Command {
  return new Command('score')
    .description('What the score is made of, and whether anything better was learned from outcomes.')
    .addCommand(weightsCommand(context))
    .addCommand(topicsCommand(context))
    .addCommand(trainCommand(context))
    .addCommand(validateCommand(context))
    .addCommand(useCommand(context));
}

function weightsCommand(context: CliContext): Command {
  return new Command('weights')
    .description('Show the points of every act, and what is in use.')
    .addOption(jsonOption())
    .action(async (flags: { readonly json?: boolean }, command: Command) => {
      await context.withDatabase(overrides(command), async ({ db, config }) => {
        const weights = loadWeights(config.weights, config.topics);
        const learned = await readLearned(db);
        if (flags.json) return context.out.line(JSON.stringify({ weights, learned }, null, 2));
        context.out.line(`Weights: ${config.weights ?? 'src/leads/weights.yaml (the default)'}\n`);
        const rows = weights.acts.map(({ act, at, points, day, month, half_life: life }) => [
          ...[act, at, points, day, month, life],
        ]);
        context.out.line(
          table(['act', 'at', 'points', 'most a day', 'most a month', 'half-life (days)'], rows),
        );
        context.out.line(`\n${topicsText(weights)}\n\n${learnedText(learned)}`);
      });
    });
}

function topicsText({ topics, topic_acts: acts }: Weights): string {
  const rows = topics.map(({ name, label, wants, factor }) => [name, label, wants, `× ${factor}`]);
  return [
    table(['topic', 'in sentences', 'wants', 'counts'], rows),
    `Topics count in these acts: ${acts.join(', ')}. \`leadspring score topics\` shows their words.`,
  ].join('\n');
}

function withPeriods(command: Command): Command {
  return command
    .option('--every <days>', 'days from one look back to the next', wholeNumber(1, 365), 30)
    .option('--horizon <days>', 'days within which a deal counts', wholeNumber(1, 3_650), 365)
    .addOption(jsonOption());
}

function optionsOf(
  context: CliContext,
  { config }: OpenedDatabase,
  { every, horizon }: LearnFlags,
): LearnOptions {
  return {
    ...leadOptions(context, config),
    ...{ every, horizon, progress: progressFor(context), signal: context.signal },
  };
}

function trainCommand(context: CliContext): Command {
  return withPeriods(new Command('train'))
    .description('Learn the likelihood of a deal from outcomes, if there are enough; says why not otherwise.')
    .action(async (flags: LearnFlags, command: Command) => {
      await context.withDatabase(overrides(command), async (opened) => {
        const learned = await learnScore(opened.db, optionsOf(context, opened, flags));
        context.out.line(flags.json ? JSON.stringify(learned, null, 2) : learnedText(learned));
      });
    });
}

function validateCommand(context: CliContext): Command {
  return withPeriods(new Command('validate'))
    .option('--k <number>', 'how many are the first ones of a list', wholeNumber(1, 10_000), 10)
    .description('Back-test the score on the history of this database, and keep the figures for the page.')
    .action(async ({ k, ...flags }: LearnFlags & { readonly k: number }, command: Command) => {
      await context.withDatabase(overrides(command), async (opened) => {
        const { figures } = await validateScore(opened.db, {
          ...optionsOf(context, opened, flags),
          length: k,
        });
        context.out.line(flags.json ? JSON.stringify(figures, null, 2) : databaseText(figures));
      });
    });
}

function useCommand(context: CliContext): Command {
  const command = new Command('use');
  return command
    .description('Use what was learned, or go back to the default weights.')
    .addArgument(command.createArgument('<what>', 'what to use').choices(['learned', 'default']))
    .addOption(jsonOption())
    .action(async (what: string, flags: { readonly json?: boolean }, self: Command) => {
      await context.withDatabase(overrides(self), async ({ db }) => {
        await useLearned(db, what === 'learned');
        const learned = await readLearned(db);
        context.out.line(
          flags.json ? JSON.stringify({ using: what, learned }, null, 2) : learnedText(learned),
        );
      });
    });
}

function learnedText(learned: Learned | null): string {
  if (learned === null)
    return 'Nothing was learned yet: the default weights are in use. `leadspring score train` tries.';
  const { usable, wanted, reason, validation } = learned;
  const use = usable && wanted ? 'What was learned is in use.' : 'The default weights are in use.';
  const back = usable && !wanted ? ' An operator went back to them.' : '';
  if (validation === null) return `${use}${back} ${reason}`;
  const { brier, brierSkill, rankingQuality, defaultRankingQuality, reliability } = validation;
  return [
    `${use}${back} ${reason}`,
    `On later time: Brier score ${brier.toFixed(4)} (${(brierSkill * 100).toFixed(1)} % better than one probability for all); ranks ${(rankingQuality * 100).toFixed(1)} % of pairs rightly, the default weights ${(defaultRankingQuality * 100).toFixed(1)} %.`,
    table(
      ['leads', 'forecast', 'happened'],
      reliability.map(({ count, forecast, happened }) => [
        ...[count, `${(forecast * 100).toFixed(1)} %`, `${(happened * 100).toFixed(1)} %`],
      ]),
    ),
  ].join('\n');
}
