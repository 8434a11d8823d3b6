/** Small helpers of this folder's tests. */
import type { Adapted, Batch, ReadJob } from '../../contract.ts';
import { adaptMail } from './adapt.ts';
import { type Header, readHeader } from './header.ts';
import { readMail } from './read.ts';
import type { MailBody } from './record.ts';
import { mailSettings } from './settings.ts';

/** Bytes of a text; characters above U+00FF are written in UTF-8. */
export function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf8'));
}

/** The header of `fields`, which must be readable. */
export function header(fields: string): Header {
  const read = readHeader(bytes(`${fields}\n\n`));
  if ('malformed' in read) throw new Error(read.malformed);
  return read.header;
}

/** Adapts one message; `body` overrides parts of its record. */
export function adaptRaw(
  raw: string | Uint8Array,
  body: Partial<MailBody> = {},
  settings: Parameters<typeof mailSettings>[0] = {},
): Promise<Adapted> {
  return adaptMail(
    {
      id: 'record',
      place: { file: 'archive' },
      body: {
        raw: typeof raw === 'string' ? bytes(raw) : raw,
        container: 'archive',
        separator: null,
        ...body,
      },
    },
    mailSettings(settings),
  );
}

/** What became of a message: `stored`, a drop reason or an error code. */
export function fate(adapted: Adapted): string {
  const [reason] = Object.keys(adapted.dropped);
  return adapted.messages.length > 0 ? 'stored' : (reason ?? adapted.failures[0]?.code ?? 'nothing');
}

/** Reads an input and keeps the cursors as the runner does: each batch's only once it is "stored". */
export async function readAll(
  input: string,
  cursors = new Map<string, unknown>(),
  options: { readonly stopAfter?: number; readonly settings?: ReadJob['settings'] } = {},
): Promise<Batch<MailBody>[]> {
  const batches: Batch<MailBody>[] = [];
  const job: ReadJob = {
    input,
    settings: options.settings ?? {},
    cursor: (key) => Promise.resolve(cursors.get(key)),
    now: 0,
    signal: new AbortController().signal,
  };
  for await (const batch of readMail(job)) {
    batches.push(batch);
    for (const { key, value } of batch.cursors) cursors.set(key, structuredClone(value));
    if (batches.length === options.stopAfter) break;
  }
  return batches;
}
