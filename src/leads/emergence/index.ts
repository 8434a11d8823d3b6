/** Statistically detected change: who emerged, since when, why, and how sure that is. */

export { type Bursts, type DayAdder, type DayCounts, dayAdder, findBursts } from './bursts.ts';
export type { DiscoveryMethod } from './combine.ts';
export { type CountContext, countSubject } from './counts.ts';
export { type EmergeOptions, emergenceOf, findEmerging, openTally, type Tally } from './emerge.ts';
export { type PackedCounts, packCounts, unpackCounts } from './packed.ts';
export { saySurprise } from './sentences.ts';
export { EMERGENCE_SETTINGS, type EmergenceSettings } from './settings.ts';
export type { Emergence, Measure, Staff, SubjectActs, SubjectCounts, Surprise } from './types.ts';
