/** Decisions about people: made, undone, suggested, explained. */
export { type Answer, answerSuggestions, type Decided, decide, undo } from './decide.ts';
export {
  explainPerson,
  type HistoryEntry,
  listDecisions,
  type PersonExplanation,
  type Tie,
} from './explain.ts';
export {
  type Affiliation,
  findHandle,
  type Handle,
  type Member,
  readOrganizationPeople,
} from './explain_store.ts';
export type { MatcherReport } from './matcher.ts';
export { runMatcherAside } from './matcher_aside.ts';
export { listSuggestions, type Suggestion } from './suggestion_store.ts';
export type { DecisionDraft, Reason } from './types.ts';
