/** Months, by which signals are stored. */

/** The UTC month of an instant, `YYYY-MM`. */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}

/** The months of many instants, each written once: there are few, and writing one takes longest. */
export function monthsAt(instants: Iterable<number>): ReadonlySet<string> {
  const months = new Map<number, string>();
  for (const at of instants) {
    const date = new Date(at);
    const number = 12 * date.getUTCFullYear() + date.getUTCMonth();
    if (!months.has(number)) months.set(number, monthOf(at));
  }
  return new Set(months.values());
}
