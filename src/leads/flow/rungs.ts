/** The rungs of the essay's ladder, and which access point stands on which. */
import type { AccessPoint } from '../../intake/index.ts';

export const RUNG_NAMES = ['reading', 'trying', 'asking', 'building', 'paying'] as const;
export type Rung = (typeof RUNG_NAMES)[number];

/** What leadspring takes each access point to be, until an operator says otherwise. */
export interface AccessPointDefaults {
  readonly rung: Rung;
  readonly paid: boolean;
  readonly audience: string;
  /** What whoever met the product there naturally does next. */
  readonly next: string;
}

export const ACCESS_POINT_DEFAULTS: Readonly<Record<AccessPoint, AccessPointDefaults>> = {
  documentation: {
    ...{ rung: 'reading', paid: false, audience: 'whoever wants to know how it works' },
    next: 'Download it and try.',
  },
  blog: { rung: 'reading', paid: false, audience: 'the curious', next: 'Read the documentation.' },
  social: { rung: 'reading', paid: false, audience: 'the curious', next: 'Read the documentation.' },
  download: { rung: 'trying', paid: false, audience: 'developers', next: 'Ask where it does not go on.' },
  on_demand: {
    rung: 'trying',
    paid: true,
    audience: 'whoever wants it run by others',
    next: 'Use it with the team.',
  },
  forum: { rung: 'asking', paid: false, audience: 'users', next: 'Answer others; ask for guarantees.' },
  mailing_list: {
    rung: 'asking',
    paid: false,
    audience: 'users',
    next: 'Answer others; ask for guarantees.',
  },
  chat: { rung: 'asking', paid: false, audience: 'users', next: 'Ask in the forum, where answers stay.' },
  code: {
    rung: 'building',
    paid: false,
    audience: 'developers',
    next: 'Ask for guarantees for what they build.',
  },
  support: { rung: 'asking', paid: true, audience: 'customers', next: 'Sign an agreement.' },
  book: { rung: 'paying', paid: true, audience: 'learners', next: 'Try it; attend an event.' },
  event: { rung: 'paying', paid: true, audience: 'teams', next: 'Talk about an agreement.' },
  agreement: { rung: 'paying', paid: true, audience: 'firms that want guarantees', next: 'Renew it.' },
};

/** The rung of an access point, 0 for reading. */
export function rungOf(accessPoint: AccessPoint): number {
  return RUNG_NAMES.indexOf(ACCESS_POINT_DEFAULTS[accessPoint].rung);
}
