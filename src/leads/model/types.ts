/** What goes into training and what comes out. */
import type { ReliabilityBin } from './calibrate.ts';
import type { LikelihoodModel } from './likelihood.ts';

/** Features by name. */
export type Features = Readonly<Record<string, number>>;

/** An organization as it was on a day, and whether it bought within the horizon after it. */
export interface TrainingExample {
  /** Id of the organization: one that bought counts once, on however many days it was looked at. */
  readonly subject: string;
  /** Days since 1970-01-01. Examples whose horizon is not over have no outcome and must be left out. */
  readonly day: number;
  /** From what was visible on the day. */
  readonly x: Features;
  readonly outcome: 0 | 1;
  /** What the default weights said on the day; in any unit, for it is only ranked. */
  readonly defaultScore: number;
}

export interface TrainingSettings {
  /** Days within which the outcome must happen. */
  readonly horizon: number;
  readonly positivesPerFeature: number;
  readonly validationPositives: number;
  /** Prior precision of each standardized weight: 4 means that ±0.5 is ordinary. */
  readonly ridge: number;
}

/** On later time than was trained on. */
export interface Validation {
  readonly examples: number;
  /** Different organizations that bought. */
  readonly positives: number;
  readonly brier: number;
  /** Share of the Brier score of one probability for all that is saved. */
  readonly brierSkill: number;
  /** Chance that one that bought is ranked before one that did not. */
  readonly rankingQuality: number;
  readonly defaultRankingQuality: number;
  readonly reliability: readonly ReliabilityBin[];
}

/** A model and whether to use it. `reason` is one sentence for an operator, either way. */
export type TrainingAnswer =
  | {
      readonly used: true;
      readonly positives: number;
      readonly needed: number;
      readonly reason: string;
      readonly model: LikelihoodModel;
      readonly validation: Validation;
    }
  | {
      readonly used: false;
      readonly positives: number;
      readonly needed: number;
      readonly reason: string;
      /** There when enough was known to learn, but it did not hold on later time. */
      readonly model?: LikelihoodModel;
      readonly validation?: Validation;
    };
