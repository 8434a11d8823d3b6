/** Which product an asset belongs to. */
import type { Product } from './table.ts';

/** What of an asset tells its product. */
export interface Owned {
  /** The key of the asset: a path, a package, a repository, a conversation. */
  readonly key: string;
  /** Names of the sources in which it was touched. */
  readonly sources: readonly string[];
}

/** The first product that owns the source or the beginning of the key of an asset, or null. */
export function productOf(products: readonly Product[], { key, sources }: Owned): string | null {
  if (products.length === 0) return null;
  const lower = key.toLowerCase();
  const owner = products.find(
    (product) =>
      product.sources.some((source) => sources.includes(source)) ||
      product.paths.some((path) => lower.startsWith(path.toLowerCase())),
  );
  return owner?.name ?? null;
}
