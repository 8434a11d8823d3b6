/** One connection to a mail server: opened at a checked address, ended with the run, its errors named. */
import { isIP } from 'node:net';
import type { ImapFlow, MailboxObject } from 'imapflow';
import { type ErrorCode, LeadspringError } from '../../../base/plain.ts';
import type { PullJob } from '../../contract.ts';
import type { ImapSettings } from './settings.ts';

export interface Connection {
  readonly client: ImapFlow;
  /** The folder, open for reading only, so that nothing becomes "seen". */
  readonly folder: MailboxObject;
  /** What the connection broke with, where commands only say that it is gone. */
  broken(): Error | undefined;
  /** To be called when done. */
  close(): void;
}

const TIMES = { connectionTimeout: 20_000, greetingTimeout: 10_000, socketTimeout: 120_000 } as const;
/** Beyond what a message may be: how its answer is wrapped. */
const WRAPPING = 1 << 20;
/** Bounds for what is not a message: a search answers with ten bytes for each message of the folder. */
const MOST_LINE = 64 << 20;
const MOST_TOKENS = 200_000;

/**
 * Logs in and opens the folder. The name is used for TLS, the checked address for the connection.
 * @param idleAfter milliseconds of rest after which the server is asked to tell what is new; without: never
 * @throws LeadspringError `address_forbidden`, `remote_unreachable`, `remote_refused`, `remote_not_found`,
 *   `remote_answer_malformed`
 */
export async function connect(job: PullJob, settings: ImapSettings, idleAfter?: number): Promise<Connection> {
  const { host, port, security, auth, folder, maxMessageBytes } = settings;
  if (job.dial === undefined) {
    throw new LeadspringError('address_forbidden', `No way to check the address of ${host} was given.`);
  }
  // Loaded where a connection is made: every command knows this source, and few make one.
  const { ImapFlow: Client } = await import('imapflow');
  const client = new Client({
    host: await job.dial(host, port),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    port,
    secure: security === 'tls',
    doSTARTTLS: security === 'starttls',
    auth,
    clientInfo: { name: 'leadspring' },
    logger: false,
    disableAutoIdle: idleAfter === undefined,
    autoIdleDelay: idleAfter,
    // Without a word within this time a connection counts as dead, so that of IDLE is renewed earlier.
    maxIdleTime: TIMES.socketTimeout / 2,
    maxLiteralSize: maxMessageBytes + WRAPPING,
    maxResponseSize: maxMessageBytes + MOST_LINE,
    maxLineLength: MOST_LINE,
    maxResponseTokens: MOST_TOKENS,
    ...TIMES,
  });
  let broken: Error | undefined;
  const close = (): void => client.close();
  client.on('error', (error: Error) => {
    broken ??= error;
    close();
  });
  job.signal.addEventListener('abort', close);
  const end = (): void => {
    job.signal.removeEventListener('abort', close);
    client.close();
  };
  try {
    await client.connect();
    const opened = await client.mailboxOpen(folder, { readOnly: true });
    if (typeof opened.uidValidity !== 'bigint') {
      throw new LeadspringError('remote_answer_malformed', `${host} opens a folder without its UIDVALIDITY.`);
    }
    return { client, folder: opened, broken: () => broken, close: end };
  } catch (error) {
    end();
    throw problemOf(broken ?? error, settings);
  }
}

/** Codes of imapflow for a connection that is gone, or never was. Those of the system begin with E. */
const GONE = new Set([
  'NoConnection',
  'EConnectionClosed',
  'StateLogout',
  'ClosedAfterConnectText',
  'ClosedAfterConnectTLS',
  'CONNECT_TIMEOUT',
  'GREETING_TIMEOUT',
  'UPGRADE_TIMEOUT',
]);
const TOO_LARGE = /^(?:Line|Literal|Response)TooLarge$|^TooMany/;
const CERTIFICATE = /CERT|^UNABLE_TO|^SELF_SIGNED|^ERR_TLS|^HOSTNAME_MISMATCH/;

/**
 * What went wrong, with a code. Says nothing that the server said, for it may quote what we sent; and keeps no cause,
 * which may hold the command.
 */
export function problemOf(error: unknown, settings: ImapSettings): LeadspringError {
  if (error instanceof LeadspringError) return error;
  if (!(error instanceof Error)) return new LeadspringError('internal', String(error));
  const thrown = error as Error & Readonly<Record<string, unknown>>;
  const code = typeof thrown.code === 'string' ? thrown.code : '';
  const say = (known: ErrorCode, what: string): LeadspringError =>
    new LeadspringError(known, `${settings.host} ${what}.`);
  if (thrown.authenticationFailed === true) return say('remote_refused', 'does not accept the log-in');
  if (thrown.mailboxMissing === true) return say('remote_not_found', `has no folder ${settings.folder}`);
  if (CERTIFICATE.test(code)) return say('remote_answer_malformed', `has no valid certificate (${code})`);
  if (TOO_LARGE.test(code)) return say('remote_answer_too_large', `sends more than the limit (${code})`);
  if (code === 'ETHROTTLE') return say('remote_limited', 'asks to wait');
  if (GONE.has(code) || /^E[A-Z]/.test(code)) {
    return say('remote_unreachable', `does not answer, or broke off (${code})`);
  }
  if (thrown.responseStatus === 'NO') return say('remote_failed', 'says NO to a command');
  return say('remote_answer_malformed', `does not speak IMAP as expected${code === '' ? '' : ` (${code})`}`);
}

/** Whether another try may help. */
export function isPassing({ code }: LeadspringError): boolean {
  return code === 'remote_unreachable' || code === 'remote_failed' || code === 'remote_limited';
}
