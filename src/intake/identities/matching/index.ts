export { type CsvMatchOptions, type CsvMatchSummary, matchCsv } from './csv.ts';
export { matchCsvAside } from './csv_aside.ts';
export { CROWDED_THREAD } from './evidence.ts';
export { type MatchOptions, type MatchResult, matchRecords } from './match.ts';
export type { Parameters } from './parameters.ts';
export { type IndexOptions, openIndex, type PeopleIndex, type Placement } from './place.ts';
export {
  DEFAULT_THRESHOLDS,
  type MatchRecord,
  type PairScore,
  type Reason,
  type ScoredPair,
  type Thresholds,
} from './types.ts';
