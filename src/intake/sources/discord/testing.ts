/** Made-up saved channels in the format of DiscordChatExporter, for tests. */

export type Json = Readonly<Record<string, unknown>>;

const AUTHORS = ['ana', 'ben', 'chloe', 'dev'];

/** A message of April 2026. */
export function messageOf(number: number, more: Json = {}): Json {
  const name = AUTHORS[number % AUTHORS.length] ?? '';
  return {
    id: String(1_100_000_000_000_000_000n + BigInt(number)),
    type: 'Default',
    timestamp: new Date(Date.UTC(2026, 3, 1, number)).toISOString().replace('Z', '+00:00'),
    content: `Message ${number}`,
    author: { id: String(7_000 + (number % 4)), name, nickname: `${name} Example`, isBot: false },
    attachments: [{ url: 'https://cdn.example/a?hm=signed-4711' }],
    ...more,
  };
}

export function channelOf(messages: readonly unknown[], more: Json = {}): string {
  return JSON.stringify({
    guild: { id: '42', name: 'Acme' },
    channel: { id: '43', type: 'GuildTextChat', category: 'Community', name: 'help' },
    messages,
    ...more,
  });
}
