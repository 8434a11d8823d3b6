import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { readProjects } from './read.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadspring-backtest-'));
afterAll(() => rmSync(folder, { recursive: true }));

const EVENTS =
  'visible_at,authored_at,kind,pr,sha,person_email_hash,person_name_hash,email_domain,noreply,bot,listing_only,signoff_domains';
const LABELS =
  'company,url,domain,listed_at,pr,pr_opened_est,bulk,first_version,dup_domain,usable,lister_email_hash,lister_name_hash,lister_email_domain';
const row = (day: string, rest: string): string => `${day}T00:00:00Z,${day}T00:00:00Z,${rest}`;
const GOOD = [
  row('2022-02-01', 'pr,7,s1,e1,n1,acme.example,0,0,0,acme.example other.example'),
  row('2022-01-01', 'main,,s2,e2,n2,users.example,1,0,0,'),
  row('2022-01-02', 'main,,s3,e3,n3,robot.example,0,1,0,'),
  row('2022-01-03', 'main,,s4,e4,n4,lister.example,0,0,1,'),
  row('2022-01-04', 'pr,9,s5,e5,n5,acme.example,0,0,0,'),
];
const LABEL =
  '"Acme, Inc.",https://acme.example,acme.example,2022-03-05T00:00:00Z,9,2022-03-01T00:00:00Z,1,0,0,1,e5,n5,acme.example';

let next = 0;
function files(events: readonly string[], labels: readonly string[], header = EVENTS): [string, string] {
  const name = join(folder, `project${next++}`);
  writeFileSync(`${name}.events.csv.gz`, gzipSync([header, ...events, ''].join('\n')));
  writeFileSync(`${name}.labels.csv`, [LABELS, ...labels, ''].join('\n'));
  return [`${name}.events.csv.gz`, `${name}.labels.csv`];
}

describe('reading the files of a project', () => {
  test('in order of time, without robots, listings, and the pull request of a listing', async () => {
    const [events, labels] = files(GOOD, [LABEL]);
    const [project] = await readProjects([events], [labels]);
    expect(project?.events.map(({ email, domain }) => [email, domain])).toEqual([
      ['e2', ''],
      ['e1', 'acme.example'],
    ]);
    expect(project?.events[1]).toMatchObject({
      signedOff: ['acme.example', 'other.example'],
    });
    expect(project?.labels).toMatchObject([
      {
        ...{ company: 'Acme, Inc.', usable: true, visibleAt: Date.parse('2022-03-05') },
        raisedAt: Date.parse('2022-03-01'),
      },
    ]);
    expect(project?.name).toMatch(/^project\d$/);
  });

  test('a file without its partner', async () => {
    const [events, labels] = files(GOOD, [LABEL]);
    await expect(readProjects([events], [])).rejects.toMatchObject({ code: 'argument_invalid' });
    await expect(readProjects([], [labels])).rejects.toMatchObject({ code: 'argument_invalid' });
  });

  test.each([
    [
      'a missing column',
      () => files([], [LABEL], 'visible_at,kind'),
      { code: 'csv_columns', where: { line: 1 } },
    ],
    [
      'a bad date',
      () => files(['soon,x,main,,s,e,n,acme.example,0,0,0,'], []),
      { code: 'csv_value', where: { line: 2, field: 'visible_at' } },
    ],
    ['a row too short', () => files(['2022-01-01,x'], []), { code: 'line_malformed', where: { line: 2 } }],
    [
      'an endless field',
      () => files([`2022-01-01,"${'x'.repeat(200_000)}`], []),
      { code: 'record_too_large' },
    ],
    [
      'a missing file',
      (): [string, string] => [join(folder, 'no.events.csv'), join(folder, 'no.labels.csv')],
      { code: 'file_not_found' },
    ],
  ])('%s is an error that names the place', async (_name, make, error) => {
    const [events, labels] = make();
    await expect(readProjects([events], [labels])).rejects.toMatchObject(error);
  });
});
