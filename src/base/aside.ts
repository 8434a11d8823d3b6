/**
 * Work that takes much memory and time in a process of its own: whoever starts it goes on answering, and it has the
 * memory that the launcher denies the main process. (A thread would not do: the launcher's limit holds for each.)
 * Where the processors are busy, pages and deliveries come first.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Failure, fromFailure, toFailure } from './errors.ts';

export interface AsideOptions<State> {
  /** Ends the process where it stands. */
  readonly signal?: AbortSignal;
  readonly progress?: (state: State) => void;
  /** Flags of V8 about memory. Default: room for a million records of the matcher, about 2 GB. */
  readonly memory?: readonly string[];
}

const MEMORY: readonly string[] = ['--max-old-space-size=4096'];

type Message<State, Answer> =
  | { readonly progress: State }
  | { readonly answer: Answer }
  | { readonly failure: Failure };

/**
 * Starts a process on a file that calls `workAside`, and gives it the task, which must be plain data.
 * @returns its answer; null when the signal ended it
 * @throws LeadspringError as the work does; `internal` when the process itself fails
 */
export async function runAside<State, Answer>(
  file: URL,
  task: unknown,
  options: AsideOptions<State> = {},
): Promise<Answer | null> {
  const { signal } = options;
  if (signal?.aborted === true) return null;
  const child = fork(fileURLToPath(file), [], {
    execArgv: ['--disable-warning=ExperimentalWarning', ...(options.memory ?? MEMORY)],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  // Before it has threads, which are as nice as whoever starts them.
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  const end = (): unknown => child.kill();
  signal?.addEventListener('abort', end, { once: true });
  try {
    return await answerOf<State, Answer>(child, task, options);
  } finally {
    signal?.removeEventListener('abort', end);
    if (child.connected) child.disconnect();
  }
}

/** Signals that end a whole group of processes: Ctrl-C reaches the child, too. */
const ORDERLY: readonly (NodeJS.Signals | null)[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

function answerOf<State, Answer>(
  child: ChildProcess,
  task: unknown,
  { signal, progress }: AsideOptions<State>,
): Promise<Answer | null> {
  return new Promise((resolve, reject) => {
    const fail = (failure: Failure): void => reject(fromFailure(failure));
    child.on('message', (message: Message<State, Answer>) => {
      if ('progress' in message) progress?.(message.progress);
      else if ('answer' in message) resolve(message.answer);
      else fail(message.failure);
    });
    child.once('error', ({ message }) => fail({ code: 'internal', message: `no process: ${message}` }));
    child.once('exit', (code, by) => {
      if (signal?.aborted === true || ORDERLY.includes(by)) resolve(null);
      else fail({ code: 'internal', message: `a process ended early (${by ?? `exit code ${code}`})` });
    });
    // By message, not by argument: a task may hold a password.
    child.send({ task });
  });
}

/** The other side: waits for the task, does it and answers; ends when the starter is gone. */
export function workAside<Task, State, Answer>(
  work: (task: Task, progress: (state: State) => void) => Promise<Answer>,
): void {
  const post = (message: Message<State, Answer>): unknown => process.send?.(message);
  process.once('disconnect', () => process.exit());
  process.once('message', async ({ task }: { readonly task: Task }) => {
    try {
      post({ answer: await work(task, (state) => post({ progress: state })) });
    } catch (thrown) {
      post({ failure: toFailure(thrown) });
    }
  });
}
