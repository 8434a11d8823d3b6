import { describe, expect, it } from 'vitest';
import { authorship } from './author.ts';
import { mailList } from './list.ts';
import { header } from './testing.ts';

const LIST = 'List-Id: <users.lists.acme.example>\nList-Post: <mailto:users@lists.acme.example>';
const author = (fields: string) => {
  const read = header(fields);
  return authorship(read, mailList(read)).author;
};
const ANA = { email: 'ana@corp.example', name: 'Ana Ana' };

describe('authorship', () => {
  it.each([
    ['plain', 'From: Ana Ana <ana@corp.example>'],
    ['quoted', 'From: "Ana Ana" <ana@corp.example>'],
    ['encoded', 'From: =?utf-8?Q?Ana_Ana?= <ana@corp.example>'],
    ['comment', 'From: ana@corp.example (Ana Ana)'],
    ['comments inside', 'From: Ana Ana <ana(her account)@corp.example>'],
    ['Pipermail', 'From: ana at corp.example (Ana Ana)'],
    ['dots hidden too', 'From: ana at corp dot example (Ana Ana)'],
    ['other hiding', 'From: Ana Ana <ana(a)corp.example>'],
    ['bangs', 'From: Ana Ana <ana () corp ! example>'],
    [
      'munged, author in Reply-To',
      `From: Ana Ana via users <users@lists.acme.example>\nReply-To: Ana Ana <ana@corp.example>\n${LIST}`,
    ],
    [
      'Reply-To with the list in it',
      `From: Ana Ana via users <users@lists.acme.example>\nReply-To: users@lists.acme.example, ana@corp.example\n${LIST}`,
    ],
    [
      'Google Groups',
      `From: "'Ana Ana' via Users" <users@lists.acme.example>\nX-Original-From: Ana Ana <ana@corp.example>\nReply-To: users@lists.acme.example\n${LIST}`,
    ],
    [
      'X-Original-Sender',
      `From: 'Ana Ana' via Users <users@lists.acme.example>\nX-Original-Sender: ana@corp.example\n${LIST}`,
    ],
    [
      'envelope sender with a tag',
      `From: Ana Ana via users <users@lists.acme.example>\nX-MailFrom: prvs=0a1b2c=ana@corp.example\n${LIST}`,
    ],
    [
      'author in Cc',
      `From: Ana Ana via users <users@lists.acme.example>\nReply-To: users@lists.acme.example\nCc: Bo <bo@x.example>, Ana Ana <ana@corp.example>\n${LIST}`,
    ],
    ['packed', 'From: "Ana Ana via groups" <ana=corp.example@groups.io>'],
    ['packed for DMARC', 'From: Ana Ana <ana=40corp.example@dmarc.acme.example>'],
    ['contact form', 'From: Website <no-reply@acme.example>\nReply-To: Ana Ana <ana@corp.example>'],
  ])('finds the author: %s', (_, fields) => {
    expect(author(fields)).toEqual(ANA);
  });

  it('keeps the name when the address is lost, never the list as the author', () => {
    expect(author(`From: Ana Ana via users <users@lists.acme.example>\n${LIST}`)).toEqual({
      name: 'Ana Ana',
    });
    expect(author('From: Ana Ana <an...@corp.example>')).toEqual({ name: 'Ana Ana' });
  });

  it('does without From', () => {
    expect(author('Sender: ana@corp.example')).toEqual({ email: 'ana@corp.example' });
    expect(author('Subject: x')).toEqual({});
  });

  it('keeps the fields as they stand', () => {
    const read = header(
      'From: =?utf-8?Q?Ana?= <a@x.example>\nReply-To: b@x.example\nSender: c@x.example\nX-Original-From: d@x.example',
    );
    expect(authorship(read, undefined).claims).toEqual({
      from: '=?utf-8?Q?Ana?= <a@x.example>',
      replyTo: 'b@x.example',
      sender: 'c@x.example',
      originalFrom: 'd@x.example',
    });
  });
});
