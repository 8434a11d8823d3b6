/** Compares two records: which level of agreement each comparison finds, and how likely chance would do the same. */
import { ownersOf } from '../homepage.ts';
import { agree, compareAllNames, type NameComparison } from './compare_names.ts';
import type { Frequencies } from './frequencies.ts';
import { fitAnyName, type HandleFit, withoutDigits } from './handles.ts';
import type { Profile } from './profile.ts';
import type { Timezone } from './types.ts';

export type Comparison =
  | 'name'
  | 'address'
  | 'handle'
  | 'account'
  | 'organization'
  | 'thread'
  | 'timezone'
  | 'homepage';

export interface Finding {
  readonly comparison: Comparison;
  readonly level: string;
  /** Probability of this finding between two different people (u). The levels' m is in the parameters. */
  readonly chance: number;
  /** What they agree or differ on, for the sentence. Names have their words instead: joining them costs time. */
  readonly detail: string;
  /** Of names: the words that both have. */
  readonly shared?: readonly string[];
  /** Of time zones: what both have. */
  readonly zone?: Timezone;
  /** Of names: how many people's names were seen where the more crowded of the two was, when it is more than one. */
  readonly crowd?: number;
}

/**
 * False when nothing found could make the two one person, so that there is no need to look closer: full names
 * that do not agree, and no mailbox, account, handle or page in common.
 */
export function mayMatch(a: Profile, b: Profile): boolean {
  // Neither says which of several people it is.
  if (a.record.suggestOnly === true && b.record.suggestOnly === true) return false;
  if (sameAddress(a, b)) return true;
  if (!isNamed(a) || !isNamed(b)) return true;
  if (agree(compareAllNames(a, b).level)) return true;
  if (a.homepage !== '' && a.homepage === b.homepage) return true;
  return sharedHandle(a, b) !== undefined;
}

/** Whether both have one address. Most have not, and then the addresses themselves need not be read. */
const sameAddress = (a: Profile, b: Profile): boolean =>
  a.addressKey !== 0 && a.addressKey === b.addressKey && a.address === b.address;

/** Whether all names are full ones. */
const isNamed = ({ name, others }: Profile): boolean => name.full && others.every((other) => other.full);

/** Everything known for or against the two being one person. Symmetric. */
export function findEvidence(a: Profile, b: Profile, counts: Frequencies): readonly Finding[] {
  const found: Finding[] = [];
  eachFinding(a, b, counts, (finding) => found.push(finding));
  return found;
}

/** Calls back with each finding of `findEvidence`, in one order. */
export function eachFinding(
  a: Profile,
  b: Profile,
  counts: Frequencies,
  visit: (finding: Finding) => void,
): void {
  const names = compareAllNames(a, b);
  const name = nameFinding(names, Math.max(a.crowd, b.crowd), counts);
  if (name !== null) visit(name);
  const address = addressFinding(a, b, counts);
  if (address !== null) visit(address);
  const account = accountFinding(a, b, counts);
  // On one mailbox the same part before @ is no news, nor is the same account.
  if (address?.level !== 'same') {
    const called = account?.level === 'same' ? account : handleFinding(a, b, names, counts);
    if (called !== null) visit(called);
  }
  if (account?.level === 'two') visit(account);
  const organization = organizationFinding(a, b, counts);
  if (organization !== null) visit(organization);
  eachCircumstance(a, b, agree(names.level), counts, visit);
}

/** Levels that need no frequency: how often two different people's full names fall on them. */
const NAME_CHANCE = { one_word: 0.05, differs: 0.93 } as const;
/** How much likelier than the shared words alone chance is to bring about a looser agreement. */
const LOOSENESS = {
  same: 1,
  swapped: 1,
  variant: 1.5,
  subset: 2,
  initials: 1,
  nickname: 2,
  typo: 10,
} as const;
/** Namesakes and borrowed names exist however rare the words are: expected others, over all records. */
const NAMESAKES = 0.002;

