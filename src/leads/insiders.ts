/** Who is no lead: the vendor, and the members of its ecosystem, who make a living with the product. */
export interface Insiders {
  /** Domains of the vendor's own organizations; these are marked, not ranked. */
  readonly vendorDomains: readonly string[];
  /** Domains of integrators, trainers and hosters; these are marked, not ranked. Default: none. */
  readonly memberDomains?: readonly string[];
}

/** Only that, of whatever holds it, to be passed on. */
export function insidersOf({ vendorDomains, memberDomains = [] }: Insiders): Required<Insiders> {
  return { vendorDomains, memberDomains };
}

/** As domains are stored. */
export function toDomains(domains: readonly string[]): readonly string[] {
  return domains.map((domain) => domain.trim().toLowerCase());
}
