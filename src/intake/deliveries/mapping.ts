/** A declared mapping: which places of a JSON document say who did what, when and for how much. */
import { z } from 'zod';
import { LeadspringError } from '../../base/plain.ts';
import {
  ACCESS_POINTS,
  type AccessPoint,
  type ActorClaim,
  type Adapted,
  type AssetClaim,
  adapted,
  dropped,
  failed,
  type Setting,
  type SettingValues,
  type SignalDraft,
  type SourceRecord,
  type Visibility,
} from '../contract.ts';
import { checkedAdapter } from '../files/checked.ts';
import type { Fields } from '../text/json.ts';
import { type ReadPath, readPath } from '../text/json_path.ts';
import { type ActOf, accessPointOf, readActs } from './acts.ts';
import { textsOf } from './keys.ts';
import { amountOf, currencyOf, emailOf, hostOf, minorAmountOf, present, timeOf, wordOf } from './values.ts';

const KINDS: readonly AssetClaim['kind'][] = [
  'page',
  'release',
  'thread',
  'post',
  'article',
  'book',
  'event',
  'repository',
  'plan',
  'deal',
  'campaign',
];

/** Setting, what it is the place of, and where it is unless the operator says otherwise. */
const PATHS = {
  email: 'the mail address of who acted',
  login: 'the user name or id of who acted',
  name: 'the name of who acted',
  organization: 'the name of their organization',
  domain: 'the domain or web address of their organization',
  at: 'when it happened (ISO 8601, or seconds or milliseconds since 1970); left out, it is when it was sent',
  asset: 'what it was done to: the id of a page, plan, deal, ...',
  title: 'the title of what it was done to',
  quantity: 'how often',
  amount: 'the money',
  currency: 'the code of the currency',
} as const;
type Place = keyof typeof PATHS;

/** The settings of a mapping. @param usual where things are unless the operator says otherwise */
export function mappingSettings(usual: Readonly<Partial<Record<Place, string>>>): readonly Setting[] {
  return [
    {
      name: 'acts',
      type: 'list',
      default: null,
      needed: ['receive'],
      help: 'Which type of event is which act: TYPE=ACT, such as user.created=register. An act drop leaves the event out; * at the end of a type stands for anything. Types that no rule names are left out.',
    },
    {
      name: 'access_point',
      type: 'choice',
      choices: ACCESS_POINTS,
      default: 'on_demand',
      help: 'Where it happens. Deals and contracts are agreements, whatever stands here.',
    },
    {
      name: 'visibility',
      type: 'choice',
      choices: ['private', 'public'],
      default: 'private',
      help: 'Whether everybody may know.',
    },
    {
      name: 'platform',
      type: 'text',
      default: 'on_demand',
      help: 'What user names belong to, such as app.acme.example.',
    },
    ...Object.entries(PATHS).map(
      ([place, what]): Setting => ({
        name: `${place}_path`,
        type: 'text',
        default: usual[place as Place] ?? null,
        help: `Where the event has ${what}. A path such as data.user.email or items[0].id; several with | between them, of which the first that is there counts.`,
      }),
    ),
    {
      name: 'asset_kind',
      type: 'choice',
      choices: KINDS,
      default: 'page',
      help: 'What sort of thing asset_path names.',
    },
    {
      name: 'currency',
      type: 'text',
      default: 'EUR',
      help: 'The currency of amounts where the event names none, as an ISO 4217 code.',
    },
    {
      name: 'minor_units',
      type: 'boolean',
      default: false,
      help: 'Whether amounts are in the smallest unit of the currency, such as cents.',
    },
  ];
}

export interface Mapping {
  readonly actOf: ActOf;
  readonly accessPoint: AccessPoint;
  readonly visibility: Visibility;
  readonly platform: string;
  readonly paths: Readonly<Partial<Record<Place, ReadPath>>>;
  readonly assetKind: AssetClaim['kind'];
  readonly currency: string;
  readonly minorUnits: boolean;
}

