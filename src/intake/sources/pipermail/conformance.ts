/** The cases of the conformance suite: an archive of three months, and what servers answer instead. */
import { join } from 'node:path';
import type { Conformance, ConformanceInput, HostileInput } from '../../../../test/support/conformance.ts';
import { answerWith, type MadeUpAnswer, remoteOf } from '../../../../test/support/remote.ts';
import { ADDRESS, indexPage, post, volumeName } from './testing.ts';

const SECRETS = ['192.0.2.77', 'cookie-tok3n'];

/** Some are automatic, some are dated in the next century. Those fail and are kept whole, so they carry no secret. */
function message(number: number, month: number): string {
  if (number % 13 === 6) return post(number, month).replace(/^Date:.*$/m, 'Date: 3 May 2126 10:00:00 +0000');
  return post(number, month, [
    'X-Originating-IP: [192.0.2.77]',
    'X-Spam-Report: cookie-tok3n',
    ...(number % 11 === 7 ? ['Auto-Submitted: auto-replied'] : []),
  ]);
}

/** Answers with so many messages in each month. */
function answerMonths(directory: string, counts: readonly number[]): void {
  const volumes = counts.map((count, month) => {
    const texts = Array.from({ length: count }, (_, index) => message(month * 100 + index, month));
    answerWith(directory, `${ADDRESS}/${volumeName(month)}.txt`, { body: texts.join('') });
    return [volumeName(month), `${volumeName(month)}.txt`, `${count} KB`] as const;
  });
  answerWith(directory, `${ADDRESS}/`, { body: indexPage(volumes) });
}

function inputOf(directory: string): ConformanceInput {
  return { path: directory, http: remoteOf(directory), settings: { url: ADDRESS } };
}

async function ordinary(directory: string): Promise<ConformanceInput> {
  answerMonths(directory, [15, 20, 9]);
  return inputOf(directory);
}

async function grow(directory: string): Promise<void> {
  answerMonths(directory, [15, 20, 14, 6]);
}

const VOLUME = `${ADDRESS}/2026-January.txt`;
const INDEX = indexPage([
  ['2026-January', '2026-January.txt', '1 KB'],
  ['2026-February', '2026-February.txt', '1 KB'],
]);
type Answers = Readonly<Record<string, MadeUpAnswer>>;

const HOSTILE: Readonly<Record<string, readonly [Answers, number, ...HostileInput['codes']]>> = {
  nothing: [{}, 0, 'remote_not_found'],
  junk: [
    { [`${ADDRESS}/`]: { body: `\u0000\u0001<a href="${'x'.repeat(200_000)}` } },
    0,
    'remote_answer_malformed',
  ],
  elsewhere: [
    {
      [`${ADDRESS}/`]: {
        body: '<html><a href="http://169.254.169.254/2026-May.txt">x</a><a href="../../2026-May.txt">x</a>',
      },
    },
    0,
  ],
  gap: [{ [`${ADDRESS}/`]: { body: INDEX }, [VOLUME]: { body: post(1, 0) } }, 1, 'remote_not_found'],
  failing: [{ [`${ADDRESS}/`]: { body: INDEX }, [VOLUME]: { status: 503 } }, 0, 'remote_failed'],
  page: [
    {
      [`${ADDRESS}/`]: { body: INDEX },
      [VOLUME]: { body: '<html>Please log in</html>' },
      [`${ADDRESS}/2026-February.txt`]: { body: post(1, 1) + 'From x\0y '.repeat(10_000) },
    },
    1,
    'mail_malformed',
  ],
};

async function hostile(directory: string): Promise<readonly HostileInput[]> {
  return Object.entries(HOSTILE).map(([name, [answers, stored, ...codes]]) => {
    const folder = join(directory, name);
    for (const [url, answer] of Object.entries(answers)) answerWith(folder, url, answer);
    return { ...inputOf(folder), stored, codes };
  });
}

export const pullConformance: Conformance = { ordinary, grow, hostile, secrets: SECRETS, privateMarks: [] };
