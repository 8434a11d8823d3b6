/** Marketing channels, as people name them, → the access point that the money was spent at. */
import type { AccessPoint } from '../../contract.ts';

/** The first pattern that fits decides; what fits none is `social`, where most advertising appears. */
const PATTERNS: readonly (readonly [RegExp, AccessPoint])[] = [
  [
    /\b(event|events|conference|trade ?show|fair|booth|meetup|webinar|sponsor\w*|messe|konferenz|veranstaltung|salon|evenement|feria|evento|veletrh|konference|akce)\b/,
    'event',
  ],
  [/\b(docs?|documentation|dokumentation|dokumentace)\b/, 'documentation'],
  [/\b(blog|blogs|content|seo|article|articles|guest post)\b/, 'blog'],
  [/\b(book|books|print|buch|livre|libro|kniha)\b/, 'book'],
  [/\b(newsletter|mailing|mailings|mailing list|email|e mail|mail)\b/, 'mailing_list'],
  [/\b(forum|community)\b/, 'forum'],
  [/\b(chat|slack|discord|matrix|irc)\b/, 'chat'],
  [/\b(code|github|gitlab|bounty|bounties)\b/, 'code'],
  [/\b(download|downloads)\b/, 'download'],
  [/\b(support)\b/, 'support'],
  [/\b(cloud|trial|trials|saas|hosted)\b/, 'on_demand'],
];

/** `declared` (channel in lower case) goes before the patterns. */
export function accessPointOf(
  channel: string | undefined,
  declared: ReadonlyMap<string, AccessPoint>,
): AccessPoint {
  const name = (channel ?? '').toLowerCase();
  const own = declared.get(name);
  if (own !== undefined) return own;
  const words = name
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ');
  return PATTERNS.find(([pattern]) => pattern.test(words))?.[1] ?? 'social';
}
