import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageDate, messageOffset, parseDate } from './dates.ts';
import { header } from './testing.ts';

const iso = (at: number | undefined) =>
  at === undefined ? undefined : new Date(at).toISOString().slice(0, 19);

describe('parseDate', () => {
  it.each([
    ['Tue, 3 Mar 2020 10:11:12 +0100', '2020-03-03T09:11:12'],
    ['Tue, 03 Mar 2020 10:11:12 -0330 (NST)', '2020-03-03T13:41:12'],
    ['3 March 2020 10:11', '2020-03-03T10:11:00'],
    ['Tue, 3 Mar 20 10:11:12 EST', '2020-03-03T15:11:12'],
    ['Tue, 3 Mar 99 10:11:12 GMT', '1999-03-03T10:11:12'],
    ['Tue, 3 Mar 120 10:11:12 GMT', '2020-03-03T10:11:12'],
    ['Tue, 3-Mar-2020 10.11.12 UTC', '2020-03-03T10:11:12'],
    ['Tue Mar  3 10:11:12 2020', '2020-03-03T10:11:12'],
    ['Tue Mar  3 10:11:12 CET 2020', '2020-03-03T09:11:12'],
    ['Tue Mar 3 10:11:12 2020 +0200', '2020-03-03T08:11:12'],
    ['2020-03-03T10:11:12Z', '2020-03-03T10:11:12'],
    ['2020-03-03 10:11:12 +01:00', '2020-03-03T09:11:12'],
    ['Fri, 21 Nov 1997 09(comment):   55  :  06 -0600', '1997-11-21T15:55:06'],
    ['Tue, 3 Mar 2020 01:11:12 PM +0000', '2020-03-03T13:11:12'],
    ['Tue, 3 Mar 2020 10:11:60 +0000', '2020-03-03T10:11:59'],
    ['Tue, 3 Mar 2020 10:11:12 +9999', '2020-03-03T10:11:12'],
    ['Tue, 3 Mar 2020', '2020-03-03T00:00:00'],
    ['Tue, 33 Mar 2020 10:11:12', undefined],
    ['Tue, 3 Foo 2020 10:11:12', undefined],
    ['Tue, 3 Mar 2020 25:11:12', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('%j', (text, at) => {
    expect(iso(parseDate(text))).toBe(at);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseDate(text)));
  });
});

describe('messageDate', () => {
  const received = 'Received: by mx.acme.example; Wed, 4 Mar 2020 10:00:00 +0000';
  it.each([
    ['Date first', `Date: Tue, 3 Mar 2020 10:00:00 +0000\n${received}`, '2020-03-03T10:00:00'],
    ['the second Date when the first is broken', 'Date: x\nDate: 3 Mar 2020', '2020-03-03T00:00:00'],
    ['the newest hop', `${received}\nReceived: by a; Wed, 4 Mar 2020 09:00:00 +0000`, '2020-03-04T10:00:00'],
    [
      'the hop when the sender is in the future',
      `Date: 3 Mar 2030 10:00:00\n${received}`,
      '2020-03-04T10:00:00',
    ],
    [
      'the hop when the sender is at the epoch',
      `Date: 1 Jan 1970 00:00:00\n${received}`,
      '2020-03-04T10:00:00',
    ],
    ['the separator', 'Subject: x', '2020-03-05T10:11:12'],
  ])('takes %s', (_, fields, at) => {
    expect(iso(messageDate(header(fields), 'Thu Mar  5 10:11:12 2020'))).toBe(at);
  });
  it('leaves an old Date to the run, and knows when there is none', () => {
    expect(iso(messageDate(header('Date: 3 Mar 1980'), undefined))).toBe('1980-03-03T00:00:00');
    expect(messageDate(header('Subject: x'), 'Thu Jan  1 00:00:00 1970')).toBeUndefined();
  });
});

describe('messageOffset', () => {
  const received = 'Received: by mx.acme.example; Wed, 4 Mar 2020 10:00:00 +0300';
  it.each([
    ['an offset', 'Date: Tue, 3 Mar 2020 10:00:00 -0330', 'a@corp.example', -210],
    ['the name of a zone', 'Date: Tue, 3 Mar 2020 10:00:00 CEST', 'a@corp.example', 120],
    ['not UTC, which servers write', 'Date: Tue, 3 Mar 2020 10:00:00 +0000', 'a@corp.example', undefined],
    ['not what is missing', 'Date: Tue, 3 Mar 2020 10:00:00', 'a@corp.example', undefined],
    ['not a wrong clock', `Date: 3 Mar 2030 10:00:00 +0100\n${received}`, 'a@corp.example', undefined],
    ['not a hop', received, 'a@corp.example', undefined],
    [
      'not the clock of a web page’s server',
      'Date: Tue, 3 Mar 2020 10:00:00 -0800 (PST)',
      'b0c3a5d6@googlegroups.com',
      undefined,
    ],
  ])('takes %s', (_, fields, id, offset) => {
    const read = header(fields);
    expect(messageOffset(read, messageDate(read, undefined) ?? 0, id)).toBe(offset);
  });
});
