/** One row → signals. Pure; every signal of a table is private. */
import {
  type Adapted,
  type AssetClaim,
  adapted,
  type DropReason,
  dropped,
  failed,
  type SignalDraft,
  type SourceRecord,
} from '../../contract.ts';
import { pageKey, pathOf, searchWords } from '../../text/page_key.ts';
import { CellError, type Cells, cellsOf, needed } from './cells.ts';
import { accessPointOf } from './channels.ts';
import { helpfulOf } from './helpful.ts';
import type { Kind } from './kinds.ts';
import type { CsvBody } from './row.ts';
import type { CsvSettings } from './settings.ts';
import { dealAct } from './stages.ts';
import { parseDate } from './values.ts';

type Outcome = { readonly signals: readonly SignalDraft[] } | { readonly drop: DropReason };

/** What people tick for someone who registered and stayed away. */
const ABSENT = /^(no|n|false|0|absent|no show|no-show|nein|non|ne|nie)$/i;

/** The signals of a row, or a failure that names its column; see README.md for the table. */
export function adaptRow(record: SourceRecord<CsvBody>, settings: CsvSettings): Adapted {
  const { body } = record;
  if ('empty' in body) return dropped('empty');
  // a failure of reading, replayed: there is no row to adapt, only importing the file again can mend it
  if ('unread' in body) return failed(record, body.unread.code, body.unread.detail);
  try {
    const outcome = KIND_ADAPTERS[body.kind](record.id, cellsOf(body, settings), settings);
    return 'drop' in outcome ? dropped(outcome.drop) : adapted(outcome.signals);
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    const header = body.headers[error.field] ?? error.field;
    return failed(record, 'csv_value', `column "${header}" ${error.message}`, { field: header });
  }
}

/** A sale that was taken back. */
const REFUNDED = /^(yes|y|true|1|ja|oui|si|ano)$/i;
/** What ticket systems say of those who registered and will not come: pretix (`c`, `e`), Meetup, Luma, Eventbrite. */
const NOT_COMING =
  /^(c|e|no|not (?:going|attending)|waitlist(ed)?|waiting|invited|pending\w*|deleted)$|cancel|refund|expired|declin|transferred/i;

type KindAdapter = (id: string, cells: Cells, settings: CsvSettings) => Outcome;

const KIND_ADAPTERS: Readonly<Record<Kind, KindAdapter>> = {
  contracts: (nativeId, cells, settings) => {
    const at = needed(cells.date('from'), 'from');
    const to = cells.date('to');
    const plan = cells.text('plan') ?? settings.item;
    return one({
      nativeId,
      accessPoint: 'agreement',
      act: 'contract',
      at,
      visibility: 'private',
      ...neededActor(cells, 'organization'),
      ...assetOf('plan', plan),
      ...cells.amount(),
      details: {
        from: toDay(at),
        ...(to === undefined ? {} : { to: toDay(to) }),
        ...(plan === undefined ? {} : { plan }),
      },
    });
  },

  deals: (nativeId, cells) => {
    const stage = cells.text('stage');
    const act = dealAct(stage ?? '');
    // of an open deal the close date is only a hope, and mostly lies in the future
    const [first, second] =
      act === 'deal_open' ? (['created', 'closed'] as const) : (['closed', 'created'] as const);
    const at = needed(cells.date(first) ?? cells.date(second), first);
    const title = cells.text('title');
    return one({
      nativeId,
      accessPoint: 'agreement',
      act,
      at,
      visibility: 'private',
      ...neededActor(cells, 'organization'),
      ...assetOf('deal', cells.text('id') ?? title, title),
      ...cells.amount(),
      ...(stage === undefined ? {} : { details: { stage } }),
    });
  },

  book_sales: (nativeId, cells, settings) => {
    const at = dateOrSetting(cells, settings);
    const quantity = cells.count('quantity') ?? 1;
    if (REFUNDED.test(cells.text('refunded') ?? '')) return { drop: 'not_relevant' };
    if (quantity === 0) return { drop: 'empty' }; // royalty reports list the months in which nothing was sold
    const title = cells.text('title') ?? settings.item;
    const country = cells.text('country');
    return one({
      nativeId,
      accessPoint: 'book',
      act: 'buy',
      at,
      visibility: 'private',
      ...cells.actor(),
      ...assetOf('book', cells.text('isbn')?.replace(/[\s-]/g, '') ?? title, title),
      quantity,
      ...cells.amount(),
      ...(country === undefined ? {} : { details: { country } }),
    });
  },

  attendees: (nativeId, cells, settings) => {
    if (ABSENT.test(cells.text('present') ?? '')) return { drop: 'not_relevant' };
    if (NOT_COMING.test(cells.text('status') ?? '')) return { drop: 'not_relevant' };
    return one({
      nativeId,
      accessPoint: 'event',
      act: 'attend',
      at: dateOrSetting(cells, settings),
      visibility: 'private',
      ...neededActor(cells, 'email'),
      ...assetOf('event', cells.text('event') ?? settings.item),
    });
  },

  spend: (nativeId, cells, settings) => {
    const channel = cells.text('channel');
    const { amount } = cells.amount();
    return one({
      nativeId,
      accessPoint: accessPointOf(channel, settings.channels),
      act: 'spend',
      at: dateOrSetting(cells, settings),
      visibility: 'private',
      ...assetOf('campaign', cells.text('campaign') ?? settings.item),
      amount: needed(amount, 'amount'),
      ...(channel === undefined ? {} : { details: { channel } }),
    });
  },

  searches: searched,
  feedback: rated,
  tickets: asked,
};

