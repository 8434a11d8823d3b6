/** Gumroad's table of sales: which file is one, and its rows in the form that pings are kept in. */
import { emailOf, present, timeOf, wordOf } from '../../deliveries/values.ts';
import type { Fields } from '../../text/json.ts';
import { companyOf, integerOf, type RESOURCES } from './sale.ts';

type Cells = Readonly<Record<string, string>>;

/** Columns that only together tell the table. */
const TELLING = ['Purchase ID', 'Item Name', 'Purchase Email', 'Sale Price ($)'];
/** The second and third are what spreadsheets make of the first. */
const DELIMITERS = [',', ';', '\t'];

/** What stands between the cells; undefined for anything but a table of sales. @param head the beginning of the file */
export function delimiterOf(head: string): string | undefined {
  const [line = ''] = head.replace(/^\ufeff/, '').split(/[\r\n]/, 1);
  return DELIMITERS.find((delimiter) => {
    const names = line.split(delimiter).map((name) => name.replaceAll('"', '').trim());
    return TELLING.every((name) => names.includes(name));
  });
}

/** The kept form of what may be a sale. The last row has the sums of all others. */
export function saleOfRow(cells: Cells): Fields {
  const id = wordOf(cells['Purchase ID'], 100);
  return present({
    resource: id === 'Totals' ? 'totals' : 'sale',
    id,
    product: wordOf(cells['Product ID']) ?? wordOf(cells['Item Name']),
    title: wordOf(cells['Item Name']),
    email: emailOf(cells['Purchase Email']) ?? emailOf(cells['Buyer Email']),
    name: wordOf(cells['Buyer Name']),
    company: companyOf(Object.entries(cells)),
    country: wordOf(cells.Country, 60),
    price: centsOf(cells['Sale Price ($)']),
    quantity: blankOr(cells.Quantity, integerOf) ?? 1,
    test: false,
    at: timeOf(cells['Purchase Time (UTC timezone)']) ?? timeOf(cells['Purchase Date']),
    since: sinceOf(cells),
  });
}

/** What became of the sale: the money that went back and came again, as pings tell it each time. */
function sinceOf(
  cells: Cells,
): readonly { resource: (typeof RESOURCES)[number]; price: number | undefined }[] {
  const price = centsOf(cells['Sale Price ($)']);
  const refunded = isTrue(cells['Fully Refunded?']) ? price : centsOf(cells['Partial Refund ($)']);
  return [
    ...(refunded === undefined || refunded === 0 ? [] : [{ resource: 'refund' as const, price: refunded }]),
    ...(isTrue(cells['Disputed?']) ? [{ resource: 'dispute' as const, price }] : []),
    ...(isTrue(cells['Dispute Won?']) ? [{ resource: 'dispute_won' as const, price }] : []),
  ];
}

function isTrue(cell: string | undefined): boolean {
  return cell?.trim() === '1';
}

function blankOr<T>(cell: string | undefined, read: (cell: string) => T): T | undefined {
  return cell === undefined || cell.trim() === '' ? undefined : read(cell.trim());
}

/** Dollars in cents: `27.5` and, of spreadsheets, `27,5`. */
function centsOf(cell: string | undefined): number | undefined {
  const [, whole, cents = ''] = /^(\d{1,10})(?:[.,](\d{1,2}))?$/.exec(cell?.trim() ?? '') ?? [];
  return whole === undefined ? undefined : Number(whole) * 100 + Number(cents.padEnd(2, '0'));
}
