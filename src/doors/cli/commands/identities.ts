/** Who is one person: suggestions, decisions, undo, and why. */
import { Command } from 'commander';
import { type Database, LeadspringError } from '../../../base/index.ts';
import {
  type Answer,
  answerSuggestions,
  type Decided,
  type DecisionDraft,
  decide,
  explainPerson,
  findHandle,
  type Handle,
  listDecisions,
  listSuggestions,
  runMatcherAside,
  undo,
} from '../../../intake/index.ts';
import { leftAlone } from '../../../leads/index.ts';
import type { CliContext } from '../context.ts';
import { decidedText, historyText, personText, suggestionsText, toJson } from '../identities_text.ts';
import { refresh, refreshTouched } from '../main_job.ts';
import { jsonOption, overrides, progressFor, wholeNumber } from '../options.ts';
import { leaveAloneCommand } from './identities_contact.ts';
import { identitiesMatchCommand } from './identities_match.ts';

interface Flags {
  readonly json?: boolean;
  readonly reason?: string;
  readonly limit?: number;
}

const HANDLE = 'an address, login@platform, or the id of an identity or person';

export function identitiesCommand(context: CliContext): Command {
  const command = new Command('identities').description(
    'See and decide which handles are one person, and why.',
  );
  const inner = [
    suggestionsCommand(context),
    answerCommand(context, 'accept', 'Accept suggestions: the two are one person.'),
    answerCommand(context, 'reject', 'Reject suggestions: they come back only with more evidence.'),
    pairCommand(context, 'merge', 'Make one person of the people of two handles.'),
    pairCommand(
      context,
      'never',
      'Say that two handles are not one person: never to be proposed or merged again.',
    ),
    pairCommand(context, 'move', 'Move the first handle to the person of the second.'),
    splitCommand(context),
    singleCommand(context, 'lock', 'Lock a person: only a hand changes whose handles they are.'),
    singleCommand(context, 'unlock', 'Unlock a person.'),
    renameCommand(context),
    undoCommand(context),
    leaveAloneCommand(context, HANDLE),
    explainCommand(context),
    historyCommand(context),
    matchAllCommand(context),
  ];
  for (const each of inner) command.addCommand(each.addOption(jsonOption()));
  return command.addCommand(identitiesMatchCommand(context));
}

/** Opens the database for a decision; the leads it touches are computed anew. */
function withDecision(
  context: CliContext,
  command: Command,
  work: (db: Database) => Promise<{ readonly decided: readonly Decided[]; readonly json: unknown }>,
): Promise<void> {
  return context.withDatabase(overrides(command), async ({ db, config }) => {
    const { decided, json } = await work(db);
    await refreshTouched(context, { db, config }, decided);
    context.out.line(command.opts<Flags>().json === true ? toJson(json) : decidedText(decided));
  });
}

/** Opens the database for an action of a command. */
function withDb(
  context: CliContext,
  command: Command,
  work: (db: Database) => Promise<{ readonly json: unknown; readonly text: string }>,
): Promise<void> {
  return context.withDatabase(overrides(command), async ({ db }) => {
    const { json, text } = await work(db);
    context.out.line(command.opts<Flags>().json === true ? toJson(json) : text);
  });
}

async function handleOf(db: Database, text: string): Promise<Handle> {
  const handle = await findHandle(db, text);
  if (handle === null)
    throw new LeadspringError('person_not_found', `Nobody is known as "${text.slice(0, 100)}".`);
  return handle;
}

/** Records what a hand decided, and tells it. */
function decideBy(
  context: CliContext,
  command: Command,
  handles: readonly string[],
  draft: (ids: readonly string[]) => DecisionDraft,
): Promise<void> {
  return withDecision(context, command, async (db) => {
    const ids: string[] = [];
    for (const text of handles) ids.push((await handleOf(db, text)).id);
    const { reason } = command.opts<Flags>();
    const reasons = reason === undefined ? [] : [{ reason }];
    const decided = await decide(db, { ...draft(ids), reasons }, { now: context.clock.now() });
    return { decided: [decided], json: decided };
  });
}

const withReason = (command: Command): Command => command.option('--reason <text>', 'why, for the record');

function suggestionsCommand(context: CliContext): Command {
  return new Command('suggestions')
    .description('List pairs that may be one person, surest first, each with its reasons.')
    .option('--limit <number>', 'at most so many', wholeNumber(1, 10_000), 20)
    .action((flags: Flags, command: Command) =>
      withDb(context, command, async (db) => {
        const { rows, total } = await listSuggestions(db, { limit: flags.limit ?? 20 });
        return { json: { total, suggestions: rows }, text: suggestionsText(rows, total) };
      }),
    );
}

