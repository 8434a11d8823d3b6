/** The fields of leads in JSON, as documentation. A test compares them with real answers. */

import { STAGES } from './stage.ts';

export interface JsonField {
  /** Where it stands; `[]` is every entry of a list. */
  readonly path: string;
  /** `day` is `YYYY-MM-DD`; `numbers by name` is an object whose names are not fixed. */
  readonly type: 'text' | 'number' | 'yes or no' | 'day' | 'object' | 'list' | 'texts' | 'numbers by name';
  /** Whether it may be null. */
  readonly nullable?: true;
  readonly help: string;
}

export interface JsonShape {
  /** How it is asked for. */
  readonly asked: string;
  readonly about: string;
  readonly fields: readonly JsonField[];
}

const field = (path: string, type: JsonField['type'], help: string): JsonField => ({ path, type, help });
const maybe = (path: string, type: JsonField['type'], help: string): JsonField => ({
  ...{ path, type, help },
  nullable: true,
});

function emerging(at: string): readonly JsonField[] {
  return [
    maybe(at, 'object', 'a change that chance does not explain; null when there is none'),
    maybe(`${at}.since`, 'day', 'the first act of what changed'),
    maybe(
      `${at}.markedOn`,
      'day',
      'on which the mark began; kept while it stays; of a list of the past that day',
    ),
    field(`${at}.because`, 'text', 'what was counted, and what was to be expected'),
    maybe(`${at}.falseDiscoveryRate`, 'number', 'the share of marks as striking as this one that are chance'),
  ];
}

const STATUS = 'open, snoozed, disqualified, won, lost or do_not_contact';
const STAGE = STAGES.join(', ');
const RANKED_BY = 'default weights or learned likelihood: what decides its place in the list';
const SEGMENT = 'wants_guarantees, do_it_yourself or unknown';

/** A row of the list. */
function row(at: string): readonly JsonField[] {
  return [
    field(`${at}.id`, 'text', 'of the organization or person'),
    field(`${at}.subject`, 'text', 'organization or person'),
    field(`${at}.name`, 'text', 'may be empty'),
    maybe(`${at}.domain`, 'text', 'of an organization'),
    field(`${at}.kind`, 'text', 'company, university, …, person, vendor or member'),
    field(`${at}.segment`, 'text', SEGMENT),
    field(`${at}.stage`, 'text', STAGE),
    field(`${at}.stageSince`, 'day', 'since when it is at this stage'),
    field(`${at}.stageReason`, 'text', 'why, in a sentence'),
    field(`${at}.score`, 'number', 'a sum; see How scores work'),
    field(`${at}.fit`, 'number', 'what multiplies every part of the score'),
    field(`${at}.points`, 'numbers by name', 'the score by access point'),
    field(`${at}.people`, 'number', 'people seen in the last year'),
    field(`${at}.accessPoints`, 'number', 'access points they were seen at'),
    field(`${at}.since`, 'day', 'first seen'),
    field(`${at}.lastAt`, 'day', 'last seen'),
    field(`${at}.headline`, 'text', 'what was seen, in a sentence'),
    field(`${at}.whyNow`, 'text', 'what changed, else the headline'),
    ...emerging(`${at}.emerging`),
    maybe(
      `${at}.likelihood`,
      'number',
      'of a deal, learned from outcomes; null while the default weights are in use',
    ),
    field(`${at}.status`, 'text', STATUS),
    maybe(`${at}.owner`, 'text', 'who works on it'),
    field(`${at}.returned`, 'yes or no', 'whether it was disqualified or lost and is back'),
    field(`${at}.madeUp`, 'yes or no', 'whether it is of the sample'),
  ];
}

