/** From evidence to a probability and the reasons that add up to it. */
import { eachFinding, type Finding } from './evidence.ts';
import type { Frequencies } from './frequencies.ts';
import type { Parameters } from './parameters.ts';
import type { Profile } from './profile.ts';
import { sentenceFor } from './sentences.ts';
import type { PairScore } from './types.ts';

/** log2 of the odds that two records picked at random are one person's, among so many. */
export function priorFor(parameters: Parameters, people: number): number {
  const chance = Math.min(0.5, parameters.partners / Math.max(2, people));
  return Math.log2(chance / (1 - chance));
}

/** log2(m / u) of one finding. */
export function weightOf(finding: Finding, parameters: Parameters): number {
  const agreement = parameters.agreement[finding.comparison][finding.level] ?? finding.chance;
  const weight = Math.log2(agreement / finding.chance);
  // A shared mailbox says nothing, rather than that two who use it are different people.
  return finding.comparison === 'address' && finding.level !== 'different' ? Math.max(0, weight) : weight;
}

/** log2 odds to a probability. */
export const probabilityOf = (logOdds: number): number => 1 / (1 + 2 ** -logOdds);

/** The log2 odds of one pair after another, without keeping what is found. */
export function openScale(
  counts: Frequencies,
  parameters: Parameters,
): (a: Profile, b: Profile, prior: number) => number {
  let total = 0;
  const weigh = (finding: Finding): void => {
    total += weightOf(finding, parameters);
  };
  return (a, b, prior) => {
    total = prior;
    eachFinding(a, b, counts, weigh);
    return total;
  };
}

/** The log2 odds of a pair. */
export function sumUp(findings: readonly Finding[], parameters: Parameters, prior: number): number {
  let total = prior;
  for (const finding of findings) total += weightOf(finding, parameters);
  return total;
}

/** The answer about a pair, with a sentence for each finding. */
export function explainPair(
  ids: readonly [string, string],
  findings: readonly Finding[],
  parameters: Parameters,
  prior: number,
): PairScore {
  const reasons = findings.map((finding) => ({
    reason: sentenceFor(finding),
    weight: weightOf(finding, parameters),
  }));
  const total = reasons.reduce((sum, { weight }) => sum + weight, prior);
  return { a: ids[0], b: ids[1], probability: probabilityOf(total), prior, reasons };
}
