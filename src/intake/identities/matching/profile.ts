/** A record made comparable once, so that comparing two is cheap. */
import { type Address, parseAddress } from '../address.ts';
import { organizationNameKey } from '../names.ts';
import { isOwnDomain } from '../own_domain.ts';
import { countPeople } from './crowd.ts';
import { foldScript } from './fold.ts';
import { hash } from './hashing.ts';
import { NO_NAME, type PersonName, parseName } from './person_name.ts';
import type { MatchRecord, Timezone } from './types.ts';

/** Whose mailbox; `local` is an address nobody on the public net could write to (`jane@laptop`, `root@(none)`). */
type Mailbox = Address['mailbox'] | 'local' | 'missing';

export interface Profile {
  readonly id: string;
  readonly name: PersonName;
  /** Further names that it was seen with, each spelling once. */
  readonly others: readonly PersonName[];
  /** How many names that have nothing to do with each other it was seen with: of how many people it may be. */
  readonly crowd: number;
  /** One spelling per mailbox: lower case, without +tag, Gmail's points gone. '' when missing. */
  readonly address: string;
  /** The address as a hash; 0 when missing. */
  readonly addressKey: number;
  readonly mailbox: Mailbox;
  readonly verified: boolean;
  /** Short names the person goes by: part before @, login, a name of one word. Letters and digits only, folded. */
  readonly handles: readonly string[];
  /** The handle that the address gives; '' when it gives none. */
  readonly local: string;
  /** `platform:login` when the record carries a login, or a code host's no-reply address does. */
  readonly account: string;
  /** The domain or name of an organization one can work for or own; '' for mail services and providers. */
  readonly organization: string;
  readonly homepage: string;
  /** Null when nothing is known of it. */
  readonly timezone: Timezone | null;
  readonly threads: readonly string[];
  /** What it was made of. */
  readonly record: MatchRecord;
}

const FIELD_LIMIT = 400;
const THREAD_LIMIT = 200;
const NAMES_LIMIT = 16;
const NONE: readonly string[] = [];
const NO_NAMES: readonly PersonName[] = [];
/** Parts before @ that many people choose for a domain of their own. */
const GENERIC: ReadonlySet<string> = new Set(
  'me,mail,email,git,github,gitlab,dev,hello,hi,hey,hallo,contact,contrib,contributor,lists,list,ml,code,opensource,oss,foss,spam,junk,web,home,inbox,account,accounts,user,username,name,my,public,private,work,all,everything,the,self,box,post,us,i,x,a,none,null,unknown,test,anonymous,anon,root,admin,info,support,bugs,nobody,noreply,devnull,localhost,vagrant,ubuntu,debian,pi,ec2user,runner,administrator,developer,students,student'.split(
    ',',
  ),
);

/** Never throws; time and memory are bounded by a few hundred characters per field. */
export function profileOf(record: MatchRecord): Profile {
  const email = record.email.slice(0, FIELD_LIMIT).trim();
  const parsed = email === '' ? null : parseAddress(email);
  const [name = NO_NAME, ...rest] = namesOf(record, parsed);
  const others = rest.length === 0 ? NO_NAMES : rest;
  const platform = lower(record.platform);
  const login = lower(record.login).replace(/^@/, '');
  const account =
    login !== ''
      ? `${platform}:${login}`
      : parsed?.login === undefined
        ? ''
        : `${parsed.login.platform}:${parsed.login.value}`;
  const local = localHandle(email, parsed);
  const { address, mailbox } = mailboxOf(email, parsed);
  return {
    id: record.id,
    name,
    others,
    crowd: others.length === 0 ? 1 : Math.max(1, countPeople([name, ...others])),
    address,
    addressKey: address === '' ? 0 : hash(address, 1),
    mailbox,
    verified: record.verified === true,
    handles: handlesOf(name, others, local, login),
    local,
    account,
    organization: organizationOf(record, parsed),
    homepage: pageOf(record.homepage),
    timezone: timezoneOf(record),
    threads: record.threads?.slice(0, THREAD_LIMIT) ?? NONE,
    record,
  };
}

const lower = (text = ''): string => (text === '' ? '' : text.slice(0, FIELD_LIMIT).trim().toLowerCase());

const pageOf = (homepage = ''): string =>
  homepage === '' ? '' : lower(homepage).replace(/^https?:\/\/(www\.)?|\/+$/g, '');

