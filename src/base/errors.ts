/**
 * The closed table of error codes. Every failure that a person or a program can see carries one of
 * these codes; each says who can fix it and whether trying again may help. `docs/reference/errors.md`
 * is tested against this table.
 */

/** Who can make the error go away. */
export type Fixer = 'user' | 'operator' | 'remote' | 'us';

interface ErrorSpec {
  readonly fixer: Fixer;
  /** True when the same call may succeed later without any change. */
  readonly retry: boolean;
  /** One sentence: what it means and what to do. */
  readonly help: string;
}

export const ERRORS = {
  // Input: files and records
  file_not_found: { fixer: 'user', retry: false, help: 'The path does not exist. Check its spelling.' },
  file_not_readable: {
    fixer: 'operator',
    retry: false,
    help: 'The file exists but may not be read. Give the user that runs leadspring read permission.',
  },
  file_expected: {
    fixer: 'user',
    retry: false,
    help: 'A file is expected here, but the path is a directory.',
  },
  directory_expected: {
    fixer: 'user',
    retry: false,
    help: 'A directory is expected here, but the path is a file.',
  },
  file_truncated: {
    fixer: 'user',
    retry: true,
    help: 'The compressed file ends early. What could be read is stored; bring the whole file and run again.',
  },
  file_corrupt: { fixer: 'user', retry: false, help: 'The file is damaged and cannot be decoded further.' },
  input_unrecognized: {
    fixer: 'user',
    retry: false,
    help: 'No source recognizes this input. The message says what was expected.',
  },
  line_malformed: { fixer: 'user', retry: false, help: 'A line does not have the declared format.' },
  line_too_long: {
    fixer: 'user',
    retry: false,
    help: 'A line is longer than the limit and was not read into memory.',
  },
  mail_malformed: { fixer: 'user', retry: false, help: 'A message cannot be parsed as mail.' },
  mail_too_large: { fixer: 'user', retry: false, help: 'A message is larger than the limit.' },
  csv_columns: {
    fixer: 'user',
    retry: false,
    help: 'The header of a CSV file lacks a needed column. Name it with a column setting or rename it.',
  },
  csv_value: { fixer: 'user', retry: false, help: 'A field of a CSV row has a value that cannot be read.' },
  commit_malformed: { fixer: 'user', retry: false, help: 'A commit cannot be read.' },
  git_failed: { fixer: 'user', retry: false, help: 'git ended with an error. The message quotes it.' },
  date_missing: { fixer: 'user', retry: false, help: 'A record has no usable date.' },
  date_in_future: {
    fixer: 'user',
    retry: false,
    help: 'A record is dated in the future. Check the clock that wrote it.',
  },
  date_out_of_range: { fixer: 'user', retry: false, help: 'A record is dated before 1990.' },
  record_malformed: { fixer: 'user', retry: false, help: 'A record lacks what its source needs.' },
  record_too_large: { fixer: 'user', retry: false, help: 'A record is larger than the limit.' },

  // Asking
  argument_invalid: { fixer: 'user', retry: false, help: 'An argument of the command is not valid.' },
  setting_invalid: { fixer: 'operator', retry: false, help: 'A setting has a value that is not allowed.' },
  source_unknown: {
    fixer: 'user',
    retry: false,
    help: 'There is no source of that name. `leadspring sources` lists them.',
  },
  lead_ambiguous: {
    fixer: 'user',
    retry: false,
    help: 'Several leads are called so. Name the one you mean by its domain, or by its id.',
  },
  organization_not_found: {
    fixer: 'user',
    retry: false,
    help: 'No organization or person of that name, domain or id is known.',
  },
  person_not_found: {
    fixer: 'user',
    retry: false,
    help: 'No person or handle of that id, address or login is known. A login is written login@platform.',
  },
  decision_not_found: {
    fixer: 'user',
    retry: false,
    help: 'There is no decision of that number. `leadspring identities history` lists them.',
  },
  decision_undone: {
    fixer: 'user',
    retry: false,
    help: 'The decision was undone already. Undo the undo to bring it back.',
  },
  decision_without_effect: {
    fixer: 'user',
    retry: false,
    help: 'The decision would change nothing: things are so already.',
  },
  person_locked: {
    fixer: 'user',
    retry: false,
    help: 'The person is locked and changes only by hand. Decide it yourself, or unlock the person.',
  },
  suggestion_not_found: {
    fixer: 'user',
    retry: false,
    help: 'There is no open suggestion of that id. `leadspring identities suggestions` lists them.',
  },
  failure_not_found: {
    fixer: 'user',
    retry: false,
    help: 'There is no failed event of that id, or several begin so. `leadspring failed` lists them.',
  },
  nothing_learned: {
    fixer: 'user',
    retry: false,
    help: 'There is nothing learned from outcomes that may be used. The message says why; `leadspring score train` tries again.',
  },
  history_too_short: {
    fixer: 'user',
    retry: false,
    help: 'Too little time was seen to compare leads with what came of them. The message says what is needed and what there is; older archives (a clone, mail, access logs) make the history longer at once.',
  },
  step_not_found: {
    fixer: 'user',
    retry: false,
    help: 'There is no step of that number. `leadspring leads history NAME` lists those of a lead.',
  },
  step_undone: {
    fixer: 'user',
    retry: false,
    help: 'The step was undone already. Undo the undo to bring it back.',
  },
  contact_forbidden: {
    fixer: 'user',
    retry: false,
    help: 'They asked not to be contacted, which stands above everything else. Undo that step if it was recorded by mistake.',
  },
  page_not_found: { fixer: 'user', retry: false, help: 'There is no page at this address.' },
  method_not_allowed: {
    fixer: 'user',
    retry: false,
    help: 'This address does not take that method. `docs/reference/routes.md` has the right one.',
  },
  request_forged: {
    fixer: 'user',
    retry: true,
    help: 'The request does not come from a page of this server, or the server was started anew. Load the page again.',
  },
  request_too_large: {
    fixer: 'user',
    retry: false,
    help: 'The body of the request is larger than the limit.',
  },
  host_not_allowed: {
    fixer: 'user',
    retry: false,
    help: 'Without accounts the pages answer to loopback names only. Use http://127.0.0.1 or http://localhost.',
  },
  run_in_progress: {
    fixer: 'user',
    retry: true,
    help: 'Another run of the same source is under way. Wait until it ends.',
  },

  // The network
  remote_unreachable: {
    fixer: 'remote',
    retry: true,
    help: 'The other server does not answer, or broke off. What was read is stored; the next run goes on from there.',
  },
  remote_refused: {
    fixer: 'operator',
    retry: false,
    help: 'The other server does not accept the credentials, or they lack a right. Check the secret settings of the source.',
  },
  remote_not_found: {
    fixer: 'operator',
    retry: false,
    help: 'The other server has nothing at that address. Check the settings of the source.',
  },
  remote_limited: {
    fixer: 'remote',
    retry: true,
    help: 'The other server asks to wait longer than a run does. The next run goes on from there.',
  },
  remote_failed: { fixer: 'remote', retry: true, help: 'The other server reports an error of its own.' },
  remote_answer_malformed: {
    fixer: 'remote',
    retry: false,
    help: 'The other server answers, but not with what its documentation says. Check that the address is the right one.',
  },
  remote_answer_too_large: {
    fixer: 'remote',
    retry: false,
    help: 'An answer of the other server is larger than the limit.',
  },
  address_forbidden: {
    fixer: 'operator',
    retry: false,
    help: 'The address lies on this machine or in a private network, where sources may not reach. Name the host in allowedHosts if it is meant.',
  },
  delivery_not_authentic: {
    fixer: 'remote',
    retry: false,
    help: 'The signature or key of a delivery does not fit. Compare the secret on both sides.',
  },
  delivery_malformed: {
    fixer: 'remote',
    retry: false,
    help: 'A delivery cannot be read. The message says what was expected.',
  },
  too_busy: {
    fixer: 'remote',
    retry: true,
    help: 'More arrives than can be stored at the moment. Send it again after the time in Retry-After.',
  },
  source_name_taken: {
    fixer: 'user',
    retry: false,
    help: 'There is a source of that name already. Choose another with --name.',
  },
  source_way_missing: {
    fixer: 'user',
    retry: false,
    help: 'The source cannot be used that way: it has no server to ask, takes no deliveries, or reads no files.',
  },
  source_paused: {
    fixer: 'operator',
    retry: false,
    help: 'The source is paused. `leadspring sources resume NAME` lets it go on.',
  },
  secret_key_missing: {
    fixer: 'operator',
    retry: false,
    help: 'Secrets are encrypted with secretKey, which is not set. The message says how to make one.',
  },
  secret_unreadable: {
    fixer: 'operator',
    retry: false,
    help: 'A stored secret was encrypted with another secretKey. Bring that key back or enter the secret anew.',
  },

  // House
  config_invalid: {
    fixer: 'operator',
    retry: false,
    help: 'A configuration value is not valid. The message names it.',
  },
  bind_not_loopback: {
    fixer: 'operator',
    retry: false,
    help: 'Without accounts leadspring listens on loopback only. Use 127.0.0.1, ::1 or localhost.',
  },
  port_in_use: {
    fixer: 'operator',
    retry: true,
    help: 'Another program listens on this port. Choose another with --port.',
  },
  data_directory_locked: {
    fixer: 'operator',
    retry: true,
    help: 'Another leadspring uses this data directory. Stop it first or name another directory.',
  },
  data_directory_unusable: {
    fixer: 'operator',
    retry: false,
    help: 'The data directory cannot be created or written.',
  },
  database_start_failed: {
    fixer: 'operator',
    retry: true,
    help: 'The embedded database did not start. The message quotes it.',
  },
  database_unreachable: { fixer: 'operator', retry: true, help: 'The database does not answer.' },
  database_too_old: { fixer: 'operator', retry: false, help: 'PostgreSQL 15 or later is needed.' },
  schema_newer: {
    fixer: 'operator',
    retry: false,
    help: 'The database was written by a newer leadspring. Install that version or restore a backup.',
  },
  schema_behind: {
    fixer: 'operator',
    retry: false,
    help: 'Migrations are pending. Run `leadspring db migrate`.',
  },
  schema_changed: {
    fixer: 'us',
    retry: false,
    help: 'A migration that was already applied has another text now. Migrations are never edited.',
  },
  disk_full: {
    fixer: 'operator',
    retry: true,
    help: 'The disk is full. Nothing stored is lost; free space and run again, it resumes.',
  },
  reconciliation_failed: {
    fixer: 'us',
    retry: false,
    help: 'A run did not account for every record. Please report it with the run number.',
  },
  platform_unsupported: {
    fixer: 'operator',
    retry: false,
    help: 'There is no embedded PostgreSQL for this system. Set DATABASE_URL to a PostgreSQL of your own.',
  },
  internal: { fixer: 'us', retry: false, help: 'Something is broken inside leadspring. Please report it.' },
} as const satisfies Record<string, ErrorSpec>;

