/** How much of everything a size holds. Totals are aims: chance moves them by a few per cent. */
export const SIZES = ['tiny', 'small', 'medium', 'large', 'huge'] as const;
export type Size = (typeof SIZES)[number];

export interface Volume {
  /** Multiplies the number of organizations (see `story/organizations.ts`). */
  readonly organizations: number;
  readonly logLines: number;
  readonly changes: number;
  readonly mails: number;
  readonly forumPosts: number;
  readonly inquiries: number;
  readonly hobbyists: number;
}

export const VOLUMES: Readonly<Record<Size, Volume>> = {
  tiny: {
    organizations: 0.25,
    logLines: 8_000,
    changes: 120,
    mails: 120,
    forumPosts: 40,
    inquiries: 30,
    hobbyists: 12,
  },
  small: {
    organizations: 1,
    logLines: 80_000,
    changes: 1_500,
    mails: 1_200,
    forumPosts: 400,
    inquiries: 220,
    hobbyists: 60,
  },
  medium: {
    organizations: 3,
    logLines: 1_000_000,
    changes: 6_000,
    mails: 6_000,
    forumPosts: 2_000,
    inquiries: 900,
    hobbyists: 250,
  },
  large: {
    organizations: 7,
    logLines: 6_000_000,
    changes: 25_000,
    mails: 25_000,
    forumPosts: 8_000,
    inquiries: 3_000,
    hobbyists: 900,
  },
  huge: {
    organizations: 12,
    logLines: 40_000_000,
    changes: 100_000,
    mails: 60_000,
    forumPosts: 20_000,
    inquiries: 8_000,
    hobbyists: 2_500,
  },
};
