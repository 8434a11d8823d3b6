/** The log: JSON lines on standard error, with everything redacted that must never be in one. */
import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

export type { Logger };

/** Keys that are never written, wherever they stand at the first three levels. */
const REDACTED = [
  'password',
  'secret',
  'token',
  'authorization',
  'cookie',
  'databaseUrl',
  'address',
  'ip',
  'body',
  'raw',
];

/** A logger that writes to standard error. */
export function openLog(level: Config['logLevel']): Logger {
  const paths = REDACTED.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
  return pino(
    { level, base: null, redact: { paths, censor: '(hidden)' } },
    pino.destination({ fd: 2, sync: true }),
  );
}
