/** Finds the topics of texts. */
import { isChange, isCode, runAround } from './code.ts';
import type { Topic, TopicTable } from './table.ts';
import { fold, kindAt, oneWord } from './text.ts';
import { findWords, openWords, type Words } from './words.ts';

/** Titles and paths are short; of a text that somebody made long, only so much is looked at. */
const LONGEST_TEXT = 4_000;
/** More places of the same topic in one text say nothing new. */
const MOST_PLACES = 8;
const LONGEST_WORD = 40;

/** What a word means for a topic. `weak` ones need one of `company`, and none of `unless`. */
type Role = 'words' | 'weak' | 'company' | 'unless';

interface Place {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}
type Places = Record<Role, Place[]>;

/** A topic that a text touches, and why. */
export interface TopicMatch {
  readonly topic: Topic;
  /** The words of the topic found, as they stand in the list. */
  readonly words: readonly string[];
  /** Words found that would count, and why they do not. */
  readonly passedOver: readonly { readonly word: string; readonly why: string }[];
  readonly counts: boolean;
}

/** Answers about texts, for the whole or for one product. */
export interface TopicFinder {
  /** The name of the first topic of a text, in the order of the table, or null. */
  topicOf(text: string): string | null;
  /** All topics of a text and those that just miss it, in the order of the table. */
  explain(text: string): readonly TopicMatch[];
}

/** What a word of a tree means. */
interface Meaning {
  readonly topic: number;
  readonly role: Role;
  readonly word: string;
}

/** Words of all topics in some roles, and what each means. */
interface Trees {
  readonly words: Words;
  readonly meanings: readonly Meaning[];
}

function openTrees(topics: readonly Topic[], roles: readonly Role[]): Trees {
  const meanings = topics.flatMap((topic, index) =>
    roles.flatMap((role) => topic[role].map((word): Meaning => ({ topic: index, role, word }))),
  );
  return { words: openWords(meanings.map(({ word }) => word)), meanings };
}

/** Tables do not change; trees are made once for each. */
const FINDERS = new WeakMap<readonly Topic[], TopicFinder>();

/** The finder of a table; of one of its products, when its name is given. */
export function topicFinder(table: TopicTable, product: string | null = null): TopicFinder {
  const own = product === null ? undefined : table.products.find(({ name }) => name === product);
  const topics = own?.topics ?? table.topics;
  const known = FINDERS.get(topics);
  if (known !== undefined) return known;
  const telling = openTrees(topics, ['words', 'weak']);
  // Half of all titles hold a word of company, most of them no other: looked for only when there is something to decide.
  const beside = openTrees(topics, ['company', 'unless']);
  const explain = (text: string): readonly TopicMatch[] => matchesOf(text, topics, telling, beside);
  const finder: TopicFinder = {
    topicOf: (text) => explain(text).find(({ counts }) => counts)?.topic.name ?? null,
    explain,
  };
  FINDERS.set(topics, finder);
  return finder;
}

const NONE: readonly TopicMatch[] = [];

function matchesOf(
  whole: string,
  topics: readonly Topic[],
  telling: Trees,
  beside: Trees,
): readonly TopicMatch[] {
  const given = whole.length > LONGEST_TEXT ? whole.slice(0, LONGEST_TEXT) : whole;
  const text = fold(given);
  const places = new Map<number, Places>();
  collect(telling, text, (topic) => {
    const known = places.get(topic) ?? { words: [], weak: [], company: [], unless: [] };
    places.set(topic, known);
    return known;
  });
  if (places.size === 0) return NONE;
  collect(beside, text, (topic) => places.get(topic));
  const change = isChange(given);
  return [...places]
    .sort(([a], [b]) => a - b)
    .flatMap(([index, found]) => {
      const topic = topics[index];
      return topic === undefined ? [] : [judged(topic, found, text, change)];
    });
}

function collect(
  { words, meanings }: Trees,
  text: string,
  placesOf: (topic: number) => Places | undefined,
): void {
  findWords(words, text, (id, start, end) => {
    const meaning = meanings[id];
    if (meaning === undefined) return;
    const list = placesOf(meaning.topic)?.[meaning.role];
    if (list !== undefined && list.length < MOST_PLACES) list.push({ word: meaning.word, start, end });
  });
}

function judged(
  topic: Topic,
  { words, weak, company, unless }: Places,
  text: string,
  change: boolean,
): TopicMatch {
  const passedOver: { word: string; why: string }[] = [];
  const counted: string[] = [];
  /** Weak words mean something else in such a text; others only as a part of such a phrase. */
  const against = (place: Place): Place | undefined =>
    weak.includes(place) ? unless[0] : unless.find((other) => overlap(place, other));
  const whyNot = (place: Place): string | null => {
    if (change) return 'this is the subject of a change to the code';
    if (isCode(runAround(text, place.start, place.end))) return 'it stands in code or in the name of a file';
    const other = against(place);
    if (other !== undefined) return `“${other.word}” means something else`;
    if (!weak.includes(place) || isAlone(text, place) || hasCompany(place, company)) return null;
    return 'it needs the company of another word';
  };
  for (const place of [...words, ...weak]) {
    const why = whyNot(place);
    if (why === null) counted.push(place.word);
    else if (!passedOver.some(({ word }) => word === place.word)) passedOver.push({ word: place.word, why });
  }
  return { topic, words: [...new Set(counted)], passedOver, counts: counted.length > 0 };
}

function overlap(one: Place, other: Place): boolean {
  return other.end > one.start && other.start < one.end;
}

function hasCompany(place: Place, company: readonly Place[]): boolean {
  return company.some((other) => !overlap(place, other));
}

const PATH = /^(?:\/|https?:\/\/|[a-z0-9.-]+\.[a-z]{2,}\/)/;
/** What ends a part of a path: the next part, the ending of a page, or the end. */
const PART_ENDS = /^(?:[/?#\s]|\.(?:html?|md|php|aspx?|pdf)(?![a-z])|$)/;

/** Whether a word is the whole text, all that was searched for, or a whole part of a path: it needs no company then. */
function isAlone(text: string, { start, end: found }: Place): boolean {
  let end = found;
  // Of `shard*` only the beginning was looked at.
  while (end - found < LONGEST_WORD && oneWord(kindAt(text, end - 1), kindAt(text, end))) end += 1;
  const [before, after] = [text.slice(0, start).trimEnd(), text.slice(end).trimStart()];
  if (before === '' && after === '') return true;
  if (/[“"]$/.test(before) && /^[”"]$/.test(after)) return true;
  if (text[start - 1] !== '/' || !PART_ENDS.test(text.slice(end, end + 6))) return false;
  return PATH.test(runAround(text, start, end));
}
