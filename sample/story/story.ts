/** Tells the story day by day, in order, holding no more than a day (and the answers that are still to come). */
import { DAY, midnight } from './calendar.ts';
import { type ChangePool, changePool, changesOf } from './changes.ts';
import { createConversations } from './conversations.ts';
import type { StoryDay } from './events.ts';
import { trafficOf } from './traffic.ts';
import { usesOf } from './uses.ts';
import type { World } from './world.ts';

/** All days of the story, from `calendar.start` to the day of `calendar.end`. */
export function* tell(world: World): Generator<StoryDay> {
  const { calendar, volume } = world;
  const lists = createConversations(world, 'lists', volume.mails);
  const forum = createConversations(world, 'forum', volume.forumPosts);
  const support = createConversations(world, 'support', volume.inquiries);
  let pool: ChangePool | undefined;
  let number = 0;
  for (let day = calendar.start; day <= midnight(calendar.end - 1); day += DAY) {
    if (pool === undefined || number % 7 === 0) pool = changePool(world, day);
    number++;
    yield {
      day,
      hits: trafficOf(world, day),
      posts: [...lists(day), ...forum(day), ...support(day)],
      changes: changesOf(world, pool, day),
      uses: usesOf(world, day),
    };
  }
}
