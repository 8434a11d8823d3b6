export {
  type Added,
  addSource,
  askNow,
  type Configuring,
  canReceive,
  changeSource,
  type OpenSecrets,
  openSource,
  type PullOptions,
  pauseSource,
  pullSource,
  removeSource,
  shownSettings,
  tryOut,
} from './configured/index.ts';
export {
  ACCESS_POINTS,
  type AccessPoint,
  type Act,
  type Delivery,
  type DropReason,
  type Setting,
  type Source,
  type Way,
} from './contract.ts';
export { unpackedFile } from './files/unpack.ts';
export { asKnownAt } from './identities/as_known/index.ts';
export {
  type Affiliation,
  type Answer,
  answerSuggestions,
  type Decided,
  type DecisionDraft,
  decide,
  explainPerson,
  findHandle,
  type Handle,
  type HistoryEntry,
  listDecisions,
  listSuggestions,
  type MatcherReport,
  type Member,
  type PersonExplanation,
  type Reason,
  readOrganizationPeople,
  runMatcherAside,
  type Suggestion,
  type Tie,
  undo,
} from './identities/decisions/index.ts';
export { type KnownDomain, knowDomain } from './identities/domains.ts';
export { DEFAULT_THRESHOLDS, matchCsvAside } from './identities/matching/index.ts';
export { organizationNameKey } from './identities/names.ts';
export { familyOfDomain } from './identities/organizations/families.ts';
export {
  decideOrganization,
  explainOrganization,
  findAnyHandle,
  findOrganization,
  listOrganizationDecisions,
  type OrganizationDecided,
  type OrganizationDraft,
  type OrganizationExplanation,
  type OrganizationHandle,
  type OrganizationHistoryEntry,
  type ShownEvidence,
  undoOrganization,
} from './identities/organizations/index.ts';
export { lastSeenAt } from './identities/store.ts';
export { type ImportOptions, importPaths, sourceOf } from './import.ts';
export { type Door, drain, type IntakeWorker, openDoor, startIntake } from './live/index.ts';
export { holdsMadeUp } from './made_up_store.ts';
export { type Recognized, recognizePaths, type Unrecognized } from './recognize.ts';
export { SOURCES } from './registry.ts';
export { replayFailures } from './replay.ts';
export type { Network, RunReport } from './run.ts';
export {
  type Counts,
  countFailures,
  type FailedEventRow,
  listFailures,
  listRuns,
  listSources,
  type RunRow,
  readFailure,
  type SourceSummary,
} from './store.ts';
