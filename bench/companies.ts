/**
 * Which company stands behind a contributor: precision and recall of the domain rule alone and with everything else
 * that the history shows of the same person, project by project.
 *
 *   node bench/companies.ts [FOLDER]      default: ../shared/data/lead-outcomes-dev
 *
 * Truth: whoever adds one company (and no more) to a project's public list of adopters is taken to work for it. That
 * is the best public truth there is, and it is not perfect: vendors' staff and consultants list customers, and firms
 * list a brand under another domain than their mail's. So precision is a lower bound, and a miss of a private
 * address without any other trace is not the resolver's fault: `reachable` is the share of listers who were ever seen
 * with an address of a company.
 *
 * The rule: the domain of the address with which the list was changed. The resolver: the dated affiliations of the
 * same person (same hashed address or name) from other addresses and sign-offs up to then, the latest first.
 * Names and texts are hashed in this set, so signatures, profiles and aliases of names take no part.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { resolveActor } from '../src/intake/identities/rules.ts';
import { printTable } from './support/table.ts';

type Row = Readonly<Record<string, string>>;
const folder = process.argv[2] ?? '../shared/data/lead-outcomes-dev';
const rows = (text: Buffer): readonly Row[] => parse(text, { columns: true });

/** The organization of an address of this domain, as the intake resolves it; null for mail services and the like. */
function companyOf(domain: string): string | null {
  if (domain === '') return null;
  return resolveActor({ email: `someone@${domain}` }).organization?.organization?.key.join(' ') ?? null;
}

interface Lister {
  readonly truth: string;
  readonly at: string;
  readonly domain: string;
  readonly person: readonly string[];
}

function listersOf(path: string): readonly Lister[] {
  return rows(readFileSync(path)).flatMap((row) => {
    const truth = companyOf(row.domain ?? '');
    if (truth === null || row.bulk !== '1' || row.usable !== '1') return [];
    const person = [row.lister_email_hash ?? '', row.lister_name_hash ?? ''].filter((hash) => hash !== '');
    return [{ truth, at: row.listed_at ?? '', domain: row.lister_email_domain ?? '', person }];
  });
}

/** Companies that the events of each hashed address or name show, oldest first. */
function tracesOf(
  path: string,
): ReadonlyMap<string, readonly { readonly at: string; readonly company: string }[]> {
  const traces = new Map<string, { at: string; company: string }[]>();
  for (const row of rows(gunzipSync(readFileSync(path)))) {
    if (row.bot === '1' || row.listing_only === '1') continue;
    const domains = [row.email_domain ?? '', ...(row.signoff_domains ?? '').split(/[;, ]+/)];
    for (const domain of domains) {
      const company = companyOf(domain);
      if (company === null) continue;
      for (const hash of [row.person_email_hash ?? '', row.person_name_hash ?? '']) {
        if (hash === '') continue;
        const known = traces.get(hash) ?? [];
        known.push({ at: row.authored_at ?? '', company });
        traces.set(hash, known);
      }
    }
  }
  return traces;
}

function score(answers: readonly (string | null)[], listers: readonly Lister[]): readonly string[] {
  const given = answers.filter((answer) => answer !== null).length;
  const right = answers.filter((answer, index) => answer !== null && answer === listers[index]?.truth).length;
  const share = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(3));
  return [share(right, given), share(right, listers.length)];
}

if (existsSync(folder)) {
  const table: (readonly (string | number)[])[] = [];
  const total: { listers: Lister[]; rule: (string | null)[]; whole: (string | null)[]; reachable: number } = {
    ...{ listers: [], rule: [], whole: [], reachable: 0 },
  };
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.labels.csv'))
    .sort()) {
    const project = file.slice(0, -'.labels.csv'.length);
    const listers = listersOf(join(folder, file));
    const traces = tracesOf(join(folder, `${project}.events.csv.gz`));
    const rule = listers.map(({ domain }) => companyOf(domain));
    const seen = listers.map(({ person }) => person.flatMap((hash) => traces.get(hash) ?? []));
    const whole = listers.map(({ at }, index) => {
      const before = (seen[index] ?? [])
        .filter((trace) => trace.at <= at)
        .sort((a, b) => (a.at < b.at ? 1 : -1));
      return rule[index] ?? before[0]?.company ?? null;
    });
    const reachable = listers.filter(
      (_, index) => rule[index] !== null || (seen[index]?.length ?? 0) > 0,
    ).length;
    table.push([
      project,
      String(listers.length),
      String(reachable),
      ...score(rule, listers),
      ...score(whole, listers),
    ]);
    total.listers.push(...listers);
    total.rule.push(...rule);
    total.whole.push(...whole);
    total.reachable += reachable;
  }
  table.push([
    ...['all', String(total.listers.length), String(total.reachable)],
    ...[...score(total.rule, total.listers), ...score(total.whole, total.listers)],
  ]);
  printTable('project,listers,reachable,rule P,R,resolver P,R'.split(','), table);
} else console.log(`${folder} is not here, so there is nothing to measure.`);
