/** Invented projects for the tests of the back-test. */
import { DAY, type EventRow, type LabelRow, type Project } from './types.ts';

/** The first instant of a day. */
export function at(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

export function event(day: string, person: string, more: Partial<EventRow> = {}): EventRow {
  return {
    ...{ project: 'one', visibleAt: at(day), email: person, name: '' },
    ...{ domain: '', signedOff: [] },
    ...more,
  };
}

export function label(day: string, domain: string, more: Partial<LabelRow> = {}): LabelRow {
  return {
    ...{ project: 'one', company: domain, domain, visibleAt: at(day), raisedAt: at(day), usable: true },
    ...more,
  };
}

export function project(
  events: readonly EventRow[],
  labels: readonly LabelRow[],
  more: Partial<Project> = {},
): Project {
  return {
    name: 'one',
    events: events.toSorted((a, b) => a.visibleAt - b.visibleAt),
    labels: labels.toSorted((a, b) => a.visibleAt - b.visibleAt),
    endsAt: at('2024-12-30'),
    ...more,
  };
}

/** `people` of a company act every `step` days from one day to another. */
export function team(domain: string, people: number, from: string, to: string, step = 30): EventRow[] {
  const rows: EventRow[] = [];
  for (let time = at(from), turn = 0; time <= at(to); time += step * DAY, turn++) {
    const day = new Date(time).toISOString().slice(0, 10);
    rows.push(event(day, `${turn % people}@${domain}`, { domain }));
  }
  return rows;
}
