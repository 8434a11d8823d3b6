/** The cases of the conformance suite: a made-up repository, its deliveries, and servers that answer with junk. */
import type { Conformance, ConformanceInput, HostileInput } from '../../../../test/support/conformance.ts';
import { deliveriesConformance, type HostileDelivery } from '../../../../test/support/deliveries.ts';
import { serverOf } from '../../../../test/support/made_up_server.ts';
import {
  around,
  commentOf,
  deliveryOf,
  discussionOf,
  forkOf,
  githubIn,
  githubOf,
  issueOf,
  type Json,
  moment,
  releaseOf,
  SECRET,
  type State,
  saveState,
  settings,
  starOf,
  stateOf,
  TOKEN,
} from './testing.ts';

const both = { ...settings, repositories: 'acme/widget, acme/vault' };
const robot = { login: 'renovate[bot]', id: 1, type: 'Bot' };
const secrets = [TOKEN, SECRET, 'secret.author@corp.example'];
const privateMarks = ['confidential-4714'];

/** What does not become a signal, and why it does not. */
const STRANGE: readonly Json[] = [
  issueOf(301, { user: robot }),
  issueOf(302, { title: '', body: null }),
  issueOf(303, { user: 'nobody' }),
  issueOf(304, { created_at: 'some day' }),
  issueOf(305, { created_at: '2126-01-01T00:00:00Z' }),
  issueOf(306, { user: null }),
];

function ordinary(): State {
  const state = stateOf(120);
  state.issues.push(...STRANGE);
  state.releases.push(releaseOf(9, { draft: true, published_at: null }));
  state.vault.push(issueOf(1, { body: 'confidential-4714' }));
  return state;
}

async function ordinaryState(directory: string): Promise<ConformanceInput> {
  saveState(directory, ordinary());
  return { path: directory, http: githubIn(directory), settings: both };
}

/** What is new is changed later than all that was there. */
async function growState(directory: string): Promise<void> {
  const state = ordinary();
  state.issues.push(issueOf(400, { updated_at: moment(9_000) }));
  state.comments.push(commentOf(400, 400));
  state.stars.push(starOf(400));
  state.forks.push(forkOf(400));
  state.releases.push(releaseOf(10));
  state.discussions.push(discussionOf(2_900, 1));
  saveState(directory, state);
}

/** A repository that holds nothing but this. */
const only = (more: Partial<State>): State => ({ ...stateOf(0), releases: [], ...more });

/** Servers, how many records of each are stored, and the codes of what is not. */
const SERVERS: Readonly<Record<string, Omit<HostileInput, 'path' | 'settings'>>> = {
  html: {
    http: serverOf(() => ({ body: '<html>Sign in</html>' })),
    stored: 0,
    codes: ['remote_answer_malformed'],
  },
  refuses: { http: serverOf(() => ({ status: 401 })), stored: 0, codes: ['remote_refused'] },
  nothing: { http: serverOf(() => undefined), stored: 0, codes: ['remote_not_found'] },
  no_list: {
    http: serverOf((url) => ({ body: url.pathname.endsWith('/widget') ? {} : { message: 'no' } })),
    stored: 0,
    codes: ['remote_answer_malformed'],
  },
  odd_items: {
    http: githubOf(() => only({ issues: [7, null, [], {}, issueOf(1)] as Json[] })),
    stored: 1,
    codes: ['record_malformed'],
  },
  nul: {
    http: githubOf(() => only({ issues: [issueOf(1, { title: 'a\0b', body: '\ud800 lone \0' })] })),
    stored: 1,
    codes: [],
  },
  remarks: {
    http: githubOf(() =>
      only({
        issues: [issueOf(1, { body: '<!--'.repeat(200_000) })],
        comments: [commentOf(1, 1, { id: 1e300 })],
      }),
    ),
    stored: 1,
    codes: ['record_malformed'],
  },
};

export const pullConformance: Conformance = {
  ordinary: ordinaryState,
  grow: growState,
  hostile: async (directory) =>
    Object.entries(SERVERS).map(([name, server]) => ({ path: `${directory}/${name}`, settings, ...server })),
  secrets,
  privateMarks,
};

function payloads(): [string, Json][] {
  const issue = issueOf(1);
  return [
    ...Array.from({ length: 30 }, (_unused, index): [string, Json] => [
      'issues',
      { action: 'opened', issue: issueOf(index + 1) },
    ]),
    ...Array.from({ length: 8 }, (_unused, index): [string, Json] => [
      'issue_comment',
      { action: 'created', issue, comment: commentOf(index + 1, 1) },
    ]),
    [
      'issue_comment',
      { action: 'edited', issue, comment: commentOf(1, 1, { body: 'Edited', updated_at: moment(400) }) },
    ],
    ['issue_comment', { action: 'deleted', issue, comment: commentOf(2, 1) }],
    ['star', { action: 'created', starred_at: moment(1), sender: starOf(1).user }],
    ['star', { action: 'deleted', starred_at: null }],
    ['fork', { forkee: forkOf(1) }],
    ['release', { action: 'published', release: releaseOf(1) }],
    ['discussion', { action: 'created', discussion: { ...issueOf(900), category: { name: 'Help' } } }],
    ['ping', { zen: 'Keep it simple.', hook: { config: { secret: SECRET } } }],
    ['push', { commits: [{ author: { email: 'secret.author@corp.example' } }] }],
    ['issues', { action: 'opened', issue: issueOf(303, { user: 'nobody' }) }],
    ['issues', { action: 'opened', issue: issueOf(304, { created_at: 'some day' }) }],
    [
      'issues',
      {
        action: 'opened',
        issue: issueOf(1, { body: 'confidential-4714' }),
        repository: { id: 78, full_name: 'acme/vault', private: true },
      },
    ],
  ];
}

const ordinaryDeliveries = payloads().map(([event, payload], index) =>
  deliveryOf(event, around(payload), index),
);
const signed = deliveryOf('issues', around({ action: 'opened', issue: issueOf(1) }));
const nul = around({ action: 'opened', issue: issueOf(1, { body: 'a\0b \ud800' }) });
const graphShape = around({ action: 'created', discussion: discussionOf(1, 1) });

const DELIVERIES: Readonly<Record<string, HostileDelivery>> = {
  forged: [{ ...signed, body: new Uint8Array(Buffer.from('{}')) }, 0, 'delivery_not_authentic'],
  unsigned: [
    { ...signed, headers: { 'x-github-event': 'issues', 'x-github-delivery': '1' } },
    0,
    'delivery_not_authentic',
  ],
  junk: [deliveryOf('issues', 'no JSON \0'), 0, 'delivery_malformed'],
  'no object': [deliveryOf('issues', '[]'), 0, 'delivery_malformed'],
  'no fields': [deliveryOf('issues', '{"action":"opened"}'), 0, 'record_malformed'],
  deep: [deliveryOf('issues', `${'['.repeat(100_000)}${']'.repeat(100_000)}`), 0, 'delivery_malformed'],
  'NUL and lone surrogates': [deliveryOf('issues', nul), 1],
  'other shape': [deliveryOf('discussion', graphShape), 0, 'record_malformed'],
};

export const receiveConformance = deliveriesConformance({
  settings,
  // GitHub sends again what was not answered in time.
  ordinary: [...ordinaryDeliveries, ...ordinaryDeliveries.slice(0, 2)],
  later: [deliveryOf('issues', around({ action: 'opened', issue: issueOf(31) }), 1_000)],
  hostile: DELIVERIES,
  secrets,
  privateMarks,
});
