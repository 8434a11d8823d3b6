/** Probabilities from judged candidates: a few weights that begin as judgements and move with outcomes. */
import { type Example, fitLogistic, type Logistic, logitOf, type Prior, sigmoid } from '../model/index.ts';
import { openPast, type See } from './past.ts';
import type { Judged, Ranked } from './types.ts';

/** The weights after some outcomes. @throws LeadspringError `internal` when one of them was not known yet */
export function learnWeights(judged: readonly Judged[], prior: Prior, see: See): Logistic {
  const examples = judged.flatMap((one): Example[] => {
    const { x, outcome } = see(one);
    return outcome === null ? [] : [{ x, outcome }];
  });
  return fitLogistic(examples, prior);
}

/** How sure it is beforehand that the rate has not changed: 1 / variance of the shift in log odds. */
const STEADY = 1;

/**
 * The model at the rate of the latest time. Outcomes are known a horizon after their cut-off, and rates fall and rise
 * meanwhile. What is known of horizons that are still open is counted for the part that has passed: so many should
 * have become hits by now, and so many did. What ended long ago counts half for every horizon since. One shift for all
 * projects together, so the order of a list stays what it is. Hits are taken to spread evenly over the horizon.
 */
export function atRateOf(judged: readonly Judged[], model: Logistic, cutoff: number): Logistic {
  const counts = judged.flatMap((one) => {
    if (one.cutoff >= cutoff) return [];
    const horizon = one.visibleAt - one.cutoff;
    return {
      logit: logitOf(model, one.x),
      passed: Math.min(1, (cutoff - one.cutoff) / horizon),
      // A hit of later is none yet.
      hit: one.hitAt !== null && one.hitAt <= cutoff ? 1 : 0,
      weight: 0.5 ** (Math.max(0, cutoff - one.visibleAt) / horizon),
    };
  });
  let shift = 0;
  for (let step = 0; step < 100; step++) {
    let [gradient, curvature] = [-STEADY * shift, STEADY];
    for (const { logit, passed, hit, weight } of counts) {
      const p = sigmoid(logit + shift);
      gradient += weight * (hit - passed * p);
      curvature += weight * passed * p * (1 - p);
    }
    // Newton's step, held short: far from the answer it overshoots.
    const move = Math.max(-1, Math.min(1, gradient / curvature));
    shift += move;
    if (Math.abs(move) < 1e-9) break;
  }
  return { ...model, intercept: model.intercept + shift };
}

/**
 * Every cut-off ranked with weights learned from the outcomes that were known then, of all projects given.
 * @param judged by rising cut-off
 */
export function rankAsItWas(judged: readonly Judged[], prior: Prior): Ranked[] {
  const ranked: Ranked[] = [];
  let current: { readonly cutoff: number; readonly model: Logistic } | undefined;
  for (const one of judged) {
    if (current?.cutoff !== one.cutoff) {
      const { cutoff } = one;
      const known = judged.filter(({ visibleAt }) => visibleAt <= cutoff);
      const model = learnWeights(known, prior, openPast(cutoff));
      current = { cutoff, model: atRateOf(judged, model, cutoff) };
    }
    ranked.push(withProbability(one, current.model));
  }
  return ranked;
}

/**
 * Every project ranked with weights learned from all outcomes of the *other* projects and none of its own: what a
 * project would get that nobody has looked at before. In hindsight, so outcomes of all times are used.
 */
export function rankLeftOut(judged: readonly Judged[], prior: Prior): Ranked[] {
  const hindsight = openPast(Number.POSITIVE_INFINITY);
  const names = [...new Set(judged.map(({ project }) => project))];
  const weights = new Map(
    names.map((name) => [
      name,
      learnWeights(
        judged.filter(({ project }) => project !== name),
        prior,
        hindsight,
      ),
    ]),
  );
  return judged.map((one) => {
    const model = weights.get(one.project) ?? learnWeights([], prior, hindsight);
    return withProbability(one, model);
  });
}

/** The weights as judged, before any outcome. */
export function rankUntrained(judged: readonly Judged[], prior: Prior): Ranked[] {
  const model = learnWeights([], prior, openPast(0));
  return judged.map((one) => withProbability(one, model));
}

function withProbability(one: Judged, model: Logistic): Ranked {
  return { ...one, probability: sigmoid(logitOf(model, one.x)), model };
}

/** Reasons for a place in the ranking, weightiest first: what raises or lowers it compared with nobody special. */
export function reasonsOf({ says, x, model }: Ranked): string[] {
  return says
    .map((text, index) => ({ text, weight: Math.abs((model.weights[index] ?? 0) * (x[index] ?? 0)) }))
    .sort((a, b) => b.weight - a.weight)
    .flatMap(({ text }) => text ?? []);
}
