/** The cases of the conformance suite: a made-up project, its deliveries, and servers that answer with junk. */
import type { Conformance, ConformanceInput, HostileInput } from '../../../../test/support/conformance.ts';
import { deliveriesConformance } from '../../../../test/support/deliveries.ts';
import { serverOf } from '../../../../test/support/made_up_server.ts';
import {
  deliveryOf,
  eventOf,
  forkOf,
  gitlabIn,
  gitlabOf,
  HOOK,
  type Json,
  moment,
  noteOf,
  type State,
  saveState,
  settings,
  starOf,
  stateOf,
  TOKEN,
  threadOf,
} from './testing.ts';

const secrets = [TOKEN, HOOK, 'secret.author@corp.example'];
const privateMarks = ['confidential-4714'];
const robot = { id: 1, username: 'project_7_bot', name: 'Robot' };

function ordinaryState(): State {
  const state = stateOf(40);
  state.issues.push(
    threadOf(301, { author: robot, user_notes_count: 0 }),
    threadOf(302, { title: '', description: null, user_notes_count: 0 }),
    threadOf(303, { author: 'nobody', user_notes_count: 0 }),
    threadOf(304, { created_at: 'some day', user_notes_count: 0 }),
    threadOf(305, { created_at: '2126-01-01T00:00:00Z', user_notes_count: 0 }),
    threadOf(306, { description: 'confidential-4714', confidential: true, user_notes_count: 0 }),
  );
  state.notes['issues/1'] = [noteOf(1, { system: true }), noteOf(2)];
  return state;
}

async function ordinary(directory: string): Promise<ConformanceInput> {
  saveState(directory, ordinaryState());
  return { path: directory, http: gitlabIn(directory), settings };
}

const only = (more: Partial<State>): State => ({ ...stateOf(0), ...more });
const SERVERS: Readonly<Record<string, Omit<HostileInput, 'path' | 'settings'>>> = {
  html: {
    http: serverOf(() => ({ body: '<html>Sign in</html>' })),
    stored: 0,
    codes: ['remote_answer_malformed'],
  },
  refuses: { http: serverOf(() => ({ status: 401 })), stored: 0, codes: ['remote_refused'] },
  nothing: { http: serverOf(() => undefined), stored: 0, codes: ['remote_not_found'] },
  no_list: {
    http: serverOf(() => ({ body: { message: 'no' } })),
    stored: 0,
    codes: ['remote_answer_malformed'],
  },
  odd_items: {
    http: gitlabOf(() => only({ issues: [7, null, [], {}, threadOf(1, { user_notes_count: 0 })] as Json[] })),
    stored: 1,
    codes: ['record_malformed'],
  },
  nul: {
    http: gitlabOf(() => only({ issues: [threadOf(1, { title: 'a\0b', description: '\ud800 lone \0' })] })),
    stored: 1,
    codes: [],
  },
  remarks: {
    http: gitlabOf(() =>
      only({ issues: [threadOf(1, { description: '<!--'.repeat(200_000) }), threadOf(7, { iid: 1e300 })] }),
    ),
    stored: 1,
    codes: ['record_malformed'],
  },
};

export const pullConformance: Conformance = {
  ordinary,
  grow: async (directory) => {
    const state = ordinaryState();
    // A note changes what it is on.
    state.issues[1] = threadOf(2, { updated_at: moment(9_000) });
    state.notes['issues/2']?.push(noteOf(8_000));
    state.merge_requests.push(threadOf(400, { updated_at: moment(9_001), user_notes_count: 0 }));
    state.stars.push(starOf(400));
    state.forks.push(forkOf(400));
    saveState(directory, state);
  },
  hostile: async (directory) =>
    Object.entries(SERVERS).map(([name, server]) => ({ path: `${directory}/${name}`, settings, ...server })),
  secrets,
  privateMarks,
};

const issue = { issue: threadOf(1) };
const payloads: readonly Json[] = [
  ...Array.from({ length: 30 }, (_unused, index) => eventOf('issue', threadOf(index + 1))),
  ...Array.from({ length: 8 }, (_unused, index) => eventOf('note', noteOf(index + 1), issue)),
  eventOf('merge_request', threadOf(4)),
  eventOf('note', noteOf(20, { system: true }), issue),
  { object_kind: 'push', commits: [{ author: { email: 'secret.author@corp.example' } }] },
  eventOf('issue', threadOf(303, { title: 7 })),
  eventOf('issue', threadOf(304, { created_at: 'some day' })),
  eventOf('issue', threadOf(305, { confidential: true, description: 'confidential-4714' })),
];
const sent = payloads.map((payload, index) => deliveryOf(payload, index));
const event = eventOf('issue', threadOf(1));

export const receiveConformance = deliveriesConformance({
  settings,
  ordinary: [...sent, ...sent.slice(0, 2)],
  later: [deliveryOf(eventOf('issue', threadOf(31)), 1_000)],
  hostile: {
    'no token': [deliveryOf(event, 1, { headers: {} }), 0, 'delivery_not_authentic'],
    'wrong token': [
      deliveryOf(event, 1, { headers: { 'x-gitlab-token': 'wrong' } }),
      0,
      'delivery_not_authentic',
    ],
    junk: [deliveryOf('no JSON \0'), 0, 'delivery_malformed'],
    'no object': [deliveryOf('[]'), 0, 'delivery_malformed'],
    'no fields': [
      deliveryOf('{"object_kind":"issue","object_attributes":{"action":"open"}}'),
      0,
      'record_malformed',
    ],
    deep: [deliveryOf(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), 0, 'delivery_malformed'],
    'NUL and lone surrogates': [deliveryOf(eventOf('issue', threadOf(1, { title: 'a\0b \ud800' }))), 1],
  },
  secrets,
  privateMarks,
});
