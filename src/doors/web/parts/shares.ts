/** Rounded numbers that still add up. */

/**
 * Rounds parts to tenths so that their sum is the rounded total: those that lose most by rounding down get the
 * tenths that are missing (the method of the largest remainder).
 */
export function roundedParts(parts: readonly number[], total: number): readonly number[] {
  const tenths = parts.map((part) => Math.floor(part * 10));
  let missing = Math.round(total * 10) - tenths.reduce((sum, part) => sum + part, 0);
  const byLoss = parts
    .map((part, index) => ({ index, loss: part * 10 - Math.floor(part * 10) }))
    .sort((a, b) => b.loss - a.loss || a.index - b.index);
  for (const { index } of byLoss) {
    if (missing <= 0) break;
    tenths[index] = (tenths[index] ?? 0) + 1;
    missing -= 1;
  }
  return tenths.map((part) => part / 10);
}
