/**
 * What "wrong company" and "right company" teach. An answer about one person's evidence says something about other
 * people's evidence of the same kind and value (a signature that names Acme, addresses of acme.example): its
 * confidence is multiplied by
 *
 *     (rights + k) / (rights + wrongs + k)
 *
 * the posterior mean of a Beta distribution that began with k right answers and no wrong one. A mail domain is
 * stronger evidence than a text, so one wrong answer should not undo it: k = 4 for mail domains, 2 for records, 1 for
 * the rest. One wrong answer leaves a signature (0.75 to 0.9) at half of that, which makes no affiliation; a
 * mail domain (0.9) stops after four. An answer about a domain or name itself is a matter of fact: the factor is 0.
 */
import type { EvidenceKind } from './evidence.ts';

/** Right answers that each kind of evidence is credited with beforehand. */
const PRIOR: Readonly<Record<EvidenceKind, number>> = {
  mail_domain: 4,
  record: 2,
  signature: 1,
  profile: 1,
  sign_off: 1,
};

/** What confidence is multiplied by after so many answers. */
export function lessonFactor(kind: EvidenceKind, rights: number, wrongs: number): number {
  const prior = PRIOR[kind];
  return (rights + prior) / (rights + wrongs + prior);
}

/** The part of a shown reason that tells the lesson; empty when there is none. */
export function sayLesson(lesson: {
  readonly rights: number;
  readonly wrongs: number;
  readonly factor: number;
}): string {
  if (lesson.factor === 1) return '';
  if (lesson.factor === 0) return ' An operator said that it does not stand for this organization.';
  const { rights, wrongs } = lesson;
  const right = rights === 0 ? '' : ` and right ${times(rights)}`;
  return ` Evidence like this was called wrong ${times(wrongs)}${right}, so it counts ${Math.round(lesson.factor * 100)} %.`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
