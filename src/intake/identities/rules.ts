/**
 * Who a claim is about: the first, exact rules. Pure: the same claim always gives the same answer.
 *
 * - Two claims mean one person only when they give the same address or the same login on the same platform.
 *   A name alone never makes a person: two people share a name more often than one has two. It makes a
 *   handle (kind `name`) that a later matcher may resolve. A name together with an organization does,
 *   within that organization.
 * - Addresses of functions, machines and mailing lists are handles without a person. A function's address
 *   still shows its organization; a mailing list's does not, since whoever writes through it is elsewhere.
 * - An organization is named by the claim (its domain, else its name), else by the address's registrable domain
 *   unless that is a mail service, provider, cloud, code host or the like.
 * - Everything known beforehand stands in `known.yaml`.
 */
import type { ActorClaim, NetworkClaim } from '../contract.ts';
import { type Address, parseAddress } from './address.ts';
import { type KnownDomain, knowDomain } from './domains.ts';
import { type DomainClass, known } from './known.ts';
import { cleanLabel, foldName, nameFitsLabel, organizationNameKey } from './names.ts';
import { type Family, familyOfDomain, familyOfName } from './organizations/families.ts';
import { isOwnDomain } from './own_domain.ts';

export interface ResolvedIdentity {
  readonly kind: 'email' | 'login' | 'name' | 'domain' | 'organization_name' | 'network';
  /** Where a login is valid, lower case; '' for kinds that need none. */
  readonly platform: string;
  /** Normalized, at most 320 characters. */
  readonly value: string;
  /** As seen, made safe to show, at most 200 characters. */
  readonly label: string;
  /** What sort of handle it is: work, personal, role, bot, list, code_host, or a class of domain or network. */
  readonly class: string;
  /** 0..1 that it resolves to what it is said to. */
  readonly confidence: number;
  /** One sentence for people. */
  readonly reason: string;
}

export interface ResolvedOrganization {
  /** For `idFrom('organization', ...key)`: ['domain', domain], ['name', name key] or ['network', network key]. */
  readonly key: readonly string[];
  readonly name: string;
  /** True when the record gave the name; a name made of the domain should never replace a given one. */
  readonly nameGiven: boolean;
  readonly domain: string | null;
  readonly kind: string;
  readonly kindReason: string;
}

export interface ResolvedPerson {
  readonly identity: ResolvedIdentity;
  /** For `idFrom('person', ...key)`. */
  readonly key: readonly string[];
  readonly name: string;
  /** Other handles given in the same record; by that exact claim they are the same person's. */
  readonly more: readonly ResolvedIdentity[];
}

export interface Resolution {
  readonly person: ResolvedPerson | null;
  /** When there is no person: the handle that acted all the same (a function's address, a bare name). */
  readonly handle: ResolvedIdentity | null;
  /** `organization` is null inside when the domain is not an organization's own (free mail, ...). */
  readonly organization: {
    readonly identity: ResolvedIdentity;
    readonly organization: ResolvedOrganization | null;
  } | null;
}

type OrganizationPart = NonNullable<Resolution['organization']>;

const VALUE_LIMIT = 320;

/** The reason of an organization that the record itself names by its domain, not the address of who acted. */
export const RECORD_NAMES_DOMAIN = 'The record names the domain.';

/** Addresses under these are nobody's for long. */
const THROWN_AWAY: ReadonlySet<DomainClass> = new Set(['disposable', 'placeholder']);

/** Resolves what a record says about who acted. Never throws, whatever the claim holds. */
export function resolveActor(claim: ActorClaim): Resolution {
  const address = claim.email === undefined ? null : parseAddress(claim.email);
  const name = cleanLabel(claim.name ?? '');
  const organization = organizationOf(claim, address);
  const handles = handlesOf(claim, address, name);
  const [first] = handles.personal;
  if (first !== undefined) {
    const { identity } = first;
    const more = handles.personal.slice(1).map((handle) => handle.identity);
    return {
      person: { identity, key: first.key, name: personName(name, identity), more },
      handle: null,
      organization,
    };
  }
  const named = nameHandle(name, organization);
  if (named !== null && organization?.organization) {
    const person: ResolvedPerson = {
      identity: named,
      key: ['name', named.platform, named.value],
      name,
      more: [],
    };
    if (handles.other === null) return { person, handle: null, organization };
  }
  return { person: null, handle: handles.other ?? named, organization };
}

