export { type AsideOptions, runAside, workAside } from './aside.ts';
export { type Clock, fixedClock, systemClock } from './clock.ts';
export {
  CONFIG,
  type Config,
  type ConfigOption,
  type DataSettings,
  describeConfig,
  keepDataSettings,
  type LoadedConfig,
  loadConfig,
  processEnvironment,
} from './config.ts';
export { jsonText, writtenRows } from './db/copy.ts';
export type { FixedType } from './db/fixed_rows.ts';
export { type MigrationStatus, migrate, migrationStatus, readMigrations } from './db/migrate.ts';
export { describeServer, openDatabase, reopenDatabase } from './db/open.ts';
export { resetDataDirectory } from './db/reset.ts';
export type { Client, CopyValue, Database, Queryable, WrittenRows } from './db/types.ts';
export {
  ERRORS,
  type ErrorCode,
  type ErrorJson,
  errorJson,
  type Failure,
  type Fixer,
  fromFailure,
  LeadspringError,
  toFailure,
  toLeadspringError,
  type Where,
} from './errors.ts';
export { readBody } from './http/body.ts';
export { type HttpClient, openHttp } from './http/client.ts';
export { openDial } from './http/forbidden.ts';
export type { Http, HttpAnswer, HttpRequest } from './http/types.ts';
export {
  type AssetId,
  type FailedEventId,
  type IdentityId,
  idFrom,
  isId,
  type MessageId,
  type OrganizationId,
  type PersonId,
  type RunId,
  randomId,
  type SignalId,
  type SourceId,
} from './ids.ts';
export { askForJob, type Job, type JobWorker, startJobs } from './jobs.ts';
export { type Logger, openLog } from './log.ts';
export { count, duration, noProgress, openProgress, type Progress, type ProgressState } from './progress.ts';
export { isSealed, openSecrets, type Secrets, sameSecret, secretsOf } from './secrets.ts';
