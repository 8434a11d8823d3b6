/** Events of the hosted flavour, one JSON object a line (the shape of a `track` call). No source reads it yet. */
import { join } from 'node:path';
import type { Use } from '../story/events.ts';
import { jobAt, mailAt } from '../story/people.ts';
import { createOutput } from './output.ts';
import type { Writer } from './writer.ts';

const PATH = 'hosted/track.jsonl';

export async function hosted(directory: string): Promise<Writer> {
  const output = await createOutput(join(directory, PATH));
  let lines = 0;
  return {
    async take({ uses }) {
      for (const use of uses) {
        lines++;
        await output.append(`${JSON.stringify(shape(use, lines))}\n`);
      }
    },
    close: async () => [{ path: PATH, kind: 'hosted', bytes: await output.close(), lines }],
  };
}

function shape({ person, at, event, quantity }: Use, number: number): unknown {
  const organization = jobAt(person, at)?.organization;
  return {
    type: 'track',
    messageId: `track-${number}`,
    timestamp: new Date(at).toISOString(),
    event,
    userId: person.login,
    context: {
      groupId: organization?.id,
      traits: { email: mailAt(person, at), company: organization?.name },
    },
    properties: { quantity, made_up: true },
  };
}
