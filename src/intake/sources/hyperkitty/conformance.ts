/** The cases of the conformance suite: an archive of three months, and what servers answer instead. */
import { join } from 'node:path';
import type { Conformance, ConformanceInput, HostileInput } from '../../../../test/support/conformance.ts';
import { answerWith, type MadeUpAnswer, remoteOf } from '../../../../test/support/remote.ts';
import { ADDRESS, type Archived, BASE, exported, LIST, listed } from './testing.ts';

const SECRETS = ['192.0.2.77', 'cookie-tok3n'];

/** The months until the suite's now, and what lies behind them. */
const SPANS = [
  ['2026-09-01', '2026-10-01'],
  ['2026-10-01', '2026-11-01'],
  ['2026-11-01', '2026-12-01'],
  ['2026-12-01', '2200-01-01'],
] as const;

/** Some are automatic, some are dated in the next century. Those fail and are kept whole, so they carry no secret. */
function message(number: number, month: number): Archived {
  const day = `2026-${String(month).padStart(2, '0')}-${String(1 + (number % 23)).padStart(2, '0')}`;
  if (number % 13 === 6) return { number, day, extra: ['Date: 3 May 2126 10:00:00 +0000'] };
  const traces = ['X-Originating-IP: [192.0.2.77]', 'X-Spam-Report: cookie-tok3n'];
  return { number, day, extra: number % 11 === 7 ? [...traces, 'Auto-Submitted: auto-replied'] : traces };
}

function months(counts: readonly number[]): Archived[] {
  return counts.flatMap((count, month) =>
    Array.from({ length: count }, (_, index) => message(100 * month + index, 9 + month)),
  );
}

const listAddress = (order: string, limit: number): string =>
  `${BASE}/api/list/${LIST}/emails/?ordering=${order}&limit=${limit}&offset=0&format=json`;
const exportAddress = (start: string, end: string): string =>
  `${ADDRESS}/export/${LIST}-${start.slice(0, 7)}.mbox.gz?start=${start}&end=${end}`;

function answerArchive(directory: string, emails: readonly Archived[]): void {
  for (const [order, limit] of [
    ['-archived_date', 100],
    ['date', 1],
  ] as const) {
    answerWith(directory, listAddress(order, limit), { body: listed(emails, order, limit, 0) });
  }
  for (const [start, end] of SPANS) {
    const chosen = emails.filter(({ day }) => day >= start && day < end);
    const body = chosen.map((email, index) => exported(email, `===${index}==`)).join('');
    answerWith(directory, exportAddress(start, end), { body });
  }
}

function inputOf(directory: string): ConformanceInput {
  return { path: directory, http: remoteOf(directory), settings: { url: ADDRESS } };
}

async function ordinary(directory: string): Promise<ConformanceInput> {
  answerArchive(directory, months([15, 20, 9]));
  return inputOf(directory);
}

async function grow(directory: string): Promise<void> {
  answerArchive(directory, [
    ...months([15, 20, 9]),
    ...[210, 211, 212, 50].map((number) => message(number, 11)),
  ]);
}

type Answers = Readonly<Record<string, MadeUpAnswer>>;
const NEWEST = listAddress('-archived_date', 100);

const HOSTILE: Readonly<Record<string, readonly [Answers, number, ...HostileInput['codes']]>> = {
  nothing: [{}, 0, 'remote_not_found'],
  page: [{ [NEWEST]: { body: '<html>Please log in</html>' } }, 0, 'remote_answer_malformed'],
  shape: [
    { [NEWEST]: { body: { count: 1, next: null, results: [{ message_id_hash: 7 }] } } },
    0,
    'remote_answer_malformed',
  ],
  dates: [
    { [NEWEST]: { body: { count: 1, next: null, results: [{ message_id_hash: 'A', date: 'yesterday' }] } } },
    0,
    'remote_answer_malformed',
  ],
  closed: [{ [NEWEST]: { status: 403 } }, 0, 'remote_refused'],
  failing: [{ [NEWEST]: { status: 500 } }, 0, 'remote_failed'],
};

async function hostile(directory: string): Promise<readonly HostileInput[]> {
  const servers = Object.entries(HOSTILE).map(([name, [answers, stored, ...codes]]) => {
    const folder = join(directory, name);
    for (const [url, answer] of Object.entries(answers)) answerWith(folder, url, answer);
    return { ...inputOf(folder), stored, codes };
  });
  const junk = join(directory, 'junk');
  answerArchive(junk, months([0, 0, 3]));
  answerWith(junk, exportAddress('2026-12-01', '2200-01-01'), { body: '\u0000 no mail '.repeat(10_000) });
  return [...servers, { ...inputOf(junk), stored: 2, codes: ['date_in_future', 'mail_malformed'] }];
}

export const pullConformance: Conformance = { ordinary, grow, hostile, secrets: SECRETS, privateMarks: [] };
