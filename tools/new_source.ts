/**
 * Begins a new source: its folder, from a template that works as it stands, and its line in the registry.
 *
 *   node tools/new_source.ts NAME --access-point POINT [--title TITLE]
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ACCESS_POINTS } from '../src/intake/contract.ts';

const HELP = `Begins a new source: src/intake/sources/NAME, from a template that works as it stands, and its line in
src/intake/registry.ts.

  node tools/new_source.ts NAME --access-point POINT [--title TITLE]

NAME         lower_snake_case, such as acme_forum
--access-point  one of ${ACCESS_POINTS.join(', ')}
--title      what people call it; default: made of NAME

Then change read.ts and adapt.ts to your format, and run: npm test -- suites`;

class Wrong extends Error {}

/** What the words of the template become. */
function wordsOf(name: string, title: string, accessPoint: string): ReadonlyMap<string, string> {
  const camel = name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
  return new Map([
    ['NAME', name],
    ['CAMEL', camel],
    ['KIND', name],
    ['TITLE', title],
    ['ACCESS_POINT', accessPoint],
  ]);
}

function filled(text: string, words: ReadonlyMap<string, string>): string {
  return text.replace(/ACCESS_POINT|CAMEL|TITLE|NAME|KIND(?=_id)/g, (word) => words.get(word) ?? word);
}

/** The registry with one more import, in alphabetical order, and one more source, before the least particular one. */
function registered(registry: string, name: string, camel: string): string {
  const line = `import { ${camel} } from './sources/${name}/source.ts';`;
  const lines = registry.split('\n');
  const imports = lines.filter((each) => each.includes("from './sources/"));
  const after =
    imports.findLast((each) => path(each) < path(line)) ?? lines.find((each) => /^import/.test(each));
  lines.splice(lines.indexOf(after ?? '') + 1, 0, line);
  const text = lines
    .join('\n')
    .replace(/(SOURCES[^=]*= \[)([^\]]*)\]/, (_all, head: string, list: string) => {
      const names = list.split(',').map((each) => each.trim());
      return `${head}${[...names.slice(0, -1), camel, ...names.slice(-1)].join(', ')}]`;
    });
  if (!text.includes(`, ${camel}, `)) throw new Wrong('src/intake/registry.ts does not look as expected.');
  return text;
}

function path(line: string): string {
  return /from '([^']+)'/.exec(line)?.[1] ?? '';
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'access-point': { type: 'string' },
      title: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const [name = '', ...rest] = positionals;
  const accessPoint = values['access-point'] ?? '';
  if (!/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(name) || rest.length > 0) {
    throw new Wrong('NAME must be one word in lower_snake_case, such as acme_forum. See --help.');
  }
  if (!(ACCESS_POINTS as readonly string[]).includes(accessPoint)) {
    throw new Wrong(`--access-point must be one of ${ACCESS_POINTS.join(', ')}.`);
  }
  const title = (values.title ?? name.replaceAll('_', ' ')).replace(/['\\\n]/g, ' ');
  const project = join(import.meta.dirname, '..');
  const folder = join(project, 'src/intake/sources', name);
  if (existsSync(folder)) throw new Wrong(`src/intake/sources/${name} exists already.`);
  const words = wordsOf(name, title.charAt(0).toUpperCase() + title.slice(1), accessPoint);
  const registry = join(project, 'src/intake/registry.ts');
  const changed = registered(await readFile(registry, 'utf8'), name, words.get('CAMEL') ?? name);
  const template = join(import.meta.dirname, 'source_template');
  await mkdir(folder);
  for (const file of await readdir(template)) {
    const target = file.replace(/\.txt$/, '');
    await writeFile(join(folder, target), filled(await readFile(join(template, file), 'utf8'), words));
    console.log(`src/intake/sources/${name}/${target}`);
  }
  await writeFile(registry, changed);
  console.log('src/intake/registry.ts: one line more');
  console.log('Next: npx biome check --write src, npm test -- suites, node tools/generate_docs.ts');
}

try {
  await main();
} catch (thrown) {
  const known =
    thrown instanceof Wrong ||
    (thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('ERR_PARSE_ARGS'));
  if (!known) throw thrown;
  console.error((thrown as Error).message);
  process.exitCode = 2;
}
