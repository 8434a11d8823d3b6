import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SampleSummary, SIZES, type Truth, writeSample } from './index.ts';
import { VOLUMES } from './sizes.ts';

const END = Date.UTC(2026, 5, 1);
const base = mkdtempSync(join(tmpdir(), 'sample-'));
const here = join(base, 'one');
let summary: SampleSummary;

beforeAll(async () => {
  summary = await writeSample({ directory: here, seed: 5, size: 'tiny', end: END });
}, 30_000);
afterAll(() => rmSync(base, { recursive: true }));

/** Every file below a directory with a digest of its bytes. */
function digests(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  return Object.fromEntries(
    paths.map((path) => [
      path.slice(directory.length),
      createHash('sha256').update(readFileSync(path)).digest('hex'),
    ]),
  );
}

function text(path: string): string {
  const bytes = readFileSync(join(here, path));
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
}

function git(...args: string[]): string {
  return execFileSync('git', [`--git-dir=${join(here, 'repository.git')}`, ...args], {
    encoding: 'utf8',
  }).trim();
}

const truth = (): Truth => JSON.parse(text('truth/truth.json'));
const ofKind = (kind: string) => summary.files.filter((file) => file.kind === kind);

describe('writeSample', () => {
  test('writes the same bytes again, the git objects included, and others for another seed', async () => {
    await writeSample({ directory: join(base, 'two'), seed: 5, size: 'tiny', end: new Date(END) });
    await writeSample({ directory: join(base, 'other'), seed: 6, size: 'tiny', end: END });
    const first = digests(here);
    expect(Object.keys(first).length).toBeGreaterThan(60);
    expect(digests(join(base, 'two'))).toEqual(first);
    expect(digests(join(base, 'other'))).not.toEqual(first);
  }, 60_000);

  test('names the members of the ecosystem', () => {
    const consultancies = truth().organizations.filter(({ kind }) => kind === 'consultancy');
    expect(consultancies.length).toBeGreaterThan(0);
    expect([...summary.memberDomains].sort()).toEqual(consultancies.flatMap(({ domains }) => domains).sort());
  });

  test('writes the same bytes when only some kinds are wanted', async () => {
    const some = await writeSample({
      directory: join(base, 'some'),
      seed: 5,
      size: 'tiny',
      end: END,
      only: ['mbox', 'csv'],
    });
    expect(new Set(some.files.map(({ kind }) => kind))).toEqual(new Set(['mbox', 'csv', 'readme']));
    expect(digests(here)).toMatchObject(digests(join(base, 'some')));
  }, 30_000);

  test('reports progress day by day', async () => {
    const days: number[] = [];
    await writeSample(
      { directory: join(base, 'progress'), seed: 1, size: 'tiny', end: END },
      ({ daysDone, daysTotal }) => {
        days.push(daysDone / daysTotal);
      },
    );
    expect(days).toHaveLength(730);
    expect(days.at(-1)).toBe(1);
  }, 30_000);

  test('refuses a directory that is not empty, a file in its place, and an end that is no time', async () => {
    await expect(writeSample({ directory: here, seed: 5, size: 'tiny', end: END })).rejects.toThrow(
      /must be empty/,
    );
    writeFileSync(join(base, 'file'), '');
    await expect(
      writeSample({ directory: join(base, 'file'), seed: 5, size: 'tiny', end: END }),
    ).rejects.toThrow(/EEXIST/);
    const empty = join(base, 'never');
    await expect(writeSample({ directory: empty, seed: 5, size: 'tiny', end: Number.NaN })).rejects.toThrow(
      RangeError,
    );
    expect(existsSync(empty)).toBe(false);
  });
});

