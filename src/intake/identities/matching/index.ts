export { matchRecords, type MatchOptions, type MatchResult } from './match.ts';
export { DEFAULT_THRESHOLDS, type MatchRecord, type PairScore, type Reason, type Thresholds } from './types.ts';
