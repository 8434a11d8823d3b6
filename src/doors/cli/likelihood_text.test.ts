import { expect, test } from 'vitest';
import { likelihoodText } from './likelihood_text.ts';

test('a likelihood is told as the sum it is, or that there is none', () => {
  const contributions = [
    { feature: 'score', value: 3, logit: 2 },
    { feature: 'access_points', value: 2, logit: -0.5 },
  ];
  expect(likelihoodText({ probability: 0.1824, logit: -1.5, base: -3, contributions })).toBe(
    'the likelihood of a deal, learned from outcomes: 18.2 %; its log odds −1.50 = −3.00 for an average lead + 2.00 score (3.00) − 0.50 access points (2.00)',
  );
  expect(likelihoodText(null)).toMatch(/^the score: no learned likelihood/);
});
