/** The main job: import inputs, refresh the leads, show both. */
import { availableParallelism } from 'node:os';
import pc from 'picocolors';
import { type Config, type Database, errorJson, toLeadspringError } from '../../base/index.ts';
import { importPaths, type Recognized, type Unrecognized } from '../../intake/index.ts';
import { type LeadOptions, listLeads, loadWeights, refreshLeads } from '../../leads/index.ts';
import type { CliContext, OpenedDatabase } from './context.ts';
import { leadJson, leadsText } from './leads_text.ts';
import { progressFor, threadsFor } from './options.ts';
import { type ImportOutcome, runJson, runsTable } from './show.ts';

/** What judging leads depends on. */
export function leadOptions(context: CliContext, config: Config): LeadOptions & { readonly now: number } {
  return {
    now: context.clock.now(),
    weights: loadWeights(config.weights),
    vendorDomains: config.vendorDomains,
  };
}

/** Computes the leads anew. */
export async function refresh(
  context: CliContext,
  opened: { readonly db: Database; readonly config: Config },
): Promise<void> {
  await refreshLeads(opened.db, leadOptions(context, opened.config));
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
  await refresh(context, opened);
  const runs = outcomes.map(runJson);
  const { rows, total } = await listLeads(opened.db, {
    sort: 'score',
    direction: 'descending',
    limit: SHOWN_LEADS,
  });
  if (job.json) {
    const unrecognized = job.unrecognized.map((each) => errorJson(each.error).error);
    context.out.line(
      JSON.stringify({ madeUp: job.madeUp, runs, leads: rows.map(leadJson), unrecognized }, null, 2),
    );
  } else {
    context.out.line(runsTable(runs));
    context.out.line();
    const heading = `The first ${rows.length} of ${total} leads`;
    context.out.line(
      pc.bold(rows.length === 0 ? 'No leads yet' : heading) + (job.madeUp ? pc.yellow('  (made up)') : ''),
    );
    context.out.line(leadsText(rows, context.out.columns));
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
          db: opened.db,
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
