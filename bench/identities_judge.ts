/** Pairwise precision, recall and F1 of clusters against a gold set. */
import {
  DEFAULT_THRESHOLDS,
  type MatchRecord,
  matchRecords,
} from '../src/intake/identities/matching/index.ts';
import type { GoldSet, Row } from './identities_sets.ts';

export interface Figures {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /**
   * Precision among identities that the mailmap mentions. Of the others it does not say that they are different
   * people, only that nobody wrote down that they are one, so `precision` is a lower bound.
   */
  readonly known: number;
}

export interface Judgement {
  readonly goldPairs: number;
  readonly decide: Figures;
  /** As if an operator accepted every suggestion. */
  readonly suggest: Figures;
  readonly suggestions: number;
  /** The rule "same address or same name", closed under chains. */
  readonly simple: Figures;
}

/** Runs the matcher over a set; with `verbose`, wrong and missed pairs go to standard error. */
export function judge(set: GoldSet, verbose = false): Judgement {
  const records: readonly MatchRecord[] = set.rows.map(({ name, email, timezone }, at) => ({
    ...{ id: String(at), name, email },
    ...(timezone === undefined ? {} : { timezone }),
  }));
  const decided = matchRecords(records);
  const { suggest } = DEFAULT_THRESHOLDS;
  const accepted = matchRecords(records, { thresholds: { decide: suggest, suggest } });
  const clusters = clusterNumbers(decided.clusters, set.rows.length);
  const loose = clusterNumbers(accepted.clusters, set.rows.length);
  if (verbose) {
    printErrors(`${set.name} decide`, set.rows, clusters);
    printErrors(`${set.name} suggest`, set.rows, loose);
  }
  return {
    goldPairs: comparePairs(set.rows, clusters).gold,
    decide: comparePairs(set.rows, clusters),
    suggest: comparePairs(set.rows, loose),
    suggestions: decided.suggestions.length,
    simple: comparePairs(set.rows, simpleRule(set.rows)),
  };
}

function clusterNumbers(clusters: readonly (readonly string[])[], length: number): readonly number[] {
  const numbers = Array.from({ length }, (_, at) => -1 - at);
  for (const [at, ids] of clusters.entries()) for (const id of ids) numbers[Number(id)] = at;
  return numbers;
}

/** True, false, or null when the gold does not say: one name under two addresses may be one person or two. */
export function isSame(a: Row, b: Row): boolean | null {
  if (a.goldEmail === b.goldEmail && a.goldName === b.goldName) return true;
  return a.goldName === b.goldName ? null : false;
}

/** Figures of clusters (a number for each row; equal numbers are one person). */
export function comparePairs(rows: readonly Row[], clusters: readonly number[]): Figures & { gold: number } {
  const mentioned = mentionedIn(rows);
  let [right, wrong, gold, wrongKnown] = [0, 0, 0, 0];
  eachPair(rows, (a, b, same) => {
    const together = clusters[a] === clusters[b];
    if (same) gold++;
    if (together && same) right++;
    if (together && !same) wrong++;
    if (together && !same && mentioned[a] && mentioned[b]) wrongKnown++;
  });
  const precision = right / Math.max(1, right + wrong);
  const known = right / Math.max(1, right + wrongKnown);
  const recall = right / Math.max(1, gold);
  return {
    gold,
    precision,
    known,
    recall,
    f1: (2 * precision * recall) / Math.max(1e-9, precision + recall),
  };
}

/** Whether the mailmap changes the row, or another row of the same gold identity. */
function mentionedIn(rows: readonly Row[]): readonly boolean[] {
  const key = (row: Row): string => `${row.goldName}\u0000${row.goldEmail}`;
  const changed = rows.filter((row) => row.name !== row.goldName || row.email !== row.goldEmail);
  const keys = new Set(changed.map(key));
  return rows.map((row) => keys.has(key(row)));
}

function eachPair(rows: readonly Row[], visit: (a: number, b: number, same: boolean) => void): void {
  for (const [b, one] of rows.entries()) {
    for (let a = 0; a < b; a++) {
      const other = rows[a];
      const same = other === undefined ? null : isSame(other, one);
      if (same !== null) visit(a, b, same);
    }
  }
}

function simpleRule(rows: readonly Row[]): readonly number[] {
  const parent = rows.map((_, at) => at);
  const rootOf = (at: number): number => {
    let root = at;
    while (parent[root] !== root) root = parent[root] ?? root;
    return root;
  };
  const first = new Map<string, number>();
  for (const [at, { name, email }] of rows.entries()) {
    for (const key of [`n ${name.toLowerCase()}`, `a ${email.toLowerCase()}`]) {
      const other = first.get(key);
      if (other === undefined) first.set(key, at);
      else parent[rootOf(at)] = rootOf(other);
    }
  }
  return rows.map((_, at) => rootOf(at));
}

function printErrors(title: string, rows: readonly Row[], clusters: readonly number[]): void {
  const show = (at: number): string => `${rows[at]?.name} <${rows[at]?.email}>`;
  eachPair(rows, (a, b, same) => {
    const together = clusters[a] === clusters[b];
    if (together !== same) console.error(`${title} ${same ? 'MISSED' : 'WRONG'}: ${show(a)} | ${show(b)}`);
  });
}

/** Figures against a known truth, counted by cluster, so that a million records take no time. */
export function judgeMade(
  made: { readonly truth: readonly number[] },
  clusters: readonly (readonly string[])[],
): Omit<Figures, 'known'> {
  const pairs = (count: number): number => (count * (count - 1)) / 2;
  const sizes = new Map<number, number>();
  for (const person of made.truth) sizes.set(person, (sizes.get(person) ?? 0) + 1);
  const gold = [...sizes.values()].reduce((sum, count) => sum + pairs(count), 0);
  let [right, found] = [0, 0];
  for (const ids of clusters) {
    const inside = new Map<number, number>();
    for (const id of ids) {
      const person = made.truth[Number(id)] ?? -1;
      inside.set(person, (inside.get(person) ?? 0) + 1);
    }
    found += pairs(ids.length);
    for (const count of inside.values()) right += pairs(count);
  }
  const [precision, recall] = [right / Math.max(1, found), right / Math.max(1, gold)];
  return { precision, recall, f1: (2 * precision * recall) / Math.max(1e-9, precision + recall) };
}
