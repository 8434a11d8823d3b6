/** A source made for tests: its input is a number, and it gives that many records of anonymous and named acts. */
import { adapted, type Batch, defineSource, type Source } from '../../src/intake/contract.ts';

export interface CountingOptions {
  readonly perBatch?: number;
  /** Called before each batch is given, with the number of records given until then. */
  readonly onBatch?: (given: number) => Promise<void> | void;
}

/** Record n is a signal of person n mod 50 at company n mod 20; every tenth record is a rollup of 3 units instead. */
export function countingSource(options: CountingOptions = {}): Source {
  const perBatch = options.perBatch ?? 100;
  return defineSource<number>({
    name: 'counting',
    title: 'Counting',
    summary: 'For tests.',
    expects: 'a number',
    accessPoints: ['code', 'download'],
    settings: [],
    sensitive: [],
    resumable: true,
    version: 1,
    threads: false,
    recognize: () => 0,
    async *read(job): AsyncGenerator<Batch<number>> {
      const total = Number(job.input);
      const done = Number((await job.cursor('counting')) ?? 0);
      if (done > 0) yield { records: [], cursors: [], skipped: done };
      for (let at = done; at < total; at += perBatch) {
        await options.onBatch?.(at);
        const end = Math.min(total, at + perBatch);
        const records = Array.from({ length: end - at }, (_unused, index) => ({
          id: `n${at + index}`,
          place: { file: 'counting', line: at + index + 1 },
          body: at + index,
        }));
        yield { records, cursors: [{ key: 'counting', value: end }] };
      }
    },
    adapter: async () => (record) => adaptNumber(record.body),
  });
}

const START = Date.UTC(2025, 0, 1);

function adaptNumber(n: number): ReturnType<typeof adapted> {
  const at = START + (n % 500) * 86_400_000;
  const domain = `company${n % 20}.example`;
  if (n % 10 === 9) {
    return {
      ...adapted([]),
      units: 1,
      rolledUp: 1,
      rollups: [
        {
          day: new Date(at).toISOString().slice(0, 10),
          network: { key: `domain:${domain}`, domain, class: 'company', confidence: 0.5 },
          accessPoint: 'download',
          act: 'download',
          asset: { kind: 'release', key: `product/${n % 7}.0` },
          quantity: 3,
        },
      ],
    };
  }
  return adapted([
    {
      nativeId: `n${n}`,
      accessPoint: 'code',
      act: 'commit',
      at,
      visibility: 'public',
      actor: { email: `person${n % 50}@${domain}`, name: `Person ${n % 50}` },
      asset: { kind: 'repository', key: 'repository.example/product' },
    },
  ]);
}
