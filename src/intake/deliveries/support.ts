/** What desks for support have in common: every message is private, and belongs to a conversation. */
import { LeadspringError } from '../../base/plain.ts';
import { type ActorClaim, type Adapted, adapted, type Setting, type SettingValues } from '../contract.ts';

/** The longest text of a message that is kept, in characters. */
export const LONGEST_TEXT = 200_000;

export interface SupportMessage {
  /** What tells the ids of one desk from those of another. */
  readonly space: string;
  readonly nativeId: string;
  /** The conversation's id within the space. */
  readonly conversation: string;
  /** The inbox, group or channel. */
  readonly container: string;
  readonly at: number;
  readonly editedAt?: number;
  readonly subject: string;
  readonly author: ActorClaim;
  readonly claims: Readonly<Record<string, string>>;
  readonly text: string;
  /** The kept fields of the original. */
  readonly original: unknown;
  /** Whether it began the conversation. */
  readonly asks: boolean;
}

/** The stored message and its signal. */
export function supportMessage(message: SupportMessage): Adapted {
  const { space, nativeId, conversation, at, author, asks, original, text, ...rest } = message;
  return adapted(
    [
      {
        nativeId: `message:${nativeId}`,
        accessPoint: 'support',
        act: asks ? 'ask' : 'reply',
        at,
        visibility: 'private',
        ...(Object.keys(author).length === 0 ? {} : { actor: author }),
        asset: { kind: 'thread', key: `${space}/${conversation}` },
        messageNativeId: nativeId,
      },
    ],
    [
      {
        ...rest,
        ...{ space, nativeId, at, author },
        visibility: 'private',
        // No message is known to be the first, so the conversation itself is what all of it refer to.
        references: [conversation],
        format: 'json',
        raw: new Uint8Array(Buffer.from(JSON.stringify(original), 'utf8')),
        text: text.slice(0, LONGEST_TEXT),
      },
    ],
  );
}

/** The setting of the desk's own address. */
export function deskSetting(example: string): Setting {
  return {
    name: 'url',
    type: 'text',
    default: null,
    help: `The address of the desk, such as ${example}: tells the conversations of several apart.`,
  };
}

/** What the ids of a desk belong to: its host. @throws LeadspringError `setting_invalid` */
export function deskSpace({ url }: SettingValues, otherwise: string): string {
  if (typeof url !== 'string' || url === '') return otherwise;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new LeadspringError('setting_invalid', `url: “${url.slice(0, 200)}” is not a web address.`);
  }
  return parsed.host.toLowerCase();
}
