/** Judges subjects from what they did: leads, counts for what emerges, and who went from where to where. Pure. */
import type { WrittenRows } from '../../base/index.ts';
import {
  type CountContext,
  countSubject,
  type DayCounts,
  EMERGENCE_SETTINGS,
  findBursts,
  type PackedCounts,
  packCounts,
  type SubjectCounts,
} from '../emergence/index.ts';
import { type Agreement, type Day, type Facts, isInsider } from '../facts.ts';
import { addToFlow, emptyFlow, type FlowSums } from '../flow/flow.ts';
import { isListed, judge, type LeadRow, toRow } from '../lead.ts';
import { probabilityBy } from '../learned/in_use.ts';
import type { LikelihoodModel } from '../model/index.ts';
import { writtenLeads } from '../store.ts';
import type { Weights } from '../weights.ts';
import { openCells } from './cells.ts';

/** What is the same for all subjects. Plain data: it goes to another thread. */
export interface JudgingContext {
  readonly weights: Weights;
  readonly today: Day;
  /** Names of topics, in the order of their numbers. */
  readonly topics: readonly string[];
  /** What is counted beside the leads; null when they are all that is asked for. */
  readonly counted: {
    readonly days: DayCounts;
    /** Numbers of the vendor's and members' people. */
    readonly staff: readonly number[];
  } | null;
  /** What leads are written for; null when they are wanted as rows. */
  readonly writing: Writing | null;
}

/** The generation that leads are written for, the instant they stand for, and what was learned of their likelihood. */
export interface Writing {
  readonly generation: number;
  readonly computedAt: number;
  readonly model: LikelihoodModel | null;
}

/** A subject of a chunk. */
export type Judgeable = Pick<Facts, 'subject' | 'names'> & { readonly agreements: readonly Agreement[] };

/** Subjects with their acts. Plain data. */
export interface JudgingTask {
  /** Null where nobody knows the subject any more. */
  readonly subjects: readonly (Judgeable | null)[];
  /** For each subject, where its acts end. */
  readonly ends: readonly number[];
  /** The acts in columns: `columns.ts`. */
  readonly acts: Uint8Array;
}

export interface JudgingAnswer {
  /** None where they are written. */
  readonly rows: readonly LeadRow[];
  /** The same as they are stored. */
  readonly written: WrittenRows | null;
  /** Of each subject that was counted. */
  readonly counts: PackedCounts;
}

export interface Judging {
  judge(task: JudgingTask): JudgingAnswer;
  /** Summed over all subjects judged so far, but for the vendor's own and members. */
  readonly flow: FlowSums;
}

export function openJudging({ weights, today, topics, counted, writing }: JudgingContext): Judging {
  const cellsOf = openCells(topics);
  const flow = emptyFlow();
  const context: CountContext | null =
    counted === null
      ? null
      : {
          ...{ today, bursts: findBursts(counted.days), staff: new Set(counted.staff) },
          guarantees: new Set(
            weights.topics.flatMap(({ name, wants }) => (wants === 'guarantees' ? [name] : [])),
          ),
          ...{ settings: EMERGENCE_SETTINGS, who: false },
        };
  const told = writing && { ...writing, probability: probabilityBy(writing.model) };
  return {
    flow,
    judge: ({ subjects, ends, acts }) => {
      const rows: LeadRow[] = [];
      const counts: SubjectCounts[] = [];
      let index = 0;
      for (const { cells, people, madeUp } of cellsOf(ends, acts)) {
        const known = subjects[index++];
        if (known === undefined || known === null) continue;
        const subject = { ...known.subject, madeUp };
        // What the vendor and members do is no way to the product, and no news.
        if (context !== null && !isInsider(subject)) {
          addToFlow(flow, cells, today);
          counts.push(countSubject({ id: subject.id, type: subject.type, cells, people }, context));
        }
        const judged = judge({ ...known, subject, cells }, today, weights);
        if (isListed(judged, weights)) rows.push(toRow(judged, today, weights));
      }
      return {
        rows: writing === null ? rows : [],
        // Here, not where they are stored: several judge, and one stores.
        written: told && writtenLeads(rows, told),
        counts: packCounts(counts),
      };
    },
  };
}
