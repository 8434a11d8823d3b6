/** Several surprises about one subject as one, and surprises about many subjects as a short list. */

/**
 * The harmonic mean p of surprises that may depend on each other (the same person in the forum and on the list).
 *
 * Fisher's and Stouffer's methods need independence. The harmonic mean does not: sums of 1/p have so heavy a tail that
 * one small p decides and dependence hardly matters. It is valid for small p (Wilson 2019, PNAS 116: 1195); the factor
 * 1 + p·ln K is the first term of Wilson's correction for K surprises, and e·ln K would do under any dependence and at
 * any size (Vovk and Wang 2020, Biometrika 107: 791). The Cauchy combination (Liu and Xie 2020) was left out because
 * counts have p = 1 when nothing was counted, which there outweighs every small p.
 * @param ps each 0 < p ≤ 1
 * @param tested number of surprises looked at: those left out of `ps` count as p = 1
 */
export function harmonicMeanP(ps: readonly number[], tested = ps.length): number {
  if (tested === 0) return 1;
  const inverses = ps.reduce((sum, p) => sum + 1 / p, Math.max(0, tested - ps.length));
  const mean = tested / inverses;
  return Math.min(1, mean * (1 + mean * Math.log(tested)));
}

/** How false discoveries are kept down: under independence or positive dependence, or under any dependence. */
export type DiscoveryMethod = 'benjamini_hochberg' | 'benjamini_yekutieli';

/**
 * For each p the smallest rate of false discoveries at which its subject is still on the list (adjusted p, "q").
 * Benjamini and Hochberg (1995); Benjamini and Yekutieli (2001) divide by 1 + 1/2 + … + 1/m besides.
 * @param tested number of subjects looked at: those left out of `ps` count as p = 1
 */
export function falseDiscoveryRates(
  ps: readonly number[],
  tested = ps.length,
  method: DiscoveryMethod = 'benjamini_hochberg',
): number[] {
  const order = ps.map((_, index) => index).sort((a, b) => (ps[b] ?? 1) - (ps[a] ?? 1));
  const price = method === 'benjamini_yekutieli' ? harmonicNumber(tested) : 1;
  const rates = new Array<number>(ps.length).fill(1);
  let least = 1;
  for (const [behind, index] of order.entries()) {
    least = Math.min(least, ((ps[index] ?? 1) * tested * price) / (ps.length - behind));
    rates[index] = least;
  }
  return rates;
}

function harmonicNumber(n: number): number {
  if (n > 1_000) return Math.log(n) + 0.5772156649015329 + 1 / (2 * n);
  let sum = 0;
  for (let k = 1; k <= n; k++) sum += 1 / k;
  return sum;
}
