/** The main job: import inputs, refresh the leads, show both. */
import { availableParallelism } from 'node:os';
import pc from 'picocolors';
import { type Config, type Database, errorJson, toLeadspringError } from '../../base/index.ts';
import { importPaths, lastSeenAt, type Recognized, type Unrecognized } from '../../intake/index.ts';
import {
  type LeadOptions,
  leadJson,
  listLeads,
  loadWeights,
  refreshLeads,
  refreshLeadsOf,
} from '../../leads/index.ts';
import type { CliContext, OpenedDatabase } from './context.ts';
import { emptyText, leadsText } from './leads_text.ts';
import { progressFor, threadsFor } from './options.ts';
import { type ImportOutcome, runJson, runsTable } from './show.ts';

/** What judging leads depends on. */
export function leadOptions(context: CliContext, config: Config): LeadOptions & { readonly now: number } {
  return {
    now: context.clock.now(),
    weights: loadWeights(config.weights, config.topics),
    vendorDomains: config.vendorDomains,
    memberDomains: config.memberDomains,
  };
}

const DAY = 86_400_000;
/** Files that end earlier than this before now are an archive: today, everybody in them would merely be dormant. */
const ARCHIVE_AGE = 60 * DAY;

/**
 * Computes the leads anew, as of now.
 * @param archives when true and nothing happened for two months, as of the last act instead
 * @returns the instant as of which they were computed
 */
export async function refresh(
  context: CliContext,
  opened: { readonly db: Database; readonly config: Config },
  archives = false,
): Promise<number> {
  const options = leadOptions(context, opened.config);
  const last = archives ? await lastSeenAt(opened.db) : null;
  const asOf = last !== null && last < options.now - ARCHIVE_AGE ? last : options.now;
  await refreshLeads(opened.db, { ...options, now: asOf });
  return asOf;
}

/** Computes the leads anew that decisions touch. */
export async function refreshTouched(
  context: CliContext,
  { db, config }: { readonly db: Database; readonly config: Config },
  decided: readonly { readonly touched: readonly string[] }[],
): Promise<void> {
  const touched = decided.flatMap((each) => each.touched);
  await refreshLeadsOf(db, touched, leadOptions(context, config));
}

export interface MainJob {
  readonly inputs: readonly Recognized[];
  readonly unrecognized: readonly Unrecognized[];
  readonly madeUp: boolean;
  readonly json: boolean;
  /** Settings by kind of source. */
  readonly settings: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const SHOWN_LEADS = 10;

/** Imports, refreshes, prints. @returns whether a run failed */
export async function importAndShow(
  context: CliContext,
  opened: OpenedDatabase,
  job: MainJob,
): Promise<boolean> {
  const outcomes = await importInputs(context, opened, job);
  const asOf = await refresh(context, opened, true);
  const runs = outcomes.map(runJson);
  const { rows, total } = await listLeads(opened.db, { limit: SHOWN_LEADS });
  if (job.json) {
    const unrecognized = job.unrecognized.map((each) => errorJson(each.error).error);
    context.out.line(
      JSON.stringify(
        {
          madeUp: job.madeUp,
          asOf: new Date(asOf).toISOString(),
          runs,
          leads: rows.map(leadJson),
          unrecognized,
        },
        null,
        2,
      ),
    );
  } else {
    context.out.line(runsTable(runs));
    context.out.line();
    if (asOf < context.clock.now() - ARCHIVE_AGE) {
      const day = new Date(asOf).toISOString().slice(0, 10);
      context.out.line(`Nothing happened after ${day}, so the leads are shown as they stood on that day.`);
    }
    const heading = rows.length === 0 ? 'No leads yet' : `The first ${rows.length} of ${total} leads`;
    context.out.line(pc.bold(heading) + (job.madeUp ? pc.yellow('  (made up)') : ''));
    const none = { known: total > 0, filtered: false, emerging: false };
    context.out.line(rows.length === 0 ? emptyText(none) : leadsText(rows, context.out.columns));
  }
  return runs.some((run) => run.errors.length > 0);
}

async function importInputs(
  context: CliContext,
  opened: OpenedDatabase,
  job: MainJob,
): Promise<readonly ImportOutcome[]> {
  const progress = progressFor(context);
  const outcomes: ImportOutcome[] = [];
  for (const { source, paths } of job.inputs) {
    try {
      outcomes.push(
        await importPaths({
          ...{ db: opened.db, secrets: opened.secrets },
          kind: source.name,
          paths,
          settings: job.settings[source.name] ?? {},
          now: context.clock.now(),
          threads: threadsFor(opened.config.threads, availableParallelism()),
          madeUp: job.madeUp,
          progress,
          signal: context.signal,
        }),
      );
    } catch (thrown) {
      outcomes.push({ input: paths.join(' '), kind: source.name, errors: [toLeadspringError(thrown)] });
    }
    if (context.signal.aborted) break;
  }
  return outcomes;
}
