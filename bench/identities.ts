/**
 * How well the matcher of people finds who is who: pairwise precision, recall and F1 against the .mailmap of
 * public projects, at the decide threshold and with all suggestions accepted.
 *
 *   node bench/identities.ts [SET …]      default: ../shared/data/identity-git/git.csv
 *
 * A set is a CSV with raw_name, raw_email, gold_name, gold_email, or a git repository whose newest commit carries
 * a .mailmap (gold is what `git check-mailmap` makes of each raw pair). Pairs with the same gold name and different
 * gold addresses are left out, since no mailmap is complete. Of a repository the offsets of the authors' clocks are read,
 * too; `--no-clocks` leaves them out.
 */
import { type Figures, judge } from './identities_judge.ts';
import { type GoldSet, readSet } from './identities_sets.ts';
import { printTable } from './support/table.ts';

const given = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const verbose = process.argv.includes('--errors');
const sets = given.length === 0 ? ['../shared/data/identity-git/git.csv'] : given;
const rows: (readonly (string | number)[])[] = [];
for (const path of sets) {
  const set = process.argv.includes('--no-clocks') ? withoutClocks(readSet(path)) : readSet(path);
  const figures = judge(set, verbose);
  rows.push([
    set.name,
    set.rows.length,
    figures.goldPairs,
    ...cells(figures.decide),
    ...cells(figures.suggest),
    figures.suggestions,
    ...cells(figures.simple),
  ]);
}
printTable(
  'set,identities,gold pairs,decide P,(known),R,F1,suggest P,(known),R,F1,suggested,simple P,(known),R,F1'.split(
    ',',
  ),
  rows,
);

function withoutClocks({ name, rows: all }: GoldSet): GoldSet {
  return { name, rows: all.map(({ timezone: _, ...row }) => row) };
}

function cells({ precision, known, recall, f1 }: Figures): readonly string[] {
  return [precision, known, recall, f1].map((value) => value.toFixed(3));
}
