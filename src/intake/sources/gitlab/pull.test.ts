import { expect, test } from 'vitest';
import { hostileRemote } from '../../../../test/support/hostile_remote.ts';
import { type Kept, nothingKept, pullOnce } from '../../../../test/support/made_up_server.ts';
import { parseSettings } from '../../settings.ts';
import { readSettings } from './settings.ts';
import { gitlab } from './source.ts';
import { gitlabOf, moment, noteOf, settings, starOf, stateOf, TOKEN, threadOf } from './testing.ts';

const acts = ({ signals }: Kept): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { act } of signals.values()) counts[act] = (counts[act] ?? 0) + 1;
  return counts;
};

test('everything of a project, once', async () => {
  const state = stateOf(120);
  const kept = await pullOnce(
    gitlab,
    gitlabOf(() => state),
    undefined,
    { settings },
  );
  expect(kept.errors).toEqual([undefined]);
  expect(acts(kept)).toEqual({ ask: 120, commit: 120, reply: 119 + 120 + 240, star: 120, fork: 120 });
  expect(kept.messages.get('77/issues/1')).toMatchObject({
    ...{ space: 'gitlab.com', container: 'gitlab.com/acme/tools/widget', text: 'How do I do 1?' },
    author: { login: 'ben', platform: 'gitlab', name: 'ben Example' },
  });
  expect(kept.signals.get('fork:77/4')?.actor).toEqual({ organizationName: 'Fan 4' });
  expect(JSON.stringify([...kept.signals, ...kept.messages, ...kept.cursors])).not.toContain(TOKEN);
});

test('what the profiles of people name as organization is asked for, and not kept with their words', async () => {
  const state = stateOf(12);
  state.stars[3] = { ...starOf(4), starred_since: '2019-01-01T00:00:00Z' };
  const kept = await pullOnce(
    gitlab,
    gitlabOf(() => state),
    undefined,
    { settings },
  );
  expect(kept.errors).toEqual([undefined]);
  expect(kept.signals.get('message:77/issues/4')?.actor).toMatchObject({
    ...{ login: 'ana', profileCompany: 'Acme GmbH' },
  });
  expect(kept.signals.get('message:77/issues/1')?.actor).not.toHaveProperty('profileCompany');
  expect(kept.signals.get('star:77/10003')?.actor).toMatchObject({ profileCompany: '@globex' });
  expect(kept.signals.get('star:77/10004')?.actor).not.toHaveProperty('profileCompany');
  const raws = [...kept.messages.values()].map(({ raw }) => Buffer.from(raw).toString());
  expect(raws.join('')).not.toContain('Acme GmbH');
});

test('a second run finds what is new and what was edited', async () => {
  const state = stateOf(120);
  const server = gitlabOf(() => state);
  const kept = await pullOnce(gitlab, server, undefined, { settings });
  const before = kept.signals.size;
  state.issues[0] = threadOf(1, { description: 'Otherwise', updated_at: moment(9_000), user_notes_count: 2 });
  state.notes['issues/1']?.push(noteOf(8_000));
  state.merge_requests.push(threadOf(200, { user_notes_count: 0 }));
  state.stars.push(starOf(300));
  await pullOnce(gitlab, server, kept, { settings });
  expect(kept.errors).toEqual([undefined, undefined]);
  expect(kept.signals.size).toBe(before + 3);
  expect(kept.messages.get('77/issues/1')?.text).toBe('Otherwise');
});

test.each(Array.from({ length: 8 }, (_unused, seed) => seed))(
  'a server that misbehaves (%i): nothing lost, nothing doubled',
  async (seed) => {
    const state = stateOf(220);
    const expected = await pullOnce(
      gitlab,
      gitlabOf(() => state),
      undefined,
      { settings },
    );
    const mischief = { limits: 1, cuts: 2, repeats: 3, shuffles: 50 };
    const hostile = hostileRemote(
      gitlabOf(() => state),
      seed,
      undefined,
      mischief,
    );
    const kept = nothingKept();
    for (let run = 0; run < 200; run++) {
      await pullOnce(gitlab, hostile, kept, { settings });
      if (kept.errors.at(-1) === undefined) break;
    }
    expect(kept.errors.at(-1)).toBeUndefined();
    expect([...kept.signals.keys()].sort()).toEqual([...expected.signals.keys()].sort());
    expect([...kept.messages.keys()].sort()).toEqual([...expected.messages.keys()].sort());
  },
);

test('what is confidential, internal or in a closed project is private', async () => {
  const state = stateOf(1);
  state.issues = [threadOf(1, { confidential: true }), threadOf(2)];
  state.notes['issues/2'] = [noteOf(1), noteOf(2, { internal: true })];
  const kept = await pullOnce(
    gitlab,
    gitlabOf(() => state),
    undefined,
    { settings },
  );
  const seen = (id: string) => kept.messages.get(id)?.visibility;
  expect([seen('77/issues/1'), seen('77/issues/1/1001')]).toEqual(['private', 'private']);
  expect([seen('77/issues/2'), seen('77/issues/2/1'), seen('77/issues/2/2')]).toEqual([
    'public',
    'public',
    'private',
  ]);
  const closed = await pullOnce(
    gitlab,
    gitlabOf(() => ({ ...stateOf(2), visibility: 'internal' })),
    undefined,
    { settings },
  );
  expect([...closed.signals.values()].filter(({ visibility }) => visibility === 'public')).toEqual([]);
});

test('names and credentials are tried', async () => {
  expect(() => readSettings({ projects: ['widget'] })).toThrow(/group\/project/);
  expect(readSettings({ url: 'https://git.acme.example/' })).toMatchObject({
    ...{ api: 'https://git.acme.example/api/v4', platform: 'git.acme.example', host: 'git.acme.example' },
  });
  const job = { cursor: async () => undefined, now: 0, signal: new AbortController().signal };
  const http = gitlabOf(() => stateOf(1));
  const given = parseSettings(gitlab, settings);
  expect(await gitlab.test?.({ ...job, http, settings: given })).toBe('acme/tools/widget with 1 star');
  const wrong = { ...given, token: 'glpat-other-4713' };
  await expect(gitlab.test?.({ ...job, http, settings: wrong })).rejects.toMatchObject({
    code: 'remote_refused',
  });
});
