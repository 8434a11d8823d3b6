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
      current = { cutoff, model: learnWeights(known, prior, openPast(cutoff)) };
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