function nameFinding({ level, shared }: NameComparison, crowd: number, counts: Frequencies): Finding | null {
  if (level === 'missing' || level === 'incomparable') return null;
  const detail = '';
  if (level === 'one_word' || level === 'differs')
    return { comparison: 'name', level, chance: NAME_CHANCE[level], detail, shared, crowd };
  const chance =
    LOOSENESS[level] * wordsChance(shared, counts, NAMESAKES) +
    crowdFactor(crowd, NAME_OF_TWO) / Math.max(2, counts.people());
  return { comparison: 'name', level, chance: Math.min(0.5, chance), detail, shared, crowd };
}

/** Others of whom a name is found where two people's names are: the two may be one person's old and new name. */
const NAME_OF_TWO = 0.1;

/** People expected behind so many names that have nothing to do with each other, but for one. */
function crowdFactor(names: number, ofTwo: number): number {
  if (names <= 1) return 0;
  return names === 2 ? ofTwo : 8 * (names - 1);
}

/** That another person has all these words in the name, taken as independent; never below `others` people. */
function wordsChance(words: readonly string[], counts: Frequencies, others: number): number {
  let chance = 1;
  for (const word of words) chance *= counts.word(word);
  return Math.max(chance, others / Math.max(2, counts.people()));
}

/** People other than its owner who use an address of this kind. */
const OTHER_USERS = {
  person: 0.002,
  code_host: 0.001,
  bot: 0.01,
  local: 0.02,
  role: 0.5,
  list: 2,
  missing: 1,
} as const satisfies Record<Profile['mailbox'], number>;

function addressFinding(a: Profile, b: Profile, counts: Frequencies): Finding | null {
  if (a.address === '' || b.address === '') return null;
  const comparison = 'address';
  if (!sameAddress(a, b)) {
    const telling = a.mailbox === 'person' && b.mailbox === 'person';
    return telling ? { comparison, level: 'different', chance: 1, detail: '' } : null;
  }
  const names = counts.namesOnAddress(a.addressKey);
  // Two contradicting names may be one person's old and new name; three are a mailbox for all.
  const others = crowdFactor(names, 0.01);
  const base = OTHER_USERS[a.mailbox] * (a.verified && b.verified ? 0.2 : 1);
  const level = names > 2 ? 'shared' : a.mailbox === 'role' || a.mailbox === 'list' ? 'role' : 'same';
  const chance = Math.min(1, (base + others) / Math.max(2, counts.people()));
  return { comparison, level, chance, detail: a.address };
}

/** A person who makes a handle of the name has one of several forms in mind. */
const FORM = { full: 0.2, initial: 0.15, word: 0.1 } as const;

/** The most telling agreement of the one's handles with the other's handles or name. */
function handleFinding(a: Profile, b: Profile, names: NameComparison, counts: Frequencies): Finding | null {
  if (a.handles.length === 0 && b.handles.length === 0) return null;
  const named = agree(names.level);
  // On a mailbox that many use, its own part before @ is nobody's handle.
  const mailbox = sameAddress(a, b) ? a.local : '';
  const same = sharedHandle(a, b, mailbox);
  if (same !== undefined) return sameHandle(same, a, b, named, counts);
  const best = fittingHandle(b, a, named, counts, fittingHandle(a, b, named, counts, null));
  if (best !== null) return best;
  if (mailbox !== '' || a.handles.length === 0 || b.handles.length === 0) return null;
  return { comparison: 'handle', level: 'different', chance: 0.99, detail: '' };
}

/** A handle of both, but for one that does not count. */
function sharedHandle(a: Profile, b: Profile, excluded = ''): string | undefined {
  for (const handle of a.handles) if (handle !== excluded && b.handles.includes(handle)) return handle;
  return undefined;
}

