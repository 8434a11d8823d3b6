/** A Dovecot as Debian ships it, with one mailbox in a temporary folder, on a port of loopback. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Need } from './needs.ts';
import { requireTool } from './require_tool.ts';
import { tempDir } from './temp_dir.ts';

/** Debian keeps it beside the PATH of ordinary users. */
export const DOVECOT = '/usr/sbin/dovecot';

/** To be given to `startDovecot`. */
export function dovecot(): Need {
  return requireTool(DOVECOT);
}

/** Dovecot gives no mailbox to root, so root gives it to `nobody`. */
const NOBODY = 65_534;

/** Who logs in. */
export const MAILBOX = { user: 'support@acme.example', password: 'correct horse' } as const;

export interface Dovecot extends AsyncDisposable {
  /** Its configuration; certificate and log lie beside it. */
  readonly config: string;
  /** For connections that are in the clear or become TLS (STARTTLS). */
  readonly port: number;
  /** For TLS. */
  readonly tlsPort: number;
  /** Adds messages to the inbox, as delivery does. */
  deliver(messages: readonly string[]): Promise<void>;
  /** `doveadm`, e.g. to change flags. Answers with what it prints. */
  admin(...args: string[]): string;
  /** Ends the server and every connection at once, as a crash does. */
  kill(): Promise<void>;
  /** Starts it again on the same ports. */
  start(): Promise<void>;
  log(): Promise<string>;
}

/** Starts a server with an empty inbox; stopped and removed when disposed. Takes about a second. */
export async function startDovecot(program: string): Promise<Dovecot> {
  const dir = await tempDir();
  const [port, tlsPort] = [await freePort(), await freePort()];
  const asRoot = process.getuid?.() === 0;
  const owner = asRoot ? 'nobody' : userInfo().username;
  await chmod(dir.path, 0o755);
  await certificate(dir.path);
  const config = join(dir.path, 'dovecot.conf');
  await writeFile(config, configuration(dir.path, port, tlsPort, owner, asRoot));
  await writeFile(join(dir.path, 'users'), `${MAILBOX.user}:{PLAIN}${MAILBOX.password}\n`, { mode: 0o644 });
  const inbox = join(dir.path, 'mail');
  for (const folder of ['', 'cur', 'new', 'tmp']) await ownFolder(join(inbox, folder), asRoot);
  let server: ChildProcess | undefined;
  let delivered = 0;
  const start = async (): Promise<void> => {
    await rm(join(dir.path, 'run'), { recursive: true, force: true });
    server = spawn(program, ['-F', '-c', config], { stdio: 'ignore' });
    await listening(port);
  };
  const kill = async (): Promise<void> => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGTERM'); // takes its children and their connections along
    await ended;
  };
  await start();
  return {
    config,
    port,
    tlsPort,
    deliver: async (messages) => {
      for (const message of messages) {
        const name = `${1_700_000_000 + ++delivered}.M${delivered}.made`;
        const path = join(inbox, 'new', name);
        await writeFile(path, message);
        if (asRoot) await chown(path, NOBODY, NOBODY);
      }
    },
    admin: (...args) => execFileSync('doveadm', ['-c', config, ...args], { encoding: 'utf8' }),
    kill,
    start,
    log: () => readFile(join(dir.path, 'log'), 'utf8'),
    [Symbol.asyncDispose]: async () => {
      await kill();
      await dir[Symbol.asyncDispose]();
    },
  };
}

function configuration(dir: string, port: number, tlsPort: number, owner: string, asRoot: boolean): string {
  const unprivileged = asRoot
    ? ''
    : `default_internal_user = ${owner}\ndefault_login_user = ${owner}\ndefault_internal_group = ${owner}\n`;
  return `
base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${dir}/cert.pem
ssl_key = <${dir}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:${dir}/mail
mail_uid = ${owner}
mail_gid = ${asRoot ? 'nogroup' : owner}
first_valid_uid = 1
${unprivileged}
passdb {
  driver = passwd-file
  args = ${dir}/users
}
userdb {
  driver = static
  args = home=${dir}
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service anvil {
  chroot =
}
`;
}

/** Nobody vouches for it: what a self-signed certificate is. */
async function certificate(dir: string): Promise<void> {
  const args = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=imap.acme.example'.split(' ');
  const names = ['-addext', 'subjectAltName=DNS:imap.acme.example'];
  execFileSync(
    'openssl',
    [...args, ...names, '-keyout', join(dir, 'key.pem'), '-out', join(dir, 'cert.pem')],
    {
      stdio: 'ignore',
    },
  );
}

async function ownFolder(path: string, asRoot: boolean): Promise<void> {
  await mkdir(path, { recursive: true });
  if (asRoot) await chown(path, NOBODY, NOBODY);
}

/** A port that nobody uses now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  server.close();
  await once(server, 'close');
  return address.port;
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, '127.0.0.1');
    const answered = await new Promise<boolean>((resolve) => {
      socket.once('data', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
    });
    socket.destroy();
    if (answered) return;
    await sleep(50);
  }
  throw new Error('Dovecot does not answer');
}
