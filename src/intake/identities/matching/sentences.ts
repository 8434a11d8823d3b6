/** What each finding says to people. */
import type { Finding } from './evidence.ts';
import type { Timezone } from './types.ts';

const NAMES: Readonly<Record<string, string>> = {
  same: 'Both have the same full name',
  swapped: 'Both have the same name in another order',
  variant: 'The names are spellings of one name',
  subset: 'One name is the other with more words',
  initials: 'The names agree where one has initials',
  nickname: 'One given name is a short form of the other',
  typo: 'The names differ by a typing error',
  one_word: 'The names share one word only',
  differs: 'The full names contradict each other',
};

/** One sentence. Values are quoted as folded for comparing. */
export function sentenceFor({ comparison, level, detail, shared = [], crowd = 1, zone }: Finding): string {
  switch (comparison) {
    case 'name':
      return `${NAMES[level] ?? 'The names were compared'}${quoted(shared, crowd)}.`;
    case 'address':
      return addressSentence(level, detail);
    case 'handle':
      return handleSentence(level, detail);
    case 'account':
      if (level === 'same') return `Both are the account ${detail}.`;
      return `Each has an account of its own${detail === '' ? '' : ` on ${detail}`}.`;
    case 'organization':
      return level === 'same' ? `Both belong to ${detail}.` : 'They belong to different organizations.';
    case 'thread':
      return `Both took part in one thread or commit, of ${detail} handles.`;
    case 'timezone':
      return zone === undefined
        ? 'Their clocks are in different time zones.'
        : `Both clocks ${zoneText(zone)}.`;
    case 'homepage':
      return `Both give the home page ${detail}.`;
  }
}

function zoneText({ january, july }: Timezone): string {
  const parts = [
    january === null ? [] : [`show ${offsetText(january)} around January`],
    july === null ? [] : [`${january === null ? 'show ' : ''}${offsetText(july)} around July`],
  ];
  return parts.flat().join(' and ');
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const digits = String(Math.floor(size / 60) * 100 + (size % 60)).padStart(4, '0');
  return `UTC${minutes < 0 ? '−' : '+'}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

function quoted(words: readonly string[], crowd: number): string {
  const text = `${words.join(' ')}${crowd > 1 ? `; one of ${crowd} people's names there` : ''}`;
  return text === '' ? '' : ` (${text})`;
}

function addressSentence(level: string, detail: string): string {
  if (level === 'same') return `Both use the address ${detail}.`;
  if (level === 'shared') return `Both use ${detail}, but so do people of other names.`;
  return level === 'role'
    ? `Both use ${detail}, a mailbox of a function or list.`
    : 'Their addresses differ.';
}

function handleSentence(level: string, detail: string): string {
  switch (level) {
    case 'same':
      return `Both go by ${detail} (part before @, login or name).`;
    case 'full':
      return `The handle ${detail} is the other's full name.`;
    case 'initial':
      return `The handle ${detail} is the other's name with an initial.`;
    case 'word':
      return `The handle ${detail} is a word of the other's name.`;
    case 'echo':
    case 'echo_same':
      return `The handle ${detail} fits the name that both have.`;
    default:
      return 'Their handles (parts before @, logins) differ.';
  }
}