describe('the summary counts what a plain reader counts', () => {
  test('log lines', () => {
    for (const { path, lines } of ofKind('access_log'))
      expect(text(path).split('\n').length - 1, path).toBe(lines);
    expect(ofKind('access_log').reduce((sum, { lines = 0 }) => sum + lines, 0)).toBe(summary.totals.lines);
    expect(
      ofKind('access_log')
        .map(({ path }) => join(here, path))
        .toSorted(),
    ).toEqual(
      readdirSync(join(here, 'access-logs'))
        .map((name) => join(here, 'access-logs', name))
        .toSorted(),
    );
  });

  test('messages', () => {
    for (const { path, messages } of ofKind('mbox')) {
      expect(text(path).match(/^From \S+@\S+ (Sun|Mon|Tue|Wed|Thu|Fri|Sat) /gm)?.length, path).toBe(messages);
    }
    const mails = ['cur', 'new'].flatMap((folder) => readdirSync(join(here, 'support', folder)));
    expect(mails.length).toBe(ofKind('maildir')[0]?.messages);
    expect(JSON.parse(text('forum/discourse-posts.json')).latest_posts).toHaveLength(
      ofKind('forum')[0]?.messages ?? 0,
    );
  });

  test('commits', () => {
    const [repository] = ofKind('git');
    expect(Number(git('rev-list', '--count', '--no-merges', 'main'))).toBe(repository?.commits);
    expect(Number(git('rev-list', '--count', '--merges', 'main'))).toBe(repository?.merges);
    expect(git('tag').split('\n')).toHaveLength(repository?.tags ?? 0);
    expect(git('for-each-ref', '--format=%(refname)', 'refs/heads')).toBe('refs/heads/main');
    expect(git('fsck', '--no-dangling')).toBe('');
  });

  test('rows', () => {
    expect(ofKind('csv')).toHaveLength(5);
    for (const { path, rows } of ofKind('csv'))
      expect(text(path).trimEnd().split('\r\n').length - 1, path).toBe(rows);
    expect(text('networks.tsv').trimEnd().split('\n')).toHaveLength(ofKind('network_file')[0]?.lines ?? 0);
  });
});

