/** For tests: the table of sales as Gumroad writes it, with a field of the shop's own at its end. */

const COLUMNS = [
  ...['Purchase ID', 'Item Name', 'Buyer Name', 'Purchase Email', 'Buyer Email', 'Do not contact?'],
  ...['Purchase Date', 'Purchase Time (UTC timezone)', 'Subtotal ($)', 'Taxes ($)', 'Shipping ($)'],
  ...['Sale Price ($)', 'Fees ($)', 'Net Total ($)', 'Tip ($)', 'Tax Included in Price?', 'Street Address'],
  ...['City', 'Zip Code', 'State', 'Country', 'Referrer', 'Refunded?', 'Partial Refund ($)'],
  ...['Fully Refunded?', 'Disputed?', 'Dispute Won?', 'Variants', 'Product ID', 'Order Number'],
  ...['Quantity', 'Recurrence', 'License Key', 'Payment Type', 'UTM Source', 'Company'],
];

export const TABLE_HEADER = `${COLUMNS.join(',')}\n`;

/** A row of the table, blank but for these cells. */
export function rowOf(cells: Readonly<Record<string, string>>): string {
  return `${COLUMNS.map((column) => cells[column] ?? '').join(',')}\n`;
}
