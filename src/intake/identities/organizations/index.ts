/** Decisions about organizations: made, undone, explained. */
export { decideOrganization, type OrganizationDecided, undoOrganization } from './decide.ts';
export {
  explainOrganization,
  listOrganizationDecisions,
  type OrganizationExplanation,
  type OrganizationHistoryEntry,
} from './explain.ts';
export {
  findAnyHandle,
  findOrganization,
  type OrganizationHandle,
  type ShownEvidence,
} from './explain_store.ts';
export type { OrganizationDraft } from './types.ts';
