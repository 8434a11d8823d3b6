/** Which organizations there are, who acts for them, and why: explained, decided, undone. */
import { Command } from 'commander';
import { type Database, LeadspringError } from '../../../base/index.ts';
import {
  decideOrganization,
  explainOrganization,
  findAnyHandle,
  findOrganization,
  listOrganizationDecisions,
  type OrganizationDecided,
  type OrganizationDraft,
  undoOrganization,
} from '../../../intake/index.ts';
import type { CliContext } from '../context.ts';
import { toJson } from '../identities_text.ts';
import { refreshTouched } from '../main_job.ts';
import { jsonOption, overrides, wholeNumber } from '../options.ts';
import { organizationDecidedText, organizationHistoryText, organizationText } from '../organizations_text.ts';

interface Flags {
  readonly json?: boolean;
  readonly reason?: string;
  readonly limit?: number;
}

const ORGANIZATION = 'a domain, a name, or an id';
const HANDLE =
  'whose: an address or login@platform of a person, or a domain, network or name of an organization';

export function organizationsCommand(context: CliContext): Command {
  const command = new Command('organizations').description(
    'See and decide which organization is meant, who acts for it, and why.',
  );
  const inner = [
    explainCommand(context),
    verdictCommand(
      context,
      'wrong',
      'Say that a person does not act for an organization, or that a domain, network or name is not its own. It sticks, and evidence of the same kind counts less for others.',
    ),
    verdictCommand(
      context,
      'right',
      'Say that a person acts for an organization, or that a domain, network or name is its own.',
    ),
    pairCommand(context, 'merge', 'Make one organization of two.'),
    pairCommand(context, 'subsidiary', 'Say that the first organization belongs to the second.'),
    renameCommand(context),
    undoCommand(context),
    historyCommand(context),
  ];
  for (const each of inner) command.addCommand(each.addOption(jsonOption()));
  return command;
}

async function organizationOf(db: Database, text: string): Promise<string> {
  const found = await findOrganization(db, text);
  if (found !== null) return found.id;
  throw new LeadspringError('organization_not_found', `There is no organization "${text.slice(0, 100)}".`);
}

async function handleOf(db: Database, text: string): Promise<string> {
  const found = await findAnyHandle(db, text);
  if (found !== null) return found.id;
  throw new LeadspringError('person_not_found', `Nobody is known as "${text.slice(0, 100)}".`);
}

/** Records or undoes a decision; the leads it touches are computed anew. */
function withDecision(
  context: CliContext,
  command: Command,
  work: (db: Database) => Promise<OrganizationDecided>,
): Promise<void> {
  return context.withDatabase(overrides(command), async ({ db, config }) => {
    const decided = await work(db);
    await refreshTouched(context, { db, config }, [decided]);
    context.out.line(
      command.opts<Flags>().json === true ? toJson(decided) : organizationDecidedText(decided),
    );
  });
}

function decideBy(
  context: CliContext,
  command: Command,
  draft: (db: Database) => Promise<OrganizationDraft>,
): Promise<void> {
  return withDecision(context, command, async (db) => {
    const { reason } = command.opts<Flags>();
    const reasons = reason === undefined ? [] : [{ reason }];
    return decideOrganization(db, { ...(await draft(db)), reasons }, { now: context.clock.now() });
  });
}

const withReason = (command: Command): Command => command.option('--reason <text>', 'why, for the record');

function explainCommand(context: CliContext): Command {
  return new Command('explain')
    .description('Say what is known of an organization: domains, names, owner, who acts for it and why.')
    .argument('<organization>', ORGANIZATION)
    .option('--limit <number>', 'at most so many pieces of evidence', wholeNumber(1, 10_000), 20)
    .action((wanted: string, flags: Flags, command: Command) =>
      context.withDatabase(overrides(command), async ({ db }) => {
        const told = await explainOrganization(db, wanted, { limit: flags.limit ?? 20 });
        context.out.line(flags.json === true ? toJson(told) : organizationText(told));
      }),
    );
}

function verdictCommand(context: CliContext, kind: 'wrong' | 'right', description: string): Command {
  return withReason(new Command(kind))
    .description(description)
    .argument('<handle>', HANDLE)
    .argument('<organization>', ORGANIZATION)
    .action((handle: string, organization: string, _flags: Flags, command: Command) =>
      decideBy(context, command, async (db) => ({
        kind,
        organizationIds: [await organizationOf(db, organization)],
        identityIds: [await handleOf(db, handle)],
      })),
    );
}

function pairCommand(context: CliContext, kind: 'merge' | 'subsidiary', description: string): Command {
  return withReason(new Command(kind))
    .description(description)
    .argument('<organization>', ORGANIZATION)
    .argument('<other>', ORGANIZATION)
    .action((one: string, other: string, _flags: Flags, command: Command) =>
      decideBy(context, command, async (db) => ({
        kind,
        organizationIds: [await organizationOf(db, one), await organizationOf(db, other)],
      })),
    );
}

function renameCommand(context: CliContext): Command {
  return withReason(new Command('rename'))
    .description('Name an organization.')
    .argument('<organization>', ORGANIZATION)
    .argument('<name>', 'what it is to be called')
    .action((organization: string, name: string, _flags: Flags, command: Command) =>
      decideBy(context, command, async (db) => ({
        kind: 'rename',
        organizationIds: [await organizationOf(db, organization)],
        name,
      })),
    );
}

function undoCommand(context: CliContext): Command {
  return withReason(new Command('undo'))
    .description('Undo a decision about organizations: everything is as if it had never been made.')
    .argument('<decision>', 'its number', wholeNumber(1, 999_999_999_999))
    .action((id: number, flags: Flags, command: Command) =>
      withDecision(context, command, (db) => {
        const reasons = flags.reason === undefined ? [] : [{ reason: flags.reason }];
        return undoOrganization(db, id, { now: context.clock.now(), reasons });
      }),
    );
}

function historyCommand(context: CliContext): Command {
  return new Command('history')
    .description('List the latest decisions about organizations, newest first.')
    .option('--limit <number>', 'at most so many', wholeNumber(1, 10_000), 20)
    .action((flags: Flags, command: Command) =>
      context.withDatabase(overrides(command), async ({ db }) => {
        const listed = await listOrganizationDecisions(db, flags.limit ?? 20);
        context.out.line(flags.json === true ? toJson(listed) : organizationHistoryText(listed));
      }),
    );
}