/** @throws LeadspringError `setting_invalid` */
export function readMapping(values: SettingValues): Mapping {
  const {
    acts,
    access_point: accessPoint,
    visibility,
    platform,
    asset_kind: kind,
    minor_units: minor,
  } = values;
  const currency = currencyOf(values.currency ?? 'EUR');
  if (currency === undefined)
    throw new LeadspringError('setting_invalid', 'currency: no such currency (ISO 4217).');
  const places = Object.keys(PATHS).flatMap((place) => {
    const path = values[`${place}_path`];
    return typeof path === 'string' && path.trim() !== '' ? [[place, readPath(`${place}_path`, path)]] : [];
  });
  return {
    actOf: readActs('acts', textsOf(acts)),
    accessPoint: ACCESS_POINTS.find((point) => point === accessPoint) ?? 'on_demand',
    visibility: visibility === 'public' ? 'public' : 'private',
    platform: wordOf(platform) ?? 'on_demand',
    paths: Object.fromEntries(places),
    assetKind: KINDS.find((each) => each === kind) ?? 'page',
    currency,
    minorUnits: minor === true,
  };
}

const word = z.string().optional();
const number = z.union([z.string(), z.number()]).optional();
/** What `mapped` makes of a document that fits the mapping. */
const mappedShape = z.object({
  type: z.string(),
  at: z.number(),
  email: word.refine((text) => text === undefined || emailOf(text) !== undefined),
  domain: word.refine((text) => text === undefined || hostOf(text) !== undefined),
  ...{ login: word, name: word, organization: word, asset: word, title: word, currency: word },
  quantity: z.coerce.number().int().min(0).max(1e12).optional(),
  amount: number,
});
type Mapped = z.infer<typeof mappedShape>;

/**
 * Takes out of a document what the mapping names; all else is left behind. What cannot be right is left for `adapt` to say.
 * @param type the name of the event
 * @param sent when it was sent, in milliseconds since the epoch
 */
export function mapped(document: unknown, type: unknown, sent: number, { paths }: Mapping): Fields {
  const words = (Object.keys(PATHS) as Place[]).map((place) => {
    const value = paths[place]?.(document);
    // A list or an object where a word should be is no secret to keep, but nothing to store either.
    const simple = wordOf(value, 500) ?? (value === undefined || value === '' ? undefined : null);
    return [place, simple] as const;
  });
  const at = paths.at?.(document);
  return present({
    ...Object.fromEntries(words),
    type: wordOf(type) ?? null,
    at: at === undefined ? sent : (timeOf(at) ?? null),
  });
}

/** Makes `adapt` for records whose bodies are what `mapped` took. @param what what a record is called, in a failure */
export function mappedAdapter(what: string, mapping: Mapping): (record: SourceRecord<unknown>) => Adapted {
  return (record) =>
    checkedAdapter(what, mappedShape, (fields) => {
      const act = mapping.actOf(fields.type);
      if (act === undefined) return dropped('not_relevant');
      const money = moneyOf(fields, mapping);
      const field = fields.currency === undefined ? 'amount' : 'currency';
      if (fields.amount !== undefined && money.amount === undefined) return noMoney(record, what, field);
      const { asset: key, title, quantity, type, at } = fields;
      const actor = actorOf(fields, mapping);
      const signal: SignalDraft = {
        nativeId: record.id,
        accessPoint: accessPointOf(act, mapping.accessPoint),
        act,
        at,
        visibility: mapping.visibility,
        ...(Object.keys(actor).length === 0 ? {} : { actor }),
        ...(key === undefined ? {} : { asset: { kind: mapping.assetKind, key, ...present({ title }) } }),
        ...present({ quantity }),
        ...money,
        details: { type },
      };
      return adapted([signal]);
    })(record);
}

function noMoney(record: SourceRecord<unknown>, what: string, field: string): Adapted {
  return failed(record, 'record_malformed', `The ${what} has no usable ${field}.`, { field });
}

function actorOf({ email, login, name, organization, domain }: Mapped, { platform }: Mapping): ActorClaim {
  const organizationDomain = domain === undefined ? undefined : hostOf(domain);
  return {
    ...present({ email, name, organizationName: organization, organizationDomain }),
    ...(login === undefined ? {} : { login, platform }),
  };
}

function moneyOf({ amount, currency }: Mapped, mapping: Mapping): Pick<SignalDraft, 'amount'> {
  if (amount === undefined) return {};
  const { minorUnits, currency: assumed } = mapping;
  const money = minorUnits ? minorAmountOf(amount, currency, assumed) : amountOf(amount, currency, assumed);
  return present({ amount: money });
}
