/** Made-up servers that answer by rules, and what a source makes of them without a database. */
import {
  type ErrorCode,
  type Http,
  type HttpRequest,
  LeadspringError,
  toLeadspringError,
} from '../../src/base/plain.ts';
import type { Erasure, MessageDraft, SignalDraft, Source } from '../../src/intake/contract.ts';
import { parseSettings } from '../../src/intake/settings.ts';
import type { MadeUpAnswer } from './remote.ts';

/** The codes with which the network ends statuses that are no answers. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  401: 'remote_refused',
  403: 'remote_refused',
  404: 'remote_not_found',
  410: 'remote_not_found',
  429: 'remote_limited',
};

/** A server of these rules; where they have no answer nothing is there (404). */
export function serverOf(answer: (url: URL, request: HttpRequest) => MadeUpAnswer | undefined): Http {
  return {
    request: async (address, request = {}) => {
      const { status = 200, headers = {}, body } = answer(new URL(address), request) ?? { status: 404 };
      if ((status < 200 || status > 299) && !request.expect?.includes(status)) {
        const code = CODES[status] ?? (status >= 500 ? 'remote_failed' : 'remote_answer_malformed');
        throw new LeadspringError(code, `${address.replace(/[?#].*$/s, '')} answers with status ${status}.`);
      }
      const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
      return { status, headers, url: address, body: new Uint8Array(Buffer.from(text, 'utf8')) };
    },
  };
}

/** What several runs of a source have stored. */
export interface Kept {
  readonly cursors: Map<string, unknown>;
  readonly signals: Map<string, SignalDraft>;
  readonly messages: Map<string, MessageDraft>;
  readonly erasures: Map<string, Erasure>;
  readonly failures: Map<string, ErrorCode>;
  readonly dropped: Record<string, number>;
  /** Records of which something was new. */
  stored: number;
  readonly notes: Set<string>;
  /** What each run came to: undefined when it ended well. */
  readonly errors: (LeadspringError | undefined)[];
}

export function nothingKept(): Kept {
  return {
    ...{ cursors: new Map(), signals: new Map(), messages: new Map(), failures: new Map() },
    ...{ erasures: new Map(), dropped: {}, stored: 0, notes: new Set(), errors: [] },
  };
}

export interface PullOptions {
  readonly settings?: Readonly<Record<string, string>>;
  readonly now?: number;
  /** Ends the run as a kill would, after so many batches are stored. */
  readonly batches?: number;
}

/** Runs `pull` once and keeps what it brings as a database would: by native id, the latest edit of a message. */
export async function pullOnce(
  source: Source,
  http: Http,
  kept: Kept = nothingKept(),
  {
    settings: given = {},
    now = Date.UTC(2026, 10, 24),
    batches = Number.POSITIVE_INFINITY,
  }: PullOptions = {},
): Promise<Kept> {
  const settings = parseSettings(source, given);
  const adapt = await source.adapter(settings);
  const job = { settings, http, now, signal: new AbortController().signal };
  const cursor = async (key: string): Promise<unknown> => kept.cursors.get(key);
  let left = batches;
  try {
    for await (const batch of source.pull?.({ ...job, cursor }) ?? []) {
      if (left-- <= 0) break;
      for (const record of batch.records) keep(kept, await adapt(record));
      for (const failure of batch.failures ?? []) kept.failures.set(failure.id, failure.code);
      for (const each of batch.cursors) kept.cursors.set(each.key, structuredClone(each.value));
      for (const note of batch.notes ?? []) kept.notes.add(note);
    }
    kept.errors.push(undefined);
  } catch (thrown) {
    kept.errors.push(toLeadspringError(thrown));
  }
  return kept;
}

type Answer = Awaited<ReturnType<Awaited<ReturnType<Source['adapter']>>>>;

/** Keeps what one record came to. */
export function keep(kept: Kept, answer: Answer): void {
  let fresh = false;
  for (const erasure of answer.erasures ?? []) {
    const name = JSON.stringify(erasure);
    if (kept.erasures.has(name)) continue;
    fresh = true;
    kept.erasures.set(name, erasure);
  }
  for (const signal of answer.signals) {
    if (kept.signals.has(signal.nativeId)) continue;
    fresh = true;
    kept.signals.set(signal.nativeId, signal);
  }
  for (const message of answer.messages) {
    const known = kept.messages.get(message.nativeId);
    const later = (message.editedAt ?? 0) > (known?.editedAt ?? 0);
    if (known !== undefined && !later) continue;
    fresh = true;
    kept.messages.set(message.nativeId, message);
  }
  if (fresh) kept.stored++;
  for (const { id, code } of answer.failures) kept.failures.set(id, code);
  for (const [reason, count] of Object.entries(answer.dropped)) {
    kept.dropped[reason] = (kept.dropped[reason] ?? 0) + count;
  }
}