interface PersonalHandle {
  readonly identity: ResolvedIdentity;
  readonly key: readonly string[];
}

function handlesOf(
  claim: ActorClaim,
  address: Address | null,
  name: string,
): { personal: readonly PersonalHandle[]; other: ResolvedIdentity | null } {
  const personal: PersonalHandle[] = [];
  let other: ResolvedIdentity | null = null;
  if (address !== null) {
    const identity = emailIdentity(address, name);
    if (address.mailbox === 'code_host' && address.login !== undefined) {
      const { platform, value } = address.login;
      personal.push({ identity: loginIdentity(platform, value, name), key: ['login', platform, value] });
      personal.push({ identity, key: ['email', identity.value] });
    } else if (address.mailbox === 'person' && !THROWN_AWAY.has(address.domain.class)) {
      personal.push({ identity, key: ['email', identity.value] });
    } else {
      other = identity;
    }
  }
  const login = claimedLogin(claim, name);
  if (login !== null && !known.bot_pattern.test(login.value)) {
    const same = personal.some(({ identity }) => identity.kind === 'login' && identity.value === login.value);
    if (!same) personal.push({ identity: login, key: ['login', login.platform, login.value] });
  } else if (login !== null) {
    other ??= { ...login, class: 'bot', reason: `${login.value} is a machine's login.` };
  }
  // A machine's address makes the whole claim a machine's, whatever else it says.
  if (other !== null && address?.mailbox === 'bot') return { personal: [], other };
  return { personal, other };
}

function emailIdentity(address: Address, name: string): ResolvedIdentity {
  const base = { kind: 'email', platform: '', value: address.value, label: name || address.value } as const;
  const { domain } = address;
  switch (address.mailbox) {
    case 'bot':
      return { ...base, class: 'bot', confidence: 0.95, reason: `${address.local} is a machine's mailbox.` };
    case 'role':
      return {
        ...base,
        class: 'role',
        confidence: 0.9,
        reason: `${address.local}@ is the mailbox of a function, not of a person.`,
      };
    case 'list':
      return {
        ...base,
        class: 'list',
        confidence: 0.9,
        reason: 'The address is a mailing list, not a person.',
      };
    case 'code_host':
      return {
        ...base,
        class: 'code_host',
        confidence: 0.95,
        reason: `A stand-in address of ${domain.host} for the login ${address.login?.value ?? ''}.`,
      };
    case 'person':
      return {
        ...base,
        class: mailClass(domain.class),
        confidence: 0.95,
        reason: `A person's mailbox. ${domain.reason}`,
      };
  }
}

/** The class of a person's mailbox by the class of its domain. */
function mailClass(domain: DomainClass): string {
  if (domain === 'company' || domain === 'university' || domain === 'government') return 'work';
  if (domain === 'nonprofit') return 'community';
  if (domain === 'unknown') return 'personal';
  return domain === 'internet_provider' || domain === 'cloud' || domain === 'vpn' ? 'provider' : domain;
}

function claimedLogin(claim: ActorClaim, name: string): ResolvedIdentity | null {
  const platform = foldHandle(claim.platform ?? '');
  const value = foldHandle(claim.login ?? '').replace(/^[@\s]+/, '');
  return platform === '' || value === '' ? null : loginIdentity(platform, value, name);
}

function loginIdentity(platform: string, value: string, name: string): ResolvedIdentity {
  const reason = `The login ${value} on ${platform}.`;
  return { kind: 'login', platform, value, label: name || value, class: 'login', confidence: 0.95, reason };
}

/** Logins are compared without regard to case: GitHub, GitLab and Discourse all forbid two that differ in it only. */
function foldHandle(text: string): string {
  return cleanLabel(cleanLabel(text).toLowerCase());
}

