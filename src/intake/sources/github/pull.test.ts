import { expect, test } from 'vitest';
import { hostileRemote } from '../../../../test/support/hostile_remote.ts';
import { nothingKept, pullOnce } from '../../../../test/support/made_up_server.ts';
import { parseSettings } from '../../settings.ts';
import { readSettings } from './settings.ts';
import { github } from './source.ts';
import {
  commentOf,
  discussionOf,
  githubOf,
  issueOf,
  moment,
  type State,
  settings,
  starOf,
  stateOf,
  TOKEN,
} from './testing.ts';

const of = (kept: Awaited<ReturnType<typeof pullOnce>>, act: string): number =>
  [...kept.signals.values()].filter((signal) => signal.act === act).length;

test('everything of a repository, once', async () => {
  const state = stateOf(250);
  const kept = await pullOnce(
    github,
    githubOf(() => state),
    undefined,
    { settings },
  );
  expect(kept.errors).toEqual([undefined]);
  expect([of(kept, 'ask'), of(kept, 'commit')]).toEqual([200 + 25, 50]);
  // Comments, those on changes, and of each discussion two with an answer each.
  expect(of(kept, 'reply')).toBe(250 + 50 + 25 * 4);
  expect([of(kept, 'star'), of(kept, 'fork')]).toEqual([250, 25]);
  expect([of(kept, 'release'), of(kept, 'total')]).toEqual([3, 3]);
  expect(kept.failures.size).toBe(0);
  expect(JSON.stringify([...kept.signals, ...kept.messages, ...kept.cursors])).not.toContain(TOKEN);
});

test('a second run asks for little, and finds what is new and what was edited', async () => {
  const state = stateOf(250);
  let requests = 0;
  const server = githubOf(() => state);
  const counted = {
    request: (...what: Parameters<typeof server.request>) => {
      requests++;
      return server.request(...what);
    },
  };
  const kept = await pullOnce(github, counted, undefined, { settings });
  const [before, first] = [kept.signals.size, requests];
  state.issues.push(issueOf(251));
  state.issues[3] = issueOf(4, { body: 'Now I ask otherwise.', updated_at: moment(9_000) });
  state.comments.push(commentOf(300, 251));
  state.stars.splice(0, 120);
  state.stars.push(starOf(400));
  state.discussions.push(discussionOf(2_900, 1));
  requests = 0;
  await pullOnce(github, counted, kept, { settings });
  expect(kept.errors).toEqual([undefined, undefined]);
  // An issue, a comment, a star; a discussion, its comment and its reply.
  expect(kept.signals.size).toBe(before + 6);
  expect(kept.messages.get('77/4')).toMatchObject({ text: 'Now I ask otherwise.' });
  expect(requests).toBeLessThan(first / 1.5);
});

test('many that changed in the same moment are all read', async () => {
  const state = stateOf(10);
  state.issues = Array.from({ length: 350 }, (_unused, index) =>
    issueOf(index + 1, { updated_at: moment(5_000) }),
  );
  const kept = await pullOnce(
    github,
    githubOf(() => state),
    undefined,
    { settings },
  );
  expect([...kept.messages.keys()].filter((id) => /^77\/\d{1,3}$/.test(id))).toHaveLength(350);
});

test('stars that are taken back while they are read hide no other', async () => {
  const state = stateOf(350);
  let asked = 0;
  const server = githubOf(() => {
    if (++asked % 3 === 0) state.stars.splice(0, 7);
    return state;
  });
  const kept = await pullOnce(github, server, undefined, { settings });
  const stars = new Set([...kept.signals.keys()].filter((id) => id.startsWith('star:')));
  for (const star of state.stars) {
    expect(stars).toContain(`star:77/${(star.user as { id: number }).id}`);
  }
});

test('what the profiles of people name as company is asked for a page at once, and once each', async () => {
  const state = stateOf(250);
  state.stars.push({ ...starOf(777), starred_at: '2019-01-01T00:00:00Z' });
  const asked: string[] = [];
  const server = githubOf(() => state);
  const kept = await pullOnce(
    github,
    {
      request: (url, request) => {
        const ids = /"ids":\[(.*?)\]/.exec(request?.body ?? '')?.[1];
        if (ids !== undefined) asked.push(...ids.split(','));
        return server.request(url, request);
      },
    },
    undefined,
    { settings },
  );
  expect(kept.errors).toEqual([undefined]);
  expect(asked).toHaveLength(new Set(asked).size);
  const companies = new Map(
    [...kept.signals.values()].map(({ actor }) => [actor?.login, actor?.profileCompany] as const),
  );
  expect(['ana', 'ben', 'chloe', 'dev', 'fan7'].map((login) => companies.get(login))).toEqual([
    ...['@acme', undefined, 'Globex Inc.', undefined, 'Firm 7'],
  ]);
  const pages = new Map(
    [...kept.signals.values()].map(({ actor }) => [actor?.login, actor?.homepage] as const),
  );
  expect(['ana', 'ben', 'chloe', 'fan7'].map((login) => pages.get(login))).toEqual([
    ...['https://ana.example/', 'ben.example', undefined, undefined],
  ]);
  // The profile of today says nothing of years ago.
  expect(companies.has('fan777')).toBe(true);
  expect(companies.get('fan777')).toBeUndefined();
  expect(
    JSON.stringify([...kept.messages.values()].map(({ raw }) => Buffer.from(raw).toString())),
  ).not.toMatch(/Globex|ana\.example/);
});

