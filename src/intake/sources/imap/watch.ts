/** Waits for new mail: the server tells when there is some (IDLE, RFC 2177), or is asked every two minutes. */
import type { ImapFlow } from 'imapflow';
import type { PullJob } from '../../contract.ts';
import { connect, isPassing, problemOf } from './connection.ts';
import { pauseAfter } from './pull.ts';
import { type ImapSettings, imapSettings } from './settings.ts';

/** Milliseconds after which the server is asked to tell. */
const IDLE_AFTER = 200;

/**
 * See `Source.watch`. Yields once for every time that the connection was made, for mail may have come while there
 * was none, and then whenever messages came; several that come together may be one.
 * @throws LeadspringError for what waiting does not mend, such as a changed password
 */
export async function* watchImap(job: PullJob): AsyncGenerator<void> {
  const settings = imapSettings(job.settings);
  for (let failures = 0; !job.signal.aborted; failures++) {
    try {
      for await (const news of newsOf(job, settings)) {
        failures = 0;
        yield news;
      }
    } catch (error) {
      const problem = problemOf(error, settings);
      if (!job.signal.aborted && !isPassing(problem)) throw problem;
    }
    await pauseAfter(failures, job.signal);
  }
}

/** Ends when the connection does. */
async function* newsOf(job: PullJob, settings: ImapSettings): AsyncGenerator<void> {
  const { client, close } = await connect(job, settings, IDLE_AFTER);
  try {
    yield* arrivals(client);
  } finally {
    close();
  }
}

async function* arrivals(client: ImapFlow): AsyncGenerator<void> {
  let news = true;
  let wake = (): void => undefined;
  client.on('exists', ({ count, prevCount }: { count: number; prevCount: number }) => {
    news ||= count > prevCount;
    wake();
  });
  client.on('close', () => wake());
  while (client.usable) {
    if (news) {
      news = false;
      yield;
      continue;
    }
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}