/** A name is valid within its organization only, so that is its platform. */
function nameHandle(name: string, organization: OrganizationPart | null): ResolvedIdentity | null {
  const value = foldName(name);
  if (value === '') return null;
  const within = organization?.organization ? organization.identity.value : '';
  const reason =
    within === ''
      ? 'A name alone, which many may share.'
      : `A name within ${within}, without an address or login.`;
  return {
    kind: 'name',
    platform: within,
    value,
    label: name,
    class: 'name',
    confidence: within === '' ? 0.2 : 0.6,
    reason,
  };
}

function personName(name: string, identity: ResolvedIdentity): string {
  if (name !== '' && !name.includes('@')) return name;
  return identity.kind === 'email' ? identity.value.replace(/@.*$/, '') : identity.value;
}

/** By the organization's own domain, else the address's domain, else the organization's name. */
function organizationOf(claim: ActorClaim, address: Address | null): OrganizationPart | null {
  const name = cleanLabel(claim.organizationName ?? '');
  const claimed = claim.organizationDomain === undefined ? null : knowDomain(claim.organizationDomain);
  if (claimed !== null && isOwnDomain(claimed.class)) return byDomain(claimed, name, RECORD_NAMES_DOMAIN);
  if (address !== null && isOwnDomain(address.domain.class) && showsOrganization(address)) {
    const fits = name !== '' && nameFitsLabel(name, address.domain.name);
    // A foundation's or school's address says little about whom someone acts for; a name in the record says more.
    if (name === '' || fits || address.domain.class === 'company') {
      return byDomain(address.domain, fits ? name : '', address.domain.reason);
    }
  }
  const named = name === '' ? null : byName(name);
  if (named !== null) return named;
  // Kept for the day when the operator says that such a domain is an organization's own after all.
  const domain = claimed ?? address?.domain ?? null;
  if (domain === null || isOwnDomain(domain.class)) return null;
  return { identity: domainIdentity(domain, domain.reason), organization: null };
}

/** What a machine does shows whose machine it is, not that its owner's people take an interest. */
function showsOrganization(address: Address): boolean {
  return address.mailbox === 'person' || address.mailbox === 'role';
}

function byDomain(domain: KnownDomain, name: string, reason: string): OrganizationPart {
  return { identity: domainIdentity(domain, reason), organization: organizationByDomain(domain, name) };
}

function domainIdentity(domain: KnownDomain, reason: string): ResolvedIdentity {
  const { domain: value, class: kind, confidence } = domain;
  return { kind: 'domain', platform: '', value, label: value, class: kind, confidence, reason };
}

function organizationByDomain(domain: KnownDomain, name: string): ResolvedOrganization {
  const family = familyOfDomain(domain.host) ?? familyOfDomain(domain.domain);
  if (family !== undefined) return organizationOfFamily(family);
  return {
    key: ['domain', domain.domain],
    name: name || domain.name,
    nameGiven: name !== '',
    domain: domain.domain,
    kind: domain.class,
    kindReason: domain.reason,
  };
}

/** An organization of the table of families: whatever its domains and spellings, it is one. */
function organizationOfFamily({ domain, name }: Family): ResolvedOrganization {
  const reason = `${name} is an organization of the table of families.`;
  return { key: ['domain', domain], name, nameGiven: true, domain, kind: 'company', kindReason: reason };
}

function byName(name: string): OrganizationPart | null {
  const value = organizationNameKey(name).slice(0, VALUE_LIMIT);
  if (value === '') return null;
  const family = familyOfName(value);
  const reason = 'The record names the organization, without a domain.';
  const kind = kindByName(value);
  return {
    identity: {
      kind: 'organization_name',
      platform: '',
      value,
      label: name,
      class: kind,
      confidence: 0.8,
      reason,
    },
    organization:
      family === undefined
        ? { key: ['name', value], name, nameGiven: true, domain: null, kind, kindReason: reason }
        : organizationOfFamily(family),
  };
}

