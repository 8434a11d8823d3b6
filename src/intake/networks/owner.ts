/**
 * What kind of owner a network has, by the table in `owners.yaml`. The table is data, so that an operator
 * can correct it; this file only reads and applies it.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { NetworkClaim } from '../contract.ts';

/** What a file or a host name says about the owner of a network. */
export interface OwnerFacts {
  readonly asn?: number;
  readonly name?: string;
  /** Registrable domain. */
  readonly domain?: string;
  /** A type word as some files carry it: `isp`, `hosting`, `business`, `education`, ... */
  readonly type?: string;
}

/** Class and confidence, without the identity of the owner. */
export interface OwnerClass {
  readonly class: NetworkClaim['class'];
  readonly confidence: number;
}

/** The table, ready to be applied. */
export interface OwnerTable {
  /** The first rule that matches; `unknown` when none does. */
  classify(facts: OwnerFacts): OwnerClass;
  /** Words in host names that mark a provider's customer line. */
  readonly customerLines: ReadonlySet<string>;
}

const words = z.array(z.string().min(1)).default([]);
const tableShape = z.strictObject({
  owners: z.array(
    z.strictObject({
      class: z.enum(['company', 'university', 'government', 'internet_provider', 'cloud', 'vpn', 'unknown']),
      confidence: z.number().min(0).max(1),
      asn: z.array(z.int().positive()).default([]),
      domains: words,
      suffixes: words,
      names: words,
      types: words,
    }),
  ),
  customer_lines: words,
});

const escapeRegExp = (text: string): string => text.replace(/[.+?^${}()|[\]\\/]/g, '\\$&');

/** Whole words of a name, where a hyphen or underscore also parts words, as in `EXAMPLE-NET`. */
function namePattern(names: readonly string[]): RegExp | undefined {
  if (names.length === 0) return undefined;
  const alternatives = names.map((name) => escapeRegExp(name).replaceAll('*', '[\\p{L}\\p{N}]*'));
  return new RegExp(`(?<![\\p{L}\\p{N}&])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}&])`, 'iu');
}

/** Ends of a domain; the domain may also be the suffix itself, as `bund.de` is for `.bund.de`. */
function suffixPattern(suffixes: readonly string[]): RegExp | undefined {
  if (suffixes.length === 0) return undefined;
  const alternatives = suffixes.map((suffix) => escapeRegExp(suffix).replaceAll('*', '[^.]+'));
  return new RegExp(`(?:${alternatives.join('|')})$`, 'i');
}

/**
 * Reads an owner table.
 * @param file path of a YAML file of the shape documented at the head of `owners.yaml`
 */
export function loadOwnerTable(file: URL = new URL('./owners.yaml', import.meta.url)): OwnerTable {
  const table = tableShape.parse(parse(readFileSync(file, 'utf8')));
  const rules = table.owners.map((rule) => ({
    answer: { class: rule.class, confidence: rule.confidence },
    asn: new Set(rule.asn),
    domains: new Set(rule.domains),
    types: new Set(rule.types),
    suffix: suffixPattern(rule.suffixes),
    names: namePattern(rule.names),
  }));
  const classify = ({ asn, name, domain, type }: OwnerFacts): OwnerClass => {
    // A type that the file states beats any guess from a name.
    const stated = type === undefined ? undefined : rules.find((rule) => rule.types.has(type.toLowerCase()));
    if (stated !== undefined) return stated.answer;
    const rule = rules.find(
      (each) =>
        (asn !== undefined && each.asn.has(asn)) ||
        (domain !== undefined && (each.domains.has(domain) || each.suffix?.test(`.${domain}`) === true)) ||
        (name !== undefined && each.names?.test(name) === true),
    );
    return rule?.answer ?? { class: 'unknown', confidence: 0 };
  };
  return { classify, customerLines: new Set(table.customer_lines) };
}
