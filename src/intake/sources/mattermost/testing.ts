/** A made-up Mattermost server in the shape of its bulk export, for tests. */

export type Json = Readonly<Record<string, unknown>>;

const USERS = ['ana', 'ben', 'chloe', 'dev'];

export const lineOf = (type: string, value: unknown): string =>
  `${JSON.stringify({ type, [type]: value })}\n`;

/** A post of April 2026. */
export function postOf(number: number, more: Json = {}): Json {
  return {
    ...{ team: 'acme', channel: 'help', user: USERS[number % USERS.length], message: `Post ${number}` },
    create_at: Date.UTC(2026, 3, 1, number),
    props: { token: 'prop-secret-4711' },
    ...more,
  };
}

/** What stands before the posts: version, team, channels and users. */
export function headOf(): string {
  const channel = (name: string, type: string): string =>
    lineOf('channel', { team: 'acme', name, type, display_name: `The ${name}` });
  return [
    lineOf('version', 1),
    lineOf('team', { name: 'acme' }),
    channel('help', 'O'),
    channel('staff', 'P'),
    ...USERS.map((username) =>
      lineOf('user', {
        ...{ username, email: `${username}@corp.example`, first_name: username, last_name: 'Example' },
        ...{ password: '$2a$10$hash-4712', position: 'CTO @ Acme' },
      }),
    ),
    lineOf('user', { username: 'plugin', email: 'plugin@localhost' }),
  ].join('');
}

export const postsOf = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_unused, index) => lineOf('post', postOf(from + index))).join('');
