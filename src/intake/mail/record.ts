/** What `read` hands to `adapt`: one message as it stands in its archive, or why there is none. */
import type { ErrorCode } from '../../base/plain.ts';
import type { SourceRecord } from '../contract.ts';

/** Body of a record. A failed record keeps it, and is replayed from it. */
export interface MailBody {
  /** The untouched message; null when it could not be had. */
  readonly raw: Uint8Array | null;
  /** Name of the archive, for mail that names no list. */
  readonly container: string;
  /** The mbox separator line above the message; null for a message in a file of its own. */
  readonly separator: string | null;
  /** Why `raw` is null. */
  readonly problem?: Problem;
}

export interface Problem {
  readonly code: ErrorCode;
  readonly detail: string;
}

export type MailRecord = SourceRecord<MailBody>;

const PROBLEMS: readonly string[] = [
  'mail_too_large',
  'mail_malformed',
  'file_not_found',
  'file_not_readable',
  'file_truncated',
  'file_corrupt',
  'remote_not_found',
  'remote_answer_too_large',
] satisfies ErrorCode[];

/** A record that stands for something that could not be read. */
export function problemRecord(
  id: string,
  place: MailRecord['place'],
  code: ErrorCode,
  detail: string,
): MailRecord {
  return { id, place, body: { raw: null, container: '', separator: null, problem: { code, detail } } };
}

/** A replayed body is unknown until it is looked at. */
export function isMailBody(body: unknown): body is MailBody {
  if (typeof body !== 'object' || body === null) return false;
  const { raw, container, separator, problem } = body as Partial<Record<keyof MailBody, unknown>>;
  return (
    (raw instanceof Uint8Array || (raw === null && isProblem(problem))) &&
    typeof container === 'string' &&
    (separator === null || typeof separator === 'string')
  );
}

function isProblem(problem: unknown): problem is Problem {
  if (typeof problem !== 'object' || problem === null) return false;
  const { code, detail } = problem as Partial<Record<keyof Problem, unknown>>;
  return typeof code === 'string' && PROBLEMS.includes(code) && typeof detail === 'string';
}
