/** A commit → who wrote, co-wrote and signed it off. Pure. */
import {
  type ActorClaim,
  type Adapted,
  type AssetClaim,
  adapted,
  dropped,
  failed,
  type SignalDraft,
  type SourceRecord,
} from '../../contract.ts';
import type { ListedAdopter } from './adopters.ts';
import type { Commit } from './commits.ts';
import type { Person } from './trailers.ts';

/** A record of this source. A merge without a change of its own carries nobody. */
export type GitBody =
  | { readonly merge: true }
  | { readonly adopter: ListedAdopter; readonly repository: AssetClaim }
  | (Commit & { readonly repository: AssetClaim });

/** The signals of one commit; see README.md for the table. */
export function adaptCommit(record: SourceRecord<GitBody>): Adapted {
  const { body } = record;
  if ('merge' in body) return dropped('merge_commit');
  if ('adopter' in body) return adaptAdopter(record, body);
  if (body.author.name === '' && body.author.email === '') {
    return failed(record, 'commit_malformed', 'the commit names no author', { field: 'author' });
  }
  const at = toTime(body.authored);
  if (at === undefined) {
    return failed(record, 'commit_malformed', 'the commit has no readable author date', {
      field: 'author date',
    });
  }
  const signals = signalsOf(body, at);
  return signals.length === 0 ? dropped('bot') : adapted(signals);
}

/** An organization that a list of adopters names, on the day on which it was first named there. */
function adaptAdopter(
  record: SourceRecord<GitBody>,
  { adopter, repository }: Extract<GitBody, { adopter: ListedAdopter }>,
): Adapted {
  const at = toTime(adopter.since);
  if (at === undefined) {
    return failed(record, 'commit_malformed', 'no commit tells when the list first had this name', {
      field: 'date',
    });
  }
  const { name, site, list, line } = adopter;
  const signal: SignalDraft = {
    nativeId: record.id.slice(0, NATIVE_ID_LIMIT),
    ...{ accessPoint: 'code', act: 'adopt', at, visibility: 'public', asset: repository },
    actor: { organizationName: name, ...(site === undefined ? {} : { organizationDomain: site }) },
    details: { list, line },
  };
  return adapted([signal]);
}

const NATIVE_ID_LIMIT = 500;

interface Part {
  readonly person: Person;
  readonly act: SignalDraft['act'];
  readonly role: string;
  readonly at: number;
  /** What the person's clock showed then; of trailers it is not known. */
  readonly offset?: string | undefined;
}

type CommitBody = Extract<GitBody, Commit>;

function signalsOf(commit: CommitBody, at: number): SignalDraft[] {
  const parts: Part[] = [
    { person: commit.author, act: 'commit', role: 'author', at, offset: commit.authorOffset },
    ...commit.trailers.map((trailer) => ({
      person: trailer,
      act: trailer.role === 'co_author' ? ('co_author' as const) : ('sign_off' as const),
      role: trailer.role,
      at,
    })),
    {
      ...{ person: commit.committer, act: 'sign_off', role: 'committer' },
      ...committedAt(commit, at),
    },
  ];
  const signals = parts.flatMap((part, index) => {
    const earlier = parts.slice(0, index);
    const counted = earlier.some(
      (other) => samePerson(other.person, part.person) && (other.act === part.act || other.act === 'commit'),
    );
    return counted || !isSomebody(part.person) ? [] : [toSignal(commit, part, index)];
  });
  return signals.length < 2 ? signals : signals.map((signal) => ({ ...signal, commit: commit.sha }));
}

function toSignal(commit: CommitBody, part: Part, index: number): SignalDraft {
  const utcOffset = minutesOf(part.offset);
  const trailer = part.role !== 'author' && part.role !== 'committer';
  return {
    nativeId: `${commit.sha}:${trailer ? `${part.role}:${index}` : part.role}`,
    accessPoint: 'code',
    act: part.act,
    at: part.at,
    visibility: 'public',
    actor: toActor(part.person, part.role === 'author' ? secondAddress(commit) : undefined),
    asset: commit.repository,
    ...(part.act === 'sign_off' ? { details: { role: part.role } } : {}),
    ...(utcOffset === undefined ? {} : { utcOffset }),
  };
}

/** When it was committed and by which clock; by nobody's, where the date cannot be read. */
function committedAt({ committed, committerOffset }: CommitBody, at: number): Pick<Part, 'at' | 'offset'> {
  const time = toTime(committed);
  return time === undefined ? { at } : { at: time, offset: committerOffset };
}

/** Minutes east of UTC of an offset such as `+0100`; undefined also for UTC, which servers write. */
function minutesOf(offset = ''): number | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d{2})(\d{2})$/.exec(offset) ?? [];
  if (sign === undefined) return undefined;
  const size = Number(hours) * 60 + Number(minutes);
  if (size === 0) return undefined;
  return sign === '-' ? -size : size;
}

function toActor({ name, email }: Person, alsoEmail?: string): ActorClaim {
  return {
    ...(email === '' ? {} : { email }),
    ...(name === '' ? {} : { name }),
    ...(alsoEmail === undefined ? {} : { alsoEmail }),
  };
}

/** The address from which authors sign their own change off, when it is not the one they wrote it from. */
function secondAddress({ author, trailers }: CommitBody): string | undefined {
  return trailers.find(
    ({ name, email, role }) =>
      role === 'signed_off' &&
      email !== '' &&
      name.toLowerCase() === author.name.toLowerCase() &&
      email.toLowerCase() !== author.email.toLowerCase(),
  )?.email;
}

/** People often sign off from a second address under the same name; that is still their own commit. */
function samePerson(a: Person, b: Person): boolean {
  const equal = (x: string, y: string) => x !== '' && x.toLowerCase() === y.toLowerCase();
  return equal(a.email, b.email) || equal(a.name, b.name);
}

/** Code hosts commit in their own name when someone merges on the web; robots sign as robots. */
const MACHINE_ADDRESS = /^(noreply@(github|gitlab)\.com|(github-)?actions?@github\.com)$/i;
const MACHINE_NAME = /\[bot\]$|[-_]bot$/i;

function isSomebody({ name, email }: Person): boolean {
  const local = email.split('@')[0] ?? '';
  if (MACHINE_ADDRESS.test(email) || MACHINE_NAME.test(name) || MACHINE_NAME.test(local)) return false;
  return name !== '' || email !== '';
}

/** Milliseconds from git's seconds; undefined when there are none or they are beyond what a date can hold. */
function toTime(seconds: string): number | undefined {
  if (!/^-?\d+$/.test(seconds)) return undefined;
  const time = Number(seconds) * 1000;
  return Number.isNaN(new Date(time).getTime()) ? undefined : time;
}
