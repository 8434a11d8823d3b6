/** Small helpers of tests with mail. */
import type { Adapted } from '../contract.ts';
import { type Header, readHeader } from './header.ts';
import { adaptMail } from './message.ts';
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