test('lists are read all the same when profiles are not shown', async () => {
  const server = githubOf(() => stateOf(250));
  let refused = 0;
  const kept = await pullOnce(
    github,
    {
      request: async (url, request) => {
        if (!(request?.body ?? '').includes('"ids"')) return server.request(url, request);
        refused++;
        return server.request(url, { ...request, headers: {} });
      },
    },
    undefined,
    { settings },
  );
  expect([kept.errors, refused]).toEqual([[undefined], 1]);
  expect([of(kept, 'star'), of(kept, 'fork')]).toEqual([250, 25]);
});

test('without a token there are no discussions, and the run says so', async () => {
  const { token: _token, ...open } = settings;
  const kept = await pullOnce(
    github,
    githubOf(() => stateOf(10)),
    undefined,
    { settings: open },
  );
  expect(kept.errors).toEqual([undefined]);
  expect([...kept.notes]).toEqual(['acme/widget: discussions are shown only to a token.']);
});

test('what is private stays private', async () => {
  const state = { ...stateOf(10), private: true };
  const kept = await pullOnce(
    github,
    githubOf(() => state),
    undefined,
    { settings },
  );
  const all = [...kept.signals.values()];
  expect(all.filter(({ visibility }) => visibility !== 'private')).toEqual([]);
  expect(all.filter(({ asset }) => asset?.title !== undefined)).toEqual([]);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
  'a server that misbehaves (%i): nothing lost, nothing doubled',
  async (seed) => {
    const state = stateOf(350);
    const expected = await pullOnce(
      github,
      githubOf(() => state),
      undefined,
      { settings },
    );
    const counts = { limits: 0, cuts: 0, repeats: 0, shuffles: 0 };
    const hostile = hostileRemote(
      githubOf(() => state),
      seed,
      counts,
    );
    const kept = nothingKept();
    for (let run = 0; run < 100; run++) {
      await pullOnce(github, hostile, kept, { settings });
      if (kept.errors.at(-1) === undefined) break;
    }
    expect(kept.errors.at(-1)).toBeUndefined();
    expect([...kept.signals.keys()].sort()).toEqual([...expected.signals.keys()].sort());
    expect([...kept.messages.keys()].sort()).toEqual([...expected.messages.keys()].sort());
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(0);
  },
);

test('the issues change all the time while the server misbehaves', async () => {
  const state: State = stateOf(350);
  let asked = 0;
  const server = githubOf(() => {
    const at = ++asked % 350;
    state.issues[at] = issueOf(at + 1, { updated_at: moment(10_000 + asked) });
    return state;
  });
  const hostile = hostileRemote(server, 11);
  const kept = nothingKept();
  for (let run = 0; run < 100; run++) {
    await pullOnce(github, hostile, kept, { settings });
    if (kept.errors.at(-1) === undefined) break;
  }
  expect([...kept.messages.keys()].filter((id) => /^77\/\d{1,3}$/.test(id))).toHaveLength(350);
});

test('a wrong name is a clear error, and so is a wrong token', async () => {
  expect(() => readSettings({ repositories: ['acme'] })).toThrow(/owner\/name/);
  const wrong = { ...settings, token: 'ghp_other-4713' };
  const kept = await pullOnce(
    github,
    githubOf(() => stateOf(1)),
    undefined,
    { settings: wrong },
  );
  expect(kept.errors[0]).toMatchObject({ code: 'remote_refused' });
  expect(String(kept.errors[0])).not.toContain('4713');
});

test('the credentials are tried with one request a repository', async () => {
  const job = { settings: parseSettings(github, settings), cursor: async () => undefined, now: 0 };
  const http = githubOf(() => stateOf(1));
  const found = await github.test?.({ ...job, http, signal: new AbortController().signal });
  expect(found).toBe('acme/widget with 5 stars');
});

test("a server of one's own has its own logins and its own GraphQL", () => {
  const read = readSettings({ api: 'https://git.acme.example/api/v3/' });
  expect(read).toMatchObject({
    graphql: 'https://git.acme.example/api/graphql',
    platform: 'git.acme.example',
    host: 'git.acme.example',
  });
});
