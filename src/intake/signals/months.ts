/** Months, by which signals are stored. */

/** The UTC month of an instant, `YYYY-MM`. */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}
