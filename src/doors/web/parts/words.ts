/** What the closed lists of the intake mean, in the words of the pages. */
import type { AccessPoint, DropReason } from '../../../intake/index.ts';
import { sayWord } from '../format.ts';

const DROPS: Readonly<Record<DropReason, string>> = {
  bot: 'a crawler, a monitor or another robot',
  not_success: 'the server did not answer with content: an error, a redirect or a partial probe',
  not_relevant:
    'of no use here; in access logs: neither a download nor a documentation page by the path rules',
  not_read_request: 'a method other than GET or HEAD',
  do_not_track: 'the visitor asked not to be tracked (DNT or GPC)',
  internal_traffic: "the vendor's own networks, people or checks",
  automatic_mail: 'a bounce, an out-of-office note or list administration',
  merge_commit: 'a merge without a change of its own',
  platform_note: 'a note of the platform itself, such as “closed” or “moved”',
  deleted: 'taken back by its author or a moderator',
  empty: 'an empty record',
  comment: 'a comment or directive line of the format',
  own_work: "an act of the vendor's own account, where only others' acts count",
  not_new: 'says nothing that an earlier record did not say',
};

/** The meaning of a drop reason; a reason of an older version is its own meaning. */
export function sayDrop(reason: string): string {
  return Object.hasOwn(DROPS, reason) ? DROPS[reason as DropReason] : sayWord(reason);
}

const ACCESS_POINTS: Readonly<Record<AccessPoint, string>> = {
  download: 'downloads',
  documentation: 'documentation',
  code: 'code',
  forum: 'forum',
  mailing_list: 'mailing list',
  chat: 'chat',
  blog: 'blog',
  book: 'book',
  event: 'events',
  social: 'social media',
  support: 'support',
  agreement: 'agreements',
  on_demand: 'hosted flavour',
};

/** An access point as a label. */
export function sayAccessPoint(accessPoint: string): string {
  return Object.hasOwn(ACCESS_POINTS, accessPoint)
    ? ACCESS_POINTS[accessPoint as AccessPoint]
    : sayWord(accessPoint);
}
