/**
 * A lead in at most five sentences that are read in ten seconds. They say no more than the evidence: traffic of a
 * network is traffic, never people; an address of a function is someone.
 */
import type { Act } from '../intake/index.ts';
import { isoDay, sayDay, sayPeriod } from './dates.ts';
import type { Day, Subject } from './facts.ts';
import type { Part } from './score.ts';
import type { StageFinding } from './stage.ts';
import { topicOf, type Weights } from './weights.ts';
import { capitalized, NOUNS, sayAct, sayCount, sayList, sayNumber, type Touched } from './words.ts';

const MOST_SENTENCES = 5;
const CLAUSES = 3;
const RECENT_DAYS = 180;
const NEW_DAYS = 30;

/** How telling an act is, deepest first. Acts that are missing here are told by the stage. */
const DEPTH: Readonly<Partial<Record<Act, number>>> = {
  ask: 6,
  attend: 5,
  buy: 5,
  use: 5,
  commit: 4,
  co_author: 4,
  download: 3,
  reply: 3,
  search: 2,
  read: 2,
  sign_off: 1,
};

export interface Told {
  readonly subject: Subject;
  readonly parts: readonly Part[];
  readonly stage: StageFinding;
}

/** What `part` touched, by `partKey`; may be empty. */
export type Titles = ReadonlyMap<string, Touched>;

export function partKey({ accessPoint, act, topic }: Pick<Part, 'accessPoint' | 'act' | 'topic'>): string {
  return `${accessPoint} ${act} ${topic ?? ''}`;
}

/** The sentences, most telling first. */
export function sentencesOf(told: Told, today: Day, weights: Weights, titles: Titles = new Map()): string[] {
  const { stage } = told;
  const recent = told.parts.filter((part) => today - part.to <= RECENT_DAYS);
  const parts = recent.length > 0 ? recent : told.parts;
  const people = parts
    .filter((part) => part.quantity > part.networkQuantity && DEPTH[part.act] !== undefined)
    .sort(
      (a, b) =>
        telling(b, weights) - telling(a, weights) || b.people.length - a.people.length || b.points - a.points,
    );
  const sentences = [
    stage.stage === 'customer' || stage.stage === 'in_talks' ? stage.reason : '',
    clauses(told.subject, people.slice(0, CLAUSES), today, weights, titles),
    clauses(told.subject, people.slice(CLAUSES, 2 * CLAUSES), today, weights, titles),
    traffic(told.subject, parts, today, weights),
    stage.stage === 'dormant' ? stage.reason : newAccessPoints(told.parts, today),
  ];
  const said = sentences.filter((sentence) => sentence !== '').slice(0, MOST_SENTENCES);
  return said.length > 0 ? said : [stage.reason];
}

function telling(part: Part, weights: Weights): number {
  const commercial = topicOf(weights, part.topic)?.wants === 'guarantees' ? 10 : 0;
  return commercial + (DEPTH[part.act] ?? 0);
}

/** One sentence of up to three clauses: `Four people from acme.example downloaded 5.2 since 3 March; two …`. */
function clauses(
  subject: Subject,
  parts: readonly Part[],
  today: Day,
  weights: Weights,
  titles: Titles,
): string {
  const [first] = parts;
  if (first === undefined) return '';
  const from = Math.min(...parts.map((part) => part.from));
  const to = Math.max(...parts.map((part) => part.to));
  const texts = parts.map((part, index) => {
    const act = sayAct(
      part.act,
      part.accessPoint,
      topicOf(weights, part.topic)?.label ?? null,
      titles.get(partKey(part)),
    );
    if (subject.type === 'person') return index === 0 ? `${subject.name} ${act}` : act;
    return index === 0
      ? `${who(part)} from ${subject.domain ?? subject.name} ${act}`
      : `${whoElse(part)} ${act}`;
  });
  const [head = '', ...rest] = texts;
  const period = sayPeriod(from, to, today);
  const text = [`${head} ${period}`, ...rest].join('; ');
  return `${subject.type === 'person' ? text : capitalized(text)}.`;
}

function who(part: Part): string {
  if (part.people.length === 0) return 'someone';
  return part.people.length === 1 ? 'one person' : `${sayNumber(part.people.length)} people`;
}

/** The same in a later clause, where "people" is understood. */
function whoElse(part: Part): string {
  return part.people.length === 0 ? 'someone' : sayNumber(part.people.length);
}

/** `Traffic from the network of Acme shows 12 downloads and 40 page views since 3 March, six of them about SSO.` */
function traffic(subject: Subject, all: readonly Part[], today: Day, weights: Weights): string {
  const parts = all.filter((part) => part.networkQuantity > 0);
  if (parts.length === 0) return '';
  const sum = (acts: readonly Part[]): number =>
    acts.reduce((total, part) => total + part.networkQuantity, 0);
  const of = (act: Act): number => sum(parts.filter((part) => part.act === act));
  const known: [number, string][] = [
    [of('download'), 'download'],
    [of('read'), 'page view'],
    [of('search'), 'search'],
  ];
  const counts = known
    .filter(([count]) => count > 0)
    .map(([count, noun]) => sayCount(count, noun, noun === 'search' ? 'searches' : `${noun}s`));
  if (counts.length === 0) return '';
  const from = Math.min(...parts.map((part) => part.from));
  const to = Math.max(...parts.map((part) => part.to));
  const commercial = parts.filter((part) => topicOf(weights, part.topic)?.wants === 'guarantees');
  const labels = [...new Set(commercial.map((part) => topicOf(weights, part.topic)?.label ?? ''))].slice(
    0,
    3,
  );
  const about = labels.length === 0 ? '' : `, ${sayNumber(sum(commercial))} of them about ${sayList(labels)}`;
  return `Traffic from the network of ${subject.name} shows ${sayList(counts)} ${sayPeriod(from, to, today)}${about}.`;
}

/** Access points first seen in the last 30 days, when others were seen before. */
function newAccessPoints(parts: readonly Part[], today: Day): string {
  const first = new Map<Part['accessPoint'], Day>();
  for (const part of parts)
    first.set(part.accessPoint, Math.min(part.from, first.get(part.accessPoint) ?? part.from));
  const fresh = [...first].filter(([, day]) => today - day <= NEW_DAYS).sort((a, b) => a[1] - b[1]);
  const [earliest] = fresh;
  if (earliest === undefined || fresh.length === first.size) return '';
  return `New since ${sayDay(earliest[1], today)}: ${sayList(fresh.map(([name]) => NOUNS[name]))}.`;
}

/** For programs: the period of a part as ISO days. */
export function partPeriod(part: Part): { readonly from: string; readonly to: string } {
  return { from: isoDay(part.from), to: isoDay(part.to) };
}
