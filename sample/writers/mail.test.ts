import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import type { Post } from '../story/events.ts';
import { tell } from '../story/story.ts';
import { makeWorld } from '../story/world.ts';
import { mailBody } from './body.ts';
import { renderMail } from './mail.ts';
import { headerText, mailDate, separatorDate, wrap } from './mime.ts';

const world = makeWorld(3, 'tiny', Date.UTC(2026, 5, 1));
const posts: readonly Post[] = [...tell(world)]
  .flatMap((day) => day.posts)
  .filter(({ place }) => place !== 'forum');

describe('renderMail', () => {
  test('is read back by an independent parser as it was written', async () => {
    const encodings = new Set<string>();
    for (const post of posts) {
      const raw = renderMail(post);
      const mail = await PostalMime.parse(raw);
      const header = (name: string): string | undefined =>
        mail.headers.find(({ key }) => key === name)?.value;
      expect(header('x-made-up')).toBe('yes');
      expect(Date.parse(mail.date ?? '')).toBe(Math.floor(post.at / 1000) * 1000);
      expect(mail.subject).toContain(post.nature === 'bounce' ? 'Undelivered' : post.thread.subject);
      expect(mail.text?.replaceAll('\r\n', '\n').trim(), raw).toContain(mailBody(post).trim());
      encodings.add(/^Content-Transfer-Encoding: (\S+)/m.exec(raw)?.[1] ?? '');
    }
    expect([...encodings].toSorted()).toEqual(['7bit', '8bit', 'base64', 'quoted-printable']);
  });

  test('keeps the author of a rewritten From in Reply-To', async () => {
    const rewritten = posts.map(renderMail).filter((raw) => /^From: .* via /m.test(raw));
    expect(rewritten.length).toBeGreaterThan(3);
    for (const raw of rewritten) {
      const mail = await PostalMime.parse(raw);
      expect(mail.from?.address).toMatch(/@lists\.quillfjord\.example$/);
      expect(mail.replyTo?.[0]?.address).not.toBe(mail.from?.address);
    }
  });

  test('answers only messages that exist, and came before', async () => {
    const seen = new Set<string>();
    let answers = 0;
    for (const post of posts.toSorted((a, b) => a.at - b.at)) {
      const { messageId, inReplyTo, references } = await PostalMime.parse(renderMail(post));
      expect(seen).not.toContain(messageId);
      seen.add(messageId ?? '');
      if (inReplyTo === undefined) continue;
      answers++;
      expect(seen).toContain(inReplyTo);
      expect(references?.endsWith(inReplyTo)).toBe(true);
    }
    expect(answers).toBeGreaterThan(20);
  });

  test('marks what machines sent', () => {
    const machines = posts.filter(({ nature }) => nature !== 'person').map(renderMail);
    expect(machines.length).toBeGreaterThan(0);
    for (const raw of machines) expect(raw).toMatch(/^Auto-Submitted: auto-replied$/m);
  });
});

describe('mime', () => {
  test('dates', () => {
    const at = Date.UTC(2026, 2, 1, 23, 30, 5);
    expect(mailDate(at, 60)).toBe('Mon, 2 Mar 2026 00:30:05 +0100');
    expect(mailDate(at, -210)).toBe('Sun, 1 Mar 2026 20:00:05 -0330');
    expect(separatorDate(at)).toBe('Sun Mar  1 23:30:05 2026');
  });

  test('encoded words are whole characters, at most 75 long', () => {
    for (const word of headerText('日本語の検索で部分一致しない、日本語の検索で部分一致しない').split(
      '\n ',
    )) {
      expect(word.length).toBeLessThanOrEqual(75);
      expect(word).toMatch(/^=\?UTF-8\?Q\?[^ ]+\?=$/);
    }
    expect(headerText('plain')).toBe('plain');
  });

  test('wrap keeps every character and no line over 72', () => {
    const text = `${'word '.repeat(60)}${'語'.repeat(200)}`;
    const lines = wrap(text.trim());
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(72);
  });
});
