/** The settings of the access log source. */
import type { Setting, SettingValues } from '../../contract.ts';
import { SEARCH_PARAMETERS } from '../../text/page_key.ts';
import { DEFAULT_DOCUMENTATION_RULES, DEFAULT_DOWNLOAD_RULES } from './default_rules.ts';
import { FORMAT_NAMES } from './formats/index.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'format',
    type: 'text',
    default: 'auto',
    help: `Format of the lines: ${FORMAT_NAMES.join(', ')}, or your own nginx log_format or Apache LogFormat string.`,
  },
  {
    name: 'networks',
    type: 'path',
    default: null,
    help: 'File that says who owns which addresses: MMDB (GeoLite2-ASN, DB-IP, IPinfo) or address ranges (iptoasn TSV, CSV). Without it addresses belong to the unknown network.',
  },
  {
    name: 'internal_networks',
    type: 'list',
    default: [],
    help: 'Your own networks, left out of everything: CIDR blocks, addresses, domains or AS numbers.',
  },
  {
    name: 'download_rules',
    type: 'list',
    default: DEFAULT_DOWNLOAD_RULES,
    help: 'Which paths are downloads. The word "defaults" stands for the built-in list.',
  },
  {
    name: 'documentation_rules',
    type: 'list',
    default: DEFAULT_DOCUMENTATION_RULES,
    help: 'Which paths are documentation pages. The word "defaults" stands for the built-in list.',
  },
  {
    name: 'product',
    type: 'text',
    default: '',
    help: 'Name of the product, for releases whose file name does not say it.',
  },
  {
    name: 'search_parameters',
    type: 'list',
    default: SEARCH_PARAMETERS,
    help: 'Names of the parameter that carries what is searched for, in the address of a documentation search.',
  },
  {
    name: 'own_hosts',
    type: 'list',
    default: [],
    help: 'Your own hosts, such as acme.example (and all below it). With it, pages of others whose links were followed here are counted as mentions; search engines, mail and chat are not. Empty: where visitors come from is not looked at.',
  },
];

/** Settings in their own types. */
export interface AccessLogSettings {
  readonly format: string;
  readonly networks: string | null;
  readonly internalNetworks: readonly string[];
  readonly downloadRules: readonly string[];
  readonly documentationRules: readonly string[];
  readonly product: string;
  readonly searchParameters: readonly string[];
  /** Empty when referrers are not to be looked at. */
  readonly ownHosts: readonly string[];
}

/** Takes the settings apart; a missing one has its default. */
export function readSettings(values: SettingValues): AccessLogSettings {
  const text = (name: string): string => {
    const value = values[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  const list = (name: string): readonly string[] => {
    const value = values[name] ?? SETTINGS.find((setting) => setting.name === name)?.default;
    return Array.isArray(value) ? value.map(String) : [];
  };
  return {
    format: text('format') || 'auto',
    networks: text('networks') || null,
    internalNetworks: list('internal_networks'),
    downloadRules: list('download_rules'),
    documentationRules: list('documentation_rules'),
    product: text('product'),
    searchParameters: list('search_parameters').map((name) => name.trim().toLowerCase()),
    ownHosts: list('own_hosts').filter((host) => host.trim() !== ''),
  };
}
