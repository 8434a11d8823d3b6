/** Loads `known.yaml`: the tables that the rules of identities stand on. A bad table stops the start. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/** What stands behind a domain. The first five may be organizations of their own. */
export const DOMAIN_CLASSES = [
  'company',
  'university',
  'government',
  'nonprofit',
  'unknown',
  'free_mail',
  'forwarding',
  'disposable',
  'placeholder',
  'personal',
  'internet_provider',
  'cloud',
  'vpn',
  'code_host',
  'mailing_list',
] as const;
export type DomainClass = (typeof DOMAIN_CLASSES)[number];

const pattern = z.string().transform((text) => new RegExp(text));
const set = z.array(z.string().min(1)).transform((values): ReadonlySet<string> => new Set(values));

const schema = z.strictObject({
  domains: z.partialRecord(z.enum(DOMAIN_CLASSES), z.array(z.string().regex(/^[a-z0-9.-]+\.[a-z0-9-]+$/))),
  patterns: z.array(z.strictObject({ kind: z.enum(DOMAIN_CLASSES), pattern, why: z.string() })),
  network_firms: z.strictObject({ internet_provider: set, cloud: set }),
  sold_suffixes: set,
  code_host_addresses: z.array(z.strictObject({ platform: z.string(), pattern })),
  role_names: set,
  role_words: set,
  bot_pattern: pattern,
  list_host_pattern: pattern,
  list_name_pattern: pattern,
  legal_forms: set,
});

export const known = schema.parse(parse(readFileSync(new URL('known.yaml', import.meta.url), 'utf8')));

/** Domain to class, from the table `domains`. */
export const knownDomains: ReadonlyMap<string, DomainClass> = new Map(
  DOMAIN_CLASSES.flatMap((kind) => (known.domains[kind] ?? []).map((domain) => [domain, kind] as const)),
);
