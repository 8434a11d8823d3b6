/**
 * The part of base that needs no library: what sources and worker threads may load. A thread that only adapts
 * records would else pay some 30 MB for a database driver and a logger that it never uses.
 */
export { ERRORS, type ErrorCode, LeadspringError, toLeadspringError } from './errors.ts';
export type { Dial, Http, HttpAnswer, HttpRequest } from './http/types.ts';
export { type AssetId, idFrom } from './ids.ts';
