/**
 * The one step that suggests itself, which is often to leave them alone. Pure. What was done with the lead decides
 * first, then its stage, then what it asked and whether it wants guarantees. Questions are answered before anything is
 * sold, in public where they were asked in public; private ones go to the forum only where nobody is likely to pay.
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
  const { facts, stage } = judged;
  const question = tellingQuestion(facts.cells, today, weights);
  switch (status) {
    case 'do_not_contact':
      return step('leave_alone', 'Leave them alone.', 'They asked for it.');
    case 'snoozed':
      return step('none', 'Nothing for now.', 'They were put aside, and come back by themselves.');
    case 'disqualified':
      return step(
        'none',
        'Nothing to do.',
        'They were disqualified; significant news would bring them back.',
      );
    case 'lost':
      return step('none', 'Nothing to do.', 'The deal was lost; significant news would bring them back.');
    case 'won':
      return customerStep(facts, question, 'The deal is won.', today);
    case 'open':
  }
  if (stage.stage === 'vendor') return step('none', 'Nothing.', 'They are your own.');
  if (stage.stage === 'member')
    return step('none', 'Nothing to sell.', 'They are a member of your ecosystem.');
  if (stage.stage === 'customer') return customerStep(facts, question, 'They are a customer.', today);
  return question === undefined ? silentStep(judged) : questionStep(question, judged, today);
}

function step(kind: StepKind, text: string, because: string): NextStep {
  return { kind, text, because };
}

interface Question {
  readonly day: Day;
  readonly isPrivate: boolean;
  /** What the topic of guarantees is called, or null. */
  readonly wants: string | null;
}

/** Of the latest questions: one about guarantees before others, one in private before public ones, the latest. */
function tellingQuestion(cells: readonly Cell[], today: Day, weights: Weights): Question | undefined {
  return cells
    .filter(
      ({ act, day, network }) => act === 'ask' && !network && day <= today && today - day <= QUESTION_DAYS,
    )
    .map(({ accessPoint, day, topic: name }): Question => {
      const topic = topicOf(weights, name);
      const wants = topic?.wants === 'guarantees' ? topic.label : null;
      return { day, isPrivate: accessPoint === 'support', wants };
    })
    .sort(
      (a, b) =>
        Number(b.wants !== null) - Number(a.wants !== null) ||
        Number(b.isPrivate) - Number(a.isPrivate) ||
        b.day - a.day,
    )[0];
}

const asked = ({ day, wants }: Question, today: Day): string =>
  `They asked${wants === null ? '' : ` about ${wants}`} on ${sayDay(day, today)}.`;

const whatOf = ({ wants }: Question): string =>
  wants === null ? 'their question' : `what they asked about ${wants}`;

/** Nothing is sold to them, and none of their questions is sent away. */
function customerStep(
  { agreements }: Facts,
  question: Question | undefined,
  why: string,
  today: Day,
): NextStep {
  if (question !== undefined) {
    const text = question.isPrivate ? `Answer ${whatOf(question)}, as was promised to them.` : IN_PUBLIC;
    return step('answer', text, asked(question, today));
  }
  const ends = agreements.flatMap(({ act, to }) =>
    act === 'contract' && to !== null && to >= today ? [to] : [],
  );
  const end = Math.max(...ends);
  if (ends.length > 0 && end - today <= RENEWAL_DAYS)
    return step('renew', 'Talk about how it goes on.', `The contract ends on ${sayDay(end, today)}.`);
  return step('none', 'Keep what was promised.', why);
}

const IN_PUBLIC = 'See that their public question has an answer.';

/** For whoever asked lately and is no customer. */
function questionStep(question: Question, { stage, segment }: Judged, today: Day): NextStep {
  const { isPrivate, wants } = question;
  const because = asked(question, today);
  const talks = stage.stage === 'in_talks';
  if (!isPrivate) {
    if (wants === null || talks) return step('answer', IN_PUBLIC, because);
    const text = `Answer them about ${wants} where they asked; offer a contract only if they ask for one.`;
    return step('answer', text, because);
  }
  if (talks) return step('talk', `Answer ${whatOf(question)} in the talk that is under way.`, because);
  if (stage.stage === 'needs_guarantees' || segment.segment === 'wants_guarantees')
    return step('offer', `Answer ${whatOf(question)} yourself, and say what a contract adds.`, because);
  const text = 'Point their question kindly to the public forum, where the answer helps others too.';
  return step('answer', text, because);
}

/** For whoever asked nothing lately and is no customer. */
function silentStep(judged: Judged): NextStep {
  const { stage, segment } = judged;
  const { reason } = stage;
  if (stage.stage === 'in_talks') return step('talk', 'Go on with the talk that is under way.', reason);
  if (stage.stage === 'needs_guarantees')
    return step('offer', 'Say in one short message who gives guarantees, and what they cost.', reason);
  if (stage.stage === 'building' && segment.segment !== 'do_it_yourself')
    return step('thank', 'Thank them for what they build, and ask what would make it easier.', reason);
  return step('leave_alone', 'Leave them alone, and keep what they use good.', waiting(judged));
}

function waiting({ stage, segment }: Judged): string {
  if (stage.stage === 'dormant') return stage.reason;
  if (segment.segment === 'do_it_yourself')
    return `They help themselves: ${segment.reasons[0] ?? 'so it looks'}.`;
  return 'Nothing they did asks for an answer, and curiosity grows best undisturbed.';
}