/** The most telling handle of the one made of the other's name, or what was found before when that tells more. */
function fittingHandle(
  a: Profile,
  b: Profile,
  named: boolean,
  counts: Frequencies,
  before: Finding | null,
): Finding | null {
  let best = before;
  for (const handle of a.handles) {
    if (handle === a.local && sameAddress(a, b)) continue;
    const fit = fitAnyName(handle, b);
    if (fit === null) continue;
    // A handle made of its owner's name says nothing beyond what the names have in common already.
    const own = named || fitAnyName(handle, a) !== null;
    const chance = own ? 0.6 : fitChance(handle, fit, counts);
    if (best === null || chance < best.chance || (chance === best.chance && handle < best.detail))
      best = { comparison: 'handle', level: own ? 'echo' : fit.pattern, chance, detail: handle };
  }
  return best;
}

function fitChance(handle: string, fit: HandleFit, counts: Frequencies): number {
  // A single name says less than its frequency here: there are more given names than anyone has seen.
  const others = fit.pattern === 'word' ? 0.6 / Math.max(2, counts.people()) : 0;
  const made = wordsChance(fit.words, counts, NAMESAKES) + others;
  // "adam" may be Ada M. or just Adam.
  const bare = withoutDigits(handle);
  const word = fit.pattern !== 'word' && counts.knows(bare) ? counts.word(bare) : 0;
  return Math.min(0.5, FORM[fit.pattern] * made + FORM.word * word);
}

/** Expected others with the same handle of so many characters, when no name explains it. */
const OTHER_OWNERS = [4, 4, 1, 0.3, 0.15, 0.08, 0.04, 0.03, 0.02];
/** And the chance that does not shrink with more records: short handles run out. */
const TAKEN = [0.1, 0.01, 0.001, 3e-5, 3e-6, 0];

function sameHandle(handle: string, a: Profile, b: Profile, named: boolean, counts: Frequencies): Finding {
  const [one, other] = [fitAnyName(handle, a), fitAnyName(handle, b)];
  const fit = one ?? other;
  if ((named && fit !== null) || (one !== null && other !== null))
    return { comparison: 'handle', level: 'echo_same', chance: 0.3, detail: handle };
  const people = Math.max(2, counts.people());
  const unexplained = OTHER_OWNERS[Math.min(handle.length, OTHER_OWNERS.length - 1)] ?? 1;
  const others = Math.max(0, counts.namesOnHandle(handle) - 1);
  const bare = withoutDigits(handle);
  const word = counts.spelled(bare) * (handle === bare ? 1 : 0.1);
  const spelled = fit === null ? 0 : FORM[fit.pattern] * wordsChance(fit.words, counts, 0);
  const taken = TAKEN[handle.length] ?? 0;
  const chance = Math.min(0.5, taken + (unexplained + others) / people + Math.max(word, spelled));
  return { comparison: 'handle', level: 'same', chance, detail: handle };
}

/** Other people who use the same account. */
const ACCOUNT_SHARERS = 0.001;

function accountFinding(a: Profile, b: Profile, counts: Frequencies): Finding | null {
  if (a.account === '' || b.account === '') return null;
  const chance = ACCOUNT_SHARERS / Math.max(2, counts.people());
  if (a.account === b.account) return { comparison: 'account', level: 'same', chance, detail: a.account };
  const platform = platformOf(a);
  return platform === platformOf(b)
    ? { comparison: 'account', level: 'two', chance: 1, detail: platform }
    : null;
}

const platformOf = ({ account }: Profile): string => account.slice(0, account.indexOf(':'));

/** Colleagues are found together more often than strangers, so that a small firm says no more than this. */
const COLLEAGUES = 0.03;

function organizationFinding(a: Profile, b: Profile, counts: Frequencies): Finding | null {
  if (a.organization === '' || b.organization === '') return null;
  const comparison = 'organization';
  if (a.organization !== b.organization) return { comparison, level: 'different', chance: 0.95, detail: '' };
  const chance = Math.max(COLLEAGUES, counts.organization(a.organization));
  return { comparison, level: 'same', chance, detail: a.organization };
}

