/** The future must not leak: planted leaks are caught, and the answers do not change when the future does. */
import { describe, expect, test } from 'vitest';
import { PRIOR, profileOf } from './features.ts';
import { learnWeights, rankAsItWas } from './learn.ts';
import { openPast, quarters } from './past.ts';
import { openPeople } from './people.ts';
import { replay } from './replay.ts';
import { rankedLines } from './report.ts';
import { at, event, label, project, team } from './testing.ts';
import type { Act, Judged, Project, Surroundings } from './types.ts';

const leak = expect.objectContaining({ code: 'internal', message: expect.stringContaining('leaked') });
const CUTOFF = at('2022-07-01');
const see = openPast(CUTOFF);
const act: Act = {
  ...{ visibleAt: at('2022-06-01'), at: at('2022-06-01') },
  ...{ person: 'a', organization: 'acme', domain: 'acme.example' },
};
const around: Surroundings = {
  ...{ cutoff: CUTOFF, acts: 500, vendorDomains: new Set() },
  peopleElsewhere: () => 0,
};

describe('a planted leak is caught', () => {
  test('an act of tomorrow', () => {
    const acts = [act, { ...act, visibleAt: CUTOFF + 1, at: CUTOFF + 1 }];
    const candidate = { organization: 'acme', domain: 'acme.example', acts };
    expect(() => profileOf(candidate, around, see)).toThrow(leak);
    expect(profileOf({ ...candidate, acts: [act] }, around, see).people).toBe(1);
  });

  test('an affiliation that became known later', () => {
    const people = openPeople();
    people.add(event('2022-09-01', 'a', { domain: 'acme.example' }));
    const early = event('2022-06-01', 'a');
    expect(() => people.actOf(early, see)).toThrow(leak);
    // Asked from later on, the same early act counts for the company, and says since when it could be known.
    const known = people.actOf(early, openPast(at('2022-10-01')));
    expect(known).toMatchObject({
      organization: 'acme',
      visibleAt: at('2022-09-01'),
      at: early.visibleAt,
    });
    // An act with such an affiliation, kept and looked at from before, is caught as well.
    const candidate = { organization: 'acme', domain: 'acme.example', acts: known === null ? [] : [known] };
    expect(() => profileOf(candidate, around, see)).toThrow(leak);
  });

  test('a listing whose outcome was open', () => {
    const open = replay([history()]).judged.filter(({ visibleAt }) => visibleAt > CUTOFF);
    expect(open.length).toBeGreaterThan(0);
    expect(() => learnWeights(open, PRIOR, see)).toThrow(leak);
  });
});

function history(more: Partial<Project> = {}): Project {
  return project(
    [
      ...team('acme.example', 4, '2020-01-10', '2024-06-01'),
      ...team('lone.example', 1, '2020-02-10', '2024-06-01'),
      ...team('other.example', 2, '2021-02-10', '2024-06-01'),
    ],
    [label('2022-11-15', 'acme.example')],
    more,
  );
}

test('what comes later changes nothing that was said before', () => {
  const whole = history();
  const cut = project(
    whole.events.filter(({ visibleAt }) => visibleAt <= CUTOFF),
    [],
  );
  const before = (one: Project): unknown =>
    rankedLines(rankAsItWas(replay([one]).judged, PRIOR).filter(({ cutoff }) => cutoff <= CUTOFF));
  // Outcomes are known in one and not in the other; what candidates looked like and their places must be equal.
  expect(before(whole)).toEqual(before(cut));
});

describe('the walk through time', () => {
  const { judged, raised } = replay([history()]);
  const of = (organization: string): readonly Judged[] =>
    judged.filter((one) => one.organization === organization);

  test('a company is ranked until it is listed, and a hit for the year before', () => {
    const days = of('acme').map(({ cutoff, outcome }) => [
      new Date(cutoff).toISOString().slice(0, 10),
      outcome,
    ]);
    expect(days[0]).toEqual(['2020-04-01', 0]);
    expect(days.filter(([, outcome]) => outcome === 1).map(([day]) => day)).toEqual([
      ...['2022-01-01', '2022-04-01', '2022-07-01', '2022-10-01'],
    ]);
    expect(days.at(-1)?.[0]).toBe('2022-10-01');
  });

  test('outcomes are open where the data ends before the horizon', () => {
    const open = of('lone').filter(({ outcome }) => outcome === null);
    expect(open.map(({ cutoff }) => new Date(cutoff).toISOString().slice(0, 10))).toEqual([
      ...['2024-01-01', '2024-04-01', '2024-07-01', '2024-10-01'],
    ]);
  });

  test('knows when the company was first seen', () => {
    expect(raised).toMatchObject([{ keys: ['acme', 'acmeexample'], firstSeenAt: at('2020-01-10') }]);
  });

  test('quarters begin after the first act', () => {
    expect(
      quarters(at('2022-11-15'), at('2023-07-01')).map((time) => new Date(time).toISOString().slice(0, 10)),
    ).toEqual(['2023-01-01', '2023-04-01', '2023-07-01']);
    expect(quarters(at('2023-01-01'), at('2023-03-01'))).toEqual([]);
  });
});