/** A part before @ without its +tag. */
const untagged = (local: string): string => (local.includes('+') ? local.replace(/(.)\+.*$/, '$1') : local);

function timezoneOf({ timezone }: MatchRecord): Timezone | null {
  return timezone == null || (timezone.january === null && timezone.july === null) ? null : timezone;
}

/** The names of a record that say something, the main one first. */
function namesOf({ name, names = NONE }: MatchRecord, parsed: Address | null): readonly PersonName[] {
  const first = nameOf(name, parsed);
  if (names.length === 0) return [first];
  const found = new Map([[first.joined, first]]);
  for (const text of names.slice(0, NAMES_LIMIT)) {
    const other = nameOf(text, parsed);
    if (!found.has(other.joined)) found.set(other.joined, other);
  }
  found.delete('');
  return [...found.values()];
}

function nameOf(text: string, parsed: Address | null): PersonName {
  // A machine's address makes the whole record a machine's, but its name still tells machines apart.
  const name = parseName(text);
  return name.joined === '' || (name.joined.length === 1 && parsed !== null) ? NO_NAME : name;
}

function mailboxOf(email: string, parsed: Address | null): Pick<Profile, 'address' | 'mailbox'> {
  if (parsed === null) {
    const address = email.toLowerCase().replace(/^<|>$/g, '');
    if (!/[\p{L}\p{N}]/u.test(address)) return { address: '', mailbox: 'missing' };
    const local = address.replace(/@[^@]*$/, '');
    return { address, mailbox: isNobody(local) ? 'role' : 'local' };
  }
  const { host } = parsed.domain;
  if (parsed.domain.class === 'placeholder') return { address: parsed.value, mailbox: 'role' };
  if (parsed.mailbox === 'code_host' && parsed.login !== undefined)
    return { address: `${parsed.login.value}@${parsed.login.platform}`, mailbox: 'code_host' };
  const gmail = host === 'gmail.com' || host === 'googlemail.com';
  const local = gmail ? untagged(parsed.local).replaceAll('.', '') : untagged(parsed.local);
  const address = `${local}@${gmail ? 'gmail.com' : host}`;
  // The text that is there already, where it is the same.
  return { address: address === email ? email : address, mailbox: parsed.mailbox };
}

/** Whether a part before @ is a function's or stands for anybody ("root", "none"). */
const isNobody = (local: string): boolean =>
  GENERIC.has(squeeze(local)) || parseAddress(`${local}@host.example`)?.mailbox !== 'person';

function handlesOf(
  name: PersonName,
  others: readonly PersonName[],
  local: string,
  login: string,
): readonly string[] {
  // `local` is a handle or empty, and most have no other.
  if (login === '' && name.full && others.length === 0) return local === '' ? NONE : [local];
  const found = new Set<string>();
  const add = (handle: string): void => {
    if (isHandle(handle)) found.add(handle);
  };
  add(squeeze(login));
  add(local);
  if (!name.full) add(squeeze(name.joined));
  for (const other of others) if (!other.full) add(squeeze(other.joined));
  return [...found];
}

const isHandle = (handle: string): boolean =>
  handle.length >= 2 && !GENERIC.has(handle) && /\p{L}/u.test(handle);

function localHandle(email: string, parsed: Address | null): string {
  const local = email.slice(0, Math.max(0, email.lastIndexOf('@')));
  let handle = '';
  if (parsed?.login !== undefined) handle = squeeze(parsed.login.value);
  else if (parsed?.mailbox === 'person') handle = squeeze(untagged(parsed.local));
  else if (parsed === null && local !== '' && !isNobody(local)) handle = squeeze(local);
  return isHandle(handle) ? handle : '';
}

/** Letters and digits of a handle, folded. Mostly it has no others. */
function squeeze(text: string): string {
  if (text.length <= 64 && /^[a-z0-9]*$/.test(text)) return text;
  return foldScript(text)
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .slice(0, 64);
}

function organizationOf(record: MatchRecord, parsed: Address | null): string {
  const { organization = '' } = record;
  const said =
    organization === '' ? '' : organizationNameKey(organization.slice(0, FIELD_LIMIT)).replace(/^@/, '');
  if (said !== '') return said;
  return parsed !== null && parsed.mailbox !== 'code_host' && isOwnDomain(parsed.domain.class)
    ? parsed.domain.domain
    : '';
}
