/** People who asked not to be contacted. */
import { Command } from 'commander';
import { explainPerson } from '../../../intake/index.ts';
import { refreshStepped, stepLead } from '../../../leads/index.ts';
import type { CliContext } from '../context.ts';
import { leadOptions } from '../main_job.ts';
import { authorOption, overrides } from '../options.ts';
import { safe } from '../show.ts';

/** `identities leave-alone` */
export function leaveAloneCommand(context: CliContext, handle: string): Command {
  return new Command('leave-alone')
    .description(
      'A person asked not to be contacted. It holds under all their handles and whomever they act for, until it is undone.',
    )
    .argument('<person>', handle)
    .option('--text <text>', 'what there is to say about it')
    .addOption(authorOption())
    .action(async (wanted: string, _flags: unknown, command: Command) => {
      const flags = command.opts<{
        readonly json?: boolean;
        readonly author: string;
        readonly text?: string;
      }>();
      await context.withDatabase(overrides(command), async ({ db, config }) => {
        const person = await explainPerson(db, wanted);
        const text = flags.text === undefined ? {} : { text: flags.text };
        const by = { author: flags.author, now: context.clock.now() };
        const { id, status } = await stepLead(db, person.id, { kind: 'do_not_contact', ...text }, by);
        await refreshStepped(db, person.id, leadOptions(context, config));
        const name = safe(person.name === '' ? wanted : person.name);
        context.out.line(
          flags.json === true
            ? JSON.stringify({ person: person.id, step: id, status }, null, 2)
            : `${name}: not to be contacted. Take it back: leadspring leads undo ${id}`,
        );
      });
    });
}
