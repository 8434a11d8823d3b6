/** What people write into issues, requests and forums: as others see it, and what it comes to. */
import type { MessageDraft, SignalDraft } from '../contract.ts';

const LONGEST_TITLE = 300;
const LONGEST_TEXT = 200_000;

/** A title on one line, cut. */
export function oneLine(title: string | null | undefined): string {
  return (title ?? '').replace(/\s+/g, ' ').trim().slice(0, LONGEST_TITLE);
}

/**
 * A text in Markdown without the remarks that templates hold and nobody sees. Linear: what is left open reaches to the
 * end.
 */
export function visibleText(body: string | null | undefined): string {
  return (body ?? '')
    .slice(0, LONGEST_TEXT)
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .trim();
}

/** What a source says of a message beside the message itself. */
export interface InThread {
  /** What the source calls a message; its signals are named by it. */
  readonly kind: string;
  readonly accessPoint: SignalDraft['accessPoint'];
  readonly act: SignalDraft['act'];
  /** The key of the thread it belongs to. */
  readonly key: string;
  /** The thread as people know it; left out where not everybody may know it. Default: the message's subject. */
  readonly title?: string;
}

/** The signal of a message in a thread. */
export function threadSignal(
  { nativeId, at, visibility, author, subject }: MessageDraft,
  { kind, accessPoint, act, key, title = subject }: InThread,
): SignalDraft {
  return {
    nativeId: `${kind}:${nativeId}`,
    accessPoint,
    act,
    at,
    visibility,
    ...(Object.keys(author).length === 0 ? {} : { actor: author }),
    asset: { kind: 'thread', key, ...(title === '' || visibility === 'private' ? {} : { title }) },
    messageNativeId: nativeId,
  };
}
