/** The note that lies in the sample's directory. */
import { isoDay } from '../story/calendar.ts';
import { MADE_UP, PRODUCT, VENDOR_DOMAIN } from '../story/names.ts';
import type { World } from '../story/world.ts';

export function readmeText({ seed, size, calendar }: World): string {
  return `MADE UP
=======
${MADE_UP}

${PRODUCT} (${VENDOR_DOMAIN}) is an invented search server, and everyone who downloads it, asks about it, changes it
or buys it here is invented too. All domains end in .example; all network addresses are from ranges reserved for
documentation and benchmarks; private mail addresses have a form that the provider does not allow.

Written by leadspring's sample generator: seed ${seed}, size ${size}, ${isoDay(calendar.start)} to ${isoDay(calendar.end - 1)}.

access-logs/     the web sites' logs, a file a month
networks.tsv     who owns which addresses: start, end, AS number, country, name, domain
repository.git/  the product's source
lists/           the mailing lists' archives (mbox)
support/         the support mailbox (Maildir), private
csv/             contracts, deals, book sales, attendees, spending
forum/           the forum's posts (JSON)
blog/            the blog's feed (RSS)
hosted/          events of the hosted flavour (JSON lines)
truth/           what is really so: who becomes a customer when, who is who. Not to be imported.
`;
}
