/**
 * What is said of a lead, wherever it is shown: since when and why now, what they tried before they wrote, who is
 * involved, do-it-yourself or wants-guarantees, the one next step, how sure we are. Pure: pages, texts and JSON take
 * their answers from here, so that they cannot differ.
 */
import { dayOf } from './dates.ts';
import type { Explanation } from './evidence.ts';
import type { ListedLead } from './lead.ts';
import type { Status } from './life/types.ts';
import type { MindfulStep } from './mindful.ts';
import type { Likelihood } from './model/index.ts';
import type { Segment } from './segment.ts';
import type { Stage } from './stage.ts';
import { type Sureness, surenessOf } from './sureness.ts';
import { sayList, sayNumber } from './words.ts';

/** A change that chance does not explain. Times are milliseconds. */
export interface EmergingAnswer {
  /** The first act of what changed. */
  readonly since: number | null;
  /** The day on which the lead began to be marked; null where that was not kept. */
  readonly markedOn: number | null;
  readonly because: string;
  /** The share of such marks that are chance, at most. */
  readonly falseDiscoveryRate: number | null;
}

/** Answers that a row of the list has already. */
export interface RowAnswers {
  readonly emerging: EmergingAnswer | null;
  /** What changed, or what was seen. */
  readonly whyNow: string;
}

/** Answers about one lead. Times are milliseconds. */
export interface LeadAnswers extends RowAnswers {
  /** First and last day seen. */
  readonly since: number;
  readonly lastAt: number;
  /** How sure we are, with what that rests on. */
  readonly sure: Sureness;
  readonly triedBefore: string;
  readonly involved: { readonly people: number; readonly summary: string };
  readonly segment: { readonly name: Segment; readonly reasons: readonly string[] };
  readonly nextStep: MindfulStep;
  readonly status: Status;
  readonly owner: string | null;
  /** It was disqualified or lost, and is back. */
  readonly returned: boolean;
  readonly stage: { readonly name: Stage; readonly since: number; readonly reason: string };
}

/** What a row of the list answers. */
export function rowAnswers(lead: ListedLead): RowAnswers {
  const emerging = lead.emerging
    ? {
        ...{ since: lead.emergedSince, markedOn: lead.emergingOn, because: lead.emergedBecause },
        falseDiscoveryRate: lead.falseDiscoveryRate,
      }
    : null;
  return { emerging, whyNow: emerging?.because || lead.headline };
}

/** What is explained of a lead on a day. Times are milliseconds. */
export interface ExplainedLead {
  /** As it is listed; what was detected is of the day of the list. */
  readonly listed: ListedLead;
  readonly explanation: Explanation;
  /** Null while the default weights are in use. */
  readonly likelihood: Likelihood | null;
  /** The day that is explained, and that of the list: on another one nothing was detected. */
  readonly asOf: number;
  readonly listedAsOf: number;
}

/** The answers about one lead. */
export function answersOf({ listed, explanation, likelihood, asOf, listedAsOf }: ExplainedLead): LeadAnswers {
  const { lead, sentences, stage, segment, tried, next, certainty } = explanation;
  const { subject, people, accessPoints, headline } = lead;
  const same = dayOf(asOf) === dayOf(listedAsOf);
  const { emerging, whyNow } = rowAnswers({ ...listed, headline, emerging: same && listed.emerging });
  return {
    ...{ emerging, since: lead.since, lastAt: lead.lastAt },
    whyNow: emerging === null ? (sentences[0] ?? headline) : whyNow,
    sure: surenessOf({
      ...{ ...certainty, subject, people, accessPoints },
      falseDiscoveryRate: emerging?.falseDiscoveryRate ?? null,
      likelihood: likelihood?.probability ?? null,
    }),
    triedBefore: tried?.text ?? NEVER_WROTE,
    involved: involvedOf(explanation),
    segment: { name: lead.segment, reasons: segment.reasons },
    nextStep: next,
    ...{ status: listed.status, owner: listed.owner, returned: listed.returned },
    stage: { name: lead.stage, since: stage.at, reason: stage.reason },
  };
}

const NEVER_WROTE = 'They have not written to you yet.';

/** People named in a summary. */
const NAMED = 3;

/** Several people or one, and who acts most. */
export function involvedOf({
  lead,
  people,
}: Pick<Explanation, 'people'> & {
  readonly lead: Pick<ListedLead, 'subject' | 'people'>;
}): LeadAnswers['involved'] {
  if (lead.subject === 'person')
    return { people: 1, summary: 'One person, of whom no organization is known.' };
  if (lead.people === 0) {
    const before = people.length === 0 ? '' : `; before that ${sayNames(people)}`;
    return { people: 0, summary: `Nobody by name in the last year, traffic of their network only${before}.` };
  }
  const who = sayNames(people);
  const count = lead.people === 1 ? 'One person' : `Several people, ${sayNumber(lead.people)}`;
  return { people: lead.people, summary: `${count} in the last year${who === '' ? '' : `: ${who}`}.` };
}

function sayNames(people: Explanation['people']): string {
  const names = people.slice(0, NAMED).map(({ name }) => (name === '' ? 'somebody without a name' : name));
  const more = people.length - names.length;
  return sayList(more > 0 ? [...names, 'others'] : names);
}
