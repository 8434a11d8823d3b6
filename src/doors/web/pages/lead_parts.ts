/** Parts of a score and the acts behind them: how the one is found from the other. */
import type { EvidenceRow, ExplainedPart, Weights } from '../../../leads/index.ts';
import { sayWord } from '../format.ts';
import { sayAccessPoint } from '../parts/words.ts';

/** The id on the page of the evidence of a part: parts are told apart by access point, act and topic. */
export function partId({
  accessPoint,
  act,
  topic,
}: Pick<ExplainedPart, 'accessPoint' | 'act' | 'topic'>): string {
  const end = topic === null ? '' : `-${topic.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
  return `evidence-${accessPoint}-${act}${end}`;
}

/** Evidence names a topic as the weights do; parts carry what it is called. */
export function topicLabel(topics: Weights['topics'], name: string | null): string | null {
  return topics.find((topic) => topic.name === name)?.label ?? null;
}

/** The acts of each part, latest first, by the part's id. */
export function evidenceByPart(
  evidence: readonly EvidenceRow[],
  topics: Weights['topics'],
): ReadonlyMap<string, readonly EvidenceRow[]> {
  const groups = new Map<string, EvidenceRow[]>();
  for (const row of evidence) {
    const id = partId({ ...row, topic: topicLabel(topics, row.topic) });
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [row]);
    else group.push(row);
  }
  return groups;
}

/** A part as a few words: `documentation · read · SSO`. */
export function sayPart({
  accessPoint,
  act,
  topic,
}: Pick<ExplainedPart, 'accessPoint' | 'act' | 'topic'>): string {
  return [sayAccessPoint(accessPoint), sayWord(act), ...(topic === null ? [] : [topic])].join(' · ');
}
