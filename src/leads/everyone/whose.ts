/**
 * Whose an act is, by the rule of `actsSql` (../acts_store.ts): the organization acted for, else the one the person
 * was employed by at that time, else the person. All in flat arrays, for ten million acts are asked about.
 */
import { openUuidNumbers, type UuidNumbers } from './uuid_numbers.ts';

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

export interface Whose {
  readonly handles: UuidNumbers;
  readonly people: UuidNumbers;
  readonly organizations: UuidNumbers;
  setHandle(handle: number, meaning: Handle): void;
  addEmployment(employment: Employment): void;
  /** A hand said that this handle is not this organization's. */
  addWrong(handle: number, organization: number): void;
  /** @param handle number of the handle that acted, @param firm of the one it acted for; 0 for none */
  ask(handle: number, firm: number, at: number): Meant;
}

export function openWhose(): Whose {
  const [handles, people, organizations] = [openUuidNumbers(), openUuidNumbers(), openUuidNumbers()];
  const meanings = openMeanings();
  const employments = openEmployments();
  const wrong = new Map<number, Set<number>>();
  const meant: Meant = { subject: 0, person: 0, confidence: 0 };
  const means = (subject: number, confidence: number): Meant => {
    meant.subject = subject;
    meant.confidence = confidence;
    return meant;
  };
  return {
    ...{ handles, people, organizations },
    setHandle: meanings.set,
    addEmployment: employments.add,
    addWrong: (handle, firm) => {
      const known = wrong.get(handle);
      if (known === undefined) wrong.set(handle, new Set([firm]));
      else known.add(firm);
    },
    ask: (handle, firm, at) => {
      const by = meanings.personOf(handle);
      meant.person = by;
      const acted = meanings.organizationOf(firm);
      const refused = wrong.size > 0 && wrong.get(handle)?.has(acted) === true;
      if (acted !== 0 && !refused) return means(-acted, meanings.organizationConfidenceOf(firm));
      if (by === 0) return means(0, 0);
      const period = employments.find(by, at);
      if (period >= 0) return means(-employments.organizationOf(period), employments.confidenceOf(period));
      return means(by, meanings.personConfidenceOf(handle));
    },
  };
}

/** What handles stand for, each in 16 bytes side by side: of a handle all is asked at once. */
function openMeanings() {
  let numbers = new Int32Array(4 * 1_024);
  let fractions = new Float32Array(numbers.buffer);
  return {
    set: (handle: number, meaning: Handle): void => {
      const at = 4 * handle;
      if (at >= numbers.length) {
        numbers = longer(Int32Array, numbers, Math.max(at + 4, numbers.length * 2));
        fractions = new Float32Array(numbers.buffer);
      }
      numbers[at] = meaning.person;
      numbers[at + 1] = meaning.organization;
      fractions[at + 2] = meaning.personConfidence;
      fractions[at + 3] = meaning.organizationConfidence;
    },
    personOf: (handle: number): number => numbers[4 * handle] ?? 0,
    organizationOf: (handle: number): number => numbers[4 * handle + 1] ?? 0,
    personConfidenceOf: (handle: number): number => fractions[4 * handle + 2] ?? 0,
    organizationConfidenceOf: (handle: number): number => fractions[4 * handle + 3] ?? 0,
  };
}

/** Periods of employment; those of one person do not overlap. */
function openEmployments() {
  /** By person: the last period added, plus one. */
  let lasts = new Int32Array(1_024);
  /** By period: the one added before it of the same person, plus one. */
  let befores = new Int32Array(1_024);
  let firms = new Int32Array(1_024);
  let confidences = new Float32Array(1_024);
  let froms = new Float64Array(1_024);
  let untils = new Float64Array(1_024);
  let size = 0;
  const makeRoom = (): void => {
    if (size < befores.length) return;
    const room = size * 2;
    [befores, firms] = [longer(Int32Array, befores, room), longer(Int32Array, firms, room)];
    confidences = longer(Float32Array, confidences, room);
    [froms, untils] = [longer(Float64Array, froms, room), longer(Float64Array, untils, room)];
  };
  return {
    add: ({ person, organization, from, until, confidence }: Employment): void => {
      makeRoom();
      if (person >= lasts.length) lasts = longer(Int32Array, lasts, Math.max(person + 1, lasts.length * 2));
      [firms[size], confidences[size], froms[size], untils[size]] = [organization, confidence, from, until];
      befores[size] = lasts[person] ?? 0;
      size += 1;
      lasts[person] = size;
    },
    /** The period of a person that holds this instant; -1 when there is none. */
    find: (person: number, at: number): number => {
      for (let period = (lasts[person] ?? 0) - 1; period >= 0; period = (befores[period] ?? 0) - 1) {
        if (at >= (froms[period] ?? 0) && at < (untils[period] ?? 0)) return period;
      }
      return -1;
    },
    organizationOf: (period: number): number => firms[period] ?? 0,
    confidenceOf: (period: number): number => confidences[period] ?? 0,
  };
}

type Numeric = Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

function longer<T extends Numeric>(Columns: new (length: number) => T, old: T, length: number): T {
  const next = new Columns(length);
  next.set(old);
  return next;
}
