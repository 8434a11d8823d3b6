/** Slack's markup as plain text (Slack API, "Formatting text for app surfaces"). */

const MARKUP = /<([^<>]{1,4000})>/g;
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Mentions by name, links by their label and address, entities as characters. @param names names by user id */
export function plainText(text: string, names: Readonly<Record<string, string>>): string {
  return text
    .replace(MARKUP, (_all, inner: string) => shown(inner, names))
    .replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)
    .trim();
}

function shown(inner: string, names: Readonly<Record<string, string>>): string {
  const bar = inner.indexOf('|');
  const [target, label] = bar < 0 ? [inner, ''] : [inner.slice(0, bar), inner.slice(bar + 1)];
  if (target.startsWith('@')) return `@${names[target.slice(1)] ?? (label || target.slice(1))}`;
  if (target.startsWith('#')) return `#${label || target.slice(1)}`;
  if (target.startsWith('!')) return `@${label || target.slice(1)}`;
  return label === '' || label === target ? target : `${label} (${target})`;
}

/** The ids of the users a text names, each once, at most fifty. */
export function mentionedIds(text: unknown): readonly string[] {
  if (typeof text !== 'string') return [];
  const ids = [...text.matchAll(/<@([A-Z0-9]{2,20})/g)].map(([, id]) => id ?? '');
  return [...new Set(ids)].slice(0, 50);
}
