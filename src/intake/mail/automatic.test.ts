import { describe, expect, it } from 'vitest';
import { automatic } from './automatic.ts';
import { mailList } from './list.ts';
import { header } from './testing.ts';

const why = (fields: string) => {
  const read = header(fields);
  return automatic(read, mailList(read));
};
const ANA = 'From: Ana <ana@corp.example>';
const LIST = 'List-Id: <users.lists.acme.example>';

describe('automatic', () => {
  it.each([
    ['report', 'Content-Type: multipart/report; report-type=delivery-status'],
    ['report', 'Content-Type: multipart/digest; boundary=x'],
    ['auto-submitted', `${ANA}\nAuto-Submitted: auto-replied`],
    ['auto-submitted', `${ANA}\nAuto-Submitted: auto-generated`],
    ['auto-submitted', `${ANA}\n${LIST}\nAuto-Submitted: auto-replied (vacation)`],
    ['precedence', `${ANA}\nPrecedence: auto_reply`],
    ['precedence', `${ANA}\nPrecedence: bulk`],
    ['return-path', `${ANA}\nReturn-Path: <>`],
    ['x-autoreply', `${ANA}\nX-Autoreply: yes`],
    ['x-failed-recipients', `${ANA}\nX-Failed-Recipients: bo@acme.example`],
    ['x-list-administrivia', `${ANA}\n${LIST}\nX-List-Administrivia: yes`],
    ['from', 'From: MAILER-DAEMON@mx.acme.example (Mail Delivery System)'],
    ['from', 'From: MAILER-DAEMON'],
    ['from', 'From: <>'],
    ['from', 'From: postmaster@acme.example'],
    ['from', 'From: users-bounces@lists.acme.example'],
    ['from', 'From: no-reply@shop.example'],
    ['from', 'From: Shop <donotreply@shop.example>\nReply-To: noreply@shop.example'],
    ['subject', `${ANA}\nSubject: Automatic reply: Question`],
    ['subject', `${ANA}\nSubject: Automatische Antwort: Frage`],
    ['subject', `${ANA}\nSubject: =?utf-8?Q?R=C3=A9ponse_automatique=C2=A0=3A_x?=`],
    ['subject', `${ANA}\nSubject: Automatická odpověď: Dotaz`],
    ['subject', `${ANA}\nSubject: 自動返信: 質問`],
    ['subject', `${ANA}\nSubject: Out of office`],
    ['subject', `${ANA}\nSubject: Out of the Office Re: Question`],
    ['subject', `${ANA}\nSubject: Undelivered Mail Returned to Sender`],
    ['subject', `${ANA}\nSubject: confirm 0123456789abcdef0123456789abcdef`],
    ['subject', `${ANA}\nSubject: users Digest, Vol 12, Issue 3`],
  ])('%s: %j', (reason, fields) => {
    expect(why(fields)).toBe(reason);
  });

  it.each([
    `${ANA}\nSubject: Question`,
    `${ANA}\nAuto-Submitted: no`,
    `${ANA}\nX-Autoreply: no`,
    `${ANA}\nPrecedence: list`,
    `${ANA}\n${LIST}\nPrecedence: bulk`,
    `${ANA}\n${LIST}\nAuto-Submitted: auto-generated`,
    `${ANA}\nReturn-Path: <ana@corp.example>`,
    `${ANA}\nSubject: Re: Automatic reply: how do I turn it off?`,
    `${ANA}\nSubject: Automatic reply does not work`,
    `${ANA}\nSubject: Out of office hours support?`,
    `${ANA}\n${LIST}\nSubject: Mail delivery failed, what now`,
    `${ANA}\nSubject: Subscribe to the enterprise plan`,
    'From: Website <no-reply@acme.example>\nReply-To: Ana <ana@corp.example>',
    `From: Bugs <noreply@bugs.acme.example>\n${LIST}`,
  ])('leaves a person alone: %j', (fields) => {
    expect(why(fields)).toBeUndefined();
  });
});