function searched(nativeId: string, cells: Cells, settings: CsvSettings): Outcome {
  const at = dateOrSetting(cells, settings);
  const words = searchWords(cells.text('query') ?? '');
  const quantity = cells.count('quantity') ?? 1;
  if (words === '' || quantity === 0) return { drop: 'empty' };
  const results = cells.count('results');
  return one({
    nativeId,
    accessPoint: 'documentation',
    act: 'search',
    at,
    visibility: 'private',
    asset: { kind: 'page', key: `search:${words}`, title: `Search for “${words}”` },
    quantity,
    ...(results === undefined ? {} : { details: { results } }),
  });
}

function rated(nativeId: string, cells: Cells, settings: CsvSettings): Outcome {
  const at = dateOrSetting(cells, settings);
  const helpful = helpfulOf(needed(cells.text('helpful'), 'helpful'));
  if (helpful === undefined) throw new CellError('helpful', 'does not say yes or no');
  if (helpful === null) return { drop: 'not_relevant' };
  return one({
    nativeId,
    accessPoint: 'documentation',
    act: 'rate',
    at,
    visibility: 'private',
    ...cells.actor(),
    asset: { kind: 'page', key: pageKey(pathOf(needed(cells.text('page'), 'page')).path) },
    details: { helpful },
  });
}

function asked(nativeId: string, cells: Cells, settings: CsvSettings): Outcome {
  const title = cells.text('title');
  const [status, priority] = [cells.text('status'), cells.text('priority')];
  return one({
    nativeId,
    accessPoint: 'support',
    act: 'ask',
    at: dateOrSetting(cells, settings),
    visibility: 'private',
    ...neededActor(cells, 'email'),
    asset: {
      kind: 'thread',
      key: `ticket:${needed(cells.text('id'), 'id')}`.slice(0, 500),
      ...(title === undefined ? {} : { title }),
    },
    details: {
      ...(status === undefined ? {} : { status: status.slice(0, 100) }),
      ...(priority === undefined ? {} : { priority: priority.slice(0, 100) }),
    },
  });
}

function one(signal: SignalDraft): Outcome {
  return { signals: [signal] };
}

function neededActor(cells: Cells, field: 'organization' | 'email') {
  return { actor: needed(cells.actor().actor, field) };
}

function dateOrSetting(cells: Cells, settings: CsvSettings): number {
  const fallback = settings.date === undefined ? undefined : parseDate(settings.date, 'dmy');
  return needed(cells.date('date') ?? fallback, 'date');
}

function assetOf(kind: AssetClaim['kind'], key: string | undefined, title = key): { asset?: AssetClaim } {
  if (key === undefined) return {};
  const stable = key.toLowerCase().replace(/\s+/g, ' ').slice(0, 500).toWellFormed();
  return { asset: { kind, key: stable, ...(title === undefined ? {} : { title }) } };
}

function toDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
