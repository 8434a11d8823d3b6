/**
 * The one step that suggests itself, which is often to leave them alone. Pure: a short list of rules, the first that
 * holds counts. It answers what people asked before it sells, and in public where they asked in public.
 */
import { sayDay } from './dates.ts';
import type { Cell, Day, Facts } from './facts.ts';
import type { Judged } from './lead.ts';
import type { Status } from './life/types.ts';
import { topicOf, type Weights } from './weights.ts';

export type StepKind = 'none' | 'leave_alone' | 'answer' | 'thank' | 'offer' | 'talk' | 'renew';

export interface NextStep {
  readonly kind: StepKind;
  /** What to do, one sentence. */
  readonly text: string;
  /** Why that, one sentence. */
  readonly because: string;
}

/** An agreement that ends within so many days is to be talked about. */
const RENEWAL_DAYS = 60;
/** A question this old has an answer, or is past one. */
const QUESTION_DAYS = 30;

/** The suggested step for a judged subject. @param status what was done with the lead so far */
export function nextStepOf(judged: Judged, today: Day, weights: Weights, status: Status): NextStep {
  const { facts, stage, segment } = judged;
  if (status === 'do_not_contact') return step('leave_alone', 'Leave them alone.', 'They asked for it.');
  if (stage.stage === 'vendor') return step('none', 'Nothing.', 'They are your own.');
  if (stage.stage === 'customer') return customerStep(facts, today);
  if (stage.stage === 'in_talks') return step('talk', 'Go on with the talk that is under way.', stage.reason);
  const question = latestQuestion(facts.cells, today);
  const topic = topicOf(weights, question?.topic ?? null);
  if (question !== undefined && topic?.wants === 'guarantees')
    return guaranteeStep(question, topic.label, today);
  if (question !== undefined) return answerStep(question, today);
  if (stage.stage === 'needs_guarantees') {
    return step('offer', 'Say in one short message who gives guarantees, and what they cost.', stage.reason);
  }
  if (stage.stage === 'building' && segment.segment !== 'do_it_yourself') {
    return step('thank', 'Thank them for their changes, and ask what they build on it.', stage.reason);
  }
  return step('leave_alone', 'Leave them alone, and keep what they use good.', waiting(judged));
}

function step(kind: StepKind, text: string, because: string): NextStep {
  return { kind, text, because };
}

function customerStep({ agreements }: Facts, today: Day): NextStep {
  const ends = agreements.flatMap(({ act, to }) =>
    act === 'contract' && to !== null && to >= today ? [to] : [],
  );
  const end = ends.length === 0 ? null : Math.max(...ends);
  if (end !== null && end - today <= RENEWAL_DAYS)
    return step('renew', 'Talk about how it goes on.', `The contract ends on ${sayDay(end, today)}.`);
  return step('none', 'Keep the promise of the contract.', 'They are a customer.');
}

function latestQuestion(cells: readonly Cell[], today: Day): Cell | undefined {
  return cells
    .filter(({ act, day }) => act === 'ask' && day <= today && today - day <= QUESTION_DAYS)
    .reduce<Cell | undefined>(
      (last, cell) => (last === undefined || cell.day >= last.day ? cell : last),
      undefined,
    );
}

function guaranteeStep({ accessPoint, day }: Cell, topic: string, today: Day): NextStep {
  const because = `They asked about ${topic} on ${sayDay(day, today)}.`;
  return accessPoint === 'support'
    ? step('offer', `Answer what they asked about ${topic}, and say what a contract adds.`, because)
    : step(
        'answer',
        `Answer them about ${topic} where they asked; offer a contract only if they ask for one.`,
        because,
      );
}

function answerStep({ accessPoint, day }: Cell, today: Day): NextStep {
  const because = `They asked on ${sayDay(day, today)}.`;
  return accessPoint === 'support'
    ? step(
        'answer',
        'Point their question kindly to the public forum, where the answer helps others too.',
        because,
      )
    : step('answer', 'See that their public question has an answer.', because);
}

function waiting({ stage, segment }: Judged): string {
  if (stage.stage === 'dormant') return stage.reason;
  if (segment.segment === 'do_it_yourself')
    return `They help themselves: ${segment.reasons[0] ?? 'so it looks'}.`;
  return 'Nothing they did asks for an answer, and curiosity grows best undisturbed.';
}
