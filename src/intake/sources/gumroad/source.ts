/** Sales at Gumroad, told by its pings and its tables of sales. */
import { defineSource, type Probe } from '../../contract.ts';
import type { Fields } from '../../text/json.ts';
import { saleAdapter } from './adapt.ts';
import { readSales } from './read.ts';
import { receive } from './receive.ts';
import { delimiterOf } from './table.ts';

function recognize({ isDirectory, head }: Probe): number {
  return !isDirectory && delimiterOf(Buffer.from(head).toString('utf8')) !== undefined ? 0.96 : 0;
}

export const gumroad = defineSource<Fields>({
  name: 'gumroad',
  title: 'Gumroad',
  summary: 'Books sold at Gumroad, and refunds, told by its pings and by its tables of sales.',
  expects: 'the table of sales of a Gumroad shop (CSV, also .gz)',
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
      help: 'The short ids of the books, such as abcde in /l/abcde; without any, all products are books. Pings are known by permalinks of your own, too, tables are not.',
    },
  ],
  sensitive: ['token', 'card', 'shipping_information', 'license_key', 'Street Address', 'License Key'],
  resumable: false,
  version: 2,
  threads: false,
  recognize,
  read: readSales,
  receive,
  adapter: async (settings) => saleAdapter(settings),
});
