/** What ranks the leads, and what was learned says of one of them, as text. */
import type { Likelihood } from '../../leads/index.ts';

/** A probability as a share of a hundred. */
export function sayLikelihood(probability: number): string {
  return `${(probability * 100).toFixed(1)} %`;
}

/** The sum that a likelihood is; or that there is none, so that the score ranks. */
export function likelihoodText(likelihood: Likelihood | null): string {
  if (likelihood === null) return 'the score: no learned likelihood is in use for it on this day';
  const { probability, logit, base, contributions } = likelihood;
  const parts = contributions.map(
    ({ feature, value, logit: part }) =>
      `${part < 0 ? '−' : '+'} ${Math.abs(part).toFixed(2)} ${feature.replaceAll('_', ' ')} (${value.toFixed(2)})`,
  );
  const sum = `${signed(logit)} = ${signed(base)} for an average lead ${parts.join(' ')}`;
  return `the likelihood of a deal, learned from outcomes: ${sayLikelihood(probability)}; its log odds ${sum}`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(2)}`;
}
