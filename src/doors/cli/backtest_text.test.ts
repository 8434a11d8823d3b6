import { expect, test } from 'vitest';
import { backtestProjects } from '../../leads/index.ts';
import { backtestText, databaseText } from './backtest_text.ts';

const DAY = 86_400_000;
const START = Date.UTC(2020, 0, 1);

/** Twelve firms that act all year; one of them lists itself. */
function projectOf(name: string) {
  const events = Array.from({ length: 36 }, (_, month) =>
    Array.from({ length: 12 }, (_, firm) => ({
      ...{ visibleAt: START + month * 30 * DAY + firm, project: name, name: `n${firm}`, signedOff: [] },
      ...{ email: `e${firm}`, domain: `firm${firm}.example` },
    })),
  ).flat();
  const raisedAt = START + 700 * DAY;
  const label = { visibleAt: raisedAt, raisedAt, project: name, company: 'Firm 3', usable: true };
  const labels = [{ ...label, domain: 'firm3.example' }];
  return { name, events, labels, endsAt: START + 1_080 * DAY };
}

test('a database is told in words of a database, for lists of the length asked for', () => {
  const { projects } = backtestProjects([projectOf('one')], { length: 4 });
  const [figures] = projects;
  expect(figures?.length).toBe(4);
  const told = figures === undefined ? '' : databaseText(figures);
  expect(told).toMatch(/^This database\n/);
  expect(told).toContain('days looked back to');
  expect(told).toMatch(/\d hits \(1 lead that bought\)/);
  expect(told).toContain('the first 4 of each list');
  expect(told).toContain('New among the first 4:');
  expect(told).toContain('95 % interval');
  expect(told).not.toMatch(/project|quarter|hand|NaN|–/);
});

test('files are told by project and together', () => {
  const { projects, pooled } = backtestProjects([projectOf('one'), projectOf('two')]);
  const told = backtestText(projects, pooled);
  expect(told).toMatch(/^one\n/);
  expect(told).toContain('\nAll projects together\n');
  expect(told).toContain('a month and project');
  expect(told).toContain('10 of all projects in one list');
  expect(told).toMatch(/hits \(2 different organizations that listed themselves\)/);
});
