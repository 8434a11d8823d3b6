/** Path rules, compiled: is this path (on this host) one of the list's? The forms are in default_rules.ts. */
import { LeadspringError } from '../../../base/plain.ts';

/** Whether a list's rules take a lower-case path without query, on a lower-case host ('' when unknown). */
export type Rules = (path: string, host: string) => boolean;

const escapeRegExp = (text: string): string => text.replace(/[.+?^${}()|[\]\\*/-]/g, '\\$&');

interface Parts {
  readonly ends: string[];
  readonly begins: string[];
  readonly hosts: string[];
}

function sort(rule: string, into: Parts, setting: string): void {
  const text = rule.toLowerCase();
  if (text.startsWith('/')) {
    // `/docs/` also means the page `/docs`.
    const stem = text.endsWith('/') ? text.slice(0, -1) : text;
    const glob = stem.split('*').map(escapeRegExp).join('.*');
    into.begins.push(text.endsWith('/') ? `${glob}(?:/|$)` : glob);
  } else if (text.startsWith('.') && text.length > 1) into.ends.push(escapeRegExp(text));
  else if (/^[a-z0-9-]+\.$/.test(text)) into.hosts.push(escapeRegExp(text));
  else if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(text)) into.hosts.push(`${escapeRegExp(text)}$`);
  else {
    throw new LeadspringError(
      'setting_invalid',
      `${setting}: "${rule}" is not a rule. Use an ending (.zip), a path (/docs/) or the beginning of a host (docs.), with "!" before it for never.`,
      { where: { field: setting } },
    );
  }
}

const NEVER = /(?!)/;

function compile({ ends, begins, hosts }: Parts): Rules {
  const paths = [
    ...(ends.length > 0 ? [`(?:${ends.join('|')})$`] : []),
    ...(begins.length > 0 ? [`^(?:/[^/]+){0,2}(?:${begins.join('|')})`] : []),
  ];
  const path = paths.length > 0 ? new RegExp(paths.join('|')) : NEVER;
  const host = hosts.length > 0 ? new RegExp(`^(?:${hosts.join('|')})`) : NEVER;
  return (text, on) => path.test(text) || (on !== '' && host.test(on));
}

/**
 * Compiles a list of rules.
 * @param defaults what the word `defaults` in the list stands for
 * @throws LeadspringError setting_invalid naming the setting and the rule
 */
export function compileRules(list: readonly string[], defaults: readonly string[], setting: string): Rules {
  const wanted: Parts = { ends: [], begins: [], hosts: [] };
  const unwanted: Parts = { ends: [], begins: [], hosts: [] };
  for (const entry of list.flatMap((each) => (each.trim() === 'defaults' ? defaults : [each.trim()]))) {
    if (entry === '') continue;
    if (entry.startsWith('!')) sort(entry.slice(1), unwanted, setting);
    else sort(entry, wanted, setting);
  }
  const [yes, no] = [compile(wanted), compile(unwanted)];
  return (path, host) => yes(path, host) && !no(path, host);
}
