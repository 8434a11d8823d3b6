/** Who may buy: scores, stages and the evidence for both. */

export { answersOf, type ExplainedLead, type LeadAnswers, rowAnswers } from './answers.ts';
export {
  type Backtest,
  type BacktestFigures,
  backtestDatabaseAside,
  backtestProjects,
  type LiftPoint,
  type Ranked,
  type RankedLine,
  type Rankings,
  rankedLines,
  readProjects,
  type Top,
} from './backtest/index.ts';
export type { CoursePoint } from './course.ts';
export {
  type Digest,
  type DigestEntry,
  type DigestLine,
  type DigestPeriod,
  digestJson,
  digestOf,
} from './digest.ts';
export { type ExplainedPart, type Explanation, explainLead, type TimelineRow } from './evidence.ts';
export type { EvidenceRow, PersonRow } from './evidence_store.ts';
export {
  type AccessPointChange,
  type AccessPointsView,
  type AccessPointView,
  accessPointsOf,
  changeAccessPoint,
  type FlowRow,
  RUNG_NAMES,
  type Rung,
  rungOf,
} from './flow/index.ts';
export { explainedJson, leadJson, leadsJson } from './json.ts';
export type { LeadRow, ListedLead } from './lead.ts';
export {
  type BacktestResult,
  type Learned,
  type LearnOptions,
  learnScore,
  likelihoodOfLead,
  modelInUse,
  readBacktest,
  readLearned,
  useLearned,
  validateScore,
} from './learned/index.ts';
export {
  type Amount,
  DISQUALIFY_REASONS,
  type DisqualifyReason,
  type HistoryRow,
  type LeadStatus,
  leftAlone,
  lifeOf,
  readHistory,
  STATUSES,
  type Status,
  type Step,
  type StepDraft,
  type Stepped,
  standingAt,
  stepLead,
  undoStep,
} from './life/index.ts';
export { findLead, LEAD_SORTS, type LeadFilter, type LeadSort, leadsAsOf, listLeads } from './list_store.ts';
export type { MindfulStep } from './mindful.ts';
export {
  type Likelihood,
  type LikelihoodModel,
  type ShareInterval,
  shareInterval,
} from './model/index.ts';
export type { NextStep } from './next_step.ts';
export { listPastLeads, type PastFilter } from './past_list.ts';
export { rebuildHistory } from './rebuild_history.ts';
export { followSignals, type LeadOptions, refreshLeads } from './refresh.ts';
export { refreshLeadsOf, refreshStepped } from './refresh_some.ts';
export type { Segment } from './segment.ts';
export { STAGES, type Stage } from './stage.ts';
export { subjectsOf } from './subjects_store.ts';
export { type Topic, type TopicMatch, topicFinder } from './topics/index.ts';
export type { TriedBefore } from './tried_before.ts';
export { loadWeights, type Weights } from './weights.ts';
