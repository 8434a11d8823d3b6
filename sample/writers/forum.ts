/** The forum, as its posts endpoint answers (the shape of Discourse's `/posts.json`). No source reads it yet. */
import { join } from 'node:path';
import type { Post } from '../story/events.ts';
import { plain } from '../story/names.ts';
import { fullName } from '../story/people.ts';
import { simpleHtml } from './mime.ts';
import { createOutput } from './output.ts';
import type { Writer } from './writer.ts';

const PATH = 'forum/discourse-posts.json';

export async function forum(directory: string): Promise<Writer> {
  const output = await createOutput(join(directory, PATH));
  let messages = 0;
  await output.append('{"made_up":true,"latest_posts":[');
  return {
    async take({ posts }) {
      for (const post of posts) {
        if (post.place !== 'forum') continue;
        messages++;
        await output.append(`${messages === 1 ? '\n' : ',\n'}${JSON.stringify(shape(post, messages))}`);
      }
    },
    async close() {
      await output.append('\n]}\n');
      return [{ path: PATH, kind: 'forum', bytes: await output.close(), messages }];
    },
  };
}

function shape(post: Post, id: number): unknown {
  const raw = post.paragraphs.join('\n\n');
  return {
    id,
    name: fullName(post.author),
    username: post.author.login,
    created_at: new Date(post.at).toISOString(),
    cooked: simpleHtml(raw).replaceAll('<html><body>\n', '').replaceAll('\n</body></html>', ''),
    raw,
    post_number: post.number,
    post_type: 1,
    reply_to_post_number: post.parent?.number ?? null,
    topic_id: post.thread.number,
    topic_slug:
      post.thread.subject
        .split(' ')
        .map(plain)
        .filter((word) => word !== '')
        .join('-') || 'topic',
    topic_title: post.thread.subject,
    category_slug: post.thread.topic.key,
  };
}