/** A thread or commit of so many handles, or more, says nothing: whom does one not meet there. */
export const CROWDED_THREAD = 8;
/**
 * Of those in one thread each other handle is as likely the same person's as any: the chance grows with their number,
 * and in a crowd it is as large as the agreement (`thread.shared` of the parameters), which then weighs nothing.
 */
const CHANCE_PER_HANDLE = 0.015;

/** The smallest thread or commit that both took part in. */
function threadFinding(a: Profile, b: Profile, counts: Frequencies): Finding | null {
  let least = CROWDED_THREAD;
  for (const thread of a.threads)
    if (b.threads.includes(thread)) least = Math.min(least, Math.max(2, counts.thread(thread)));
  if (least === CROWDED_THREAD) return null;
  return { comparison: 'thread', level: 'shared', chance: CHANCE_PER_HANDLE * least, detail: String(least) };
}

/** Two people of one project are so much likelier in one time zone than their shares say. */
const NEIGHBOURS = 1.6;
/**
 * Names go with countries: an uncommon zone says no more than one that so many have, and of two whose names agree
 * already still less.
 */
const LEAST_ZONE = 0.2;
const NAMESAKES_ZONE = 0.4;
/** And one that most have says nothing. */
const MOST_ZONE = 0.8;
/** How often two people whose names or handles are worth a comparison differ. */
const ELSEWHERE = 0.7;

/** The clocks of both at the times of a year at which both are known. What only half agrees says nothing. */
function timezoneFinding(a: Timezone, b: Timezone, named: boolean, counts: Frequencies): Finding | null {
  const january = a.january !== null && b.january !== null;
  const july = a.july !== null && b.july !== null;
  if (!january && !july) return null;
  const comparison = 'timezone';
  const agrees = [january && a.january === b.january, july && a.july === b.july];
  const known = january && july ? 2 : 1;
  const agreed = agrees.filter(Boolean).length;
  if (agreed === 0) return { comparison, level: 'different', chance: ELSEWHERE, detail: '' };
  if (agreed < known) return null;
  const zone = { january: january ? a.january : null, july: july ? a.july : null };
  const least = named ? NAMESAKES_ZONE : LEAST_ZONE;
  const chance = Math.min(MOST_ZONE, Math.max(least, NEIGHBOURS * counts.timezone(zone)));
  return { comparison, level: 'same', chance, detail: '', zone };
}

/** Others who name a page that names one of the two: alone it suggests, and does not decide. */
const OTHERS_ON_PAGE = 0.2;
/** Handles of one person that name it; beyond that it is a page of several. */
const PAGE_OF_ONE = 4;

/** Whether the page names the handle or the full name. A firm's page, or a platform's, names nobody. */
function isOwner(profile: Profile): boolean {
  return ownersOf(profile.homepage).some((part) => {
    const handle = part.replace(/[^\p{L}\p{N}]+/gu, '');
    if (handle.length < LEAST_OWNER) return false;
    const fit = fitAnyName(handle, profile);
    return profile.handles.includes(handle) || (fit !== null && fit.pattern !== 'word');
  });
}

/** Letters. */
const LEAST_OWNER = 3;

function eachCircumstance(
  a: Profile,
  b: Profile,
  named: boolean,
  counts: Frequencies,
  visit: (finding: Finding) => void,
): void {
  const thread = a.threads.length === 0 ? null : threadFinding(a, b, counts);
  if (thread !== null) visit(thread);
  const timezone =
    a.timezone === null || b.timezone === null
      ? null
      : timezoneFinding(a.timezone, b.timezone, named, counts);
  if (timezone !== null) visit(timezone);
  if (a.homepage !== '' && a.homepage === b.homepage && (isOwner(a) || isOwner(b))) {
    const others = OTHERS_ON_PAGE + Math.max(0, counts.homepage(a.homepage) - PAGE_OF_ONE);
    const chance = Math.min(1, others / Math.max(2, counts.people()));
    visit({ comparison: 'homepage', level: 'same', chance, detail: a.homepage });
  }
}
