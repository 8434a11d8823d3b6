/** Domains: one spelling for each, and what stands behind it. */
import { domainToASCII, domainToUnicode } from 'node:url';
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import emailProviders from 'email-providers/all.json' with { type: 'json' };
import { LRUCache } from 'lru-cache';
import { parse } from 'tldts';
import { type DomainClass, known, knownDomains } from './known.ts';
import { nameFromLabel } from './names.ts';

const freeMail: ReadonlySet<string> = new Set(emailProviders);
const disposable: ReadonlySet<string> = disposableEmailBlocklistSet();

/** `example` is reserved (RFC 2606) and can belong to nobody; it is let in so that made-up data behaves like real data. */
const RESERVED_FOR_EXAMPLES = 'example';
const DOMAIN_LIMIT = 253;

export interface KnownDomain {
  /** Lower-case ASCII (punycode) host name. */
  readonly host: string;
  /** The registrable domain: what was bought. Private suffixes count, so `acme.github.io` is its own. */
  readonly domain: string;
  readonly class: DomainClass;
  /** A name for people, made of the domain's own label. */
  readonly name: string;
  /** 0..1 that the class is right. */
  readonly confidence: number;
  readonly reason: string;
}

const cache = new LRUCache<string, { readonly known: KnownDomain | null }>({ max: 100_000 });

/**
 * What is known of a domain, host or URL, in any spelling (upper case, trailing dot, Unicode or punycode,
 * `www.`). Null when it cannot be a domain on the public internet: `localhost`, `acme.local`, an address.
 */
export function knowDomain(text: string): KnownDomain | null {
  if (text.length > DOMAIN_LIMIT * 4) return null;
  const hit = cache.get(text);
  if (hit !== undefined) return hit.known;
  const found = look(text);
  cache.set(text, { known: found });
  return found;
}

function look(text: string): KnownDomain | null {
  const host = normalizeHost(text);
  if (host === null) return null;
  let parts = parse(host, { allowPrivateDomains: true, extractHostname: false });
  // A host that is a private suffix itself (its owner's own mail) has an owner by the public part of the list.
  if (parts.domain === null && parts.isPrivate === true) parts = parse(host, { extractHostname: false });
  if (parts.domain === null || parts.publicSuffix === null || parts.isIp) return null;
  const listed = parts.isIcann === true || parts.isPrivate === true;
  if (!listed && parts.publicSuffix !== RESERVED_FOR_EXAMPLES) return null;
  const { domain, publicSuffix } = parts;
  const label = domainToUnicode(domain.slice(0, -publicSuffix.length - 1));
  return {
    host,
    domain,
    name: nameFromLabel(label),
    ...classify(host, domain, publicSuffix, parts.isPrivate === true),
  };
}

/** The one spelling of a host name, or null. Takes URLs and `@acme.example` as well, since tables hold them. */
function normalizeHost(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/^.*@/, '')
    .replace(/[/?#:].*$/s, '')
    .replace(/\.+$/, '');
  if (bare === '' || !/^[\p{L}\p{N}\p{M}._-]+$/u.test(bare)) return null;
  const host = domainToASCII(bare).replace(/^www\./, '');
  if (host === '' || host.length > DOMAIN_LIMIT || !/^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(host)) return null;
  return host;
}

type Judgement = Pick<KnownDomain, 'class' | 'confidence' | 'reason'>;

const KNOWN_REASONS: Readonly<Record<DomainClass, string>> = {
  company: 'a known company',
  university: 'a known university',
  government: 'a known public authority',
  nonprofit: 'a foundation or volunteer project, whose members work for many employers',
  unknown: 'not known',
  free_mail: 'a mail service open to everybody',
  forwarding: 'forwards mail of members and alumni, whoever they work for',
  disposable: 'gives throw-away addresses',
  placeholder: 'stands where any domain could stand',
  personal: 'belongs to a single person',
  internet_provider: 'an internet provider, used by its customers',
  cloud: 'a cloud or hosting firm, used by its customers',
  vpn: 'hides where its users come from',
  code_host: 'a code host, used by everybody',
  mailing_list: 'a host of mailing lists',
};

function listedAs(domain: string, kind: DomainClass): Judgement {
  return { class: kind, confidence: 0.97, reason: `${domain} is ${sentencePart(kind)}.` };
}

/** The reasons that are verbs read "is a domain that ..."; the others are nouns. */
function sentencePart(kind: DomainClass): string {
  const reason = KNOWN_REASONS[kind];
  return /^(a|an|not) /.test(reason) ? reason : `a domain that ${reason}`;
}

function classify(host: string, domain: string, suffix: string, isPrivate: boolean): Judgement {
  const listed = knownDomains.get(host) ?? knownDomains.get(domain) ?? knownDomains.get(suffix);
  if (listed !== undefined) return listedAs(domain, listed);
  if (/(^|\.)alum(ni)?\./.test(host)) return listedAs(domain, 'forwarding');
  for (const { kind, pattern, why } of known.patterns) {
    if (pattern.test(domain)) return { class: kind, confidence: 0.9, reason: `${capital(why)}: ${domain}.` };
  }
  // The package of free mail services lists throw-away ones too, so these are asked first.
  if (disposable.has(domain) || disposable.has(host)) return listedAs(domain, 'disposable');
  if (freeMail.has(domain) || freeMail.has(host)) return listedAs(domain, 'free_mail');
  if (isPrivate && !known.sold_suffixes.has(suffix)) {
    return {
      class: 'unknown',
      confidence: 0.4,
      reason: `${domain} is a name under ${suffix}, which hosts sites for anybody.`,
    };
  }
  if (suffix === 'org') {
    return {
      class: 'nonprofit',
      confidence: 0.6,
      reason: `Most domains under .org, like ${domain}, are communities.`,
    };
  }
  return {
    class: 'company',
    confidence: 0.9,
    reason: `${domain} is not a mail service, provider or school.`,
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
