import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adaptMail } from './message.ts';
import { mailSettings } from './settings.ts';
import { adaptRaw, bytes, fate } from './testing.ts';

const MESSAGE = `From: Ana Ana via users <users@lists.acme.example>
Reply-To: Ana Ana <ana@corp.example>
Date: Tue, 3 Mar 2020 10:11:12 +0100
Message-ID: <b@corp.example>
References: <a@corp.example>
Subject: Re: [users] =?utf-8?Q?L=C3=B6gin?=
List-Id: <users.lists.acme.example>

Like this.
`;

describe('adaptMail', () => {
  it('makes one message and one signal', async () => {
    const raw = bytes(MESSAGE);
    const adapted = await adaptRaw(raw);
    expect(adapted.messages).toEqual([
      {
        nativeId: 'b@corp.example',
        space: 'mail',
        container: 'users.lists.acme.example',
        visibility: 'public',
        at: Date.UTC(2020, 2, 3, 9, 11, 12),
        subject: 'Re: [users] Lögin',
        author: { email: 'ana@corp.example', name: 'Ana Ana' },
        claims: {
          from: 'Ana Ana via users <users@lists.acme.example>',
          replyTo: 'Ana Ana <ana@corp.example>',
        },
        references: ['a@corp.example'],
        format: 'rfc822',
        raw,
        text: 'Like this.',
      },
    ]);
    expect(adapted.signals).toEqual([
      {
        nativeId: 'b@corp.example',
        accessPoint: 'mailing_list',
        act: 'reply',
        at: Date.UTC(2020, 2, 3, 9, 11, 12),
        visibility: 'public',
        actor: { email: 'ana@corp.example', name: 'Ana Ana' },
        asset: { kind: 'thread', key: 'a@corp.example', title: 'Lögin' },
        messageNativeId: 'b@corp.example',
        utcOffset: 60,
      },
    ]);
  });

  it('keeps private mail private', async () => {
    const { signals, messages } = await adaptRaw(
      'From: ana@corp.example\nDate: 3 Mar 2020\nMessage-ID: <a@x>\n\nx',
    );
    expect(signals[0]).toMatchObject({
      accessPoint: 'support',
      act: 'ask',
      visibility: 'private',
      asset: { key: 'a@x' },
    });
    expect(messages[0]).toMatchObject({ visibility: 'private', container: 'archive' });
  });

  it('obeys the settings', async () => {
    const { messages } = await adaptRaw(MESSAGE, {}, { list: 'help', visibility: 'private' });
    expect(messages[0]).toMatchObject({ container: 'help', visibility: 'private' });
    expect(fate(await adaptRaw(MESSAGE, {}, { max_message_bytes: 1000 }))).toBe('stored');
    expect(fate(await adaptRaw(MESSAGE + 'x'.repeat(1000), {}, { max_message_bytes: 1000 }))).toBe(
      'mail_too_large',
    );
  });

  it('names a message without Message-ID by its bytes', async () => {
    const raw = 'From: ana@corp.example\nDate: 3 Mar 2020\n\nx';
    const [one, two] = await Promise.all([
      adaptRaw(raw),
      adaptRaw(raw, { container: 'other', separator: 'From x' }),
    ]);
    expect(one.messages[0]?.nativeId).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(two.messages[0]?.nativeId).toBe(one.messages[0]?.nativeId);
  });

  it('takes a missing date from the separator', async () => {
    const { messages } = await adaptRaw('From: a@x.example\n\nx', {
      separator: 'From a Tue Mar  3 10:11:12 2020',
    });
    expect(messages[0]?.at).toBe(Date.UTC(2020, 2, 3, 10, 11, 12));
  });

  const HEAD = 'From: ana@corp.example\nDate: 3 Mar 2020\n';
  const nested = (levels: number) =>
    Array.from(
      { length: levels },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`,
    ).join('');
  it.each([
    ['nothing', '', 'mail_malformed'],
    ['no header', 'hello world\n\nhello', 'mail_malformed'],
    ['no date', 'From: a@x.example\n\nx', 'date_missing'],
    ['automatic', 'From: MAILER-DAEMON\n\nx', 'automatic_mail'],
    ['10,000 headers', `${HEAD}${'X-A: b\n'.repeat(10_000)}\nx`, 'mail_malformed'],
    ['1,000 headers', `${HEAD}${'X-A: b\n'.repeat(1_000)}\nx`, 'stored'],
    ['a header of 5 MB', `${HEAD}X: ${'y'.repeat(5_000_000)}\n\nx`, 'mail_malformed'],
    ['200 nested parts', `${HEAD}${nested(200)}\nx`, 'mail_malformed'],
    ['20 nested parts', `${HEAD}${nested(20)}\nx`, 'stored'],
    ['200 nested messages', `${HEAD}${'Content-Type: message/rfc822\n\nFrom: a\n'.repeat(200)}\nx`, 'stored'],
    [
      '400,000 parts',
      `${HEAD}Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\n'.repeat(400_000)}`,
      'stored',
    ],
    ['2,000,000 blank lines', `${HEAD}\n${'\n'.repeat(2_000_000)}`, 'stored'],
    ['100,000 attributions', `${HEAD}\n${'On 2020 wrote:\n'.repeat(100_000)}`, 'stored'],
    ['50,000 encoded words', `${HEAD}Subject: ${'=?utf-8?B?YQ==?= '.repeat(50_000)}\n\nx`, 'stored'],
    ['150,000 references', `${HEAD}References: ${'<a@b> '.repeat(150_000)}\n\nx`, 'stored'],
    ['400,000 open tags', `${HEAD}Content-Type: text/html\n\n${'<a '.repeat(400_000)}`, 'stored'],
    ['NULs in the header', `${HEAD}Sub\0ject: a\0b\n\nx`, 'stored'],
  ])('is done soon with %s', async (_, raw, expected) => {
    const startedAt = performance.now();
    expect(fate(await adaptRaw(raw))).toBe(expected);
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it('lets no NUL through', async () => {
    const adapted = await adaptRaw(`${HEAD}Subject: =?utf-8?B?AA==?= a\0b\nMessage-ID: <a\0@x>\n\n\0x`);
    const { raw, ...rest } = adapted.messages[0] ?? { raw: null };
    expect(raw).not.toBeNull();
    expect(JSON.stringify([rest, adapted.signals])).not.toContain('\\u0000');
  });

  it('fails a record with what it is to be replayed from, and tells nothing of the mail', async () => {
    const raw = bytes('From: secret@corp.example\nSubject: secret\n\nsecret');
    const [failure] = (await adaptRaw(raw)).failures;
    expect(failure?.body).toEqual({ raw, container: 'archive', separator: null });
    expect(failure?.detail).not.toContain('secret');
    const again = await adaptMail(
      { id: 'record', place: { file: 'archive' }, body: failure?.body },
      mailSettings({}),
    );
    expect(again.failures).toEqual([failure]);
  });

  it.each([
    null,
    7,
    'text',
    {},
    { raw: 'text', container: '', separator: null },
    { raw: null, container: '', separator: null, problem: { code: 'made_up', detail: '' } },
  ])('fails a body that is no record: %j', async (body) => {
    const adapted = await adaptMail({ id: 'record', place: { file: 'archive' }, body }, mailSettings({}));
    expect(fate(adapted)).toBe('mail_malformed');
  });

  it('never throws, and accounts for one unit', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        'From: a@x.example',
        'Date: 3 Mar 2020',
        'Content-Type: multipart/mixed; boundary=b',
        '--b',
        '',
        ' folded',
        'Content-Transfer-Encoding: base64',
      ),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 500 }),
          fc.array(line, { maxLength: 30 }).map((lines) => bytes(lines.join('\n'))),
        ),
        async (raw) => {
          const { units, messages, dropped, failures } = await adaptRaw(raw);
          expect(units).toBe(messages.length + Object.values(dropped).length + failures.length);
          expect(units).toBe(1);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('knows a message without a Message-ID by its words, whatever its line ends', async () => {
    const text = 'From: ana@corp.example\nDate: 3 May 2026 10:00:00 +0000\n\nHello.\n';
    const ids = await Promise.all(
      [text, text.replaceAll('\n', '\r\n'), `${text}More.\n`].map((raw) => adaptRaw(raw)),
    );
    const [one, other, third] = ids.map(({ messages }) => messages[0]?.nativeId);
    expect(other).toBe(one);
    expect(third).not.toBe(one);
  });
});

describe('mailSettings', () => {
  it.each([
    ['list', { list: 7 }],
    ['visibility', { visibility: 'secret' }],
    ['max_message_bytes', { max_message_bytes: 0 }],
  ])('refuses a bad %s by name', (name, values) => {
    expect(() => mailSettings(values)).toThrow(
      expect.objectContaining({ code: 'setting_invalid', where: { field: name } }),
    );
  });
});