const SHOW: readonly JsonField[] = [
  field('asOf', 'day', 'at whose end things stood so'),
  field('lead', 'object', 'as in the list; its score is not rounded'),
  ...row('lead'),
  field('since', 'day', 'first seen'),
  field('lastAt', 'day', 'last seen'),
  ...emerging('emerging'),
  field('whyNow', 'text', 'what changed, else what was seen'),
  field('sure', 'object', 'how sure we are'),
  field('sure.level', 'text', 'sure, fairly_sure or unsure'),
  field('sure.text', 'text', 'what that rests on, in a sentence'),
  field('triedBefore', 'text', 'what they did before they first wrote'),
  field('involved', 'object', 'who is involved'),
  field('involved.people', 'number', 'people seen in the last year; 0 where only traffic was seen'),
  field('involved.summary', 'text', 'several people or one, and who acts most'),
  field('segment', 'object', 'do-it-yourself or wants-guarantees'),
  field('segment.name', 'text', SEGMENT),
  field('segment.reasons', 'texts', 'strongest first'),
  field('nextStep', 'object', 'the one suggested step'),
  field('nextStep.kind', 'text', 'none, leave_alone, answer, thank, offer, talk or renew'),
  field('nextStep.text', 'text', 'what to do'),
  field('nextStep.because', 'text', 'why'),
  field('nextStep.notTo', 'texts', 'people who asked not to be contacted'),
  field('status', 'text', STATUS),
  maybe('owner', 'text', 'who works on it'),
  field('returned', 'yes or no', 'whether it was disqualified or lost and is back'),
  field('stage', 'object', 'how far they have come'),
  field('stage.name', 'text', STAGE),
  field('stage.since', 'day', 'since when'),
  field('stage.reason', 'text', 'why, in a sentence'),
  field('rankedBy', 'text', RANKED_BY),
  maybe(
    'likelihood',
    'object',
    'of a deal, learned from outcomes; null while the default weights are in use',
  ),
  field('likelihood.probability', 'number', 'within the horizon, 0 to 1'),
  field('likelihood.logit', 'number', 'of the probability: base and contributions add up to it'),
  field('likelihood.base', 'number', 'of a lead that is average in everything'),
  field('likelihood.contributions', 'list', 'largest first'),
  field('likelihood.contributions[].feature', 'text', ''),
  field('likelihood.contributions[].value', 'number', ''),
  field('likelihood.contributions[].logit', 'number', 'its part of the sum'),
  field('sentences', 'texts', 'what was seen, most telling first'),
  field('kindReason', 'text', 'why it is of its kind'),
  field('fit', 'object', 'what multiplies every part'),
  field('fit.factor', 'number', ''),
  field('fit.reasons', 'texts', ''),
  field('breadth', 'number', 'what the number of access points multiplies every part by'),
  field('climb', 'object', 'movement up the ladder over access points'),
  field('climb.factor', 'number', 'what it multiplies every part by'),
  field('climb.steps', 'number', 'how often'),
  field('climb.reason', 'text', 'from where to where'),
  field('parts', 'list', 'what the score is the sum of, most points first'),
  field('parts[].accessPoint', 'text', ''),
  field('parts[].act', 'text', ''),
  maybe('parts[].topic', 'text', ''),
  field('parts[].points', 'number', 'not rounded'),
  field('parts[].quantity', 'number', 'how often'),
  field('parts[].networkQuantity', 'number', 'how much of that is anonymous traffic of their network'),
  field('parts[].people', 'number', ''),
  field('parts[].from', 'day', ''),
  field('parts[].to', 'day', ''),
  field('parts[].title', 'text', 'of what was touched last'),
  field('parts[].assets', 'number', 'how many different things were touched'),
  field('parts[].signalIds', 'texts', 'the latest signals'),
  field('people', 'list', 'who acted for them, busiest first'),
  field('people[].id', 'text', ''),
  field('people[].name', 'text', ''),
  maybe('people[].domain', 'text', 'of an address of theirs; never the address'),
  field('people[].acts', 'number', ''),
  field('people[].does', 'list', 'what they do most, at most three'),
  field('people[].does[].accessPoint', 'text', ''),
  field('people[].does[].act', 'text', ''),
  field('people[].leftAlone', 'yes or no', 'whether they asked not to be contacted'),
  field('people[].first', 'day', ''),
  field('people[].last', 'day', ''),
  field('timeline', 'list', 'acts by week and access point'),
  field('timeline[].week', 'day', 'its Monday'),
  field('timeline[].accessPoint', 'text', ''),
  field('timeline[].quantity', 'number', ''),
  field('evidence', 'list', 'the latest acts'),
  maybe('evidence[].signalId', 'text', 'null for a day of anonymous traffic'),
  field('evidence[].day', 'day', ''),
  field('evidence[].accessPoint', 'text', ''),
  field('evidence[].act', 'text', ''),
  maybe('evidence[].topic', 'text', ''),
  maybe('evidence[].assetKey', 'text', ''),
  field('evidence[].title', 'text', ''),
  field('evidence[].quantity', 'number', ''),
  field('evidence[].visibility', 'text', 'public or private'),
  maybe('evidence[].personId', 'text', ''),
  maybe('evidence[].personName', 'text', ''),
  field('evidence[].leftAlone', 'yes or no', 'whether this person asked not to be contacted'),
  field('evidence[].source', 'text', 'its name'),
];

function entries(at: 'emerged' | 'moved' | 'quiet', what: string, help: string): readonly JsonField[] {
  return [
    field(at, 'list', `${help}; at most a hundred`),
    field(`${at}[].what`, 'text', what),
    field(`${at}[].id`, 'text', ''),
    field(`${at}[].name`, 'text', ''),
    maybe(`${at}[].domain`, 'text', ''),
    field(`${at}[].why`, 'text', 'in a sentence or two'),
    field(`${at}[].stage`, 'text', 'now'),
    maybe(`${at}[].before`, 'text', 'the stage at the beginning; null when it was not known then'),
    field(`${at}[].score`, 'number', ''),
    maybe(`${at}[].owner`, 'text', ''),
    field(`${at}[].madeUp`, 'yes or no', ''),
  ];
}

/** By the name of the command. */
export const JSON_SHAPES = {
  list: {
    asked: '`leadspring leads list --json`',
    about: 'The list, best first.',
    fields: [
      maybe('asOf', 'day', 'the day the leads stand for; null as long as there are none'),
      field('rankedBy', 'text', RANKED_BY),
      field('leads', 'list', ''),
      ...row('leads[]'),
    ],
  },
  show: {
    asked: '`leadspring leads show NAME --json` (the same as `leadspring explain NAME --json`)',
    about: 'One lead, with everything behind it.',
    fields: SHOW,
  },
  digest: {
    asked: '`leadspring leads digest --json`, and the page `/digest?format=json`',
    about: 'What emerged, what moved and what went quiet.',
    fields: [
      field('period', 'text', 'day or week'),
      maybe('from', 'day', 'what happened after it'),
      maybe('to', 'day', 'up to its end'),
      field('lines', 'texts', 'at most ten, most important first'),
      ...entries('emerged', 'emerging or back', 'whose mark began, most surprising first'),
      ...entries('moved', 'up, down or new', 'at another stage, or first seen and asking; highest first'),
      ...entries('quiet', 'quiet', 'dormant now, those that had come furthest first'),
      field('counts', 'object', 'how many there are of each, in all'),
      field('counts.emerged', 'number', ''),
      field('counts.moved', 'number', ''),
      field('counts.quiet', 'number', ''),
      field('stages', 'numbers by name', 'open leads by stage, without customers and your own'),
    ],
  },
} as const satisfies Readonly<Record<string, JsonShape>>;
