/**
 * A lead in at most five sentences that are read in ten seconds. They say no more than the evidence: traffic of a
 * network is traffic, never people; an address of a function is someone.
 */
import type { AccessPoint, Act } from '../intake/index.ts';
import { isoDay, sayDay, sayPeriod } from './dates.ts';
import type { Day, Facts, Subject } from './facts.ts';
import { type ActSum, type Group, groupCells, sumSince, upTo } from './groups.ts';
import type { StageFinding } from './stage.ts';
import { topicOf, type Weights } from './weights.ts';
import { capitalized, NOUNS, sayAct, sayCount, sayList, sayNumber, type Touched } from './words.ts';

const MOST_SENTENCES = 5;
const CLAUSES = 3;
const RECENT_DAYS = 180;
const NEW_DAYS = 30;

/** How telling an act is, deepest first. Acts that are missing here are told by the stage. */
const DEPTH: Readonly<Partial<Record<Act, number>>> = {
  adopt: 5,
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

/** What `part` touched, by `partKey`; may be empty. */
export type Titles = ReadonlyMap<string, Touched>;

export function partKey({ accessPoint, act, topic }: Pick<ActSum, 'accessPoint' | 'act' | 'topic'>): string {
  return `${accessPoint} ${act} ${topic ?? ''}`;
}

/** The first day that sentences tell of: half a year back, or everything when nothing was seen since. */
export function tellingSince({ cells }: Pick<Facts, 'cells'>, today: Day): Day {
  const since = today - RECENT_DAYS;
  return cells.some(({ day }) => day >= since && day <= today) ? since : Number.NEGATIVE_INFINITY;
}

/** The sentences, most telling first. */
export function sentencesOf(
  { subject, cells }: Pick<Facts, 'subject' | 'cells'>,
  stage: StageFinding,
  today: Day,
  weights: Weights,
  titles: Titles = new Map(),
): string[] {
  return sentencesOfGroups(
    { subject, groups: groupCells(upTo(cells, today)) },
    stage,
    today,
    weights,
    titles,
  );
}

/** The same of cells that are grouped already, none of them later than `today`. */
export function sentencesOfGroups(
  { subject, groups }: { readonly subject: Subject; readonly groups: readonly Group[] },
  stage: StageFinding,
  today: Day,
  weights: Weights,
  titles: Titles = new Map(),
): string[] {
  const recent = today - RECENT_DAYS;
  const since = groups.some(({ sum }) => sum.to >= recent) ? recent : Number.NEGATIVE_INFINITY;
  const sums = groups.flatMap((group) => sumSince(group, since) ?? []);
  const rank = (sum: ActSum): string => `${sum.accessPoint} ${sum.act} ${sum.topic ?? ''}`;
  const people = sums
    .filter((sum) => sum.quantity > sum.networkQuantity && DEPTH[sum.act] !== undefined)
    .sort(
      (a, b) =>
        telling(b, weights) - telling(a, weights) ||
        b.people - a.people ||
        b.quantity - a.quantity ||
        rank(a).localeCompare(rank(b)),
    );
  const sentences = [
    stage.stage === 'customer' || stage.stage === 'in_talks' ? stage.reason : '',
    clauses(subject, people.slice(0, CLAUSES), today, weights, titles),
    clauses(subject, people.slice(CLAUSES, 2 * CLAUSES), today, weights, titles),
    traffic(subject, sums, today, weights),
    stage.stage === 'dormant' ? stage.reason : newAccessPoints(groups, today),
  ];
  const said = sentences.filter((sentence) => sentence !== '').slice(0, MOST_SENTENCES);
  return said.length > 0 ? said : [stage.reason];
}

function telling(part: ActSum, weights: Weights): number {
  const commercial = topicOf(weights, part.topic)?.wants === 'guarantees' ? 10 : 0;
  return commercial + (DEPTH[part.act] ?? 0);
}

/** One sentence of up to three clauses: `Four people from acme.example downloaded 5.2 since 3 March; two …`. */
function clauses(
  subject: Subject,
  parts: readonly ActSum[],
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
    // A list names the organization, not somebody of it.
    if (part.act === 'adopt') return `${index === 0 ? subject.name : 'it'} ${act}`;
    if (index === 0) return `${who(part)} from ${subject.domain ?? subject.name} ${act}`;
    return `${first.act === 'adopt' ? who(part) : whoElse(part)} ${act}`;
  });
  const [head = '', ...rest] = texts;
  const period = sayPeriod(from, to, today);
  const text = [`${head} ${period}`, ...rest].join('; ');
  return `${subject.type === 'person' ? text : capitalized(text)}.`;
}

function who(part: ActSum): string {
  if (part.people === 0) return 'someone';
  return part.people === 1 ? 'one person' : `${sayNumber(part.people)} people`;
}

/** The same in a later clause, where "people" is understood. */
function whoElse(part: ActSum): string {
  return part.people === 0 ? 'someone' : sayNumber(part.people);
}

/** `Traffic from the network of Acme shows 12 downloads and 40 page views since 3 March, six of them about SSO.` */
function traffic(subject: Subject, all: readonly ActSum[], today: Day, weights: Weights): string {
  const parts = all.filter((part) => part.networkQuantity > 0);
  if (parts.length === 0) return '';
  const sum = (acts: readonly ActSum[]): number =>
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

/** Access points first seen in the last 30 days, when others were seen before. The stage tells of agreements. */
function newAccessPoints(groups: readonly Group[], today: Day): string {
  const first = new Map<AccessPoint, Day>();
  for (const { sum } of groups) {
    const { accessPoint, from } = sum;
    if (accessPoint === 'agreement') continue;
    first.set(accessPoint, Math.min(from, first.get(accessPoint) ?? from));
  }
  const fresh = [...first]
    .filter(([, day]) => today - day <= NEW_DAYS)
    .sort((a, b) => a[1] - b[1] || a[0].localeCompare(b[0]));
  const [earliest] = fresh;
  if (earliest === undefined || fresh.length === first.size) return '';
  return `New since ${sayDay(earliest[1], today)}: ${sayList(fresh.map(([name]) => NOUNS[name]))}.`;
}

/** For programs: the period of a part as ISO days. */
export function partPeriod(part: ActSum): { readonly from: string; readonly to: string } {
  return { from: isoDay(part.from), to: isoDay(part.to) };
}
