/**
 * How sure a lead is, in one sentence: from how many people and access points, how certain it is whose acts these were,
 * how often such a change is chance, and how likely a deal is where that was learned. Pure.
 */
import type { Day } from './facts.ts';
import type { Group } from './groups.ts';
import { sayCount } from './words.ts';

/** How certain it is whose acts were seen, 0 to 1. */
export interface Certainty {
  /** That people acted for the organization, or that handles are one person's; null where nobody acted. */
  readonly identity: number | null;
  /** That traffic of a network is the organization's own; null where there was none. */
  readonly ownership: number | null;
}

/** What a sentence can be made of; null is unknown. */
export interface SurenessFacts extends Certainty {
  readonly subject: 'organization' | 'person';
  /** People seen lately. */
  readonly people: number;
  readonly accessPoints: number;
  /** Of what was detected; null when nothing was. */
  readonly falseDiscoveryRate: number | null;
  /** Learned probability of a deal within the horizon; null while nothing learned is in use. */
  readonly likelihood: number | null;
}

export interface Sureness {
  readonly level: 'sure' | 'fairly_sure' | 'unsure';
  /** One sentence. */
  readonly text: string;
}

/** Acts older than this say nothing of how sure it is today. */
const LATELY_DAYS = 365;
/** From here on it is certain enough to say sure, or fairly sure. Judgement, as the weights are. */
const SURE = 0.8;
const FAIRLY = 0.5;

/** The mean certainty of a subject's acts of the last year, people's and traffic apart; each act counts alike. */
export function certaintyOf(groups: readonly Group[], today: Day): Certainty {
  const people = { weight: 0, quantity: 0 };
  const network = { weight: 0, quantity: 0 };
  for (const { cells } of groups) {
    for (const cell of cells) {
      if (cell.day < today - LATELY_DAYS) continue;
      const sum = cell.network ? network : people;
      sum.weight += cell.weight;
      sum.quantity += cell.quantity;
    }
  }
  const mean = ({ weight, quantity }: typeof people) => (quantity > 0 ? weight / quantity : null);
  return { identity: mean(people), ownership: mean(network) };
}

/** How sure a lead is. */
export function surenessOf(known: SurenessFacts): Sureness {
  const level = levelOf(known);
  const clauses = [whoText(known), ...certaintyTexts(known), ...chanceTexts(known)];
  return { level, text: `${LEVELS[level]}: ${clauses.join('; ')}.` };
}

const LEVELS: Readonly<Record<Sureness['level'], string>> = {
  sure: 'Sure',
  fairly_sure: 'Fairly sure',
  unsure: 'Not sure',
};

function levelOf({ subject, people, accessPoints, identity, ownership }: SurenessFacts): Sureness['level'] {
  if (people === 0) {
    // Somebody without a name who is certainly theirs, or a network that is: better than nothing.
    return identity !== null && identity >= SURE && accessPoints > 1 ? 'fairly_sure' : 'unsure';
  }
  const certain = identity ?? ownership;
  const several = subject === 'person' ? accessPoints > 1 : people > 1 && accessPoints > 1;
  if (certain !== null && certain < FAIRLY) return 'unsure';
  return several && certain !== null && certain >= SURE ? 'sure' : 'fairly_sure';
}

function whoText({ subject, people, accessPoints, identity }: SurenessFacts): string {
  const places = `at ${sayCount(accessPoints, 'access point')}`;
  if (subject === 'person') return `one person ${places}`;
  if (people > 0) return `${sayCount(people, 'person', 'people')} ${places}`;
  return identity === null
    ? `only traffic ${places}, and nobody known by name`
    : `nobody known by name ${places}`;
}

function certaintyTexts({ subject, people, identity, ownership }: SurenessFacts): string[] {
  const organization = [
    'that it was done for the organization',
    'that this person acts for the organization',
  ];
  const whose =
    subject === 'person'
      ? 'that all of it was the same person'
      : (organization[people] ?? 'that these people act for the organization');
  return [
    ...(identity === null ? [] : [`${whose} is ${percent(identity)} certain`]),
    ...(ownership === null
      ? []
      : [`that the traffic is the organization's own is ${percent(ownership)} certain`]),
  ];
}

function chanceTexts({ falseDiscoveryRate: rate, likelihood }: SurenessFacts): string[] {
  // No list is so long that a smaller share means anything.
  const of = rate === null ? 0 : Math.max(2, Math.round(1 / Math.max(rate, 0.001)));
  return [
    ...(rate === null
      ? []
      : [`of ${of.toLocaleString('en')} changes as striking as theirs, one is chance at most`]),
    ...(likelihood === null ? [] : [`a deal is ${percent(likelihood)} likely by what was learned`]),
  ];
}

/** Never all and never nothing: both would say more than is known. */
function percent(share: number): string {
  return `${Math.min(99, Math.max(1, Math.round(share * 100)))} %`;
}
