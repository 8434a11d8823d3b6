import { describe, expect, test } from 'vitest';
import { startImapServer } from '../../../../test/support/imap_server.ts';
import { tempDir } from '../../../../test/support/temp_dir.ts';
import { imapSettings } from './settings.ts';
import { imap } from './source.ts';
import { jobOf, pullAll } from './testing.ts';

const SETTINGS = { host: 'imap.acme.example', user: 'support@acme.example', password: 'tok3n-4711' };

describe('settings', () => {
  test.each([
    ['host', { host: '' }],
    ['host', { host: null }],
    ['user', { user: null }],
    ['password', { password: null }],
    ['password', { access_token: 'tok3n-4712' }],
    ['port', { port: 70_000 }],
    ['security', { security: 'maybe' }],
    ['visibility', { visibility: 'secret' }],
  ])('refuse a bad %s by name: %o', (field, values) => {
    const read = (): unknown => imapSettings({ ...SETTINGS, ...values });
    expect(read).toThrow(expect.objectContaining({ code: 'setting_invalid', where: { field } }));
    expect(read).not.toThrow(/tok3n/);
  });

  test('have ports of their own, and a mailbox is private', async () => {
    expect(imapSettings(SETTINGS)).toMatchObject({ port: 993, security: 'tls', folder: 'INBOX' });
    expect(imapSettings({ ...SETTINGS, security: 'starttls' }).port).toBe(143);
    const adapt = await imap.adapter({});
    const raw = new Uint8Array(
      Buffer.from('From: a@x.example\nDate: 3 May 2026\nList-Id: <users.acme.example>\n\nx'),
    );
    const body = { raw, container: 'INBOX', separator: null };
    const { messages, signals } = await adapt({ id: 'a', place: { file: 'a' }, body });
    expect(messages[0]?.visibility).toBe('private');
    expect(signals[0]?.accessPoint).toBe('support');
  });
});

describe('a server', () => {
  test('at an address that is not public is never spoken to', async () => {
    await using dir = await tempDir();
    const said: string[] = [];
    const { port } = await startImapServer(dir.path, (command) => void said.push(command));
    const settings = { ...SETTINGS, port, security: 'none' };
    for (const host of ['localhost', '127.0.0.1']) {
      await expect(pullAll({ settings: { ...settings, host } })).rejects.toMatchObject({
        code: 'address_forbidden',
      });
    }
    const { dial: _, ...undialled } = jobOf({ settings });
    await expect(imap.test?.(undialled)).rejects.toMatchObject({ code: 'address_forbidden' });
    expect(said).toEqual([]);
  });

  test('is left at once when the run is stopped', async () => {
    await using dir = await tempDir();
    const ending = new AbortController();
    const { port } = await startImapServer(dir.path, (command) => {
      if (command !== 'EXAMINE') return undefined;
      ending.abort();
      return '* OK still looking\r\n';
    });
    const settings = { ...SETTINGS, port, security: 'none' };
    expect(await pullAll({ settings, signal: ending.signal })).toEqual([]);
  });

  test('that does not offer TLS is sent no password', async () => {
    await using dir = await tempDir();
    const said: string[] = [];
    const { port } = await startImapServer(dir.path, (command) => void said.push(command));
    const settings = { ...SETTINGS, port, security: 'starttls' };
    await expect(pullAll({ settings })).rejects.toMatchObject({ code: 'remote_answer_malformed' });
    expect(said).not.toContain('LOGIN');
  });
});
