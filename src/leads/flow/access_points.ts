/** Access points as objects: what is known of each, what was said of it, who came and went on. */
import { type Database, LeadspringError } from '../../base/index.ts';
import { ACCESS_POINTS, type AccessPoint } from '../../intake/plain.ts';
import { type Gap, missingRungs } from './flow.ts';
import { ACCESS_POINT_DEFAULTS, type Rung } from './rungs.ts';
import {
  type AccessPointRow,
  type FlowRow,
  type ReachRow,
  readAccessPoints,
  readFlow,
  writeAccessPoint,
} from './store.ts';

export interface AccessPointView {
  readonly name: AccessPoint;
  readonly rung: Rung;
  readonly owner: string;
  readonly audience: string;
  readonly paid: boolean;
  readonly cost: string | null;
  readonly currency: string | null;
  readonly next: string;
  /** Null when nobody was ever seen there. */
  readonly reach: ReachRow | null;
  /** A month's cost by the subjects of the last 28 days, where both are known. */
  readonly costEach: number | null;
}

export interface AccessPointsView {
  readonly accessPoints: readonly AccessPointView[];
  readonly flows: readonly FlowRow[];
  readonly gaps: readonly Gap[];
}

/** All access points in the order of the ladder, and the flow between them as last computed. */
export async function accessPointsOf(db: Database): Promise<AccessPointsView> {
  const [said, { flows, reach }] = await Promise.all([readAccessPoints(db), readFlow(db)]);
  const reached = new Map(reach.map((row) => [row.name, row]));
  const rows = new Map(said.map((row) => [row.name, row]));
  const accessPoints = Object.entries(ACCESS_POINT_DEFAULTS).map(([key, defaults]): AccessPointView => {
    const name = key as AccessPoint;
    const row = rows.get(name);
    const seen = reached.get(name) ?? null;
    const cost = row?.cost ?? null;
    return {
      ...{ name, rung: defaults.rung, owner: row?.owner ?? '', paid: row?.paid ?? defaults.paid, cost },
      audience: row?.audience || defaults.audience,
      currency: row?.currency ?? null,
      next: row?.next || defaults.next,
      reach: seen,
      costEach: cost === null || seen === null || seen.lately === 0 ? null : Number(cost) / seen.lately,
    };
  });
  return { accessPoints, flows, gaps: missingRungs(reached) };
}

export type AccessPointChange = Readonly<
  Partial<Record<'owner' | 'audience' | 'paid' | 'cost' | 'currency' | 'next', string>>
>;

const LONGEST = 300;

/**
 * Says something of an access point; what is left out stays, what is empty goes back to the default.
 * @throws LeadspringError `argument_invalid`, naming the field
 */
export async function changeAccessPoint(
  db: Database,
  name: string,
  change: AccessPointChange,
  now: number,
): Promise<void> {
  const point = ACCESS_POINTS.find((each) => each === name);
  if (point === undefined) throw wrong('access point', `must be one of ${ACCESS_POINTS.join(', ')}`);
  for (const [field, text] of Object.entries(change))
    if (text.length > LONGEST || text.includes('\0')) throw wrong(field, `has at most ${LONGEST} characters`);
  const before = (await readAccessPoints(db)).find((row) => row.name === point);
  const cost = change.cost === undefined ? (before?.cost ?? null) : moneyOf(change.cost);
  const currency = change.currency === undefined ? (before?.currency ?? null) : currencyOf(change.currency);
  if (cost !== null && currency === null) throw wrong('currency', 'is missing: a cost has one, such as EUR');
  const row: AccessPointRow = {
    ...{ name: point, cost, currency },
    owner: change.owner?.trim() ?? before?.owner ?? '',
    audience: change.audience?.trim() ?? before?.audience ?? '',
    next: change.next?.trim() ?? before?.next ?? '',
    paid: change.paid === undefined ? (before?.paid ?? null) : paidOf(change.paid),
  };
  await writeAccessPoint(db, row, now);
}

function moneyOf(text: string): string | null {
  if (text.trim() === '') return null;
  if (!/^\d{1,12}(\.\d{1,4})?$/.test(text.trim())) throw wrong('cost', 'must be a number such as 1200.50');
  return text.trim();
}

function currencyOf(text: string): string | null {
  if (text.trim() === '') return null;
  if (!/^[A-Za-z]{3}$/.test(text.trim())) throw wrong('currency', 'must be a code such as EUR');
  return text.trim().toUpperCase();
}

function paidOf(text: string): boolean | null {
  if (text.trim() === '') return null;
  if (text !== 'paid' && text !== 'unpaid') throw wrong('paid', 'must be paid or unpaid');
  return text === 'paid';
}

function wrong(field: string, what: string): LeadspringError {
  return new LeadspringError('argument_invalid', `${field} ${what}.`, { where: { field } });
}
