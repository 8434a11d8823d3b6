/** The life of a lead: assigned, noted, snoozed, disqualified, won, lost, left alone. */
import { Command, type Command as Commander, InvalidArgumentError, Option } from 'commander';
import { LeadspringError } from '../../../base/index.ts';
import {
  type Amount,
  DISQUALIFY_REASONS,
  type DisqualifyReason,
  findLead,
  type ListedLead,
  lifeOf,
  readHistory,
  rebuildHistory,
  refreshStepped,
  type StepDraft,
  standingAt,
  stepLead,
  undoStep,
} from '../../../leads/index.ts';
import type { CliContext, OpenedDatabase } from '../context.ts';
import { lifeText, sayStatus, sayStep } from '../leads_life_text.ts';
import { leadOptions } from '../main_job.ts';
import { authorOption, jsonOption, overrides, parseDay, progressFor, wholeNumber } from '../options.ts';
import { safe } from '../show.ts';

/** What a step's options are called after commander has read them. */
interface StepFlags {
  readonly json?: boolean;
  readonly author: string;
  readonly amount?: Amount;
  readonly text?: string;
}

/** The lead an operator means. @throws LeadspringError `organization_not_found` */
export async function leadOf({ db }: Pick<OpenedDatabase, 'db'>, text: string): Promise<ListedLead> {
  const found = await findLead(db, text);
  if (found !== null) return found;
  throw new LeadspringError('organization_not_found', `Nothing is known of "${text}".`);
}

function parseAmount(text: string): Amount {
  const [value = '', currency = ''] = text.trim().split(/\s+/);
  if (!/^\d{1,15}(\.\d{1,4})?$/.test(value) || !/^[A-Za-z]{3}$/.test(currency))
    throw new InvalidArgumentError('must look like "12000 EUR".');
  return { value, currency: currency.toUpperCase() };
}

function stepCommand(
  context: CliContext,
  name: string,
  description: string,
  more: {
    arguments?: (command: Commander) => Commander;
    draft(args: readonly string[], flags: StepFlags): StepDraft;
  },
): Commander {
  const command = new Command(name)
    .description(description)
    .argument('<lead>', 'name, domain or id of an organization or person')
    .addOption(authorOption())
    .addOption(jsonOption());
  return (more.arguments?.(command) ?? command).action(async (...given: unknown[]) => {
    const self = given.at(-1) as Commander;
    const flags = self.optsWithGlobals<StepFlags>();
    const [wanted = '', ...args] = self.args;
    await context.withDatabase(overrides(self), async (opened) => {
      const draft = more.draft(args, flags);
      if (draft.kind === 'do_not_contact') noAddress(wanted);
      const lead = await leadOf(opened, wanted);
      const options = { author: flags.author, now: context.clock.now() };
      const { id, status } = await stepLead(opened.db, lead.id, draft, options);
      await refreshStepped(opened.db, lead.id, leadOptions(context, opened.config));
      if (flags.json) context.out.line(JSON.stringify({ lead: lead.id, step: id, status }, null, 2));
      else
        context.out.line(
          `${safe(lead.name)}: ${sayStep(draft, status)}. Take it back: leadspring leads undo ${id}`,
        );
    });
  });
}

/** An address names a person here, and the lead that it is found by is all of their organization. */
function noAddress(wanted: string): void {
  if (!/\S@\S/.test(wanted)) return;
  const instead = `Leave one person alone by \`leadspring identities leave-alone ${wanted.slice(0, 100)}\`, or name the organization by its domain.`;
  throw new LeadspringError('argument_invalid', `"${wanted.slice(0, 100)}" is a person. ${instead}`);
}

const amount = (command: Commander): Commander =>
  command.addOption(
    new Option('--amount <amount>', 'how much a year, such as "12000 EUR"').argParser(parseAmount),
  );
const text = (command: Commander): Commander =>
  command.option('--text <text>', 'what there is to say about it');

