/** The house as it stands against its rules. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  inexactPins,
  installScripts,
  type Locked,
  missingOptional,
  type Pins,
  unwelcomeLicences,
} from './dependencies.ts';
import { projectFiles, ROOT } from './project_files.ts';
import * as rules from './rules.ts';
import { fileLengths, functionLengths, type Spread, spread } from './sizes.ts';

const FILES = projectFiles();

const RULES: readonly [string, rules.Rule][] = [
  ['rooms are those of the design', rules.roomNames],
  ['rooms import only earlier rooms, through their index', rules.roomOrder],
  ['tests import only their room, earlier rooms and test/support', rules.testImports],
  ['a source is one folder with its fixed files and one line in the registry', rules.sourceFolders],
  ['sources import neither each other nor the database', rules.sourceImports],
  ['SQL stands in stores and base/db', rules.sqlPlaces],
  ['only base/config.ts reads the environment', rules.environment],
  ['time and ids are passed in', rules.timeAndIds],
  ['only the command line, the progress bar and the log print', rules.printing],
  ['no error is swallowed without a word', rules.emptyCatch],
  ['what runs as it is runs on Node 22.18', rules.oldestNode],
  ['one word per thing', rules.oneWord],
  [`no file of code is longer than ${rules.LONGEST_FILE} lines`, rules.fileLength],
  ['no folder of one machine and no registry host is named', rules.machineTraces],
  ['nothing is left to do', rules.leftToDo],
];

test.each(RULES)('%s', (_, rule) => {
  expect(rule(FILES)).toEqual([]);
});

test('the rules see the project', () => {
  expect(FILES.length).toBeGreaterThan(20);
  expect(rules.importsOf(FILES).length).toBeGreaterThan(20);
});

interface Package {
  readonly dependencies: Pins;
  readonly devDependencies: Pins;
  readonly optionalDependencies: Pins;
}
const json = <T>(path: string): T => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as T;

describe('dependencies', () => {
  const manifest = json<Package>('package.json');
  const locked = json<{ packages: Locked }>('package-lock.json').packages;

  test('have exact versions', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    expect(inexactPins({ ...dependencies, ...devDependencies, ...optionalDependencies })).toEqual([]);
  });
  test('are all in the lock file, those of other platforms too', () => {
    expect(missingOptional(locked)).toEqual([]);
  });
  test('have permissive licences', () => {
    expect(Object.keys(locked).length).toBeGreaterThan(50);
    expect(unwelcomeLicences(locked)).toEqual([]);
  });
  test('run nothing on installation', () => {
    expect(installScripts(locked)).toEqual([]);
  });
});

test('sizes, for the record', () => {
  const isTest = (path: string): boolean => path.endsWith('.test.ts') || path.startsWith('test/');
  const code = FILES.filter(({ path }) => path.startsWith('src/') && path.endsWith('.ts') && !isTest(path));
  const tests = FILES.filter(({ path }) => path.endsWith('.ts') && isTest(path));
  const show = (what: string, { count, median, p95, max }: Spread): string =>
    `${what}: ${count}, lines median ${median}, 95 % ${p95}, longest ${max}`;
  console.log(
    [
      show('files in src', spread(fileLengths(code))),
      show('functions in src', spread(code.flatMap(functionLengths))),
      show('files of tests', spread(fileLengths(tests))),
    ].join('\n'),
  );
  expect(code.length).toBeGreaterThan(0);
});
