/** The settings of the source, and their checked form. */
import { LeadspringError } from '../../../base/plain.ts';
import type { AccessPoint, Setting, SettingValues, Visibility } from '../../contract.ts';
import { textsOf } from '../../deliveries/keys.ts';
import { hostOf } from '../../deliveries/values.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'sites',
    type: 'list',
    default: null,
    needed: ['receive'],
    help: 'The hosts of the pages that carry the script, such as docs.acme.example. Pages of other hosts are not listened to.',
  },
  {
    name: 'access_point',
    type: 'choice',
    choices: ['documentation', 'blog', 'download', 'on_demand'],
    default: 'documentation',
    help: 'What the pages are.',
  },
  {
    name: 'visibility',
    type: 'choice',
    choices: ['public', 'private'],
    default: 'public',
    help: 'Whether everybody may know how often a page was read, searched for and found helpful. Choose private for pages that not everybody can open.',
  },
];

export interface BeaconSettings {
  readonly accessPoint: AccessPoint;
  readonly visibility: Visibility;
}

export function readSettings({ access_point: point, visibility }: SettingValues): BeaconSettings {
  const accessPoint =
    point === 'blog' || point === 'download' || point === 'on_demand' ? point : 'documentation';
  return { accessPoint, visibility: visibility === 'private' ? 'private' : 'public' };
}

/** Hosts in lower case, without `www.`. @throws LeadspringError `setting_invalid` */
export function readSites({ sites }: SettingValues): ReadonlySet<string> {
  const hosts = textsOf(sites).map((site) => {
    // A page under development is on this machine.
    const host = /^localhost$|^127\.0\.0\.1$/.test(site) ? site : hostOf(site);
    if (host !== undefined) return host;
    throw new LeadspringError('setting_invalid', `sites: “${site.slice(0, 100)}” is not a host.`);
  });
  return new Set(hosts);
}
