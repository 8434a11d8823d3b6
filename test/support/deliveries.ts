/** Cases of the conformance suite for sources that take deliveries. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ErrorCode } from '../../src/base/plain.ts';
import type { Delivery } from '../../src/intake/contract.ts';
import type { Conformance, ConformanceInput } from './conformance.ts';

/** What arrives, how many records are stored of it, and the codes of what is not. */
export type HostileDelivery = readonly [delivery: Delivery, stored: number, ...codes: readonly ErrorCode[]];

interface Deliveries {
  readonly settings: Readonly<Record<string, string>>;
  readonly ordinary: readonly Delivery[];
  /** What arrives on a later day, behind the ordinary ones. */
  readonly later: readonly Delivery[];
  readonly hostile: Readonly<Record<string, HostileDelivery>>;
  readonly secrets: readonly string[];
  readonly privateMarks: readonly string[];
  /** Where the source reads files, too: see `Conformance`. */
  readonly inFiles?: Conformance['inFiles'];
}

/** The conformance of a source whose input is a list of deliveries. */
export function deliveriesConformance(cases: Deliveries): Conformance {
  const { settings, ordinary, later, hostile, secrets, privateMarks, inFiles } = cases;
  const grown = (directory: string): string => join(directory, 'deliveries', 'grown');
  return {
    ordinary: async (directory): Promise<ConformanceInput> => ({
      path: 'ordinary',
      settings,
      get deliveries() {
        return existsSync(grown(directory)) ? [...ordinary, ...later] : ordinary;
      },
    }),
    grow: async (directory) => {
      mkdirSync(dirname(grown(directory)), { recursive: true });
      writeFileSync(grown(directory), '');
    },
    hostile: async () =>
      Object.entries(hostile).map(([path, [delivery, stored, ...codes]]) => ({
        path,
        settings,
        deliveries: [delivery],
        stored,
        codes,
      })),
    secrets,
    privateMarks,
    ...(inFiles === undefined ? {} : { inFiles }),
  };
}
