import { describe, expect, it } from 'vitest';
import { header } from './testing.ts';
import { baseSubject, isReply, messageId, references } from './thread.ts';

describe('messageId', () => {
  it.each([
    ['Message-ID: <a@b.example>', 'a@b.example'],
    ['Message-ID:\n <a@b.example>', 'a@b.example'],
    ['Message-ID: <a\n @b.example> (comment)', 'a@b.example'],
    ['Message-ID: a@b.example', 'a@b.example'],
    ['Message-ID: <>', undefined],
    [`Message-ID: <${'x'.repeat(501)}>`, undefined],
    ['Message-ID: <>\nMessage-ID: <second@b.example>', 'second@b.example'],
    ['Subject: none', undefined],
  ])('%j', (fields, id) => {
    expect(messageId(header(fields))).toBe(id);
  });
});

describe('references', () => {
  it('takes References, then the parent that it lacks, without itself and without repeats', () => {
    const fields = 'References: <a@x> <b@x>\n <a@x> <own@x>\nIn-Reply-To: <c@x>';
    expect(references(header(fields), 'own@x')).toEqual(['a@x', 'b@x', 'c@x']);
  });
  it('takes only the id from prose in In-Reply-To', () => {
    const fields = 'In-Reply-To: Your message of "Tue, 3 Mar" <a@x>';
    expect(references(header(fields), 'own@x')).toEqual(['a@x']);
  });
  it('reads ids without brackets', () => {
    expect(references(header('References: a@x, b@x'), 'own@x')).toEqual(['a@x', 'b@x']);
  });
  it('keeps the oldest and the nearest of very many', () => {
    const all = Array.from({ length: 5000 }, (_, i) => `<${i}@x>`).join(' ');
    const kept = references(header(`References: ${all}`), 'own@x');
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([100, '0@x', '4999@x']);
  });
});

describe('isReply', () => {
  it.each([
    ['Subject: question', false],
    ['Subject: question\nIn-Reply-To: something', true],
    ['Subject: question\nIn-Reply-To:', false],
    ['Subject: [users] Re: question', true],
    ['Subject: Re[2]: question', true],
    ['Subject: Regarding: this', false],
  ])('%j', (fields, reply) => {
    const fieldsOf = header(fields);
    expect(isReply(fieldsOf, [], fieldsOf.first('subject') ?? '')).toBe(reply);
  });
});

describe('baseSubject', () => {
  it.each([
    ['Re: [users] Re: AW: Fwd: Cannot log in', 'Cannot log in'],
    ['[users] [bug 12] Cannot log in', '[bug 12] Cannot log in'],
    ['[PATCH 1/2] Fix it', '[PATCH 1/2] Fix it'],
    ['RE[3]: SV: Odp: 回复：x', 'x'],
    ['Re:', 'Re:'],
    ['[users]', '[users]'],
    ['Reading: a list', 'Reading: a list'],
    ['', ''],
  ])('%j', (subject, base) => {
    expect(baseSubject(subject)).toBe(base);
  });
});
