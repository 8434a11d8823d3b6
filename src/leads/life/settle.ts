/**
 * Statuses that change without anybody's step: of organizations and people that were merged or split, and of leads that
 * come back because something significant was seen.
 */
import type { Client } from '../../base/index.ts';
import { LADDER } from '../stage.ts';
import { statusOf, UNTOUCHED } from './fold.ts';
import { marked } from './steps.ts';
import {
  addStep,
  type Closed,
  handlesOf,
  holdSteps,
  readClosed,
  readStatuses,
  readSteps,
  readStepsOf,
  subjectsWithLife,
  writeStatus,
} from './store.ts';
import type { LeadStatus } from './types.ts';

/** Who takes the steps that nobody took. */
export const SYSTEM = 'leadspring';

/**
 * Brings the statuses up to what is known now, after leads were computed.
 * @param now the instant the leads stand for
 * @param ids only of these subjects; of all when left out
 */
export async function settle(client: Client, now: number, ids?: readonly string[]): Promise<void> {
  await followMerges(client, now, ids);
  const back = returns(await readClosed(client, ids));
  if (back.length === 0) return;
  await holdSteps(client);
  // Somebody may have taken a step meanwhile.
  const found = back.map(({ id }) => id);
  for (const { id, settledAt, because } of returns(await readClosed(client, found))) {
    const at = Math.max(now, settledAt);
    const step = { kind: 'return' as const, subjectId: id, author: SYSTEM, text: because, at };
    const rest = { reason: null, until: null, amount: null, currency: null, undoes: null };
    await addStep(client, { ...step, ...rest, identityIds: await handlesOf(client, id) });
    await writeStatus(client, id, statusOf(marked(await readSteps(client, id))), at);
  }
}

/** Gives whoever was merged or split the status that all their steps make. */
async function followMerges(client: Client, now: number, ids?: readonly string[]): Promise<void> {
  if ((await changedStatuses(client, ids)).size === 0) return;
  await holdSteps(client);
  for (const [id, status] of await changedStatuses(client, ids)) await writeStatus(client, id, status, now);
}

async function changedStatuses(
  client: Client,
  only?: readonly string[],
): Promise<ReadonlyMap<string, LeadStatus>> {
  const ids = await subjectsWithLife(client, only);
  if (ids.length === 0) return new Map();
  const kept = await readStatuses(client, ids);
  const steps = Map.groupBy(await readStepsOf(client, ids), (step) => step.now);
  const changed = new Map<string, LeadStatus>();
  for (const id of ids) {
    const status = statusOf(marked(steps.get(id) ?? []));
    if (!sameStatus(kept.get(id) ?? UNTOUCHED, status)) changed.set(id, status);
  }
  return changed;
}

function sameStatus(a: LeadStatus, b: LeadStatus): boolean {
  return (
    a.status === b.status &&
    a.owner === b.owner &&
    a.reason === b.reason &&
    a.until === b.until &&
    a.since === b.since &&
    a.returned === b.returned
  );
}

type Returning = Closed & { readonly because: string };

function returns(closed: readonly Closed[]): readonly Returning[] {
  return closed.flatMap((lead) => {
    const because = significant(lead);
    return because === null ? [] : [{ ...lead, because }];
  });
}

/**
 * What is significant about a lead since it was disqualified or lost, as a sentence; null when nothing is. A deal or a
 * contract, a step up the ladder, or a change that chance does not explain; more of the same is not.
 */
export function significant(lead: Closed): string | null {
  const { stage, stageReason, dealDay, settledDay, emerging, emergedSince, emergedBecause } = lead;
  if (dealDay !== null && dealDay > settledDay) return stageReason;
  if (stage !== 'vendor' && rung(stage) > heightThen(lead))
    return `It stands higher than it did then, at “${stage.replaceAll('_', ' ')}”. ${stageReason}`;
  if (emerging && emergedSince !== null && emergedSince > settledDay) return emergedBecause;
  return null;
}

const rung = (stage: string): number => (LADDER as readonly string[]).indexOf(stage);

/** How high it stood; whoever was quiet then stood as high as ever before, and had tried the product at least. */
function heightThen({ was, before }: Closed): number {
  if (was !== '' && was !== 'dormant') return rung(was);
  return Math.max(rung('trying'), ...before.map(rung));
}