function kindByName(value: string): DomainClass {
  if (/\b(universi\w*|college|hochschule|institute of technology|school)\b/.test(value)) return 'university';
  if (/\b(ministry|ministerium|government|federal office|bundesamt|city of|county of)\b/.test(value))
    return 'government';
  return /\b(foundation|stiftung|association|verein)\b/.test(value) ? 'nonprofit' : 'company';
}

/** Classes of network whose own people are behind its traffic. */
const NETWORK_OWN: ReadonlySet<NetworkClaim['class']> = new Set(['company', 'university', 'government']);

/**
 * Resolves the owner of a network. The organization is null for providers, clouds, VPNs and unknown owners,
 * also when only the owner's domain betrays that it is one.
 */
export function resolveNetwork(claim: NetworkClaim): {
  identity: ResolvedIdentity;
  organization: ResolvedOrganization | null;
} {
  const inKey = /^\s*domain:(.*)$/is.exec(claim.key.slice(0, VALUE_LIMIT))?.[1];
  const byKey = inKey === undefined ? null : knowDomain(inKey);
  const domain = (claim.domain === undefined ? null : knowDomain(claim.domain)) ?? byKey;
  const value = byKey === null ? networkKey(claim.key) : `domain:${byKey.domain}`;
  const label = cleanLabel(claim.name ?? '') || domain?.domain || value;
  const carrier = domain === null ? null : carrierClass(domain);
  const hidden = carrier !== null;
  const kind = carrier ?? claim.class;
  const own = NETWORK_OWN.has(claim.class) && !hidden && value !== 'unknown';
  const confidence = Number.isFinite(claim.confidence) ? Math.min(1, Math.max(0, claim.confidence)) : 0;
  const reason = own
    ? `The network belongs to ${label}; its traffic need not come from its own people.`
    : `${label} is ${NETWORK_REASONS[kind] ?? 'not an organization of its own'}, so the traffic shows no organization.`;
  const identity: ResolvedIdentity = {
    kind: 'network',
    platform: '',
    value,
    label,
    class: kind,
    confidence,
    reason,
  };
  if (!own) return { identity, organization: null };
  if (domain !== null) return { identity, organization: networkByDomain(domain, claim.class) };
  const organization: ResolvedOrganization = {
    key: ['network', value],
    name: networkName(label),
    nameGiven: false,
    domain: null,
    kind,
    kindReason: reason,
  };
  return { identity, organization };
}

/** The class of a domain whose network carries other people's traffic, or null. */
function carrierClass({ domain, class: kind }: KnownDomain): DomainClass | null {
  if (!isOwnDomain(kind)) return kind;
  if (known.network_firms.internet_provider.has(domain)) return 'internet_provider';
  return known.network_firms.cloud.has(domain) ? 'cloud' : null;
}

const NETWORK_REASONS: Readonly<Record<string, string>> = {
  internet_provider: 'an internet provider',
  cloud: 'a cloud or hosting firm',
  vpn: 'a VPN',
  unknown: 'an unknown owner',
};

/** What the domain says about the kind counts, unless it says nothing particular. */
function networkByDomain(domain: KnownDomain, kind: NetworkClaim['class']): ResolvedOrganization {
  const organization = organizationByDomain(domain, '');
  if (domain.class !== 'company' && domain.class !== 'unknown') return organization;
  return { ...organization, kind, kindReason: `The owner of the network is a ${kind}.` };
}

/** `as64500` and `AS64500` are one network. */
function networkKey(key: string): string {
  const clean = cleanLabel(key);
  if (/^as\d+$/i.test(clean)) return clean.toUpperCase();
  return clean === '' ? 'unknown' : clean.toLowerCase();
}

/** Registries write `ACME-AS Acme Corporation, XX`: the handle before and the country behind go. */
function networkName(label: string): string {
  const name = label.replace(/^[A-Z0-9]+(-[A-Z0-9]+)+\s+-?\s*(?=\S)/, '').replace(/,\s*[A-Z]{2}$/, '');
  return name.trim() || label;
}
