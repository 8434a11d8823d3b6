/** The settings of the source. */
import type { Setting } from '../../contract.ts';
import { mappingSettings } from '../../deliveries/mapping.ts';

export const SETTINGS: readonly Setting[] = [
  {
    name: 'keys',
    type: 'list',
    default: null,
    secret: true,
    hashed: true,
    needed: ['receive'],
    help: 'The keys that are accepted, each as itself or as sha256: and its hash in hex; sent as Authorization: Bearer KEY, as X-API-Key, or as access_token of the address. Several let one be replaced while the other still counts.',
  },
  ...mappingSettings({
    at: 'time',
    asset: 'subject',
    email: 'data.email | data.user.email',
    login: 'data.userId | data.user.id',
    organization: 'data.company | data.organization.name',
  }),
];
