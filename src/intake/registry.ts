/** Every source, one line each. Order is the order of recognition when two are equally sure. */
import type { Source } from './contract.ts';
import { accessLog } from './sources/access_log/source.ts';
import { beacon } from './sources/beacon/source.ts';
import { chatwoot } from './sources/chatwoot/source.ts';
import { cloudEvents } from './sources/cloud_events/source.ts';
import { csv } from './sources/csv/source.ts';
import { discord } from './sources/discord/source.ts';
import { discourse } from './sources/discourse/source.ts';
import { feed } from './sources/feed/source.ts';
import { git } from './sources/git/source.ts';
import { github } from './sources/github/source.ts';
import { gitlab } from './sources/gitlab/source.ts';
import { gumroad } from './sources/gumroad/source.ts';
import { hackerNews } from './sources/hacker_news/source.ts';
import { hyperkitty } from './sources/hyperkitty/source.ts';
import { ical } from './sources/ical/source.ts';
import { imap } from './sources/imap/source.ts';
import { mail } from './sources/mail/source.ts';
import { mattermost } from './sources/mattermost/source.ts';
import { packageTotals } from './sources/package_totals/source.ts';
import { pipermail } from './sources/pipermail/source.ts';
import { publicInbox } from './sources/public_inbox/source.ts';
import { reddit } from './sources/reddit/source.ts';
import { scarf } from './sources/scarf/source.ts';
import { searchExport } from './sources/search_export/source.ts';
import { segment } from './sources/segment/source.ts';
import { slack } from './sources/slack/source.ts';
import { stackExchange } from './sources/stack_exchange/source.ts';
import { stripe } from './sources/stripe/source.ts';
import { webhook } from './sources/webhook/source.ts';
import { webmention } from './sources/webmention/source.ts';
import { zammad } from './sources/zammad/source.ts';
import { zulip } from './sources/zulip/source.ts';

export const SOURCES: readonly Source[] = [
  publicInbox, // before git, for its repositories are git's too
  git,
  accessLog,
  mail,
  discourse,
  slack,
  discord,
  mattermost,
  zulip,
  stackExchange,
  scarf,
  ical,
  searchExport,
  segment,
  cloudEvents,
  webhook,
  github,
  stripe,
  zammad,
  chatwoot,
  gitlab,
  imap,
  pipermail,
  hyperkitty,
  gumroad,
  webmention,
  beacon,
  feed,
  hackerNews,
  reddit,
  packageTotals,
  csv,
];
