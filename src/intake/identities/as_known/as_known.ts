/** Identities as they were known at an instant: for looking back without knowledge of what came later. */
import type { Client } from '../../../base/index.ts';
import { messageId } from '../../messages/store.ts';
import { joinThreads } from '../../messages/threads.ts';
import { sumAllAffiliations } from '../affiliation_store.ts';
import { matchWithin } from '../decisions/matcher.ts';
import { refold } from '../decisions/refold.ts';
import { knowDomain } from '../domains.ts';
import { refoldOrganizations } from '../organizations/refold.ts';
import { addTimezones } from '../timezone_store.ts';
import {
  analyzeShadows,
  anyOrganizationDecided,
  decidedHandles,
  forgetSums,
  makeShadows,
  nameByDomain,
  unnamedDomains,
} from './shadow_store.ts';
import { readOpenMessages, writeThreads } from './threads_store.ts';
import { readClocks } from './timezones_store.ts';

/** Handles folded at once: what connects them is held in memory. */
const TOGETHER = 1_000;

/**
 * Makes everything that this transaction reads from now on see handles, names, people, organizations and affiliations
 * as they were known before an instant (milliseconds): what was claimed and decided by then, and what the matcher
 * makes of that. Nothing real is written and nobody waits; what is made for it is gone with the transaction.
 *
 * What carries no time is as it is now: kinds of organizations (rules about domains and names), and that one record
 * named two handles together, which counts once both were seen.
 */
export async function asKnownAt(client: Client, at: number): Promise<void> {
  const before = new Date(at);
  const threads = await threadsBefore(client, before);
  await makeShadows(client, before);
  await writeThreads(client, threads);
  await addTimezones(client, await readClocks(client, before));
  await nameUnnamed(client);
  await foldDecisions(client, at);
  await forgetSums(client);
  await sumAllAffiliations(client);
  await analyzeShadows(client);
}

/** Threads of messages whose threads went on, by message. */
async function threadsBefore(client: Client, before: Date): Promise<ReadonlyMap<string, string>> {
  const messages = await readOpenMessages(client, before);
  const nodes = messages.map(({ id, space, visibility, references }) => ({
    id,
    parents: references.map((reference) => messageId(space, visibility, reference)),
  }));
  return joinThreads(nodes, new Map()).threads;
}

/** Until records gave it a name, an organization is called by its domain. */
async function nameUnnamed(client: Client): Promise<void> {
  const domains = await unnamedDomains(client);
  const names = domains.map((domain) => knowDomain(domain)?.name ?? domain);
  if (domains.length > 0) await nameByDomain(client, domains, names);
}

async function foldDecisions(client: Client, now: number): Promise<void> {
  const decided = await anyOrganizationDecided(client);
  if (decided) await refoldOrganizations(client);
  const handles = await decidedHandles(client);
  for (let from = 0; from < handles.length; from += TOGETHER)
    await refold(client, handles.slice(from, from + TOGETHER));
  await matchWithin(client, { now });
  // What answers about evidence teach counts people, and who is one person is known only now.
  if (decided) await refoldOrganizations(client);
}
