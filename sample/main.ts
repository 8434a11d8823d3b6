/** The command line of the sample: `node sample/main.ts --out DIR [--seed N] [--size S] [--end DATE] [--only KINDS]`. */
import { parseArgs } from 'node:util';
import { FILE_KINDS, type SampleOptions, type SampleSummary, SIZES, writeSample } from './index.ts';

/** Fixed, so that the same command writes the same bytes on every day. */
const DEFAULT_END = '2026-11-01';
const DEFAULT_SEED = 1;

const HELP = `Writes a made-up ecosystem as real files: access logs, a git repository, list archives,
a support mailbox, CSV tables, and the truth about them.

  node sample/main.ts --out DIR [--seed N] [--size SIZE] [--end DATE] [--only KIND,KIND]

  --out DIR     where to write; must be empty or missing
  --seed N      a whole number; the same number gives the same files (default ${DEFAULT_SEED})
  --size SIZE   ${SIZES.join(', ')} (default small)
  --end DATE    YYYY-MM-DD: the two years end with the day before (default ${DEFAULT_END})
  --only KINDS  write only these kinds of files (the note always):
                ${FILE_KINDS.join(', ')}
  --help        this text
`;

/** Exit codes: 0 written, 1 could not be written, 2 wrong arguments. */
async function main(): Promise<number> {
  let options: SampleOptions | undefined;
  try {
    options = readOptions();
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${HELP}`);
    return 2;
  }
  if (options === undefined) {
    process.stdout.write(HELP);
    return 0;
  }
  try {
    process.stdout.write(summaryText(await writeSample(options, showProgress)));
    return 0;
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    return 1;
  }
}

function readOptions(): SampleOptions | undefined {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      seed: { type: 'string', default: String(DEFAULT_SEED) },
      size: { type: 'string', default: 'small' },
      end: { type: 'string', default: DEFAULT_END },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const seed = Number(values.seed);
  const size = SIZES.find((name) => name === values.size);
  const end = Date.parse(`${values.end}T00:00:00Z`);
  if (values.out === undefined) throw new Error('--out is missing: say where to write');
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed must be a whole number, not "${values.seed}"`);
  if (size === undefined) throw new Error(`--size must be one of ${SIZES.join(', ')}, not "${values.size}"`);
  // Comparing with what was read finds days that do not exist, such as 31 February.
  if (Number.isNaN(end) || new Date(end).toISOString().slice(0, 10) !== values.end) {
    throw new Error(`--end must be a date like ${DEFAULT_END}, not "${values.end}"`);
  }
  const only = values.only?.split(',').map((word) => {
    const kind = FILE_KINDS.find((name) => name === word);
    if (kind === undefined) throw new Error(`--only takes ${FILE_KINDS.join(', ')}, not "${word}"`);
    return kind;
  });
  return { directory: values.out, seed, size, end, ...(only === undefined ? {} : { only }) };
}

function showProgress({ daysDone, daysTotal }: { daysDone: number; daysTotal: number }): void {
  if (!process.stderr.isTTY || (daysDone % 10 !== 0 && daysDone !== daysTotal)) return;
  process.stderr.write(`\r${daysDone} of ${daysTotal} days${daysDone === daysTotal ? '\n' : ''}`);
}

function summaryText({ product, files, totals }: SampleSummary): string {
  const counts = ['lines', 'messages', 'rows', 'commits', 'merges', 'tags'] as const;
  const rows = files.map((file) => {
    const held = counts.flatMap((name) => (file[name] === undefined ? [] : [`${file[name]} ${name}`]));
    return `${file.path.padEnd(36)} ${held.join(', ')}`.trimEnd();
  });
  const total = `${totals.lines} log lines, ${totals.messages} mails, ${totals.rows} rows, ${totals.commits} commits and ${totals.merges} merges`;
  return `${rows.join('\n')}\n${product} (made up): ${total}\n`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

process.exitCode = await main();
