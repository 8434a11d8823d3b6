/** The vendor's blog as an RSS 2.0 feed: releases, gatherings, and the post that went round. No source reads it yet. */
import { MADE_UP, PRODUCT, VENDOR_DOMAIN } from '../story/names.ts';
import type { World } from '../story/world.ts';
import { mailDate } from './mime.ts';

/** The feed's text and the number of its entries. */
export function blogFeed(world: World): { readonly text: string; readonly entries: number } {
  const { releases, gatherings, viralDay, start, end } = world.calendar;
  const entries = [
    ...releases.map(({ version, at }) => ({
      at,
      slug: `release-${version}`,
      title: `${PRODUCT} ${version} is out`,
    })),
    ...gatherings.map(({ name, at }) => ({
      at: at - 1_814_400_000,
      slug: `event-${Math.floor(at / 86_400_000)}`,
      title: `Join us: ${name}`,
    })),
    {
      at: viralDay + 32_400_000,
      slug: 'searching-ten-million-documents',
      title: 'Searching ten million documents on one old server',
    },
  ];
  const shown = entries.filter(({ at }) => at >= start && at < end).sort((a, b) => b.at - a.at);
  const items = shown.map(({ at, slug, title }) => {
    const link = `https://www.${VENDOR_DOMAIN}/blog/${slug}/`;
    return `<item><title>${title}</title><link>${link}</link><guid>${link}</guid><pubDate>${mailDate(at, 0)}</pubDate><description>${MADE_UP}</description></item>`;
  });
  const channel = `<title>${PRODUCT} blog (made up)</title><link>https://www.${VENDOR_DOMAIN}/blog/</link><description>${MADE_UP}</description>`;
  const text = `<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>${channel}\n${items.join('\n')}\n</channel></rss>\n`;
  return { text, entries: shown.length };
}
