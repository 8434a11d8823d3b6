/** Made-up posts and topics in the shape of Discourse's API, for tests. */

export type Json = Readonly<Record<string, unknown>>;

const AUTHORS = ['ana', 'ben', 'chloe', 'dev'];

/** A post; administrators see the addresses, which must not be kept. */
export function postOf(topic: number, number: number, more: Json = {}): Json {
  const username = AUTHORS[(topic + number) % AUTHORS.length] ?? 'ana';
  return {
    id: topic * 1000 + number,
    topic_id: topic,
    post_number: number,
    post_type: 1,
    reply_to_post_number: number > 2 ? number - 1 : null,
    user_id: 10,
    username,
    name: `${username} Example`,
    created_at: new Date(Date.UTC(2026, 3, topic, number)).toISOString(),
    cooked: `<p>Post ${number} of topic ${topic}</p>`,
    hidden: false,
    email: 'secret.author@corp.example',
    ip_address: '203.0.113.77',
    ...more,
  };
}

/** A topic with its posts. */
export function topicOf(id: number, posts: readonly unknown[], more: Json = {}): Json {
  return {
    id,
    title: `Question ${id}`,
    category_id: 4,
    archetype: 'regular',
    post_stream: { posts, stream: posts.map((_post, index) => id * 1000 + index) },
    ...more,
  };
}
