/**
 * Whose an act is, by the rule of `actsSql` (../acts_store.ts): the organization acted for, else the one the person
 * was employed by at that time, else the person. All in flat arrays, for ten million acts are asked about, and in
 * memory that threads share, for several ask.
 */
import { filled } from '../filled.ts';
import { openUuidNumbers, type UuidNumbers, type UuidTable } from './uuid_numbers.ts';

/** Whose an act is. One object, written anew by each question. */
export interface Meant {
  /** An organization's number below zero, a person's above; 0 when it is nobody's. */
  subject: number;
  /** The person's number, or 0. */
  person: number;
  /** 0..1 that it was this subject. */
  confidence: number;
}

/** What a handle stands for. */
export interface Handle {
  /** Numbers; 0 for nobody. */
  readonly person: number;
  readonly organization: number;
  readonly personConfidence: number;
  readonly organizationConfidence: number;
}

export interface Employment {
  readonly person: number;
  readonly organization: number;
  /** Microseconds on the scale of `at` of `ask`; `until` is exclusive. */
  readonly from: number;
  readonly until: number;
  readonly confidence: number;
}

/** Takes what is known; what it knows then is asked by `openAsker`. */
export interface Whose {
  readonly handles: UuidNumbers;
  readonly people: UuidNumbers;
  readonly organizations: UuidNumbers;
  setHandle(handle: number, meaning: Handle): void;
  addEmployment(employment: Employment): void;
  /** A hand said that this handle is not this organization's. */
  addWrong(handle: number, organization: number): void;
  /** All of it. Nothing may be added any more. */
  tables(): WhoseTables;
}

/** Plain data in shared memory: it goes to other threads as it is. */
export interface WhoseTables {
  readonly handles: UuidTable;
  readonly meanings: SharedArrayBuffer;
  readonly employments: EmploymentTables;
  /** Organizations by handle. */
  readonly wrong: ReadonlyMap<number, ReadonlySet<number>>;
}

export interface Asker {
  /** Whose the acts of some handles are, each for a firm's (numbers; 0 for none): fetches what `ask` needs of them. */
  fetch(handles: Int32Array, firms: Int32Array, count: number): void;
  /** @param handle number of the handle that acted, @param firm of the one it acted for; 0 for none */
  ask(handle: number, firm: number, at: number): Meant;
}

/** @param expected how many there will be, about */
export function openWhose(
  expected: Readonly<Partial<Record<'handles' | 'people' | 'organizations', number>>> = {},
): Whose {
  const handles = openUuidNumbers(expected.handles);
  const people = openUuidNumbers(expected.people);
  const organizations = openUuidNumbers(expected.organizations);
  const meanings = openMeanings();
  const employments = openEmployments();
  const wrong = new Map<number, Set<number>>();
  return {
    ...{ handles, people, organizations },
    setHandle: meanings.set,
    addEmployment: employments.add,
    addWrong: (handle, firm) => {
      const known = wrong.get(handle);
      if (known === undefined) wrong.set(handle, new Set([firm]));
      else known.add(firm);
    },
    tables: () => ({
      ...{ handles: handles.table(), meanings: meanings.table(), employments: employments.tables(), wrong },
    }),
  };
}