describe('the files', () => {
  test('say that they are made up', () => {
    for (const path of ['README.txt', 'truth/truth.json', 'blog/feed.xml'])
      expect(text(path)).toContain('made-up sample data');
    expect(git('show', 'main:README.md')).toContain('made-up sample data');
    expect(text('lists/users.mbox').match(/^X-Made-Up: yes$/gm)?.length).toBe(
      ofKind('mbox').find(({ path }) => path.includes('users'))?.messages,
    );
  });

  test('hold nothing at or after the end', () => {
    const months = ofKind('access_log').map(({ path }) => /\d{4}-\d{2}/.exec(path)?.[0]);
    expect(months).toHaveLength(24);
    expect(months.toSorted().at(-1)).toBe('2026-05');
    for (const mail of text('lists/users.mbox').matchAll(/^Date: (.*)$/gm)) {
      expect(Date.parse(mail[1] ?? '')).toBeLessThan(END);
    }
    const latest = Number(git('log', '--format=%ct', 'main').split('\n').toSorted().at(-1));
    expect(latest * 1000).toBeLessThan(END);
  });

  test('log lines are in order of time, in two formats, from reserved addresses and host names', () => {
    const seconds = (line: string): string => /\[\d+\/\w+\/\d+:([\d:]+)/.exec(line)?.[1] ?? '';
    const days = new Map<string, string[]>();
    for (const { path } of ofKind('access_log')) {
      for (const line of text(path).trimEnd().split('\n')) {
        const bare = path.includes('vhosts') ? line.replace(/^[a-z]+\.quillfjord\.example:443 /, '') : line;
        expect(bare).toMatch(
          /^(198\.1[89]\.\d+\.\d+|192\.0\.2\.\d+|198\.51\.100\.\d+|203\.0\.113\.\d+|2001:db8:[0-9a-f:]+|[a-z0-9.-]+\.example) - - \[\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000\] "(GET|HEAD|POST) \/\S* HTTP\/\d\.\d" \d{3} (\d+|-) "[^"]+" "[^"]+"$/,
        );
        const day = bare.slice(bare.indexOf('['), bare.indexOf('[') + 12);
        days.set(day, [...(days.get(day) ?? []), seconds(line)]);
      }
    }
    for (const times of days.values()) expect(times).toEqual(times.toSorted());
  });

  test('contain the traps that real archives have', () => {
    const mails = text('lists/users.mbox') + text('lists/dev.mbox');
    for (const trap of [
      /^From [A-Za-z]+ (?!\S*@)/m,
      /^>From /m,
      /^Auto-Submitted: auto-replied/m,
      / via (users|dev) </m,
      /=\?UTF-8\?Q\?/,
      /^-- $/m,
    ]) {
      expect(trap.test(mails), String(trap)).toBe(true);
    }
    expect(git('log', '--format=%B', 'main')).toMatch(/^Co-authored-by: .* <.*>$/m);
    expect(git('log', '--format=%B', 'main')).toMatch(/^Signed-off-by: .* <.*>$/m);
    expect(text('csv/contracts.csv')).toMatch(/;\d\d\.\d\d\.\d{4};/);
  });
});

describe('the truth', () => {
  test('agrees with the contracts', () => {
    const signed = new Set(
      text('csv/contracts.csv')
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .map((row) => row.split(';')[2]),
    );
    const customers = truth().organizations.filter(({ customerSince }) => customerSince !== undefined);
    expect(new Set(customers.map(({ domains }) => domains[0]))).toEqual(signed);
  });

  test('knows everyone who writes, commits, buys or comes', () => {
    const known = new Set(
      truth()
        .people.flatMap(({ mails }) => mails)
        .concat(truth().sharedAddresses),
    );
    const found = [
      ...text('csv/attendees.csv').matchAll(/[\w.-]+@[\w.-]+/g),
      ...text('csv/book-sales.csv').matchAll(/[\w.-]+@[\w.-]+/g),
      ...git('log', '--format=%ae%n%ce', 'main').matchAll(/^(?!.*noreply).+@.+$/gm),
      ...text('lists/users.mbox').matchAll(/(?<=^From )\S+@\S+/gm),
    ].map(([address]) => address);
    expect(found.length).toBeGreaterThan(100);
    expect(found.filter((address) => !known.has(address))).toEqual([]);
  });

  test('lists the networks of the network file', () => {
    const lines = new Set(text('networks.tsv').trimEnd().split('\n'));
    for (const { first, last, asn, name } of truth().networks) {
      expect(
        [...lines].some(
          (line) => line.startsWith(`${first}\t${last}\t${asn}\t`) && line.includes(`\t${name}\t`),
        ),
      ).toBe(true);
    }
    const ids = new Set(truth().organizations.map(({ id }) => id));
    for (const { organization } of truth().networks)
      if (organization !== undefined) expect(ids).toContain(organization);
  });
});

test('a larger size is larger in everything', () => {
  for (const [index, size] of SIZES.entries()) {
    const smaller = SIZES[index - 1];
    if (smaller === undefined) continue;
    for (const [name, value] of Object.entries(VOLUMES[size])) {
      expect(value, `${size}.${name}`).toBeGreaterThan(
        VOLUMES[smaller][name as keyof (typeof VOLUMES)['tiny']],
      );
    }
  }
});

test('tiny and small come near the volumes they promise', async () => {
  const small = await writeSample({ directory: join(base, 'small'), seed: 5, size: 'small', end: END });
  const near = (value: number, aim: number): void =>
    expect(Math.abs(value / aim - 1), `${value} of ${aim}`).toBeLessThan(0.3);
  near(summary.totals.lines, VOLUMES.tiny.logLines);
  near(small.totals.lines, VOLUMES.small.logLines);
  near(small.totals.commits, VOLUMES.small.changes);
  near(small.totals.messages, VOLUMES.small.mails + VOLUMES.small.inquiries);
}, 60_000);
