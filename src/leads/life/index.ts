export { readToldDeals, type Told } from './deals.ts';
export { standingAt } from './fold.ts';
export {
  forgetReconstructed,
  type HistoryRow,
  keepHistory,
  readHistory,
  writeReconstructed,
} from './history_store.ts';
export { leftAlone } from './left_alone.ts';
export { type Lesson, withLessons } from './lessons.ts';
export { statusesOn } from './past.ts';
export { settle } from './settle.ts';
export { lifeOf, type StepOptions, type Stepped, stepLead, undoStep } from './steps.ts';
export { lastDealStep } from './store.ts';
export {
  type Amount,
  DISQUALIFY_REASONS,
  type DisqualifyReason,
  type LeadStatus,
  STATUSES,
  type Status,
  type Step,
  type StepDraft,
} from './types.ts';
