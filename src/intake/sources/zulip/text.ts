/** Zulip's markdown as plain text (Zulip help: "Message formatting"). */

const QUOTE = /^(`{3,})quote\n[\s\S]*?^\1[ \t]*$/gm;
const WROTE = /^@_\*\*[^*\n]{1,200}\*\* \[said\]\([^)\n]{1,500}\):[ \t]*$/gm;

/** Mentions and links to channels by name; what is quoted of others is left out, unless there is nothing else. */
export function plainText(content: string): string {
  const whole = content.replaceAll('\r\n', '\n');
  const own = whole.replace(QUOTE, '').replace(WROTE, '').trim();
  return (own === '' ? whole : own)
    .replace(/@_?\*\*([^*|\n]{1,200})(?:\|\d+)?\*\*/g, '@$1')
    .replace(/#\*\*([^*\n]{1,300})\*\*/g, (_all, name: string) => `#${name.replace('>', ' > ')}`)
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