export function openAsker({ meanings, employments, wrong }: WhoseTables): Asker {
  const numbers = new Int32Array(meanings);
  const fractions = new Float32Array(meanings);
  const { firms, confidences } = employments;
  const fetched = new Int32Array(FETCHED + 1);
  const meant: Meant = { subject: 0, person: 0, confidence: 0 };
  const means = (subject: number, confidence: number): Meant => {
    meant.subject = subject;
    meant.confidence = confidence;
    return meant;
  };
  return {
    fetch: (acting, firmsActedFor, count) => {
      for (let row = 0; row < count; row++)
        fetched[row & FETCHED] =
          (numbers[MEANING * (acting[row] ?? 0)] ?? 0) + (numbers[MEANING * (firmsActedFor[row] ?? 0)] ?? 0);
    },
    ask: (handle, firm, at) => {
      const by = numbers[MEANING * handle] ?? 0;
      meant.person = by;
      const acted = numbers[MEANING * firm + 1] ?? 0;
      const refused = wrong.size > 0 && wrong.get(handle)?.has(acted) === true;
      if (acted !== 0 && !refused) return means(-acted, fractions[MEANING * firm + 3] ?? 0);
      if (by === 0) return means(0, 0);
      const period = findEmployment(employments, by, at);
      if (period >= 0) return means(-(firms[period] ?? 0), confidences[period] ?? 0);
      return means(by, fractions[MEANING * handle + 2] ?? 0);
    },
  };
}

/** A place to put what is only fetched, so that nobody leaves it out; its size less one. */
const FETCHED = 63;

/** Words to a handle: its person, its organization, and how sure each is. Of a handle all is asked at once. */
const MEANING = 4;

function openMeanings() {
  let numbers = ints(MEANING * 1_024);
  let fractions = new Float32Array(numbers.buffer);
  return {
    set: (handle: number, meaning: Handle): void => {
      const at = MEANING * handle;
      if (at >= numbers.length) {
        numbers = filled(ints(Math.max(at + MEANING, numbers.length * 2)), numbers);
        fractions = new Float32Array(numbers.buffer);
      }
      numbers[at] = meaning.person;
      numbers[at + 1] = meaning.organization;
      fractions[at + 2] = meaning.personConfidence;
      fractions[at + 3] = meaning.organizationConfidence;
    },
    table: () => numbers.buffer,
  };
}

/** Periods of employment; those of one person do not overlap. */
export interface EmploymentTables {
  /** By person: the last period added, plus one. */
  readonly lasts: Int32Array;
  /** By period: the one added before it of the same person, plus one. */
  readonly befores: Int32Array;
  readonly firms: Int32Array;
  readonly confidences: Float32Array;
  readonly froms: Float64Array;
  readonly untils: Float64Array;
}

/** The period of a person that holds this instant; -1 when there is none. */
function findEmployment({ lasts, befores, froms, untils }: EmploymentTables, person: number, at: number) {
  for (let period = (lasts[person] ?? 0) - 1; period >= 0; period = (befores[period] ?? 0) - 1) {
    if (at >= (froms[period] ?? 0) && at < (untils[period] ?? 0)) return period;
  }
  return -1;
}

function openEmployments() {
  const some = 1_024;
  let [lasts, befores, firms] = [ints(some), ints(some), ints(some)];
  let [confidences, froms, untils] = [floats(some), doubles(some), doubles(some)];
  let size = 0;
  const makeRoom = (): void => {
    if (size < befores.length) return;
    const room = size * 2;
    [befores, firms] = [filled(ints(room), befores), filled(ints(room), firms)];
    confidences = filled(floats(room), confidences);
    [froms, untils] = [filled(doubles(room), froms), filled(doubles(room), untils)];
  };
  return {
    add: ({ person, organization, from, until, confidence }: Employment): void => {
      makeRoom();
      if (person >= lasts.length) lasts = filled(ints(Math.max(person + 1, lasts.length * 2)), lasts);
      [firms[size], confidences[size], froms[size], untils[size]] = [organization, confidence, from, until];
      befores[size] = lasts[person] ?? 0;
      size += 1;
      lasts[person] = size;
    },
    tables: (): EmploymentTables => ({ lasts, befores, firms, confidences, froms, untils }),
  };
}

/** Columns that threads share. */
const ints = (length: number) => new Int32Array(new SharedArrayBuffer(4 * length));
const floats = (length: number) => new Float32Array(new SharedArrayBuffer(4 * length));
const doubles = (length: number) => new Float64Array(new SharedArrayBuffer(8 * length));