/** `leads assign|note|snooze|disqualify|won|lost|leave-alone|reopen` */
export function stepCommands(context: CliContext): readonly Commander[] {
  const step = stepCommand.bind(undefined, context);
  return [
    step('assign', 'Say who works on a lead; an empty name takes it back.', {
      arguments: (command) => command.argument('<owner>', 'who works on it'),
      draft: ([owner = '']) => ({ kind: 'assign', owner }),
    }),
    step('note', 'Write something down about a lead.', {
      arguments: (command) => command.argument('<text>', 'what to remember'),
      draft: ([note = '']) => ({ kind: 'note', text: note }),
    }),
    step('snooze', 'Let a lead rest until a day.', {
      arguments: (command) => command.argument('<day>', 'when it comes back, such as 2027-03-31', parseDay),
      // The first moment of the day, so that it is a lead on it.
      draft: ([day = '']) => ({ kind: 'snooze', until: Date.parse(day) }),
    }),
    step('disqualify', 'Say why this is no lead. It comes back only when something significant happens.', {
      arguments: (command) =>
        text(command).addArgument(
          command.createArgument('<reason>', 'why').choices(Object.keys(DISQUALIFY_REASONS)),
        ),
      draft: ([reason = ''], flags) => ({
        ...{ kind: 'disqualify', reason: reason as DisqualifyReason },
        ...(flags.text === undefined ? {} : { text: flags.text }),
      }),
    }),
    step('won', 'Record that a lead became a customer.', {
      arguments: amount,
      draft: (_args, flags) => ({
        kind: 'won',
        ...(flags.amount === undefined ? {} : { amount: flags.amount }),
      }),
    }),
    step('lost', 'Record that a lead decided otherwise.', {
      arguments: (command) => text(amount(command)),
      draft: (_args, flags) => ({
        ...{ kind: 'lost' },
        ...(flags.amount === undefined ? {} : { amount: flags.amount }),
        ...(flags.text === undefined ? {} : { text: flags.text }),
      }),
    }),
    step('leave-alone', 'They asked not to be contacted. This stands above everything else.', {
      arguments: text,
      draft: (_args, flags) => ({
        ...{ kind: 'do_not_contact' },
        ...(flags.text === undefined ? {} : { text: flags.text }),
      }),
    }),
    step('reopen', 'Let a lead be one again.', { draft: () => ({ kind: 'reopen' }) }),
  ];
}

/** `leads undo` */
export function undoStepCommand(context: CliContext): Commander {
  return new Command('undo')
    .description('Undo a step: the lead stands as if it had not been.')
    .argument('<step>', 'number of the step', wholeNumber(1, 2_000_000_000))
    .addOption(authorOption())
    .addOption(jsonOption())
    .action(async (id: number, _flags: unknown, command: Commander) => {
      const flags = command.optsWithGlobals<StepFlags>();
      await context.withDatabase(overrides(command), async ({ db, config }) => {
        const undone = await undoStep(db, id, { author: flags.author, now: context.clock.now() });
        await refreshStepped(db, undone.subjectId, leadOptions(context, config));
        if (flags.json) context.out.line(JSON.stringify(undone, null, 2));
        else
          context.out.line(
            `Step ${id} is undone: ${sayStatus(undone.status)}. Take that back: leadspring leads undo ${undone.id}`,
          );
      });
    });
}

/** `leads history` */
export function historyCommand(context: CliContext): Commander {
  return new Command('history')
    .description('Tell what was done with a lead, and how its stage and score went.')
    .argument('[lead]', 'name, domain or id of an organization or person')
    .option(
      '--rebuild',
      'first make the past of all leads before they were computed: each month, and the last weeks (takes a computation of all leads for each)',
    )
    .addOption(jsonOption())
    .action(async (wanted: string | undefined, _flags: unknown, command: Commander) => {
      const flags = command.optsWithGlobals<{ readonly json?: boolean; readonly rebuild?: boolean }>();
      if (wanted === undefined && flags.rebuild !== true)
        throw new LeadspringError('argument_invalid', 'Name a lead, or say --rebuild.');
      await context.withDatabase(overrides(command), async (opened) => {
        const rebuilt = flags.rebuild === true ? await rebuild(context, opened) : null;
        if (wanted !== undefined) return tell(context, opened, wanted, flags.json === true);
        const { days, rows } = rebuilt ?? { days: 0, rows: 0 };
        const text = `The past of all leads was made of ${days} days: ${rows} changes are kept, marked as made afterwards.`;
        context.out.line(flags.json ? JSON.stringify(rebuilt, null, 2) : text);
      });
    });
}

async function rebuild(context: CliContext, { db, config }: OpenedDatabase) {
  const bar = progressFor(context);
  const state = (done: number) => ({ label: 'Making the past', done, unit: 'days' });
  const options = { ...leadOptions(context, config), signal: context.signal };
  const rebuilt = await rebuildHistory(db, { ...options, progress: (done) => bar.update(state(done)) });
  bar.finish(state(rebuilt.days));
  return rebuilt;
}

async function tell(
  context: CliContext,
  { db }: OpenedDatabase,
  wanted: string,
  json: boolean,
): Promise<void> {
  const lead = await leadOf({ db }, wanted);
  const { steps, status } = await lifeOf(db, lead.id);
  const life = { steps, status: standingAt(status, context.clock.now()) };
  const history = await readHistory(db, lead.id);
  context.out.line(
    json ? JSON.stringify({ lead: lead.id, ...life, history }, null, 2) : lifeText(life, history),
  );
}
