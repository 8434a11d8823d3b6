export { readToldDeals, type Told } from './deals.ts';
export { type Lesson, withLessons } from './lessons.ts';
export { followMerges, lifeOf, type StepOptions, type Stepped, stepLead, undoStep } from './steps.ts';
export { type HistoryRow, keepHistory, lastDealStep, readHistory } from './store.ts';
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
