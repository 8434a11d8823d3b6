/**
 * The programs that tests and benchmarks run but the project does not bring. As root on Debian the missing
 * ones are installed; anyone else is told what to install.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { DOVECOT } from './dovecot.ts';
import { findTool } from './require_tool.ts';
import { STOCK_INITDB } from './stock_postgres.ts';

/** Program to look for → Debian package that has it. */
const PACKAGES: Readonly<Record<string, string>> = {
  git: 'git',
  zstd: 'zstd',
  [STOCK_INITDB]: 'postgresql-15',
  chromium: 'chromium',
  goaccess: 'goaccess',
  notmuch: 'notmuch',
  [DOVECOT]: 'dovecot-imapd',
  'public-inbox-init': 'public-inbox',
};

/** Debian would make and start a cluster on installing PostgreSQL; tests start their own in a temporary folder. */
const CLUSTER_CONFIG = '/etc/postgresql-common/createcluster.conf';

/** The Debian packages of programs that are not here. */
export function missingPackages(): readonly string[] {
  return Object.entries(PACKAGES)
    .filter(([command]) => findTool(command) === undefined)
    .map(([, name]) => name);
}

/**
 * Installs what is missing, as far as this user may.
 * @returns true when everything is here afterwards.
 */
export function installMissing(): boolean {
  const wanted = missingPackages();
  if (wanted.length === 0) return true;
  const command = `apt-get install --no-install-recommends ${wanted.join(' ')}`;
  if (process.getuid?.() !== 0 || findTool('apt-get') === undefined) {
    console.log(`Not installed: ${wanted.join(', ')}. On Debian, as root: ${command}`);
    return false;
  }
  console.log(`Installing Debian packages: ${wanted.join(', ')}`);
  if (wanted.includes('postgresql-15')) preventDefaultCluster();
  if (!aptInstall(wanted)) {
    apt(['update']);
    aptInstall(wanted);
  }
  const missing = missingPackages();
  if (missing.length > 0) console.log(`Could not be installed: ${missing.join(', ')}`);
  return missing.length === 0;
}

function preventDefaultCluster(): void {
  if (existsSync(CLUSTER_CONFIG)) return; // the machine's owner has decided
  mkdirSync('/etc/postgresql-common', { recursive: true });
  writeFileSync(CLUSTER_CONFIG, 'create_main_cluster = false\n');
}

function aptInstall(packages: readonly string[]): boolean {
  return apt(['install', '--yes', '--no-install-recommends', ...packages]);
}

// Run level 1 keeps the packages from starting servers: tests start their own.
function apt(args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', UCF_FORCE_CONFFOLD: '1', RUNLEVEL: '1' };
  return spawnSync('apt-get', ['-q', ...args], { env, stdio: 'inherit' }).status === 0;
}
