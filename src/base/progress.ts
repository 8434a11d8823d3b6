/** Progress of long work: a bar with rate and time left on a terminal, plain lines when piped. */

export interface ProgressState {
  readonly label: string;
  /** Units done so far, e.g. records. */
  readonly done: number;
  readonly unit: string;
  /** Bytes read and to read in all, when known. */
  readonly bytes?: number;
  readonly totalBytes?: number;
}

export interface Progress {
  update(state: ProgressState): void;
  /** Ends the line; prints the last state once. */
  finish(state: ProgressState): void;
}

export const noProgress: Progress = { update: () => undefined, finish: () => undefined };

interface ProgressOptions {
  readonly stream: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
  now(): number;
}

/** Progress on a stream. On a terminal at most 10 updates a second, else a line every 5 seconds. */
export function openProgress(options: ProgressOptions): Progress {
  const terminal = options.stream.isTTY === true;
  const every = terminal ? 100 : 5_000;
  let label = '';
  let startedAt = 0;
  let lastAt = 0;
  const show = (state: ProgressState, end: boolean): void => {
    const now = options.now();
    if (state.label !== label) {
      label = state.label;
      startedAt = now;
      lastAt = now;
      if (!end) return;
    }
    if (!end && now - lastAt < every) return;
    lastAt = now;
    const line = progressLine(state, (now - startedAt) / 1000, terminal ? (options.stream.columns ?? 80) : 0);
    if (!terminal) options.stream.write(`${line}\n`);
    else options.stream.write(`\r\u001b[2K${line}${end ? '\n' : ''}`);
    if (end) label = '';
  };
  return { update: (state) => show(state, false), finish: (state) => show(state, true) };
}

/** One line of progress. `columns` 0 means no bar. */
export function progressLine(state: ProgressState, seconds: number, columns: number): string {
  const rate = seconds > 0 ? state.done / seconds : 0;
  const share =
    state.bytes !== undefined && state.totalBytes ? Math.min(1, state.bytes / state.totalBytes) : undefined;
  const parts = [`${count(state.done)} ${state.unit}`];
  if (seconds >= 0.5) parts.push(`${count(Math.round(rate))}/s`);
  if (share !== undefined && share < 1) {
    parts.push(`${Math.floor(share * 100)} %`);
    if (share > 0.02 && seconds >= 1) parts.push(`${duration((seconds / share) * (1 - share))} left`);
  }
  const text = `${state.label}  ${parts.join('  ')}`;
  const room = columns - text.length - 3;
  if (share === undefined || room < 10) return columns > 0 ? text.slice(0, columns - 1) : text;
  const width = Math.min(30, room);
  const full = Math.round(share * width);
  return `${text} ${'█'.repeat(full)}${'░'.repeat(width - full)}`;
}

/** 1234567 as "1,234,567". */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** Seconds for people: "8 s", "3 min", "2 h 5 min". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 90) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
