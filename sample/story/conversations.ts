/** Conversations: on the mailing lists, in the forum, and in private with the vendor. */
import { at, createRandom, type Random, type Weighted, weighted } from '../random.ts';
import { DAY, HOUR, midnight, releaseAt, STORY_DAYS, workSeason } from './calendar.ts';
import type { Place, Post } from './events.ts';
import { type OrganizationKind, type Stage, stageAt } from './organizations.ts';
import { jobAt, type Person } from './people.ts';
import {
  ANSWER_CLOSERS,
  ANSWER_OPENERS,
  AUTOMATIC,
  COMMERCIAL,
  CONTEXTS,
  FOLLOW_UPS,
  FOREIGN,
  type Foreign,
  FURTHER_ANSWERS,
  TRIED,
} from './phrases.ts';
import { createFill, TOPICS, type Topic, topicsFor, topicsUpTo } from './topics.ts';
import type { World } from './world.ts';

type Medium = 'lists' | 'forum' | 'support';

const ASKS: Readonly<Record<Stage, number>> = {
  reading: 0.05,
  trying: 0.5,
  asking: 2,
  building: 1.2,
  guarantees: 1,
  contract: 0.15,
};
const ASKS_PRIVATELY: Readonly<Record<Stage, number>> = {
  reading: 0,
  trying: 0.1,
  asking: 0.6,
  building: 0.6,
  guarantees: 2.5,
  contract: 1.2,
};
const KIND_ASKS: Readonly<Partial<Record<OrganizationKind, number>>> = {
  vendor: 0,
  competitor: 0,
  do_it_yourself: 0.6,
  university: 0.5,
  consultancy: 0.1,
  noise: 0.3,
};
/** Messages of an average conversation, measured. */
const LENGTH: Readonly<Record<Medium, number>> = { lists: 3.1, forum: 3.1, support: 1.95 };

/** Tells the messages of one day. Days must be asked for in order: answers to come are kept until their day. */
export type ConversationTeller = (day: number) => Post[];

export function createConversations(world: World, medium: Medium, total: number): ConversationTeller {
  const random = createRandom(world.seed, 'conversations', medium);
  const waiting = new Map<number, Post[]>();
  let counter = 0;
  let pools: Pools | undefined;
  return (day) => {
    // Who may ask and answer changes slowly; once a week is enough.
    if (pools === undefined || Math.round((day - world.calendar.start) / DAY) % 7 === 0)
      pools = makePools(world, medium, day);
    const threads = random.poisson((total / STORY_DAYS / LENGTH[medium]) * workSeason(world.calendar, day));
    for (let i = 0; i < threads; i++) {
      for (const post of conversation(world, random, medium, pools, day, counter++)) {
        const of = midnight(post.at);
        waiting.set(of, [...(waiting.get(of) ?? []), post]);
      }
    }
    const today = waiting.get(day) ?? [];
    waiting.delete(day);
    return today.filter((post) => post.at < world.calendar.end).sort((a, b) => a.at - b.at);
  };
}

interface Pools {
  readonly askers: Weighted<Person>;
  readonly helpers: Weighted<Person>;
}

function makePools(world: World, medium: Medium, day: number): Pools {
  const rates = medium === 'support' ? ASKS_PRIVATELY : ASKS;
  const asks = (person: Person): number => {
    const job = jobAt(person, day);
    if (job === undefined) return person.jobs.length > 0 ? 0 : medium === 'support' ? 0.05 : 0.35;
    const stage = stageAt(job.organization, day);
    return stage === undefined ? 0 : rates[stage] * (KIND_ASKS[job.organization.kind] ?? 1);
  };
  const helps = (person: Person): number => {
    const kind = jobAt(person, day)?.organization.kind;
    return medium === 'support' && kind !== 'vendor' ? 0 : person.helpful ** 2;
  };
  return { askers: weighted(world.people, asks), helpers: weighted(world.people, helps) };
}

function conversation(
  world: World,
  random: Random,
  medium: Medium,
  pools: Pools,
  day: number,
  number: number,
): Post[] {
  const asker = pools.askers.pick(random);
  const job = jobAt(asker, day);
  const stage = (job === undefined ? undefined : stageAt(job.organization, day)) ?? 'trying';
  const place: Place = medium === 'lists' ? (random.chance(0.25) ? 'dev' : 'users') : medium;
  const say = createFill(random, releaseAt(world.calendar, day).version);
  const matter = matterOf(random, medium, stage, asker);
  const subject = say(matter.subject);
  const thread = {
    id: `${medium}-${number}`,
    number: number + 1,
    subject: matter.prefix + subject,
    topic: matter.topic,
  };
  const asked = day + random.int(6, 20) * HOUR + random.int(0, HOUR - 1);
  const posts: Post[] = [];
  const add = (rest: Pick<Post, 'at' | 'author' | 'paragraphs'> & Partial<Post>): Post => {
    const post: Post = {
      id: `${thread.id}-${posts.length + 1}`,
      place,
      thread,
      number: posts.length + 1,
      language: 'en',
      nature: 'person',
      ...rest,
    };
    posts.push(post);
    return post;
  };
  const question = [
    matter.question,
    ...(random.chance(0.7) ? [random.pick(CONTEXTS)] : []),
    ...(random.chance(0.4) ? [random.pick(TRIED)] : []),
  ];
  const first = add({
    at: asked,
    author: asker,
    paragraphs: (matter.foreign === undefined ? question : [matter.question]).map(say),
    language: matter.language,
  });
  answers(random, pools, first, matter, say, add);
  automatics(random, pools, posts, add);
  return posts;
}