export type ErrorCode = keyof typeof ERRORS;

/** The one JSON shape of an error, in the API, the CLI (`--json`) and failed events. */
export interface ErrorJson {
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly help: string;
    readonly fixer: Fixer;
    readonly retry: boolean;
    readonly where?: { readonly file?: string; readonly line?: number; readonly field?: string };
  };
}

export interface Where {
  readonly file?: string;
  readonly line?: number;
  readonly field?: string;
}

/** An expected failure with a code of the table. `message` names the concrete thing that is wrong. */
export class LeadspringError extends Error {
  readonly code: ErrorCode;
  readonly where: Where | undefined;

  constructor(code: ErrorCode, message: string, options: { where?: Where; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'LeadspringError';
    this.code = code;
    this.where = options.where;
  }
}

/** Any thrown value as a LeadspringError; what is not one becomes `internal` with its cause kept. */
export function toLeadspringError(thrown: unknown): LeadspringError {
  if (thrown instanceof LeadspringError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new LeadspringError('internal', message, { cause: thrown });
}

/** The JSON shape of an error. */
export function errorJson(error: LeadspringError): ErrorJson {
  const spec = ERRORS[error.code];
  return {
    error: {
      code: error.code,
      message: error.message,
      help: spec.help,
      fixer: spec.fixer,
      retry: spec.retry,
      ...(error.where === undefined ? {} : { where: error.where }),
    },
  };
}

/** An error as plain data, for another process or thread. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly where?: Where;
}

export function toFailure(thrown: unknown): Failure {
  const { code, message, where } = toLeadspringError(thrown);
  return { code, message, ...(where === undefined ? {} : { where }) };
}

export function fromFailure({ code, message, where }: Failure): LeadspringError {
  return new LeadspringError(code, message, where === undefined ? {} : { where });
}
