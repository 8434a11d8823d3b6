/**
 * The matcher on made-up identities with known truth: time, memory, growth with size, quality, and how long
 * one new identity takes at the largest size. Also dirty records after the manner of FEBRL.
 *
 *   node --max-old-space-size=2000 bench/identities_scale.ts [SIZE …]    default: 10000 100000 1000000
 */
import { matchRecords, openIndex } from '../src/intake/identities/matching/index.ts';
import { judgeMade } from './identities_judge.ts';
import { makeDirty, makePeople } from './identities_people.ts';
import { printTable } from './support/table.ts';

const given = process.argv.slice(2).map(Number);
const sizes = given.length === 0 ? [10_000, 100_000, 1_000_000] : given;
const rows: (readonly (string | number)[])[] = [];
const times: number[] = [];
for (const size of sizes) matchMany(size);
printTable(
  ['identities', 'seconds', 'of processor', 'peak MiB', 'precision', 'recall', 'F1', 'suggested'],
  rows,
);
const [first = 0, last = 0] = [times[0], times.at(-1)];
const [small = 1, large = 1] = [sizes[0], sizes.at(-1)];
if (large > small)
  console.log(
    `growth exponent (processor time) ${(Math.log(last / first) / Math.log(large / small)).toFixed(2)}`,
  );
placeMany(large);
const dirty = makeDirty(5000, 11);
const figures = judgeMade(dirty, matchRecords(dirty.records).clusters);
console.log(
  `dirty records (5,000 originals and copies): precision ${figures.precision.toFixed(4)}, recall ${figures.recall.toFixed(4)}, F1 ${figures.f1.toFixed(4)}`,
);

/** In a function, so that nothing of one size is held while the next is measured. */
function matchMany(size: number): void {
  const made = makePeople(size, 7);
  const from = performance.now();
  const before = process.cpuUsage();
  const result = matchRecords(made.records);
  const seconds = (performance.now() - from) / 1000;
  const { user, system } = process.cpuUsage(before);
  const processor = (user + system) / 1e6;
  times.push(processor);
  const { precision, recall, f1 } = judgeMade(made, result.clusters);
  const quality = [precision, recall, f1].map((value) => value.toFixed(4));
  rows.push([size, seconds, processor, peak(), ...quality, result.suggestions.length]);
}

/** Fills an index and times each of the last placements. */
function placeMany(size: number): void {
  const { records } = makePeople(size + 5000, 7);
  const index = openIndex({ expected: size });
  const from = performance.now();
  const took: number[] = [];
  for (const record of records) took.push(timed(() => index.place(record)));
  const seconds = (performance.now() - from) / 1000;
  const last = took.slice(size).sort((a, b) => a - b);
  const at = (share: number): string => (last[Math.floor(last.length * share)] ?? 0).toFixed(3);
  console.log(
    `one new identity at ${size.toLocaleString('en-US')}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(0.9999)} ms; filled in ${seconds.toFixed(0)} s, peak ${peak()} MiB`,
  );
}

function timed(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

function peak(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
