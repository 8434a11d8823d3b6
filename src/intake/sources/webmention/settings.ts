/** The settings of the source, and their checked form. */
import { LeadspringError } from '../../../base/plain.ts';
import type { Setting, SettingValues } from '../../contract.ts';
import { textsOf } from '../../deliveries/keys.ts';
import { hostOf } from '../../deliveries/values.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'sites',
    type: 'list',
    default: null,
    needed: ['receive'],
    help: 'The hosts of your own pages that others may mention, such as blog.acme.example; what lies below a host counts, too.',
  },
];

/** Whether a host is one of the own sites, or lies below one. */
export type OwnSite = (host: string) => boolean;

/** @throws LeadspringError `setting_invalid` */
export function readSites({ sites }: SettingValues): OwnSite {
  const hosts = textsOf(sites).map((site) => {
    const host = hostOf(site);
    if (host === undefined) {
      throw new LeadspringError('setting_invalid', `sites: “${site.slice(0, 100)}” is not a host.`);
    }
    return host;
  });
  return (host) => hosts.some((own) => host === own || host.endsWith(`.${own}`));
}
