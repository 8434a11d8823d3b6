/** What people write into issues and requests, as others see it. */

const LONGEST_TITLE = 300;
const LONGEST_TEXT = 200_000;

/** A title on one line, cut. */
export function oneLine(title: string | null | undefined): string {
  return (title ?? '').replace(/\s+/g, ' ').trim().slice(0, LONGEST_TITLE);
}

/**
 * A text in Markdown without the remarks that templates hold and nobody sees. Linear: what is left open reaches to the
 * end.
 */
export function visibleText(body: string | null | undefined): string {
  return (body ?? '')
    .slice(0, LONGEST_TEXT)
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .trim();
}
