/** Sales at Gumroad, told by its pings. */
import { defineSource } from '../../contract.ts';
import type { Fields } from '../../text/json.ts';
import { saleAdapter } from './adapt.ts';
import { receive } from './receive.ts';

export const gumroad = defineSource<Fields>({
  name: 'gumroad',
  title: 'Gumroad',
  summary: 'Books sold at Gumroad, and refunds, told by its pings.',
  expects: '',
  accessPoints: ['book'],
  settings: [
    {
      name: 'tokens',
      type: 'list',
      default: null,
      secret: true,
      hashed: true,
      needed: ['receive'],
      help: 'Tokens of your own, each as itself or as sha256: and its hash in hex, of which one stands in the address of the ping. Several let one be replaced while the other still counts.',
    },
    {
      name: 'products',
      type: 'list',
      default: null,
      help: 'The permalinks of the books, such as abcde; without any, all products are books.',
    },
  ],
  sensitive: ['token', 'card', 'shipping_information', 'license_key'],
  resumable: false,
  version: 1,
  threads: false,
  receive,
  adapter: async (settings) => saleAdapter(settings),
});
