/** Typing errors between short words. */

/** Letters between the first and the last error, at most. */
const NEAR = 5;

/**
 * Whether one word becomes the other by at most `limit` edits (insert, delete, replace, swap of neighbours:
 * Damerau, 1964, restricted form). Words beyond 40 characters are
 * never close, nor words whose errors stand more than five letters apart.
 */
export function isClose(a: string, b: string, limit: 1 | 2): boolean {
  if (Math.abs(a.length - b.length) > limit || a.length > 40 || b.length > 40) return false;
  let start = 0;
  while (start < a.length && start < b.length && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let end = 0;
  const shorter = Math.min(a.length, b.length) - start;
  while (end < shorter && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  const [restA, restB] = [a.length - end - start, b.length - end - start];
  // Two errors far from each other are found word by word; here they must stand close together.
  if (Math.max(restA, restB) > NEAR) return false;
  if (limit === 1) return isOneEdit(a, b, start, restA, restB);
  return edits(a.slice(start, a.length - end), b.slice(start, b.length - end)) <= limit;
}

/** Of the parts that differ: one letter at most, or two neighbours swapped. */
function isOneEdit(a: string, b: string, start: number, restA: number, restB: number): boolean {
  if (restA <= 1 && restB <= 1) return true;
  return restA === 2 && restB === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
}

function edits(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
