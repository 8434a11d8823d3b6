/** On which days evidence of whom handles act for was seen. */
import type { Client } from '../../base/index.ts';
import type { EvidenceKind } from './organizations/evidence.ts';
import { stage } from './stage_store.ts';

/** Evidence of one kind and value about one handle on a day; `at` is the last of it, in milliseconds. */
interface Proof {
  readonly identityId: string;
  readonly organizationId: string;
  readonly kind: EvidenceKind;
  readonly value: string;
  readonly day: string;
  at: number;
  confidence: number;
}

/** By all that tells them apart. */
export type ProofsSeen = Map<string, Proof>;

/** Acts carry the organization that their address or record names, and so prove it by themselves. */
const PROVED_BY_ACTS: ReadonlySet<EvidenceKind> = new Set(['mail_domain', 'record']);

/** Notes that evidence was seen, unless acts tell. */
export function seeProof(proofs: ProofsSeen, proof: Omit<Proof, 'day'>): void {
  const { identityId, organizationId, kind, value, at, confidence } = proof;
  if (PROVED_BY_ACTS.has(kind)) return;
  const day = new Date(at).toISOString().slice(0, 10);
  const key = [identityId, organizationId, kind, value, day].join(' ');
  const known = proofs.get(key);
  if (known === undefined) proofs.set(key, { ...proof, day });
  else {
    known.at = Math.max(known.at, at);
    known.confidence = Math.max(known.confidence, confidence);
  }
}

const COLUMNS = ['identity_id', 'organization_id', 'kind', 'value', 'day', 'at', 'confidence'] as const;

/** Stores proofs, joining with what is known, so that order does not matter. Handles and organizations must be there. */
export async function writeProofs(client: Client, proofs: ProofsSeen): Promise<void> {
  await stage(client, 'stage_proof', 'like affiliation_proof', COLUMNS, rowsOf(proofs));
  const key = 'identity_id, organization_id, kind, value, day';
  await client.query(
    `insert into affiliation_proof as t (${COLUMNS.join(', ')}) select ${COLUMNS.join(', ')} from stage_proof order by ${key}
     on conflict (${key}) do update set at = greatest(t.at, excluded.at), confidence = greatest(t.confidence, excluded.confidence)
     where excluded.at > t.at or excluded.confidence > t.confidence`,
  );
}

function* rowsOf(proofs: ProofsSeen): Generator<readonly (string | number | Date)[]> {
  for (const { identityId, organizationId, kind, value, day, at, confidence } of proofs.values())
    yield [identityId, organizationId, kind, value, day, new Date(at), confidence];
}
