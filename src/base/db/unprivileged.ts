/**
 * PostgreSQL refuses to run as root. When leadspring is root, it starts PostgreSQL as somebody else, by the
 * first of these ways that works here:
 * 1. as the account `leadspring`, `postgres` or `nobody`, when that account may enter all folders on the way;
 * 2. in a user namespace that shows root as `nobody` (unshare), so that folders only root may enter can be used;
 * 3. as `nobody` with the one capability to pass folder permissions (setpriv), where namespaces are forbidden.
 */
import { spawnSync } from 'node:child_process';
import { chownSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LeadspringError } from '../errors.ts';

/** How to start a program as somebody who is not root. */
export interface Unprivileged {
  readonly name: string;
  /** Words to put before the command. */
  readonly prefix: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
  /** Who must own the data. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
}

const NOBODY = 65_534;

const DIRECT: Unprivileged = { name: 'directly', prefix: [], owner: null };

const NAMESPACE: Unprivileged = {
  name: 'in a user namespace',
  prefix: ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'],
  owner: { uid: 0, gid: 0 },
};

const CAPABILITY: Unprivileged = {
  name: 'with one capability',
  prefix: [
    'setpriv',
    `--reuid=${NOBODY}`,
    `--regid=${NOBODY}`,
    '--clear-groups',
    // Without it access(2) answers for the real user alone, and initdb does not find its own files.
    '--securebits=+no_setuid_fixup',
    '--inh-caps=-all,+dac_override',
    '--ambient-caps=+dac_override',
    '--bounding-set=-all,+dac_override',
    '--',
  ],
  owner: { uid: NOBODY, gid: NOBODY },
};

/**
 * The way to run `program` with its files in `directory`. Not root: directly.
 * @throws LeadspringError `database_start_failed` when root and no way works
 */
export function findUnprivileged(program: string, directory: string): Unprivileged {
  if (process.getuid?.() !== 0) return DIRECT;
  const ways = [...accounts(), NAMESPACE, CAPABILITY];
  const tried: string[] = [];
  for (const way of ways) {
    const probe = spawnSync(
      way.prefix[0] ?? 'sh',
      [
        ...way.prefix.slice(1),
        ...(way.prefix.length > 0 ? ['sh'] : []),
        '-c',
        'cd "$1" && exec "$2" --version',
        'sh',
        directory,
        program,
      ],
      {
        cwd: '/',
        timeout: 10_000,
        ...(way.uid === undefined ? {} : { uid: way.uid, gid: way.gid ?? way.uid }),
      },
    );
    if (probe.status === 0) return way;
    const why = probe.error?.message ?? String(probe.stderr).trim().split('\n')[0] ?? '';
    tried.push(`${way.name}: ${why}`);
  }
  throw new LeadspringError(
    'database_start_failed',
    `PostgreSQL cannot run as root, and no other way works (${tried.join('; ')}). Run leadspring as an ordinary user.`,
  );
}

function accounts(): readonly Unprivileged[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  return ['leadspring', 'postgres', 'nobody'].flatMap((name) => {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':');
    const uid = Number(fields?.[2]);
    const gid = Number(fields?.[3]);
    if (!Number.isInteger(uid) || !Number.isInteger(gid) || uid === 0) return [];
    return [{ name: `as ${name}`, prefix: [], uid, gid, owner: { uid, gid } }];
  });
}

/** Gives a tree to its owner, when it is not already his (the way may differ from the last start's). */
export function giveTo(owner: Unprivileged['owner'], path: string): void {
  if (owner === null) return;
  const status = lstatSync(path);
  if (status.isSymbolicLink()) return;
  if (status.uid !== owner.uid || status.gid !== owner.gid) chownSync(path, owner.uid, owner.gid);
  else if (status.isDirectory() && path.endsWith('postgres')) return; // the whole tree was given before
  if (status.isDirectory()) for (const entry of readdirSync(path)) giveTo(owner, join(path, entry));
}
