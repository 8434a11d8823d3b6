/** Every command as its user types it, on one small database. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { describeProgram } from '../../src/doors/cli/index.ts';
import { leadspring, start } from '../support/leadspring.ts';
import { type TempDir, tempDir } from '../support/temp_dir.ts';

let dir: TempDir;
const run = (...args: string[]) => leadspring([...args, '--data', join(dir.path, 'data')]);

const message = (n: number, from: string, subject: string): string =>
  `From ada@acme.example Thu Oct ${String(n % 28).padStart(2, ' ')} 10:00:00 2026
From: ${from}
Date: Thu, ${1 + (n % 28)} Oct 2026 10:00:00 +0000
Subject: [users] ${subject}
Message-ID: <m${n}@acme.example>
List-Id: <users.product.example>

How do I set up ${subject}?

`;

beforeAll(async () => {
  dir = await tempDir();
  const people = [
    'Ada One <ada@acme.example>',
    'Bob Two <bob@acme.example>',
    'Cleo Three <cleo@other.example>',
  ];
  const subjects = ['LDAP', 'high availability', 'single sign-on', 'backups', 'audit logs'];
  const text = Array.from({ length: 20 }, (_unused, n) =>
    message(n, people[n % 3] ?? '', subjects[n % 5] ?? ''),
  );
  writeFileSync(join(dir.path, 'users.mbox'), text.join(''));
  const imported = await run('import', 'mail', join(dir.path, 'users.mbox'));
  expect(imported.code, imported.error).toBe(0);
  return () => dir[Symbol.asyncDispose]();
}, 60_000);

test('sources lists what was imported, as text and as JSON', async () => {
  const text = await run('sources');
  expect(text.out).toMatch(/mail\s+mail\s+1\s+20\s+20/);
  expect(JSON.parse((await run('sources', '--json')).out)).toMatchObject({
    sources: [{ name: 'mail', read: 20, stored: 20 }],
  });
  expect((await run('sources', '--kinds')).out).toContain('access_log');
});

test('leads names the company, its reason and its stage', async () => {
  const { leads } = JSON.parse((await run('leads', '--json')).out) as {
    leads: { domain: string; headline: string }[];
  };
  expect(leads[0]).toMatchObject({ domain: 'acme.example' });
  expect(leads[0]?.headline).toMatch(/acme\.example/);
  expect((await run('leads', '--limit', '1')).out.trim().split('\n')[0]).toMatch(/1\. Acme/);
});

test('leads --as-of a day before anything happened is empty', async () => {
  expect(JSON.parse((await run('leads', '--as-of', '2026-09-01', '--json')).out)).toEqual({
    asOf: '2026-09-01',
    rankedBy: 'default weights',
    leads: [],
  });
});

test('explain shows sentences, parts that add up, people and evidence', async () => {
  const { out } = await run('explain', 'acme.example', '--json');
  const explanation = JSON.parse(out) as {
    lead: { score: number };
    parts: { points: number }[];
    people: unknown[];
    sentences: string[];
  };
  const sum = explanation.parts.reduce((total, part) => total + part.points, 0);
  expect(sum).toBeCloseTo(explanation.lead.score, 5);
  expect(explanation.people).toHaveLength(2);
  expect((await run('explain', 'acme.example')).out).toContain(
    explanation.sentences[0]?.split(' ')[0] ?? '?',
  );
});

test('explain of nobody is a clear error', async () => {
  const ended = await run('explain', 'nobody.example');
  expect(ended.code).toBe(1);
  expect(ended.error).toContain('organization_not_found');
});

test('failed and failed replay have an empty state', async () => {
  expect((await run('failed')).out).toContain('No failed records');
  expect((await run('failed', 'replay')).out).toContain('Nothing to replay');
});

test('doctor finds everything in order', async () => {
  const ended = await run('doctor');
  expect(ended.code, ended.out).toBe(0);
  for (const name of ['configuration', 'database', 'schema', 'clock', 'disk'])
    expect(ended.out).toMatch(new RegExp(`good +${name}`));
});

test('config shows values and hides secrets', async () => {
  const ended = await leadspring(['config'], {
    environment: { DATABASE_URL: 'postgresql://me:hush@db.example/x', LEADSPRING_PORT: '1234' },
  });
  expect(ended.out).toMatch(/port\s+1234\s+environment/);
  expect(ended.out).not.toContain('hush');
});

test('db status and migrate', async () => {
  expect((await run('db', 'status')).out).toContain('applied');
  expect((await run('db', 'migrate')).out).toContain('Nothing to apply');
});

test('a bad configuration value stops the start and names itself', async () => {
  const ended = await leadspring(['leads'], { environment: { LEADSPRING_PORT: 'eighty' } });
  expect(ended.code).toBe(2);
  expect(ended.error).toContain('LEADSPRING_PORT');
});

test('every command describes itself, its arguments and its options', () => {
  const program = describeProgram('0');
  for (const command of [...program.commands, ...program.commands.flatMap((each) => each.commands)]) {
    expect(command.description(), command.name()).toMatch(/\.$/);
    expect(command.helpInformation()).toContain('Usage:');
    for (const option of command.options)
      expect(option.description, `${command.name()} ${option.flags}`).not.toBe('');
  }
});

const json = async (...args: string[]): Promise<Record<string, unknown>> => {
  const { code, out, error } = await run(...args, '--json');
  expect(code, error).toBe(0);
  return JSON.parse(out) as Record<string, unknown>;
};

test('a lead is worked on, and every step can be taken back', { timeout: 60_000 }, async () => {
  expect(await json('leads', 'assign', 'acme.example', 'ada')).toMatchObject({
    step: 1,
    status: { owner: 'ada' },
  });
  expect(await json('leads', 'disqualify', 'acme.example', 'student')).toMatchObject({
    status: { status: 'disqualified' },
  });
  expect((await json('leads', 'list')).leads).not.toContainEqual(
    expect.objectContaining({ domain: 'acme.example' }),
  );
  expect(await json('leads', 'undo', '2')).toMatchObject({ status: { status: 'open', owner: 'ada' } });
  expect((await run('leads', 'history', 'acme.example')).out).toMatch(/disqualify\s+student\s+\S+\s+undone/);
  expect(await json('leads', 'show', 'acme.example')).toMatchObject({
    ...{ nextStep: { text: expect.any(String) }, status: 'open', owner: 'ada', emerging: null },
    ...{ stage: { since: expect.stringMatching(/^2026-10-/) }, triedBefore: expect.any(String) },
  });
  expect((await json('leads', 'digest')).lines).toEqual(expect.any(Array));
  expect((await run('leads', 'disqualify', 'acme.example', 'nonsense')).code).toBe(2);
});

test('a source is set up, paused, changed and taken away, and shows no secret', {
  timeout: 60_000,
}, async () => {
  const key = 'a-write-key-of-the-journey';
  const added = await run('sources', 'add', 'segment', '--name', 'app', '--set', `write_keys=${key}`);
  expect(added.code, added.error).toBe(0);
  expect(added.out).toContain('/in/app');
  expect(added.out + (await run('sources', '--json')).out).not.toContain(key);
  expect(await json('sources', 'pause', 'app')).toEqual({ source: 'app', state: 'pause' });
  expect(await json('sources', 'set', 'app', '--set', 'platform=app.acme.example')).toMatchObject({
    source: { name: 'app' },
  });
  expect((await run('sources', 'run', 'app')).error).toContain('source_paused');
  expect((await run('sources', 'remove', 'app')).out).toContain('what it brought stays');
  expect((await run('sources', 'add', 'access_log')).error).toContain('leadspring import access_log PATH');
  expect((await run('sources', 'add', 'discourse', '--set', 'url=http://169.254.169.254/')).error).toContain(
    'address_forbidden',
  );
});

test('access points are shown and described', { timeout: 60_000 }, async () => {
  expect((await run('access-points')).out).toMatch(/mailing_list\s+asking/);
  expect(await json('access-points', 'set', 'forum', '--set', 'owner=ada')).toMatchObject({ owner: 'ada' });
  expect((await run('access-points', 'set', 'forum', '--set', 'colour=red')).code).toBe(2);
});

test('what cannot be learned is refused with its reason', { timeout: 60_000 }, async () => {
  expect((await run('score', 'weights')).out).toContain('Nothing was learned yet');
  expect((await run('score', 'use', 'learned')).error).toContain('nothing_learned');
  expect((await run('score', 'validate')).error).toMatch(/history_too_short: .*takes 395 days of history/s);
});

test('topics are shown and tried, with an own list of them', { timeout: 60_000 }, async () => {
  expect((await run('score', 'weights')).out).toMatch(/pricing\s+prices\s+guarantees\s+× 4/);
  expect((await run('score', 'topics')).out).toContain(
    'high_availability: high availability (guarantees, counts × 3)',
  );
  const tried = await run('score', 'topics', 'try', 'Price for 200 users,', 'and a typo in audit.c');
  expect(tried.out.split('\n').slice(0, 3)).toEqual([
    'Topic: pricing',
    '  pricing: by “price for # users”, “price”',
    '  audit: not by “audit”: it stands in code or in the name of a file',
  ]);
  expect(await json('score', 'topics', 'try', 'Hochverfügbarkeitscluster')).toMatchObject({
    topic: 'high_availability',
    matches: [{ counts: true, words: ['hochverfügbar*'] }],
  });
  expect((await run('score', 'topics', '--product', 'vault')).error).toContain('argument_invalid');
  const own = join(dir.path, 'topics.yaml');
  const environment = { LEADSPRING_TOPICS: own };
  const withOwn = (...args: string[]) => leadspring(['score', 'topics', ...args], { environment });
  writeFileSync(own, 'products: [{ name: vault, paths: [/v/], topics: [{ name: sso, add: badge reader }] }]');
  expect((await withOwn('try', 'badge readers', 'badge reader')).out).toBe('No topic.\n');
  expect((await withOwn('try', '--product', 'vault', 'badge reader')).out).toContain('Topic: sso');
  expect((await withOwn()).out).toContain('Product vault (vault): /v/');
  writeFileSync(own, 'topics:\n  - name: sso\n    remove: ssoo');
  const refused = await withOwn();
  expect([refused.code, refused.error]).toEqual([2, expect.stringContaining('topics.0.remove (line 3)')]);
});

test('a reader that stops reading ends a command without a complaint', async () => {
  const { child, ended } = start(['--help']);
  child.stdout?.destroy();
  expect(await ended).toMatchObject({ code: 0, error: '' });
});