interface Matter {
  readonly topic: Topic;
  readonly subject: string;
  readonly prefix: string;
  readonly question: string;
  readonly answers: readonly string[];
  readonly language: string;
  readonly foreign?: Foreign;
}

function matterOf(random: Random, medium: Medium, stage: Stage, asker: Person): Matter {
  const draw = random.next();
  // Now and then somebody asks about what they will never need.
  const topics = draw < 0.75 ? topicsFor(stage) : draw < 0.98 ? topicsUpTo(stage) : TOPICS;
  const topic = random.pick(topics);
  if (medium === 'support' && stage === 'guarantees' && random.chance(0.35)) {
    const { subject, text } = random.pick(COMMERCIAL);
    return {
      topic,
      subject,
      prefix: '',
      question: text,
      answers: ['thank you for asking. A colleague will call you tomorrow, and the terms are attached.'],
      language: 'en',
    };
  }
  const { language } = asker.country;
  const texts = Object.entries(FOREIGN[language] ?? {});
  if (texts.length > 0 && random.chance(medium === 'support' ? 0.3 : 0.1)) {
    const [key, foreign] = random.pick(texts);
    const about = TOPICS.find((entry) => entry.key === key) ?? topic;
    return {
      topic: about,
      subject: foreign.subject,
      prefix: '',
      question: foreign.question,
      answers: [foreign.answer],
      language,
      foreign,
    };
  }
  const place = random.int(0, topic.questions.length - 1);
  return {
    topic,
    subject: at(topic.subjects, place),
    prefix: medium === 'support' ? '' : random.pick(['', '', '', '', '[Question] ', '[solved?] ']),
    question: at(topic.questions, place),
    answers: [at(topic.answers, place)],
    language: 'en',
  };
}

type Add = (rest: Pick<Post, 'at' | 'author' | 'paragraphs'> & Partial<Post>) => Post;

function answers(
  random: Random,
  pools: Pools,
  first: Post,
  matter: Matter,
  say: (text: string) => string,
  add: Add,
): void {
  let last = first;
  const support = first.place === 'support';
  const count = support ? random.int(0, 1) : random.pick([0, 1, 1, 1, 2, 2, 3]);
  for (let i = 0; i < count; i++) {
    const author = pools.helpers.pick(random);
    if (author === first.author) continue;
    const text = [
      random.pick(ANSWER_OPENERS),
      i === 0 ? random.pick(matter.answers) : random.pick(FURTHER_ANSWERS),
    ]
      .filter((part) => part !== '')
      .join(' ');
    const paragraphs = [text, random.pick(ANSWER_CLOSERS)].filter((part) => part !== '').map(say);
    const parent = random.chance(0.7) ? last : first;
    last = add({ at: later(random, last.at, 30), author, parent, paragraphs, language: matter.language });
    if (random.chance(0.45)) {
      last = add({
        at: later(random, last.at, 40),
        author: first.author,
        parent: last,
        paragraphs: [say(random.pick(FOLLOW_UPS))],
      });
    }
  }
}

/** Machines that answer: out-of-office replies to a list or to the vendor, and bounces of the vendor's replies. */
function automatics(random: Random, pools: Pools, posts: readonly Post[], add: Add): void {
  const [first] = posts;
  const last = posts.at(-1);
  if (first === undefined || last === undefined || first.place === 'forum') return;
  const kind = random.next();
  if (kind < 0.05) {
    const { text, language } = random.pick(AUTOMATIC);
    const author = first.place === 'support' ? first.author : pools.askers.pick(random);
    const sent = last.at + random.int(5, 90) * 1000;
    add({ at: sent, author, parent: last, paragraphs: [text], language, nature: 'automatic' });
  } else if (kind < 0.1 && first.place === 'support' && last.number > 1) {
    const sent = last.at + random.int(2, 30) * 1000;
    const paragraphs = ['Your message could not be delivered: 550 5.1.1 no such user here.'];
    add({ at: sent, author: first.author, parent: last, paragraphs, nature: 'bounce' });
  }
}

function later(random: Random, after: number, hours: number): number {
  return after + Math.floor((0.02 + random.next() ** 2) * hours * HOUR);
}
