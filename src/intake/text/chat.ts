/** What all chats have in common: who may see them, what is a question there, and what a message comes to. */
import type { MessageDraft, SettingValues, SignalDraft } from '../contract.ts';
import { threadSignal } from './written.ts';

/** Who may see a chat: its members only, or everybody as far as its channels are open. */
export type ChatVisibility = 'private' | 'public_channels';
export const CHAT_VISIBILITIES: readonly ChatVisibility[] = ['private', 'public_channels'];

/** Private unless the operator says otherwise. */
export function chatVisibility({ visibility }: SettingValues): ChatVisibility {
  return visibility === 'public_channels' ? visibility : 'private';
}

/** In a chat most messages are talk; a question mark at the end of a word tells those that ask. */
export function isQuestion(text: string): boolean {
  return /\?(?:\s|$)/.test(text);
}

/**
 * The signal of a message.
 * @param kind what the source calls a message; its signals are named by it
 * @param asks whether it began a conversation; else it took part in one
 * @param thread what it belongs to, within the message's space
 * @param title the channel as people know it; left out where not everybody may know it
 */
export function chatSignal(
  message: MessageDraft,
  kind: 'message' | 'post',
  { asks, thread, title }: { readonly asks: boolean; readonly thread: string; readonly title: string },
): SignalDraft {
  const act = asks ? 'ask' : 'reply';
  return threadSignal(message, { kind, accessPoint: 'chat', act, key: `${message.space}/${thread}`, title });
}