function answerCommand(context: CliContext, answer: Exclude<Answer, 'never'>, description: string): Command {
  return new Command(answer)
    .description(description)
    .argument('<suggestion...>', 'ids of open suggestions')
    .action((ids: readonly string[], _flags: Flags, command: Command) =>
      withDecision(context, command, async (db) => {
        const decided = await answerSuggestions(db, answer, ids, { now: context.clock.now() });
        return { decided, json: { decided } };
      }),
    );
}

function pairCommand(context: CliContext, kind: 'merge' | 'never' | 'move', description: string): Command {
  return withReason(new Command(kind))
    .description(description)
    .argument('<handle>', HANDLE)
    .argument('<other>', HANDLE)
    .action((a: string, b: string, _flags: Flags, command: Command) =>
      decideBy(context, command, [a, b], ([one = '', other = '']) => ({ kind, identityIds: [one, other] })),
    );
}

function splitCommand(context: CliContext): Command {
  return withReason(new Command('split'))
    .description('Take handles out of their person; together they become a person of their own.')
    .argument('<handle...>', 'addresses, login@platform, or ids of identities, all of one person')
    .action((handles: readonly string[], _flags: Flags, command: Command) =>
      decideBy(context, command, handles, (identityIds) => ({ kind: 'split', identityIds })),
    );
}

function singleCommand(context: CliContext, kind: 'lock' | 'unlock', description: string): Command {
  return withReason(new Command(kind))
    .description(description)
    .argument('<person>', HANDLE)
    .action((person: string, _flags: Flags, command: Command) =>
      decideBy(context, command, [person], ([id = '']) => ({ kind, identityIds: [id] })),
    );
}

function renameCommand(context: CliContext): Command {
  return withReason(new Command('rename'))
    .description('Name a person.')
    .argument('<person>', HANDLE)
    .argument('<name>', 'what they are to be called')
    .action((person: string, name: string, _flags: Flags, command: Command) =>
      decideBy(context, command, [person], ([id = '']) => ({ kind: 'rename', identityIds: [id], name })),
    );
}

function undoCommand(context: CliContext): Command {
  return withReason(new Command('undo'))
    .description('Undo a decision: everything is as if it had never been made, whatever was decided since.')
    .argument('<decision>', 'its number', wholeNumber(1, 999_999_999_999))
    .action((id: number, flags: Flags, command: Command) =>
      withDecision(context, command, async (db) => {
        const reasons = flags.reason === undefined ? [] : [{ reason: flags.reason }];
        const undone = await undo(db, id, { now: context.clock.now(), reasons });
        return { decided: [undone], json: undone };
      }),
    );
}

function explainCommand(context: CliContext): Command {
  return new Command('explain')
    .description('Say what is known of a person, why these handles are one, and what was decided.')
    .argument('<person>', HANDLE)
    .action((person: string, _flags: Flags, command: Command) =>
      withDb(context, command, async (db) => {
        const explanation = await explainPerson(db, person);
        const doNotContact = (await leftAlone(db, [explanation.id])).has(explanation.id);
        const asked = doNotContact ? '\nAsked not to be contacted: do not write to them.' : '';
        return { json: { ...explanation, doNotContact }, text: `${personText(explanation)}${asked}` };
      }),
    );
}

function historyCommand(context: CliContext): Command {
  return new Command('history')
    .description('List the latest decisions, newest first.')
    .option('--limit <number>', 'at most so many', wholeNumber(1, 10_000), 20)
    .action((flags: Flags, command: Command) =>
      withDb(context, command, async (db) => {
        const listed = await listDecisions(db, { limit: flags.limit ?? 20 });
        return { json: listed, text: historyText(listed.history, listed.named) };
      }),
    );
}

function matchAllCommand(context: CliContext): Command {
  return new Command('match-all')
    .description(
      'Compare new handles with all others: merge what is sure, queue what is likely, and compute the leads anew.',
    )
    .option('--again', 'compare all with all, also when no handle is new')
    .action((flags: { readonly again?: boolean; readonly json?: boolean }, command: Command) =>
      context.withDatabase(overrides(command), async ({ db, config }) => {
        const bar = progressFor(context);
        const state = (done: number) => ({ label: 'Comparing', done, unit: 'handles' });
        const progress = (done: number): void => bar.update(state(done));
        const now = context.clock.now();
        const { signal } = context;
        const found = await runMatcherAside(db, { now, all: flags.again === true, progress, signal });
        if (signal.aborted) return;
        const report = found ?? { compared: 0, merged: 0, suggested: 0, retracted: 0 };
        bar.finish(state(report.compared));
        await refresh(context, { db, config }, true);
        const { compared, merged, suggested, retracted } = report;
        const text = `Compared ${compared} handles: ${merged} merged, ${suggested} suggested, ${retracted} taken back.`;
        context.out.line(flags.json === true ? JSON.stringify(report, null, 2) : text);
      }),
    );
}
