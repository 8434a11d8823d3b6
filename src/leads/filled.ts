/** A longer column of numbers with what stood in the old one. */
export function filled<T extends { set(old: T): void }>(next: T, old: T): T {
  next.set(old);
  return next;
}
