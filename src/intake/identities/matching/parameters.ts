/** The numbers of the model that do not depend on values: how often one person's records agree at each level. */
import type { Comparison } from './evidence.ts';

export interface Parameters {
  /** Other records of the same person that a record has on average (the prior is this over the number of records). */
  readonly partners: number;
  /** Probability of each level between two records of one person, by comparison (m). */
  readonly agreement: Readonly<Record<Comparison, Readonly<Record<string, number>>>>;
}

/**
 * Where learning starts from, and what counts on little data. Set by hand from what the tuning projects show
 * (README.md); for the circumstances, which those lack, from the literature's orders of magnitude.
 */
export const DEFAULT_PARAMETERS: Parameters = {
  partners: 0.7,
  agreement: {
    name: {
      same: 0.62,
      swapped: 0.02,
      variant: 0.03,
      subset: 0.07,
      initials: 0.05,
      nickname: 0.05,
      typo: 0.05,
      one_word: 0.03,
      differs: 0.08,
    },
    address: { same: 0.4, role: 0.4, shared: 0.4, different: 0.6 },
    handle: {
      same: 0.3,
      full: 0.08,
      initial: 0.08,
      word: 0.08,
      different: 0.4,
      echo: 0.6,
      echo_same: 0.4,
    },
    account: { same: 0.4, two: 0.06 },
    organization: { same: 0.2, different: 0.8 },
    thread: { shared: 0.12 },
    timezone: { same: 0.8, different: 0.25 },
    homepage: { same: 0.5 },
  },
};

/** Levels that are learned together: their probabilities are shares of one whole. */
export const LEARNED: readonly (readonly [Comparison, readonly string[]])[] = [
  ['name', ['same', 'swapped', 'variant', 'subset', 'initials', 'nickname', 'typo', 'one_word', 'differs']],
  ['handle', ['same', 'full', 'initial', 'word', 'different']],
];
