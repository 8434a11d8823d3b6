import { execFileSync } from 'node:child_process';

/** How the launcher starts Node: measurements should be of what people run. */
export const NODE_FLAGS = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=4',
  '--max-old-space-size=256',
];

/** Runs the calling script again with these flags, and ends, unless it runs with them already. */
export function underLauncherFlags(script: string): void {
  if (NODE_FLAGS.every((flag) => process.execArgv.includes(flag))) return;
  execFileSync(process.execPath, [...NODE_FLAGS, script, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exit();
}
