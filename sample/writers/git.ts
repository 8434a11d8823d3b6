/** Runs git with a configuration of its own, so that a user's settings change no byte. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Git {
  write(text: string): Promise<void>;
  end(): Promise<void>;
}

/** Makes a bare repository at `path` and starts `git fast-import` on it. `stop` ends it early. */
export async function startGit(path: string, stop: AbortSignal): Promise<Git> {
  // Everything that a user's own configuration could change is said here, so that the bytes stay the same.
  const settings = [
    '-c',
    'core.compression=-1',
    '-c',
    'fastimport.unpackLimit=1',
    '-c',
    'core.sharedRepository=false',
  ];
  const base = [...settings, `--git-dir=${path}`];
  await run(
    [...base, 'init', '--quiet', '--bare', '--template=', '--initial-branch=main', '--object-format=sha1'],
    stop,
  );
  const child = spawn('git', [...base, 'fast-import', '--quiet', '--date-format=raw'], {
    stdio: ['pipe', 'ignore', 'pipe'],
    signal: stop,
  });
  const ended = exit(child, 'git fast-import');
  ended.catch(() => undefined); // `write` and `end` report it
  let broken = false;
  child.stdin.on('error', () => {
    broken = true;
  });
  return {
    async write(text) {
      if (broken) return ended;
      if (!child.stdin.write(text)) await Promise.race([once(child.stdin, 'drain'), ended]);
    },
    end() {
      child.stdin.end();
      return ended;
    },
  };
}

function run(args: readonly string[], signal: AbortSignal): Promise<void> {
  return exit(spawn('git', args, { stdio: ['ignore', 'ignore', 'pipe'], signal }), 'git init');
}

/** Resolves when the program ended well, else rejects with the end of what it said. */
function exit(child: ReturnType<typeof spawn>, name: string): Promise<void> {
  let complaint = '';
  child.stderr?.on('data', (data) => {
    complaint = (complaint + String(data)).slice(-2000);
  });
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`${name} could not be run: ${error.message}`)));
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${name} failed: ${complaint.trim()}`)),
    );
  });
}
