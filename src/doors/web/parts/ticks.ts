/** Round numbers for an axis. */

/** From 0 up to `most`, at most about `wanted` of them apart by 1, 2 or 5 times a power of ten. */
export function ticksOf(most: number, wanted: number): readonly number[] {
  if (!(most > 0)) return [0];
  const least = most / wanted;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= least * (1 - 1e-9)) ?? most;
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, index) =>
    Number((index * step).toPrecision(12)),
  );
}
