/**
 * Mail archive to stored, threaded and searchable messages, against `notmuch new` on the same mail in the same
 * run. Medians of wall-clock time; peak memory of the importing process. Needs Debian's package notmuch.
 *
 *   node bench/mail.ts [MESSAGES] [ROUNDS]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeMail, writeMaildir, writeMbox } from './support/make_mail.ts';
import { NODE_FLAGS } from './support/node.ts';

const [messages = '20000', rounds = '3'] = process.argv.slice(2);
const directory = mkdtempSync(join(tmpdir(), 'leadspring-bench-mail-'));

interface Row {
  readonly name: string;
  readonly seconds: number[];
  peak: number;
}

/** Imports into a fresh database in a process of its own, and reports seconds and bytes of peak memory. */
function leadspring(input: string, row: Row): void {
  const data = mkdtempSync(join(directory, 'data-'));
  const script = join(import.meta.dirname, 'support', 'import_once.ts');
  const threads = String(availableParallelism());
  const answer = execFileSync(
    process.execPath,
    [...NODE_FLAGS, script, data, 'mail', input, messages, threads],
    {
      encoding: 'utf8',
    },
  );
  const { seconds, peak } = JSON.parse(answer) as { seconds: number; peak: number };
  row.seconds.push(seconds);
  row.peak = Math.max(row.peak, peak);
  rmSync(data, { recursive: true, force: true });
}

/** Indexes the Maildir from nothing. */
function notmuch(maildir: string, row: Row): void {
  rmSync(join(maildir, '.notmuch'), { recursive: true, force: true });
  const config = join(directory, 'notmuch.conf');
  writeFileSync(
    config,
    `[database]\npath=${maildir}\n[user]\nname=x\nprimary_email=x@acme.example\n[new]\ntags=\n`,
  );
  const startedAt = performance.now();
  execFileSync('notmuch', ['new', '--quiet'], {
    env: { ...process.env, NOTMUCH_CONFIG: config },
    stdio: 'inherit',
  });
  row.seconds.push((performance.now() - startedAt) / 1000);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function report(rows: readonly Row[], against: Row): void {
  for (const { name, seconds, peak } of rows) {
    const rate = Number(messages) / median(seconds);
    const ratio = median(against.seconds) / median(seconds);
    const memory = peak === 0 ? '' : `${Math.round(peak / 2 ** 20)} MB`;
    const cells = [
      `${median(seconds).toFixed(1)} s`,
      `${Math.round(rate)} messages/s`,
      `${ratio.toFixed(2)} ×`,
      memory,
    ];
    console.log(name.padEnd(24) + cells.map((cell) => cell.padStart(18)).join(''));
  }
}

try {
  const mbox = join(directory, 'list.mbox');
  const maildir = join(directory, 'maildir');
  await writeMbox(mbox, makeMail(Number(messages)));
  writeMaildir(maildir, makeMail(Number(messages)));
  console.log(
    `${messages} messages, ${Math.round(statSync(mbox).size / 1e6)} MB, medians of ${rounds} rounds`,
  );
  const fromMbox: Row = { name: 'leadspring, mbox', seconds: [], peak: 0 };
  const fromMaildir: Row = { name: 'leadspring, Maildir', seconds: [], peak: 0 };
  const peer: Row = { name: 'notmuch new', seconds: [], peak: 0 };
  for (let round = 0; round < Number(rounds); round++) {
    leadspring(mbox, fromMbox);
    notmuch(maildir, peer);
    leadspring(maildir, fromMaildir);
  }
  report([fromMbox, fromMaildir, peer], peer);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
