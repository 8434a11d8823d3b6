/** Loads `families.yaml`: domains, spellings and owners of a few large organizations. A bad table stops the start. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { organizationNameKey } from '../names.ts';

const domain = z.string().regex(/^[a-z0-9.-]+\.[a-z0-9-]+$/);
const schema = z.array(
  z.strictObject({
    domain,
    name: z.string().min(1),
    domains: z.array(domain).default([]),
    names: z.array(z.string().min(1)).default([]),
    parent: domain.optional(),
  }),
);

/** An organization with several domains or spellings. */
export interface Family {
  /** The main domain. */
  readonly domain: string;
  readonly name: string;
  /** Main domain of the owner. */
  readonly parent?: string | undefined;
}

const rows = schema.parse(parse(readFileSync(new URL('families.yaml', import.meta.url), 'utf8')));
const byDomain = new Map<string, Family>();
const byName = new Map<string, Family>();
for (const row of rows) {
  for (const each of [row.domain, ...row.domains]) add(byDomain, each, row);
  for (const key of new Set([row.name, ...row.names].map(organizationNameKey))) add(byName, key, row);
}

function add(map: Map<string, Family>, key: string, row: Family): void {
  if (key === '' || map.has(key)) throw new Error(`families.yaml: "${key}" stands twice`);
  map.set(key, row);
}

/** The organization a domain is known to be one of. */
export function familyOfDomain(host: string): Family | undefined {
  return byDomain.get(host);
}

/** The organization a name is known to be a spelling of. @param key as `organizationNameKey` makes it */
export function familyOfName(key: string): Family | undefined {
  return byName.get(key);
}
