/** For tests: an archive as Mailman 2.1 lays it out. */
import type { Batch, PullJob } from '../../contract.ts';
import type { MailBody } from '../../mail/record.ts';
import { pullPipermail } from './pull.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const NAMES = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** `2026-March`, for months counted from January 2026 as 0. */
export function volumeName(month: number): string {
  return `${2026 + Math.floor(month / 12)}-${NAMES[month % 12]}`;
}

/** A message as Pipermail writes it: addresses are mangled, the real name stands behind. */
export function post(number: number, month: number, extra: readonly string[] = []): string {
  const day = 1 + (number % 28);
  const year = 2026 + Math.floor(month / 12);
  const name = MONTHS[month % 12] ?? '';
  const root = number - (number % 5);
  return [
    `From ana at corp${number % 7}.example  Sun ${name} ${String(day).padStart(2)} 10:11:12 ${year}`,
    `From: ana at corp${number % 7}.example (Ana Ana)`,
    `Date: ${day} ${name} ${year} 10:11:12 +0000`,
    `Subject: [users] Question ${root}`,
    ...(number === root ? [] : [`In-Reply-To: <${root}@list.example>`, `References: <${root}@list.example>`]),
    `Message-ID: <${number}@list.example>`,
    ...extra,
    '',
    `Words of message ${number}.`,
    '',
    '',
  ].join('\n');
}

/** The page that lists the volumes, the newest first. @param volumes name, file and size of each, the oldest first */
export function indexPage(volumes: readonly (readonly [name: string, file: string, size: string])[]): string {
  const rows = volumes.toReversed().map(
    ([name, file, size]) => `
            <tr>
            <td>${name}:</td>
            <td>
              <A href="${name}/thread.html">[ Thread ]</a>
              <A href="${name}/subject.html">[ Subject ]</a>
              <A href="${name}/author.html">[ Author ]</a>
              <A href="${name}/date.html">[ Date ]</a>
            </td>
            <td><A href="${file}">[ Gzip'd Text ${size} ]</a></td>
            </tr>`,
  );
  return `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<HTML>
  <HEAD><title>The users Archives</title></HEAD>
  <BODY BGCOLOR="#ffffff">
     <h1>The users Archives </h1>
     <table border=3>
          <tr><td>Archive</td><td>View by:</td><td>Downloadable version</td></tr>${rows.join('')}
     </table>
  </BODY>
</HTML>`;
}

export const ADDRESS = 'https://lists.acme.example/pipermail/users';

/** Pulls and keeps the cursors as the runner does: each batch's only once it is "stored". */
export async function pullAll(
  http: PullJob['http'],
  cursors = new Map<string, unknown>(),
  url = ADDRESS,
): Promise<Batch<MailBody>[]> {
  const batches: Batch<MailBody>[] = [];
  const job: PullJob = {
    http,
    settings: { url },
    cursor: (key) => Promise.resolve(cursors.get(key)),
    now: Date.UTC(2026, 10, 24),
    signal: new AbortController().signal,
  };
  for await (const batch of pullPipermail(job)) {
    for (const { key, value } of batch.cursors) cursors.set(key, structuredClone(value));
    batches.push(batch);
  }
  return batches;
}
