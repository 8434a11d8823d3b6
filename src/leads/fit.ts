/** Fit: whether this is somebody who buys, whatever they did. */
import { openCrowd } from './crowd.ts';
import type { Facts, PersonKey } from './facts.ts';
import { step, type Weights } from './weights.ts';

export interface Fit {
  /** Multiplies every part of the score. */
  readonly factor: number;
  /** People seen lately. */
  readonly people: number;
  readonly reasons: readonly string[];
}

/** The fit of a subject on a day. Adding people never lowers it, except where one shows that the domain is their own. */
export function fitOf({ subject, cells, names }: Facts, today: number, weights: Weights): Fit {
  const since = today - weights.fit.people_days;
  SEEN.clear();
  let before: PersonKey | null = null;
  for (const { personId, day } of cells) {
    // One person's cells often come together, and there are millions.
    if (personId === null || personId === before || day < since || day > today) continue;
    SEEN.add(personId);
    before = personId;
  }
  if (subject.type === 'person') {
    return {
      factor: weights.fit.person,
      people: 1,
      reasons: [factorText('a person without a known organization', weights.fit.person)],
    };
  }
  const count = SEEN.size();
  const kind = weights.fit.kinds[subject.kind] ?? 0;
  const people = step(weights.fit.people, count);
  const reasons = [factorText(kindText(subject.kind), kind), factorText(peopleText(count), people)];
  let factor = kind * people;
  if (count <= 1 && isOwnDomain(subject.domain, names)) {
    factor *= weights.fit.own_domain;
    reasons.push(factorText('the only person seen has the name of the domain', weights.fit.own_domain));
  }
  return { factor, people: count, reasons };
}

/** Taken again for each subject. */
const SEEN = openCrowd();

function kindText(kind: string): string {
  const article = /^[aeio]/.test(kind) ? 'an' : 'a';
  return kind === 'nonprofit' ? 'a non-profit organization' : `${article} ${kind}`;
}

function peopleText(people: number): string {
  if (people === 0) return 'no known people seen';
  return people === 1 ? 'one person seen' : `${people} people seen`;
}

function factorText(what: string, factor: number): string {
  return `${what}: × ${factor}`;
}

/**
 * Whether a domain looks like the own one of the only person seen: its label is the surname, the whole name, or
 * the initial and surname ("roe", "janeroe", "jane-roe", "jroe").
 */
export function isOwnDomain(domain: string | null, names: readonly string[]): boolean {
  const [name] = names;
  if (domain === null || name === undefined || names.length !== 1) return false;
  const label = fold(domain.split('.')[0] ?? '');
  const words = name
    .split(/[\s.,]+/)
    .map(fold)
    .filter((word) => word.length > 0);
  const first = words[0] ?? '';
  const last = words.at(-1) ?? '';
  if (label.length < 3 || words.length < 2) return label.length >= 3 && label === first;
  return [
    last,
    words.join(''),
    `${last}${first}`,
    first + last,
    first.charAt(0) + last,
    last + first.charAt(0),
  ].includes(label);
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
