/**
 * Learns the model's parameters from the records themselves, without labels: expectation-maximization over
 * compared pairs (Dempster, Laird & Rubin, 1977; for linkage Winkler, 1988). Chances between different people
 * (u) come from frequencies and stay fixed, as in Splink, so only agreement (m) and the prior are learned.
 */
import type { Finding } from './evidence.ts';
import { DEFAULT_PARAMETERS, LEARNED, type Parameters } from './parameters.ts';
import { priorFor, probabilityOf, sumUp } from './score.ts';

const ROUNDS = 12;
/** The defaults count as much as so many pairs of one person, so that little data changes little. */
const DEFAULT_PAIRS = 100;
/** And the default number of partners as much as so many records. */
const DEFAULT_RECORDS = 100;
/** How far a learned number may leave its default: without labels, drift must have an end. */
const DRIFT = 3;

/**
 * Parameters that fit the pairs best, held near the defaults. `share` is the part of all compared pairs that
 * `pairs` holds, when they are a sample.
 */
export function learnParameters(
  pairs: readonly (readonly Finding[])[],
  people: number,
  share = 1,
): Parameters {
  let parameters = DEFAULT_PARAMETERS;
  for (let round = 0; round < ROUNDS; round++) parameters = step(pairs, people, share, parameters);
  return parameters;
}

function step(
  pairs: readonly (readonly Finding[])[],
  people: number,
  share: number,
  before: Parameters,
): Parameters {
  const prior = priorFor(before, people);
  const counts = new Map<string, number>();
  let same = 0;
  for (const findings of pairs) {
    const probability = probabilityOf(sumUp(findings, before, prior));
    same += probability;
    for (const { comparison, level } of findings) {
      const key = `${comparison} ${level}`;
      counts.set(key, (counts.get(key) ?? 0) + probability);
    }
  }
  const partners =
    ((2 * same) / share + DEFAULT_PARAMETERS.partners * DEFAULT_RECORDS) / (people + DEFAULT_RECORDS);
  const agreement = { ...before.agreement };
  for (const [comparison, levels] of LEARNED)
    agreement[comparison] = { ...before.agreement[comparison], ...shares(comparison, levels, counts) };
  return { partners: near(partners, DEFAULT_PARAMETERS.partners), agreement };
}

/** Shares of the levels among pairs of one person: counts on top of the defaults (a Dirichlet prior). */
function shares(
  comparison: (typeof LEARNED)[number][0],
  levels: readonly string[],
  counts: ReadonlyMap<string, number>,
): Readonly<Record<string, number>> {
  const defaults = DEFAULT_PARAMETERS.agreement[comparison];
  const whole = levels.reduce((sum, level) => sum + (defaults[level] ?? 0), 0);
  const total = levels.reduce((sum, level) => sum + (counts.get(`${comparison} ${level}`) ?? 0), 0);
  return Object.fromEntries(
    levels.map((level) => {
      const fallback = defaults[level] ?? 0;
      const count = counts.get(`${comparison} ${level}`) ?? 0;
      const learned = (whole * (count + (DEFAULT_PAIRS * fallback) / whole)) / (total + DEFAULT_PAIRS);
      return [level, near(learned, fallback)];
    }),
  );
}

const near = (value: number, fallback: number): number =>
  Math.min(fallback * DRIFT, Math.max(fallback / DRIFT, value));
