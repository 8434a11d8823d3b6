/** Leads for programs: one documented shape, days as ISO days, numbers rounded as they are shown. */
import { answersOf, type EmergingAnswer, type ExplainedLead, rowAnswers } from './answers.ts';
import { dayOf, isoDay } from './dates.ts';
import type { ListedLead } from './lead.ts';

/** A row of the list. */
export function leadJson(lead: ListedLead): object {
  const { id, subject, name, domain, kind, segment, stage, points, people, accessPoints } = lead;
  const { headline, status, owner, returned, madeUp } = lead;
  const { emerging, whyNow } = rowAnswers(lead);
  return {
    ...{ id, subject, name, domain, kind, segment },
    ...{ stage, stageSince: day(lead.stageAt), stageReason: lead.stageReason },
    ...{ score: round(lead.score), fit: round(lead.fit), points: roundAll(points), people, accessPoints },
    ...{ since: day(lead.since), lastAt: day(lead.lastAt), headline, whyNow },
    ...{ emerging: emergingJson(emerging), likelihood: lead.likelihood, status, owner, returned, madeUp },
  };
}

/** The list. @param asOf the day the leads stand for (milliseconds); null as long as there are none */
export function leadsJson(leads: readonly ListedLead[], asOf: number | null): object {
  const learned = leads.some(({ likelihood }) => likelihood !== null);
  const rankedBy = learned ? 'learned likelihood' : 'default weights';
  return { asOf: day(asOf), rankedBy, leads: leads.map(leadJson) };
}

/** One lead with everything behind it. Its score is not rounded: the points of its parts add up to it. */
export function explainedJson(explained: ExplainedLead): object {
  const { listed, explanation, likelihood, asOf } = explained;
  const { lead, sentences, kindReason, fit, breadth, climb, parts, people, timeline, evidence } = explanation;
  const { since, lastAt, emerging, stage, ...answers } = answersOf(explained);
  const detected = { emerging: emerging !== null };
  return {
    ...{
      asOf: day(asOf),
      lead: { ...leadJson({ ...listed, ...lead, ...detected }), score: lead.score },
    },
    ...{ since: day(since), lastAt: day(lastAt), emerging: emergingJson(emerging), ...answers },
    ...{
      stage: { ...stage, since: day(stage.since) },
      rankedBy: likelihood === null ? 'default weights' : 'learned likelihood',
      likelihood,
      sentences,
      kindReason,
      fit,
      breadth,
      climb,
      parts,
    },
    people: people.map((person) => ({ ...person, first: day(person.first), last: day(person.last) })),
    timeline: timeline.map((row) => ({ ...row, week: day(row.week) })),
    evidence: evidence.map(({ at, ...row }) => ({ ...row, day: day(at) })),
  };
}

function emergingJson(emerging: EmergingAnswer | null): object | null {
  if (emerging === null) return null;
  return { ...emerging, since: day(emerging.since), markedOn: day(emerging.markedOn) };
}

function day(at: number | null): string | null {
  return at === null ? null : isoDay(dayOf(at));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function roundAll(values: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, round(value)]));
}
